package org.moorage.manager.association;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.console.Columns;
import org.moorage.manager.console.Paging;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Moves of VSIs from one home to another, as pages ask for them. */
@Component
public class MigrationRows {

  public static final int MAX_COUNTED = 10_000;

  /** Moves whose durations are looked at; of more the newest. */
  private static final int MAX_MEASURED = 10_000;

  private static final String FROM =
      " from migration m join edge f on f.id = m.from_edge_id join edge t on t.id = m.to_edge_id";

  private final JdbcClient database;

  MigrationRows(JdbcClient database) {
    this.database = database;
  }

  /** What somebody looks for; empty texts are any. */
  record Search(String vsi, String edge, String state) {

    static final List<String> STATES = List.of("open", "done");

    static Search of(Map<String, String> parameters) {
      return new Search(
          text(parameters, "vsi").toLowerCase(Locale.ROOT),
          text(parameters, "edge"),
          text(parameters, "state"));
    }

    public boolean asks() {
      return !vsi.isEmpty() || !edge.isEmpty() || !state.isEmpty();
    }

    private static String text(Map<String, String> parameters, String name) {
      String text = parameters.getOrDefault(name, "").strip();
      return text.length() > 128 || text.indexOf('\0') >= 0 ? "" : text;
    }

    private String where(List<Object> values) {
      List<String> conditions = new ArrayList<>();
      if (!vsi.isEmpty()) {
        conditions.add("m.vsi_id like ? escape '!'");
        values.add(Columns.beginsWith(vsi));
        Columns.behind(vsi)
            .ifPresent(behind -> {
              conditions.add("m.vsi_id >= ? and m.vsi_id < ?");
              values.add(vsi);
              values.add(behind);
            });
      }
      if (!edge.isEmpty()) {
        conditions.add("(f.name = ? or t.name = ?)");
        values.add(edge);
        values.add(edge);
      }
      if (STATES.contains(state)) {
        conditions.add(state.equals("open") ? "m.gone_at is null" : "m.gone_at is not null");
      }
      return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }
  }

  /**
   * A move.
   *
   * @param announcedAt null where no pre-associate came before it
   * @param goneAt null while the old home still holds the VSI
   */
  public record MigrationRow(
      String vsiId,
      @Nullable String profile,
      int typeId,
      int version,
      String fromEdge,
      String fromUplink,
      String toEdge,
      String toUplink,
      @Nullable Instant announcedAt,
      Instant upAt,
      @Nullable Instant goneAt) {

    public String type() {
      return (profile == null ? "type " + typeId : profile) + "/" + version;
    }

    /** From the announcement until it was up. */
    public @Nullable Long upMicros() {
      return announcedAt == null ? null : micros(announcedAt, upAt);
    }

    /** From up until the old home was gone. */
    public @Nullable Long goneMicros() {
      return goneAt == null ? null : micros(upAt, goneAt);
    }

    /** From its beginning to its end. */
    public @Nullable Long allMicros() {
      return goneAt == null ? null : micros(announcedAt == null ? upAt : announcedAt, goneAt);
    }

    private static long micros(Instant from, Instant to) {
      return Math.max(0, Duration.between(from, to).toNanos() / 1_000);
    }
  }

  long count(Search search) {
    List<Object> values = new ArrayList<>();
    String where = search.where(values);
    return database
        .sql(
            "select count(*) from (select m.id"
                + (search.edge().isEmpty() ? " from migration m" : FROM)
                + where
                + " limit "
                + (MAX_COUNTED + 1)
                + ") found")
        .params(values)
        .query(Long.class)
        .single();
  }

  List<MigrationRow> list(Search search, Paging asked) {
    if (asked.offset() > MAX_COUNTED) {
      return List.of();
    }
    List<Object> values = new ArrayList<>();
    String direction = asked.descending() ? " desc" : "";
    String where = search.where(values);
    return database
        .sql(
            "select m.*, coalesce(f.name, f.former_name) as from_edge,"
                + " coalesce(t.name, t.former_name) as to_edge"
                + FROM
                + where
                + " order by m.up_at"
                + direction
                + ", m.id"
                + direction
                + " limit "
                + asked.limit()
                + " offset "
                + asked.offset())
        .params(values)
        .query((row, number) ->
            new MigrationRow(
                row.getString("vsi_id"),
                row.getString("profile"),
                row.getInt("type_id"),
                row.getInt("version"),
                name(row.getString("from_edge")),
                row.getString("from_uplink"),
                name(row.getString("to_edge")),
                row.getString("to_uplink"),
                Columns.instantOrNull(row, "announced_at"),
                Columns.instant(row, "up_at"),
                Columns.instantOrNull(row, "gone_at")))
        .list();
  }

  /** How long moves since then took, from the announcement until they were up. */
  public Durations durations(Instant since) {
    return Durations.of(
        database
            .sql(
                "select announced_at, up_at from migration where up_at >= ?"
                    + " and announced_at is not null order by up_at desc limit "
                    + MAX_MEASURED)
            .param(since.atOffset(ZoneOffset.UTC))
            .query((row, number) ->
                MigrationRow.micros(
                    Columns.instant(row, "announced_at"), Columns.instant(row, "up_at")))
            .list());
  }

  /** Moves since then, announced or not. */
  public long since(Instant since) {
    return database
        .sql("select count(*) from migration where up_at >= ?")
        .param(since.atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .single();
  }

  private static String name(@Nullable String name) {
    return name == null ? "?" : name;
  }
}
