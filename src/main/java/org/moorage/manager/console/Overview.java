package org.moorage.manager.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.moorage.manager.Gathered;
import org.moorage.manager.association.AlarmRows;
import org.moorage.manager.association.Durations;
import org.moorage.manager.association.HeldCounts;
import org.moorage.manager.association.MigrationRows;
import org.moorage.manager.edge.EdgeRow;
import org.moorage.manager.edge.EdgeRows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The figures of the first page, gathered once for everybody who looks. */
@Component
class Overview {

  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofHours(24);

  /** Over this the rate is taken: short enough for a boot storm, long enough not to flicker. */
  private static final Duration RATE = Duration.ofSeconds(60);

  private static final int REASONS = 3;
  private static final int ALARMS = 3;

  /** Refusals whose reasons are counted; a storm of more has the same reasons. */
  private static final int MAX_REFUSALS = 20_000;

  /** Edges drawn in the strip; of more those that need somebody come first. */
  private static final int MAX_EDGES = 120;

  private final JdbcClient database;
  private final HeldCounts counts;
  private final EdgeRows edges;
  private final MigrationRows migrations;
  private final AlarmRows alarms;
  private final InstantSource clock;
  private final Gathered<Snapshot> gathered;

  Overview(
      JdbcClient database,
      HeldCounts counts,
      EdgeRows edges,
      MigrationRows migrations,
      AlarmRows alarms,
      InstantSource clock) {
    this.database = database;
    this.counts = counts;
    this.edges = edges;
    this.migrations = migrations;
    this.alarms = alarms;
    this.clock = clock;
    this.gathered = new Gathered<>(FRESH, clock, this::gather);
  }

  /** Why requests were refused, and how many VSIs. */
  record Refusal(String reason, long count) {}

  /** A VSI type version that is not released. */
  record Draft(int typeId, String name, int number, Instant createdAt) {

    public String reference() {
      return name + "/" + number;
    }
  }

  /** Everything on the page. */
  record Snapshot(
      long associated,
      long preAssociated,
      double perSecond,
      long refused,
      List<Refusal> reasons,
      List<EdgeRow> edges,
      int allEdges,
      List<EdgeRow> away,
      long moved,
      Durations durations,
      long alarmCount,
      List<AlarmRows.Alarm> alarms,
      List<Draft> drafts) {
    Snapshot {
      reasons = List.copyOf(reasons);
      edges = List.copyOf(edges);
      away = List.copyOf(away);
      alarms = List.copyOf(alarms);
      drafts = List.copyOf(drafts);
    }

    /** Nothing has been set up yet. */
    public boolean empty() {
      return allEdges == 0;
    }

    public boolean quiet() {
      return alarmCount == 0 && drafts.isEmpty() && away.isEmpty();
    }
  }

  Snapshot now() {
    return gathered.now();
  }

  private Snapshot gather() {
    Instant now = clock.instant();
    HeldCounts.Counted counted = counts.now();
    List<EdgeRow> named = edges.named();
    List<EdgeRow> worstFirst =
        named.stream()
            .sorted(
                Comparator.comparing((EdgeRow edge) -> edge.state().equals("connected"))
                    .thenComparing(EdgeRow::name))
            .toList();
    Instant yesterday = now.minus(DAY);
    long alarmCount = alarms.since(yesterday);
    return new Snapshot(
        counted.of("associated"),
        counted.of("pre-associated") + counted.of("pre-associated-rr"),
        events("granted", now.minus(RATE)) / (double) RATE.toSeconds(),
        events("refused", yesterday),
        reasons(yesterday),
        worstFirst.size() > MAX_EDGES ? worstFirst.subList(0, MAX_EDGES) : named,
        named.size(),
        named.stream().filter(edge -> edge.state().equals("away")).toList(),
        migrations.since(yesterday),
        migrations.durations(yesterday),
        alarmCount,
        alarmCount == 0 ? List.of() : alarms.list(Optional.empty(), 0, ALARMS),
        drafts());
  }

  private long events(String kind, Instant since) {
    return database
        .sql("select count(*) from association_event where kind = ? and at >= ?")
        .params(List.of(kind, since.atOffset(ZoneOffset.UTC)))
        .query(Long.class)
        .single();
  }

  private List<Refusal> reasons(Instant since) {
    return database
        .sql(
            "select text, count(*) as times from (select text from association_event"
                + " where kind = 'refused' and at >= ? order by at desc limit "
                + MAX_REFUSALS
                + ") newest group by text order by times desc, text limit "
                + REASONS)
        .param(since.atOffset(ZoneOffset.UTC))
        .query((row, number) -> new Refusal(row.getString("text"), row.getLong("times")))
        .list();
  }

  private List<Draft> drafts() {
    return database
        .sql(
            "select v.type_id, t.name, v.number, v.created_at from vsi_type_version v"
                + " join vsi_type t on t.type_id = v.type_id where v.state = 'draft'"
                + " order by v.created_at desc limit 20")
        .query((row, number) ->
            new Draft(
                row.getInt("type_id"),
                row.getString("name"),
                row.getInt("number"),
                Columns.instant(row, "created_at")))
        .list();
  }
}
