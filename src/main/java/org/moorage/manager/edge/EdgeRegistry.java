package org.moorage.manager.edge;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.Hello;
import org.moorage.control.EventIntake;
import org.moorage.edge.EdgeName;
import org.moorage.manager.Rejection;
import org.moorage.manager.association.Ledger;
import org.moorage.manager.association.Withdrawals;
import org.moorage.manager.audit.AuditLog;
import org.moorage.manager.console.LiveHub;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which edges there are: names for identities. */
@Service
public class EdgeRegistry {

  private static final int MAX_WORDS = 64;
  private static final int MAX_DATAPLANE = 32;

  /**
   * A row of {@code edge}.
   *
   * @param name null once another took its place
   * @param epoch of the last event kept
   * @param lastSequence the last event kept of that epoch; 0 when none is
   */
  record Row(
      UUID id,
      @Nullable String name,
      @Nullable String formerName,
      long epoch,
      long lastSequence,
      String software,
      String dataplane,
      String unknownType,
      List<String> uplinks,
      List<String> fabric,
      OffsetDateTime firstHelloAt,
      OffsetDateTime lastHelloAt) {}

  private static final RowMapper<Row> ROW =
      (row, number) ->
          new Row(
              row.getObject("id", UUID.class),
              row.getString("name"),
              row.getString("former_name"),
              row.getLong("epoch"),
              row.getLong("last_sequence"),
              row.getString("software"),
              row.getString("dataplane"),
              row.getString("unknown_type"),
              row.getString("uplinks").lines().toList(),
              row.getString("fabric").lines().toList(),
              row.getObject("first_hello_at", OffsetDateTime.class),
              row.getObject("last_hello_at", OffsetDateTime.class));

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Ledger ledger;
  private final Withdrawals withdrawals;
  private final EdgeReports reports;
  private final AuditLog audit;
  private final LiveHub pages;
  private final InstantSource clock;

  EdgeRegistry(
      JdbcClient database,
      PlatformTransactionManager transactions,
      Ledger ledger,
      Withdrawals withdrawals,
      EdgeReports reports,
      AuditLog audit,
      LiveHub pages,
      InstantSource clock) {
    this.database = database;
    this.transaction = new TransactionTemplate(transactions);
    this.ledger = ledger;
    this.withdrawals = withdrawals;
    this.reports = reports;
    this.audit = audit;
    this.pages = pages;
    this.clock = clock;
  }

  /**
   * An agent introduces itself.
   *
   * @return the last event kept of its identity and epoch; 0 when none is
   * @throws Rejection 409 when the name belongs to another
   */
  public long hello(Hello hello) {
    long kept =
        ledger.exclusively(() -> {
          long last = transaction.execute(status -> welcomed(hello));
          ledger.named(hello.identity(), new EdgeName(hello.edge()));
          return last;
        });
    pages.changed(LiveHub.Topic.EDGES);
    return kept;
  }

  private long welcomed(Hello hello) {
    Optional<Row> holder = find(hello.edge());
    if (holder.isPresent() && !holder.get().id().equals(hello.identity())) {
      throw Rejection.conflict(
          "edge-name-taken",
          "the name "
              + hello.edge()
              + " belongs to the edge "
              + holder.get().id()
              + "; give this one another --name, or let it take the place of the other: POST"
              + " /api/v1/edges/"
              + hello.edge()
              + "/replace");
    }
    Optional<Row> known = find(hello.identity());
    if (known.isEmpty()) {
      joined(hello);
      return 0;
    }
    Row row = known.get();
    if (row.name() == null && hello.edge().equals(row.formerName())) {
      throw Rejection.conflict(
          "edge-replaced",
          "another edge took the place of this "
              + hello.edge()
              + "; give it another --name, or an empty --data-dir to begin anew");
    }
    if (!hello.edge().equals(row.name())) {
      audit.record("edge.rename", hello.edge(), "formerly " + row.name());
    }
    update(hello);
    return row.epoch() == hello.epoch() ? row.lastSequence() : 0;
  }

