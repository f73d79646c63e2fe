package org.moorage.manager.association;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Takes away what is too old or too much, in steps that keep nobody waiting. */
@Component
class Retention {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** How long an event is kept. */
  static final Duration EVENTS = Duration.ofDays(90);

  /** Events of one VSI; the oldest go first. */
  static final int EVENTS_OF_A_VSI = 1_000;

  /** How long an association that was refused or has ended is kept. */
  static final Duration ENDED = Duration.ofDays(30);

  /** How long a move is kept. */
  static final Duration MIGRATIONS = Duration.ofDays(90);

  /** Rows of one step. */
  private static final int STEP = 1_000;

  /** Steps of one kind in one run: what is left over is left to the next. */
  private static final int MAX_STEPS = 1_000;

  /** VSIs counted in one step. */
  private static final int VSIS = 500;

  private static final int MINUTES_BETWEEN = 10;

  /** A VSI with more events than it may have. */
  private record Counted(String vsi, long events) {}

  private final JdbcClient database;
  private final Ledger ledger;
  private final InstantSource clock;

  Retention(JdbcClient database, Ledger ledger, InstantSource clock) {
    this.database = database;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Scheduled(
      initialDelay = MINUTES_BETWEEN,
      fixedDelay = MINUTES_BETWEEN,
      timeUnit = TimeUnit.MINUTES)
  void run() {
    try {
      long rows = prune();
      if (rows > 0) {
        LOG.info("retention rows={}", rows);
      }
    } catch (DataAccessException | TransactionException gone) {
      LOG.warn("retention put off reason={}", gone.getMessage());
    }
  }

  /** One run; how many rows went. */
  long prune() {
    Instant now = clock.instant();
    return steps(
            "delete from association_event where (edge_id, epoch, sequence) in"
                + " (select edge_id, epoch, sequence from association_event where at < ?"
                + " order by at limit ?)",
            now.minus(EVENTS))
        + steps(
            "delete from migration where id in"
                + " (select id from migration where up_at < ? order by up_at limit ?)",
            now.minus(MIGRATIONS))
        + tooMany()
        + steps(
            "delete from association where id in"
                + " (select id from association where state in ('refused', 'de-associated')"
                + " and since < ? order by since limit ?)",
            now.minus(ENDED));
  }

  private long steps(String sql, Instant before) {
    OffsetDateTime limit = before.atOffset(ZoneOffset.UTC);
    long all = 0;
    for (int i = 0; i < MAX_STEPS; i++) {
      // In turn with events, which may be about one of these rows just now.
      int rows = ledger.exclusively(() -> database.sql(sql).params(limit, STEP).update());
      all += rows;
      if (rows < STEP) {
        break;
      }
    }
    return all;
  }

  private long tooMany() {
    long all = 0;
    String last = "";
    while (true) {
      List<Counted> counted =
          database
              .sql(
                  "select vsi_id, count(*) as events from association_event where vsi_id > ?"
                      + " group by vsi_id order by vsi_id limit ?")
              .params(last, VSIS)
              .query((row, n) -> new Counted(row.getString("vsi_id"), row.getLong("events")))
              .list();
      for (Counted each : counted) {
        for (long left = each.events() - EVENTS_OF_A_VSI; left > 0; left -= STEP) {
          all += oldest(each.vsi(), Math.min(left, STEP));
        }
      }
      if (counted.size() < VSIS) {
        return all;
      }
      last = counted.getLast().vsi();
    }
  }

  private int oldest(String vsi, long events) {
    return database
        .sql(
            "delete from association_event where (edge_id, epoch, sequence) in"
                + " (select edge_id, epoch, sequence from association_event where vsi_id = ?"
                + " order by at, epoch, sequence limit ?)")
        .params(vsi, events)
        .update();
  }
}
