package org.moorage.manager.association;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EventBatch;
import org.moorage.manager.DatabaseAway;
import org.moorage.manager.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The queue all edges' events go through and the one thread that empties it. What has come in while
 * one transaction was being committed is the next transaction, so that commits grow with the load
 * and nothing waits when there is none.
 */
@Component
public class Ingestion implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Ingestion.class);

  /** A transaction takes no further delivery once it has as many events. */
  static final int COMMIT_EVENTS = 500;

  /** Events waiting; more are refused with 429. */
  static final int MAX_WAITING_EVENTS = 50_000;

  private static final int MAX_WAITING_DELIVERIES = 10_000;
  private static final long LOOK_UP_MILLIS = 200;
  private static final int RETRY_SECONDS = 2;
  private static final long STOP_MILLIS = 10_000;

  private final Ledger ledger;
  private final LedgerMetrics metrics;
  private final BlockingQueue<Delivery> queue = new ArrayBlockingQueue<>(MAX_WAITING_DELIVERIES);
  private final AtomicLong waiting = new AtomicLong();
  private volatile boolean running;
  private boolean away;
  private @Nullable Thread writer;

  Ingestion(Ledger ledger, LedgerMetrics metrics) {
    this.ledger = ledger;
    this.metrics = metrics;
    metrics.waiting(waiting);
  }

  /**
   * Hands events in; they must have been checked.
   *
   * @return completed with the last event kept of that edge and epoch once it is; exceptionally
   *     with a {@link Rejection} when nothing was kept
   */
  public CompletableFuture<Long> take(EventBatch batch, Instant received) {
    int events = batch.events().size();
    Delivery delivery = new Delivery(batch, received, new CompletableFuture<>());
    if (waiting.addAndGet(events) > MAX_WAITING_EVENTS || !queue.offer(delivery)) {
      waiting.addAndGet(-events);
      throw Rejection.tooMuch(1, "more events wait than can be written; send them again");
    }
    return delivery.kept();
  }

  @Override
  public void start() {
    ledger.warmUp();
    running = true;
    Thread thread = Thread.ofPlatform().daemon().name("ledger").unstarted(this::run);
    writer = thread;
    thread.start();
  }

  /** After the web server, which lets requests end first. */
  @Override
  public void stop() {
    running = false;
    Thread thread = writer;
    if (thread != null) {
      try {
        thread.join(STOP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server starts and after it has stopped. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void run() {
    try {
      while (running || !queue.isEmpty()) {
        Delivery first = queue.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          write(gathered(first));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Delivery> gathered(Delivery first) {
    List<Delivery> deliveries = new ArrayList<>();
    int events = 0;
    for (Delivery next = first; next != null; next = queue.poll()) {
      deliveries.add(next);
      events += next.batch().events().size();
      if (events >= COMMIT_EVENTS) {
        break;
      }
    }
    waiting.addAndGet(-events);
    return deliveries;
  }

  private void write(List<Delivery> deliveries) {
    try {
      metrics.commits().record(() -> ledger.take(deliveries));
      if (away) {
        away = false;
        LOG.info("database back events are kept again");
      }
    } catch (RuntimeException failed) {
      if (DatabaseAway.is(failed)) {
        databaseAway(deliveries, failed);
        return;
      }
      metrics.failed();
      if (deliveries.size() > 1) {
        // One of them is at fault; the others shall not suffer.
        deliveries.forEach(each -> write(List.of(each)));
      } else {
        Delivery delivery = deliveries.getFirst();
        LOG.error(
            "events not kept edge={} epoch={}",
            delivery.batch().identity(),
            delivery.batch().epoch(),
            failed);
        refuse(delivery, "these events could not be kept; the manager's log says why");
      }
    }
  }

  /** The agents keep their events and send them again; nobody waits for the next failure. */
  private void databaseAway(List<Delivery> deliveries, RuntimeException gone) {
    metrics.failed();
    if (!away) {
      away = true;
      LOG.warn("database away or full, events stay at the agents reason={}", gone.getMessage());
    }
    List<Delivery> all = new ArrayList<>(deliveries);
    List<Delivery> waitingOnes = new ArrayList<>();
    queue.drainTo(waitingOnes);
    waitingOnes.forEach(each -> waiting.addAndGet(-each.batch().events().size()));
    all.addAll(waitingOnes);
    all.forEach(
        each -> refuse(each, "the manager's database is away or full; send the events again"));
  }

  private static void refuse(Delivery delivery, String detail) {
    delivery.kept().completeExceptionally(Rejection.unavailable(RETRY_SECONDS, detail));
  }
}