  private void joined(Hello hello) {
    long edges = database.sql("select count(*) from edge").query(Long.class).single();
    if (edges >= EventIntake.MAX_EDGES) {
      throw Rejection.conflict(
          "too-many-edges", "a manager knows at most " + EventIntake.MAX_EDGES + " edges");
    }
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    database
        .sql(
            "insert into edge (id, name, epoch, last_sequence, software, dataplane, unknown_type,"
                + " uplinks, fabric, first_hello_at, last_hello_at)"
                + " values (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            hello.identity(),
            hello.edge(),
            hello.epoch(),
            cut(hello.software(), MAX_WORDS),
            cut(hello.dataplane(), MAX_DATAPLANE),
            cut(hello.unknownType(), MAX_WORDS),
            String.join("\n", hello.uplinks()),
            String.join("\n", hello.fabric()),
            now,
            now)
        .update();
    audit.record("edge.join", hello.edge(), "identity " + hello.identity());
  }

  private void update(Hello hello) {
    database
        .sql(
            "update edge set name = ?, former_name = null, software = ?, dataplane = ?,"
                + " unknown_type = ?, uplinks = ?, fabric = ?, last_hello_at = ? where id = ?")
        .params(
            hello.edge(),
            cut(hello.software(), MAX_WORDS),
            cut(hello.dataplane(), MAX_DATAPLANE),
            cut(hello.unknownType(), MAX_WORDS),
            String.join("\n", hello.uplinks()),
            String.join("\n", hello.fabric()),
            clock.instant().atOffset(ZoneOffset.UTC),
            hello.identity())
        .update();
  }

  /**
   * Takes the name from its edge, so that another identity can introduce itself with it. What the
   * edge held counts as ended.
   *
   * @throws Rejection 404 when no edge has the name
   */
  public void replace(String name) {
    UUID replaced =
        ledger.exclusively(() -> {
          try {
            return transaction.execute(status -> emptied(name));
          } finally {
            ledger.changedBeside();
          }
        });
    withdrawals.cutOff(replaced);
    reports.forget(replaced);
    pages.changed(LiveHub.Topic.EDGES);
    pages.changed(LiveHub.Topic.ASSOCIATIONS);
  }

  private UUID emptied(String name) {
    Row row = find(name).orElseThrow(() -> unknown(name));
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    database
        .sql("update edge set name = null, former_name = ? where id = ?")
        .params(name, row.id())
        .update();
    int ended =
        database
            .sql(
                "update association set state = 'de-associated', current = false, vport = null,"
                    + " standing = null, separation = null, entries = 0, since = ?,"
                    + " reason = 'another edge took the place of the one that held it', fix = null"
                    + " where edge_id = ? and state in"
                    + " ('pre-associated', 'pre-associated-rr', 'associated')")
            .params(now, row.id())
            .update();
    database
        .sql("update migration set gone_at = ? where from_edge_id = ? and gone_at is null")
        .params(now, row.id())
        .update();
    audit.record(
        "edge.replace", name, "identity " + row.id() + " lost the name; " + ended + " VSIs ended");
    return row.id();
  }

  static Rejection unknown(String name) {
    return Rejection.notFound(
        "there is no edge " + name + "; /api/v1/edges lists those that introduced themselves");
  }

  Optional<Row> find(String name) {
    return database.sql("select * from edge where name = ?").param(name).query(ROW).optional();
  }

  private Optional<Row> find(UUID identity) {
    return database.sql("select * from edge where id = ?").param(identity).query(ROW).optional();
  }

  List<Row> all(int offset, int limit) {
    return database
        .sql("select * from edge where name is not null order by name limit ? offset ?")
        .params(limit, offset)
        .query(ROW)
        .list();
  }

  private static String cut(String text, int most) {
    String clean = text.replace("\0", "");
    return clean.length() <= most ? clean : clean.substring(0, most);
  }
}
