package org.moorage.manager.catalogue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.moorage.manager.audit.AuditLog;
import org.moorage.profile.Change;
import org.moorage.profile.Comparison;
import org.moorage.profile.GroupsText;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileText;
import org.moorage.profile.ProfileText.Reading;
import org.moorage.yaml.Problem;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The catalogue as the files of a library: read in as a whole or not at all, and written out. */
@Service
class CatalogueExchange {

  private static final int SHOWN_CHANGES = 5;

  private final TypeRepository types;
  private final VersionRepository versions;
  private final NamedGroups groups;
  private final Releases releases;
  private final AuditLog audit;
  private final Announcement announcement;
  private final InstantSource clock;

  CatalogueExchange(
      TypeRepository types,
      VersionRepository versions,
      NamedGroups groups,
      Releases releases,
      AuditLog audit,
      Announcement announcement,
      InstantSource clock) {
    this.types = types;
    this.versions = versions;
    this.groups = groups;
    this.releases = releases;
    this.audit = audit;
    this.announcement = announcement;
    this.clock = clock;
  }

  /**
   * What to do with files.
   *
   * @param release new versions are released at once instead of being drafts
   * @param replace groups and drafts that differ are replaced; what is released never is
   */
  record How(boolean release, boolean replace) {}

  /**
   * What came of it, each version as {@code web-server/2}.
   *
   * @param unchanged they say what the catalogue says
   * @param groups {@code none}, {@code unchanged}, {@code replaced}
   */
  record Outcome(
      List<String> created, List<String> replaced, List<String> unchanged, String groups) {}

  /** Whether there is no type at all. */
  @Transactional(readOnly = true)
  boolean isEmpty() {
    return types.count() == 0;
  }

  /** Everything, drafts only where they are wanted. */
  @Transactional(readOnly = true)
  LibraryFiles export(boolean withDrafts) {
    Map<Integer, String> names =
        types.findAll().stream().collect(Collectors.toMap(type -> type.typeId, type -> type.name));
    Map<String, String> profiles = new TreeMap<>();
    for (VersionRow version : versions.findAll()) {
      if (withDrafts || version.state != VersionState.DRAFT) {
        profiles.put(
            LibraryFiles.place(
                String.valueOf(names.get(version.key.typeId())), version.key.number()),
            version.profile);
      }
    }
    return new LibraryFiles(groups.current().text(), profiles);
  }

  /** Reads files in; every problem of every file is told, and then nothing is kept. */
  @Transactional
  Outcome take(LibraryFiles files, How how) {
    Taking taking = new Taking(how, takeGroups(files, how));
    files.profiles().forEach(taking::file);
    if (!taking.problems.isEmpty()) {
      throw Refusal.invalid(taking.problems);
    }
    Outcome outcome =
        new Outcome(taking.created, taking.replaced, taking.unchanged, taking.groups.what());
    audit.record(
        "catalogue.import",
        "catalogue",
        outcome.created().size()
            + " created, "
            + outcome.replaced().size()
            + " replaced, "
            + outcome.unchanged().size()
            + " unchanged, groups "
            + outcome.groups());
    announcement.edited();
    return outcome;
  }

  /** The groups that count from now on, and what became of those of the files. */
  private record TakenGroups(String text, String what) {}

  private TakenGroups takeGroups(LibraryFiles files, How how) {
    NamedGroups.Standing now = groups.current();
    String text = files.groups();
    if (text == null) {
      return new TakenGroups(NamedGroups.said(now.text()), "none");
    }
    List<Problem> problems = GroupsText.problems(text);
    if (!problems.isEmpty()) {
      throw Refusal.invalid(problems);
    }
    if (GroupsText.read(text).equals(GroupsText.read(now.text())) && !now.text().isEmpty()) {
      return new TakenGroups(NamedGroups.said(now.text()), "unchanged");
    }
    if (!now.text().isBlank() && !how.replace()) {
      throw Refusal.invalid(
          List.of(
              Problem.of(
                  LibraryFiles.GROUPS,
                  0,
                  "",
                  "differs from the groups of the catalogue; say replace=true to put it in their"
                      + " place, or leave it out")));
    }
    groups.change(text, now.lock());
    return new TakenGroups(NamedGroups.said(text), "replaced");
  }

  /** One reading-in, file after file. */
  private final class Taking {

    private final How how;
    private final TakenGroups groups;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> created = new ArrayList<>();
    private final List<String> replaced = new ArrayList<>();
    private final List<String> unchanged = new ArrayList<>();

    Taking(How how, TakenGroups groups) {
      this.how = how;
      this.groups = groups;
    }

