package org.moorage.manager.catalogue;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.moorage.manager.audit.AuditLog;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileText;
import org.moorage.profile.ProfileText.Reading;
import org.moorage.yaml.Problem;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes versions through their life: released for ever, retired when nobody should get them. */
@Service
class Releases {

  private final Drafts drafts;
  private final VersionRepository versions;
  private final NamedGroups groups;
  private final HeldVersions held;
  private final AuditLog audit;
  private final Announcement announcement;
  private final InstantSource clock;

  Releases(
      Drafts drafts,
      VersionRepository versions,
      NamedGroups groups,
      HeldVersions held,
      AuditLog audit,
      Announcement announcement,
      InstantSource clock) {
    this.drafts = drafts;
    this.versions = versions;
    this.groups = groups;
    this.held = held;
    this.audit = audit;
    this.announcement = announcement;
    this.clock = clock;
  }

  /**
   * Releases a draft with the groups as they are now.
   *
   * @param lock the one the draft was read with; whatever it says now where empty
   */
  @Transactional
  void release(VersionKey key, Optional<Long> lock) {
    TypeRow type = drafts.type(key.typeId());
    VersionRow version = drafts.version(key);
    if (version.state != VersionState.DRAFT) {
      throw Refusal.state(
          type.name + "/" + key.number() + " is " + version.state.word() + " already");
    }
    lock.ifPresent(read -> Drafts.requireLock(type, version, read));
    release(type, version, groups.text());
  }

  /** Releases a draft with groups that are at hand. */
  void release(TypeRow type, VersionRow version, String named) {
    switch (ProfileText.read(version.profile, named)) {
      case Reading.Read(PortProfile profile) -> {}
      case Reading.Refused(List<Problem> problems) -> throw Refusal.invalid(problems);
    }
    version.state = VersionState.RELEASED;
    version.groups = named;
    version.releasedAt = clock.instant();
    version.releasedBy = AuditLog.actor();
    version.revision = announcement.nextRevision();
    Drafts.keep(() -> versions.saveAndFlush(version));
    audit.record(
        "type-version.release",
        type.name + "/" + version.key.number(),
        "type " + type.typeId + ", revision " + version.revision);
    announcement.changed(type, version);
  }

  /**
   * Retires a released version.
   *
   * @param force although VSIs hold it: they keep it, others are refused
   */
  @Transactional
  void retire(VersionKey key, boolean force) {
    TypeRow type = drafts.type(key.typeId());
    VersionRow version = drafts.version(key);
    String reference = type.name + "/" + key.number();
    switch (version.state) {
      case DRAFT -> throw Refusal.state(reference + " is a draft; release it, or delete it");
      case RETIRED -> throw Refusal.state(reference + " is retired already");
      case RELEASED -> {}
    }
    VersionUsers.Usage usage = held.usage(key);
    if (usage.vsis() > 0 && !force) {
      throw Refusal.inUse(
          reference
              + " is held by "
              + usage.vsis()
              + " VSIs on "
              + usage.edges()
              + " edges, among them "
              + String.join(", ", usage.some())
              + "; let them move to another version first, or say force=true: they keep it, new"
              + " ones are refused",
          usage);
    }
    version.state = VersionState.RETIRED;
    version.retiredAt = clock.instant();
    version.revision = announcement.nextRevision();
    Drafts.keep(() -> versions.saveAndFlush(version));
    audit.record(
        "type-version.retire",
        reference,
        usage.vsis() == 0 ? "nobody held it" : "held by " + usage.vsis() + " VSIs, forced");
    announcement.changed(type, version);
  }
}
