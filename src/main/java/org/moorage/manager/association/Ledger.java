package org.moorage.manager.association;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.EventBatch.NumberedEvent;
import org.moorage.control.EventIntake.Verdict;
import org.moorage.control.EventNumber;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.edge.EdgeName;
import org.moorage.manager.Rejection;
import org.moorage.manager.association.EventTable.Progress;
import org.moorage.manager.console.LiveHub;
import org.moorage.manager.edge.EdgeReports;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one place where what edges tell becomes rows: deliveries in, one transaction, then what is to
 * be said. Whatever else changes edges or their associations does it {@link #exclusively}.
 */
@Component
public class Ledger {

  /** An event older than this is as old as this. */
  private static final Duration MAX_AGE = Duration.ofDays(3_650);

  private final ReentrantLock turn = new ReentrantLock(true);
  private final JdbcTemplate database;
  private final TransactionTemplate transaction;
  private final HomeTable homes;
  private final EventTable events;
  private final MigrationTable migrations;
  private final LinkWords words;
  private final Withdrawals withdrawals;
  private final EdgeReports reports;
  private final LiveHub pages;
  private final LedgerMetrics metrics;
  private final InstantSource clock;

  /** Null until loaded, and after a failed commit. */
  private volatile @Nullable Residency residency;

  Ledger(
      JdbcTemplate database,
      PlatformTransactionManager transactions,
      HomeTable homes,
      EventTable events,
      MigrationTable migrations,
      LinkWords words,
      Withdrawals withdrawals,
      EdgeReports reports,
      LiveHub pages,
      LedgerMetrics metrics,
      InstantSource clock) {
    this.database = database;
    this.transaction = new TransactionTemplate(transactions);
    this.homes = homes;
    this.events = events;
    this.migrations = migrations;
    this.words = words;
    this.withdrawals = withdrawals;
    this.reports = reports;
    this.pages = pages;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Does something while nothing else is written; what is known is loaded again if it fails. */
  public <T> T exclusively(Supplier<T> work) {
    turn.lock();
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  /** Called in turn, after the commit that gave an edge its name. */
  public void named(UUID identity, EdgeName name) {
    Residency known = residency;
    if (known != null && !known.name(identity, name)) {
      residency = null;
    }
  }

  /** Called in turn, when rows were changed by others than events. */
  public void changedBeside() {
    residency = null;
  }

  /** Whether an edge has introduced itself and has its name still. */
  public boolean knows(UUID identity) {
    Residency known = residency;
    return known == null ? exclusively(() -> known().knows(identity)) : known.knows(identity);
  }

  /** Loads what the tables say, so that the first delivery need not wait for it. */
  void warmUp() {
    exclusively(this::known);
  }

  /**
   * Takes deliveries in one transaction and tells each how far its edge has been heard.
   *
   * @throws RuntimeException when nothing was kept; no delivery has been told anything then
   */
  void take(List<Delivery> deliveries) {
    exclusively(() -> {
      try {
        Residency known = known();
        Sheet sheet = transaction.execute(status -> written(known, deliveries));
        said(sheet, known, deliveries);
      } catch (RuntimeException failed) {
        residency = null;
        throw failed;
      }
      return deliveries.size();
    });
  }

  private Residency known() {
    Residency known = residency;
    if (known == null) {
      known =
          transaction.execute(status -> Residency.load(database, homes.lastId(), clock.instant()));
      Map<String, Long> counts = new HashMap<>();
      database.query(
          "select state, count(*) as homes from association group by state",
          row -> {
            counts.put(row.getString("state"), row.getLong("homes"));
          });
      metrics.counted(counts);
      residency = known;
    }
    return known;
  }

  private Sheet written(Residency known, List<Delivery> deliveries) {
    Sheet sheet = new Sheet(known, words);
    List<Delivery> admitted =
        deliveries.stream().filter(each -> known.knows(each.batch().identity())).toList();
    sheet.known(homes.of(Delivery.vsis(admitted)));
    Delivery.tellings(admitted).forEach(began -> sheet.known(homes.heldBefore(began)));
    Map<UUID, Progress> progress = new HashMap<>();
    for (Delivery delivery : admitted) {
      if (apply(known, sheet, delivery)) {
        UUID edge = delivery.batch().identity();
        EventNumber last = known.intake().lastTaken(edge).orElseThrow();
        progress.put(edge, new Progress(edge, last.epoch(), last.sequence()));
      }
    }
    homes.write(sheet.drafts().values());
    events.insert(sheet.events());
    migrations.write(sheet.moves(), sheet.gone());
    events.progress(new ArrayList<>(progress.values()));
    return sheet;
  }

  private boolean apply(Residency known, Sheet sheet, Delivery delivery) {
    EventBatch batch = delivery.batch();
    boolean fresh = false;
    for (NumberedEvent event : batch.events()) {
      EventNumber number = new EventNumber(batch.identity(), batch.epoch(), event.sequence());
      Verdict verdict =
          known.intake().take(new Numbered<>(number, event.gapBefore(), event.event()));
      if (verdict == Verdict.GAP) {
        metrics.gap();
        break;
      }
      if (verdict == Verdict.FRESH) {
        if (event.gapBefore()) {
          known.gap(number);
        }
        sheet.apply(number, event.event(), at(event, delivery), delivery.received());
        fresh = true;
      } else {
        metrics.duplicate();
      }
    }
    return fresh;
  }

  /** By our clock; databases keep microseconds. */
  private static Instant at(NumberedEvent event, Delivery delivery) {
    long age = Math.clamp(event.ageMillis(), 0, MAX_AGE.toMillis());
    return delivery.received().minusMillis(age).truncatedTo(ChronoUnit.MICROS);
  }

  private void said(Sheet sheet, Residency known, List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      if (known.knows(delivery.batch().identity())) {
        delivery.kept().complete(kept(known, delivery.batch()));
      } else {
        delivery
            .kept()
            .completeExceptionally(
                Rejection.conflict(
                    "hello-first",
                    "this edge is not known here, or another took its place; say"
                        + " hello first"));
      }
    }
    metrics.kept(sheet.events().size());
    metrics.changed(sheet.drafts().values());
    sheet.orders().forEach(told -> withdrawals.order(told.edge(), told.order()));
    sheet.endedVPorts().forEach(ended -> reports.ended(ended.edge(), ended.vPort()));
    sheet.topics().forEach(pages::changed);
  }

  /** What is of an epoch that is over is done with, as it can no longer change anything. */
  private static long kept(Residency known, EventBatch batch) {
    EventNumber last = known.intake().lastTaken(batch.identity()).orElse(null);
    if (last == null || batch.epoch() > last.epoch()) {
      return 0;
    }
    return batch.epoch() == last.epoch()
        ? last.sequence()
        : batch.events().stream().mapToLong(NumberedEvent::sequence).max().orElse(0);
  }
}
