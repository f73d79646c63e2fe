package org.moorage.manager.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.audit.AuditLog;
import org.moorage.profile.GroupsText;
import org.moorage.profile.ProfileText;
import org.moorage.yaml.Problem;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The names for addresses and ports as they stand now; a release takes a copy. */
@Service
class NamedGroups {

  private final JdbcClient database;
  private final VersionRepository versions;
  private final AuditLog audit;
  private final Announcement announcement;
  private final InstantSource clock;

  NamedGroups(
      JdbcClient database,
      VersionRepository versions,
      AuditLog audit,
      Announcement announcement,
      InstantSource clock) {
    this.database = database;
    this.versions = versions;
    this.audit = audit;
    this.announcement = announcement;
    this.clock = clock;
  }

  /**
   * The groups.
   *
   * @param text YAML as in {@code groups.yaml}; empty before anybody wrote some
   * @param lock counts changes; 0 before the first
   * @param brokenDrafts drafts that do not read with these groups
   */
  record Standing(
      String text,
      long lock,
      @Nullable Instant changedAt,
      @Nullable String changedBy,
      List<String> brokenDrafts) {}

  @Transactional(readOnly = true)
  Standing current() {
    Standing kept = kept();
    return new Standing(
        kept.text(), kept.lock(), kept.changedAt(), kept.changedBy(), broken(kept.text()));
  }

  /** The text profiles are read with: nothing where there is nothing but comments. */
  @Transactional(readOnly = true)
  String text() {
    return said(kept().text());
  }

  static String said(String text) {
    return GroupsText.saysNothing(text) ? "" : text;
  }

  /**
   * Replaces the groups. Versions that are released keep theirs.
   *
   * @param lock the one the changed text was read with
   */
  @Transactional
  Standing change(String text, long lock) {
    List<Problem> problems = GroupsText.problems(text);
    if (!problems.isEmpty()) {
      throw Refusal.invalid(problems);
    }
    if (!write(text, lock)) {
      Standing theirs = kept();
      throw Refusal.changedMeanwhile(
          "the groups were changed by "
              + theirs.changedBy()
              + " at "
              + theirs.changedAt()
              + "; read them again and put your change into theirs",
          theirs.lock(),
          theirs.text());
    }
    audit.record("groups.change", "groups", text.lines().count() + " lines");
    announcement.edited();
    return current();
  }

  private boolean write(String text, long lock) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    if (kept().lock() != lock) {
      return false;
    }
    if (lock > 0) {
      return database
              .sql(
                  "update address_groups set content = ?, changed_at = ?, changed_by = ?,"
                      + " version = version + 1 where id = 1 and version = ?")
              .param(text)
              .param(now)
              .param(AuditLog.actor())
              .param(lock)
              .update()
          == 1;
    }
    try {
      return database
              .sql(
                  "insert into address_groups (id, content, changed_at, changed_by, version)"
                      + " values (1, ?, ?, ?, 1)")
              .param(text)
              .param(now)
              .param(AuditLog.actor())
              .update()
          == 1;
    } catch (DataIntegrityViolationException another) {
      throw Refusal.changedMeanwhile(
          "somebody else wrote the first groups at the same moment; read them and try again",
          1,
          null);
    }
  }

  private Standing kept() {
    return database
        .sql("select content, version, changed_at, changed_by from address_groups where id = 1")
        .query(NamedGroups::standing)
        .optional()
        .orElse(new Standing("", 0, null, null, List.of()));
  }

  private List<String> broken(String text) {
    return versions.findByStateOrderByKeyTypeIdAscKeyNumberAsc(VersionState.DRAFT).stream()
        .filter(draft ->
            ProfileText.read(draft.profile, said(text)) instanceof ProfileText.Reading.Refused)
        .map(draft -> draft.key.typeId() + "/" + draft.key.number())
        .toList();
  }

  private static Standing standing(ResultSet row, int index) throws SQLException {
    return new Standing(
        row.getString(1),
        row.getLong(2),
        row.getObject(3, OffsetDateTime.class).toInstant(),
        row.getString(4),
        List.of());
  }
}
