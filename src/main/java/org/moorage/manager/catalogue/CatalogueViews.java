package org.moorage.manager.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.catalogue.TypeView.VersionLine;
import org.moorage.profile.Change;
import org.moorage.profile.Comparison;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileRemarks;
import org.moorage.profile.ProfileText;
import org.moorage.profile.ProfileText.Reading;
import org.moorage.yaml.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What pages and REST show of the catalogue. */
@Service
@Transactional(readOnly = true)
class CatalogueViews {

  /** Columns types can be ordered by, with what stands for them in SQL. */
  private static final Map<String, String> ORDERS =
      Map.of(
          "name", "t.name",
          "number", "t.type_id",
          "versions", "versions",
          "changed", "changed",
          "users", "users");

  static final List<String> COLUMNS = List.of("name", "number", "versions", "changed", "users");

  private final JdbcClient database;
  private final HeldVersions held;
  private final Drafts drafts;
  private final NamedGroups groups;

  CatalogueViews(JdbcClient database, HeldVersions held, Drafts drafts, NamedGroups groups) {
    this.database = database;
    this.held = held;
    this.drafts = drafts;
    this.groups = groups;
  }

  /**
   * Which types somebody wants to see.
   *
   * @param text part of the name, or the start of the number; empty for all
   * @param state of at least one version; empty for any
   */
  record Wanted(String text, String state) {

    private String where() {
      return " where (:text = '' or t.name like :part"
          + " or cast(t.type_id as varchar(10)) like :start)"
          + (state.isEmpty()
              ? ""
              : " and exists (select 1 from vsi_type_version s where s.type_id = t.type_id and"
                  + " s.state = :state)");
    }

    private Map<String, Object> parameters() {
      String plain = text.toLowerCase(Locale.ROOT).replaceAll("[\\\\%_]", "");
      Map<String, Object> parameters = new HashMap<>();
      parameters.put("text", plain);
      parameters.put("part", "%" + plain + "%");
      parameters.put("start", plain + "%");
      if (!state.isEmpty()) {
        parameters.put("state", state);
      }
      return parameters;
    }
  }

  long count(Wanted wanted) {
    return database
        .sql("select count(*) from vsi_type t" + wanted.where())
        .params(wanted.parameters())
        .query(Long.class)
        .single();
  }

  /** Types with their versions. */
  List<TypeView> list(Wanted wanted, String sort, boolean descending, long offset, int limit) {
    String users =
        sort.equals("users")
            ? "(select count(*) from association a where a.type_id = t.type_id and a.state in"
                + " ('associated', 'pre-associated', 'pre-associated-rr'))"
            : "0";
    List<TypeView> bare =
        database
            .sql(
                "select t.type_id, t.name, t.created_at, t.version,"
                    + " (select count(*) from vsi_type_version v where v.type_id = t.type_id)"
                    + " as versions, (select coalesce(max(coalesce(v.retired_at, v.released_at,"
                    + " v.changed_at, v.created_at)), t.created_at) from vsi_type_version v"
                    + " where v.type_id = t.type_id) as changed, "
                    + users
                    + " as users from vsi_type t"
                    + wanted.where()
                    + " order by "
                    + ORDERS.getOrDefault(sort, "t.name")
                    + (descending ? " desc" : "")
                    + ", t.type_id offset :offset rows fetch next :limit rows only")
            .params(wanted.parameters())
            .param("offset", offset)
            .param("limit", limit)
            .query(CatalogueViews::bare)
            .list();
    return withVersions(bare);
  }

  TypeView type(int typeId) {
    return withVersions(
            database
                .sql("select type_id, name, created_at, version from vsi_type where type_id = ?")
                .param(typeId)
                .query(CatalogueViews::bare)
                .list())
        .stream()
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("there is no type " + typeId + " in the catalogue"));
  }

  VersionView version(VersionKey key) {
    TypeRow type = drafts.type(key.typeId());
    VersionRow row = drafts.version(key);
    boolean draft = row.state == VersionState.DRAFT;
    String named = draft ? groups.text() : row.groups;
    Optional<PortProfile> profile = Optional.empty();
    List<Problem> problems = List.of();
    switch (ProfileText.read(row.profile, named)) {
      case Reading.Read(PortProfile read) -> profile = Optional.of(read);
      case Reading.Refused(List<Problem> found) -> problems = found;
    }
    return new VersionView(
        key.typeId(),
        type.name,
        key.number(),
        type.name + "/" + key.number(),
        row.state.word(),
        row.profile,
        draft ? null : row.groups,
        row.createdAt,
        row.createdBy,
        row.changedAt,
        row.changedBy,
        row.releasedAt,
        row.releasedBy,
        row.retiredAt,
        row.revision,
        row.lock(),
        held.usage(key),
        profile.map(ProfileView::of).orElse(null),
        problems,
        ProfileRemarks.of(row.profile, named));
  }

  /** What changes for a VM that goes from one version to another. */
  List<Change> compare(VersionKey before, VersionKey after) {
    return Comparison.of(profile(before), profile(after));
  }

  private PortProfile profile(VersionKey key) {
    VersionRow row = drafts.version(key);
    String named = row.state == VersionState.DRAFT ? groups.text() : row.groups;
    return switch (ProfileText.read(row.profile, named)) {
      case Reading.Read(PortProfile profile) -> profile;
      case Reading.Refused(List<Problem> problems) -> throw Refusal.invalid(problems);
    };
  }

  private List<TypeView> withVersions(List<TypeView> bare) {
    if (bare.isEmpty()) {
      return bare;
    }
    List<Integer> numbers = bare.stream().map(TypeView::typeId).toList();
    Map<VersionKey, Long> homes = held.homes(numbers);
    Map<Integer, List<VersionLine>> lines = new HashMap<>();
    database
        .sql(
            "select type_id, number, state, created_at, created_by, changed_at, changed_by,"
                + " released_at, released_by, retired_at from vsi_type_version"
                + " where type_id in (:types) order by type_id, number")
        .param("types", numbers)
        .query(row -> {
          VersionKey key = new VersionKey(row.getInt("type_id"), row.getInt("number"));
          lines
              .computeIfAbsent(key.typeId(), type -> new ArrayList<>())
              .add(line(row, homes.getOrDefault(key, 0L)));
        });
    return bare.stream()
        .map(type ->
            new TypeView(
                type.typeId(),
                type.name(),
                type.createdAt(),
                type.lock(),
                lines.getOrDefault(type.typeId(), List.of())))
        .toList();
  }

  private static VersionLine line(ResultSet row, long users) throws SQLException {
    Instant retired = at(row, "retired_at");
    Instant released = at(row, "released_at");
    Instant changed = at(row, "changed_at");
    Instant created = row.getObject("created_at", OffsetDateTime.class).toInstant();
    int number = row.getInt("number");
    String state = row.getString("state");
    if (retired != null) {
      return new VersionLine(number, state, users, retired, null);
    }
    if (released != null) {
      return new VersionLine(number, state, users, released, row.getString("released_by"));
    }
    return changed == null
        ? new VersionLine(number, state, users, created, row.getString("created_by"))
        : new VersionLine(number, state, users, changed, row.getString("changed_by"));
  }

  private static @Nullable Instant at(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static TypeView bare(ResultSet row, int index) throws SQLException {
    return new TypeView(
        row.getInt("type_id"),
        row.getString("name"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getLong("version"),
        List.of());
  }
}
