package org.moorage.manager.catalogue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.manager.audit.AuditLog;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileText;
import org.moorage.profile.ProfileText.Reading;
import org.moorage.profile.rules.WrittenName;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.moorage.yaml.Problem;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Types and their drafts, as administrators write them. Only what reads whole is kept. */
@Service
class Drafts {

  private static final int MAX_NUMBER = VsiTypeVersion.MAX;
  private static final Pattern NAME_LINE = Pattern.compile("(?m)^name:.*$");

  private final TypeRepository types;
  private final VersionRepository versions;
  private final NamedGroups groups;
  private final AuditLog audit;
  private final Announcement announcement;
  private final InstantSource clock;

  Drafts(
      TypeRepository types,
      VersionRepository versions,
      NamedGroups groups,
      AuditLog audit,
      Announcement announcement,
      InstantSource clock) {
    this.types = types;
    this.versions = versions;
    this.groups = groups;
    this.audit = audit;
    this.announcement = announcement;
    this.clock = clock;
  }

  // ---- types

  /** A type without a version yet. */
  @Transactional
  void createType(int typeId, String name) {
    if (typeId < 0 || typeId > VsiTypeId.MAX) {
      throw Refusal.field("typeId", typeId + " is outside 0.." + VsiTypeId.MAX);
    }
    try {
      WrittenName.require(name);
    } catch (IllegalArgumentException wrong) {
      throw Refusal.field("name", String.valueOf(wrong.getMessage()));
    }
    newType(typeId, name);
  }

  /** A type and its first draft; number, name and version are those of the text. */
  @Transactional
  VersionKey createType(String text) {
    PortProfile profile = read(text);
    newType(profile.type().value(), profile.name());
    return newDraft(profile, text);
  }

  /** Another name; only while nothing of the type is released. Its drafts get the name too. */
  @Transactional
  void rename(int typeId, String name, long lock) {
    TypeRow type = type(typeId);
    if (type.lock() != lock) {
      throw Refusal.changedMeanwhile(
          "type " + typeId + " was changed meanwhile; it is named " + type.name + " now",
          type.lock(),
          null);
    }
    try {
      WrittenName.require(name);
    } catch (IllegalArgumentException wrong) {
      throw Refusal.field("name", String.valueOf(wrong.getMessage()));
    }
    if (name.equals(type.name)) {
      return;
    }
    requireFreeName(name);
    for (VersionRow version : versions.findByKeyTypeIdOrderByKeyNumber(typeId)) {
      if (version.state != VersionState.DRAFT) {
        throw Refusal.state(
            "type "
                + typeId
                + " keeps its name: version "
                + version.key.number()
                + " is "
                + version.state.word()
                + " under it; make a new type instead");
      }
      version.profile =
          NAME_LINE
              .matcher(version.profile)
              .replaceFirst(Matcher.quoteReplacement("name: " + name));
      touch(version);
    }
    String before = type.name;
    type.name = name;
    keep(() -> {
      types.saveAndFlush(type);
      versions.flush();
    });
    audit.record("type.rename", Integer.toString(typeId), before + " -> " + name);
    announcement.edited();
  }

  /** A type none of whose versions was ever released, with its drafts. */
  @Transactional
  void deleteType(int typeId) {
    TypeRow type = type(typeId);
    List<VersionRow> all = versions.findByKeyTypeIdOrderByKeyNumber(typeId);
    Optional<VersionRow> kept =
        all.stream().filter(version -> version.state != VersionState.DRAFT).findFirst();
    if (kept.isPresent()) {
      throw Refusal.state(
          type.name
              + " cannot be deleted: version "
              + kept.get().key.number()
              + " is "
              + kept.get().state.word()
              + "; retire its versions instead");
    }
    keep(() -> {
      versions.deleteAll(all);
      versions.flush();
      types.delete(type);
      types.flush();
    });
    audit.record("type.delete", type.name, "type " + typeId + ", " + all.size() + " drafts");
    announcement.edited();
  }

  // ---- drafts

  /** A new draft of a type. */
  @Transactional
  VersionKey create(int typeId, String text) {
    TypeRow type = type(typeId);
    PortProfile profile = read(text);
    requirePlace(type, profile);
    return newDraft(profile, text);
  }

  /**
   * Another text for a draft.
   *
   * @param lock the one the changed text was read with
   */
  @Transactional
  void change(VersionKey key, String text, long lock) {
    TypeRow type = type(key.typeId());
    VersionRow draft = draft(key);
    requireLock(type, draft, lock);
    PortProfile profile = read(text);
    requirePlace(type, profile);
    if (profile.version().value() != key.number()) {
      throw Refusal.invalid(
          List.of(
              Problem.of(
                  "profile",
                  0,
                  "version",
                  profile.version()
                      + " is not the version of this draft; write "
                      + key.number()
                      + ", or make a new version")));
    }
    draft.profile = text;
    touch(draft);
    keep(() -> versions.saveAndFlush(draft));
    audit.record("type-version.change", profile.reference(), "draft of type " + key.typeId());
    announcement.edited();
  }

