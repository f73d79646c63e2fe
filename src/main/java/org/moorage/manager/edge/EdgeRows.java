package org.moorage.manager.edge;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EdgeReport;
import org.moorage.manager.association.HeldCounts;
import org.moorage.manager.console.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The edges, with how they are. */
@Component
public class EdgeRows {

  /** As many as a manager keeps reports of. */
  static final int MAX_EDGES = 10_000;

  /** What the list can be sorted by; where it is the same, by name. */
  static final Map<String, Comparator<EdgeRow>> SORTS =
      Map.of(
          "edge", Comparator.comparing(EdgeRow::shownName),
          "state", Comparator.comparing(EdgeRow::state),
          "held", Comparator.comparingLong(EdgeRow::held),
          "refused", Comparator.comparingLong(EdgeRow::refused),
          "drops", Comparator.comparingLong(EdgeRow::drops),
          "waiting", Comparator.comparingLong(EdgeRow::waitingEvents));

  private final JdbcClient database;
  private final EdgeReports reports;
  private final HeldCounts counts;
  private final InstantSource clock;

  EdgeRows(JdbcClient database, EdgeReports reports, HeldCounts counts, InstantSource clock) {
    this.database = database;
    this.reports = reports;
    this.counts = counts;
    this.clock = clock;
  }

  /** All of them, by name; those that were replaced come last. */
  public List<EdgeRow> all() {
    HeldCounts.Counted counted = counts.now();
    return database
        .sql("select * from edge order by name, id limit " + MAX_EDGES)
        .query((row, number) -> read(row, counted))
        .list()
        .stream()
        .sorted(
            Comparator.comparing((EdgeRow edge) -> edge.name().isEmpty())
                .thenComparing(EdgeRow::shownName))
        .toList();
  }

  /** Those that have a name. */
  public List<EdgeRow> named() {
    return all().stream().filter(edge -> !edge.name().isEmpty()).toList();
  }

  public Optional<EdgeRow> find(String name) {
    HeldCounts.Counted counted = counts.now();
    return database
        .sql("select * from edge where name = ?")
        .param(name)
        .query((row, number) -> read(row, counted))
        .optional();
  }

  private EdgeRow read(java.sql.ResultSet row, HeldCounts.Counted counted)
      throws java.sql.SQLException {
    UUID id = Columns.uuid(row, "id");
    Optional<EdgeReports.Received> received = reports.of(id);
    Instant hello = Columns.instant(row, "last_hello_at");
    @Nullable EdgeReport report = received.map(EdgeReports.Received::report).orElse(null);
    return new EdgeRow(
        id,
        orEmpty(row.getString("name")),
        orEmpty(row.getString("former_name")),
        row.getString("software"),
        row.getString("dataplane"),
        row.getString("unknown_type"),
        row.getString("uplinks").lines().filter(line -> !line.isBlank()).toList(),
        row.getString("fabric").lines().filter(line -> !line.isBlank()).toList(),
        Columns.instant(row, "first_hello_at"),
        received.map(EdgeReports.Received::receivedAt).orElse(hello),
        counted.held(id),
        counted.of(id, "refused"),
        report,
        clock.instant());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