    void file(String path, String text) {
      switch (ProfileText.read(text, groups.text())) {
        case Reading.Read(PortProfile profile) -> profile(path, text, profile);
        case Reading.Refused(List<Problem> found) -> {
          if (!sameAsReleased(path, text)) {
            problems.addAll(found);
          }
        }
      }
    }

    /** What was released reads with the groups of its release, whatever they are now. */
    private boolean sameAsReleased(String path, String text) {
      LibraryFiles.Place place = LibraryFiles.Place.of(path);
      Optional<VersionRow> known =
          place == null
              ? Optional.empty()
              : types
                  .findByName(place.name())
                  .flatMap(type -> versions.findById(new VersionKey(type.typeId, place.version())));
      boolean same =
          known
              .filter(row -> row.state != VersionState.DRAFT && row.profile.equals(text))
              .isPresent();
      if (same && place != null) {
        unchanged.add(place.name() + "/" + place.version());
      }
      return same;
    }

    private void profile(String path, String text, PortProfile profile) {
      String place = LibraryFiles.place(profile.name(), profile.version().value());
      if (!place.equals(path)) {
        problem(path, "name", "it is " + profile.reference() + " and belongs into " + place);
        return;
      }
      Optional<TypeRow> byNumber = types.findById(profile.type().value());
      Optional<TypeRow> byName = types.findByName(profile.name());
      if (byNumber.isPresent() && !byNumber.get().name.equals(profile.name())) {
        problem(
            path,
            "type",
            profile.type() + " is already " + byNumber.get().name + "; a type has" + " one name");
      } else if (byNumber.isEmpty() && byName.isPresent()) {
        problem(
            path,
            "type",
            profile.name() + " is already type " + byName.get().typeId + "; a name has one type");
      } else {
        version(path, text, profile);
      }
    }

    private void version(String path, String text, PortProfile profile) {
      VersionKey key = new VersionKey(profile.type().value(), profile.version().value());
      Optional<VersionRow> known = versions.findById(key);
      if (known.isEmpty()) {
        create(key, text, profile);
        return;
      }
      VersionRow row = known.get();
      if (row.profile.equals(text)) {
        unchanged.add(profile.reference());
      } else if (row.state == VersionState.DRAFT) {
        draft(path, text, profile, row);
      } else {
        released(path, text, profile, row);
      }
    }

    private void create(VersionKey key, String text, PortProfile profile) {
      TypeRow type =
          types
              .findById(key.typeId())
              .orElseGet(() ->
                  types.saveAndFlush(new TypeRow(key.typeId(), profile.name(), clock.instant())));
      VersionRow row = new VersionRow(key, text, clock.instant(), AuditLog.actor());
      Drafts.keep(() -> versions.saveAndFlush(row));
      if (how.release()) {
        releases.release(type, row, groups.text());
      }
      created.add(profile.reference());
    }

    private void draft(String path, String text, PortProfile profile, VersionRow row) {
      if (!how.replace()) {
        problem(
            path,
            "",
            "differs from the draft in the catalogue; say replace=true to put it in its place");
        return;
      }
      row.profile = text;
      row.changedAt = clock.instant();
      row.changedBy = AuditLog.actor();
      Drafts.keep(() -> versions.saveAndFlush(row));
      replaced.add(profile.reference());
    }

    /** Other comments and spacing are no difference; another meaning is. */
    private void released(String path, String text, PortProfile profile, VersionRow row) {
      List<String> differences =
          switch (ProfileText.read(text, row.groups)) {
            case Reading.Refused(List<Problem> found) ->
                List.of("it does not read with the groups it was released with");
            case Reading.Read(PortProfile now) ->
                switch (ProfileText.read(row.profile, row.groups)) {
                  case Reading.Read(PortProfile was) ->
                      Comparison.of(was, now).stream().map(Change::sentence).toList();
                  case Reading.Refused(List<Problem> found) -> List.of("the text is another");
                };
          };
      if (differences.isEmpty()) {
        unchanged.add(profile.reference());
        return;
      }
      String shown =
          differences.stream().limit(SHOWN_CHANGES).collect(Collectors.joining(" | "))
              + (differences.size() > SHOWN_CHANGES
                  ? " | and " + (differences.size() - SHOWN_CHANGES) + " more"
                  : "");
      problem(
          path,
          "",
          "differs from the "
              + row.state.word()
              + " version ("
              + shown
              + "); a released version stays as it is, give the file a new version number");
    }

    private void problem(String path, String field, String sentence) {
      problems.add(Problem.of(path, 0, field, sentence));
    }
  }
}