  /** A draft that is not wanted; without a lock whatever it says now. */
  @Transactional
  void delete(VersionKey key, Optional<Long> lock) {
    TypeRow type = type(key.typeId());
    VersionRow draft = draft(key);
    lock.ifPresent(read -> requireLock(type, draft, read));
    keep(() -> {
      versions.delete(draft);
      versions.flush();
    });
    audit.record("type-version.delete", type.name + "/" + key.number(), "draft");
    announcement.edited();
  }

  /** The smallest number above those taken, or the smallest free one. */
  @Transactional(readOnly = true)
  int freeNumber(int typeId) {
    List<Integer> taken = new ArrayList<>();
    versions.findByKeyTypeIdOrderByKeyNumber(typeId).forEach(row -> taken.add(row.key.number()));
    int next = taken.isEmpty() ? 1 : taken.getLast() + 1;
    if (next <= MAX_NUMBER) {
      return next;
    }
    for (int number = 0; number <= MAX_NUMBER; number++) {
      if (!taken.contains(number)) {
        return number;
      }
    }
    throw Refusal.state("type " + typeId + " has all its 256 versions; make a new type");
  }

  // ---- what all of them need

  /** The profile of a text with the groups of now. */
  PortProfile read(String text) {
    return switch (ProfileText.read(text, groups.text())) {
      case Reading.Read(PortProfile profile) -> profile;
      case Reading.Refused(List<Problem> problems) -> throw Refusal.invalid(problems);
    };
  }

  TypeRow type(int typeId) {
    return types
        .findById(typeId)
        .orElseThrow(() -> Refusal.notFound("there is no type " + typeId + " in the catalogue"));
  }

  /** A version of any state. */
  VersionRow version(VersionKey key) {
    return versions
        .findById(key)
        .orElseThrow(
            () -> Refusal.notFound("type " + key.typeId() + " has no version " + key.number()));
  }

  static void requireLock(TypeRow type, VersionRow version, long lock) {
    if (version.lock() != lock) {
      Instant at = version.changedAt == null ? version.createdAt : version.changedAt;
      String by = version.changedBy == null ? version.createdBy : version.changedBy;
      throw Refusal.changedMeanwhile(
          type.name
              + "/"
              + version.key.number()
              + " was changed by "
              + by
              + " at "
              + at
              + "; read it again and put your change into theirs",
          version.lock(),
          version.profile);
    }
  }

  /** Writes what JPA holds; what another transaction did meanwhile becomes a refusal. */
  static void keep(Runnable writing) {
    try {
      writing.run();
    } catch (OptimisticLockingFailureException another) {
      throw Refusal.changedMeanwhile(
          "somebody else changed it at the same moment; read it again", -1, null);
    } catch (DataIntegrityViolationException another) {
      throw Refusal.taken("version", "somebody else made the same at the same moment");
    }
  }

  private VersionRow draft(VersionKey key) {
    VersionRow version = version(key);
    if (version.state != VersionState.DRAFT) {
      throw Refusal.state(
          "version "
              + key.number()
              + " is "
              + version.state.word()
              + " and stays as it is; make a new version");
    }
    return version;
  }

  private void newType(int typeId, String name) {
    types
        .findById(typeId)
        .ifPresent(other -> {
          throw Refusal.taken("typeId", "type " + typeId + " exists, it is " + other.name);
        });
    requireFreeName(name);
    keep(() -> types.saveAndFlush(new TypeRow(typeId, name, clock.instant())));
    audit.record("type.create", name, "type " + typeId);
    announcement.edited();
  }

  private void requireFreeName(String name) {
    types
        .findByName(name)
        .ifPresent(other -> {
          throw Refusal.taken("name", name + " is already the name of type " + other.typeId);
        });
  }

  private VersionKey newDraft(PortProfile profile, String text) {
    VersionKey key = new VersionKey(profile.type().value(), profile.version().value());
    versions
        .findById(key)
        .ifPresent(other -> {
          throw Refusal.taken(
              "version", profile.reference() + " exists already and is " + other.state.word());
        });
    keep(() -> versions.saveAndFlush(new VersionRow(key, text, clock.instant(), AuditLog.actor())));
    audit.record("type-version.create", profile.reference(), "draft of type " + key.typeId());
    announcement.edited();
    return key;
  }

  private void touch(VersionRow draft) {
    draft.changedAt = clock.instant();
    draft.changedBy = AuditLog.actor();
  }

  private static void requirePlace(TypeRow type, PortProfile profile) {
    List<Problem> problems = new ArrayList<>();
    if (profile.type().value() != type.typeId) {
      problems.add(
          Problem.of(
              "profile",
              0,
              "type",
              profile.type() + " is not the number of this type; write " + type.typeId));
    }
    if (!profile.name().equals(type.name)) {
      problems.add(
          Problem.of(
              "profile",
              0,
              "name",
              "\"" + profile.name() + "\" is not the name of this type; write " + type.name));
    }
    if (!problems.isEmpty()) {
      throw Refusal.invalid(problems);
    }
  }
}
