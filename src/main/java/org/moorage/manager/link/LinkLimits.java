package org.moorage.manager.link;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.moorage.control.EventIntake;
import org.moorage.manager.Rejection;
import org.springframework.stereotype.Component;

/**
 * How much an edge may send, so that one that runs wild does not crowd out the others.
 *
 * <p>Any thread.
 */
@Component
class LinkLimits {

  /** Twice what all edges together are meant to send. */
  static final int EVENTS_PER_SECOND = 10_000;

  /** What an edge that comes back may have kept for us and sends at once. */
  static final int EVENTS_AT_ONCE = 40_000;

  static final int REQUESTS_PER_SECOND = 1_000;
  static final int REQUESTS_AT_ONCE = 4_000;

  private static final UUID ALL = new UUID(0, 0);
  private static final double NANOS = 1e9;

  /** What an edge may still send at a moment. */
  private static final class Allowance {
    private double events = EVENTS_AT_ONCE;
    private double requests = REQUESTS_AT_ONCE;
    private Instant at;

    Allowance(Instant at) {
      this.at = at;
    }

    boolean take(int wanted, Instant now) {
      double seconds = Math.max(0, Duration.between(at, now).toNanos() / NANOS);
      at = now;
      events = Math.min(EVENTS_AT_ONCE, events + seconds * EVENTS_PER_SECOND);
      requests = Math.min(REQUESTS_AT_ONCE, requests + seconds * REQUESTS_PER_SECOND);
      if (events < wanted || requests < 1) {
        return false;
      }
      events -= wanted;
      requests--;
      return true;
    }
  }

  private final Map<UUID, Allowance> allowances =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Allowance> eldest) {
          return size() > EventIntake.MAX_EDGES;
        }
      };

  private final InstantSource clock;

  LinkLimits(InstantSource clock) {
    this.clock = clock;
  }

  /** A request of an edge with so many events. */
  void admit(UUID edge, int events) {
    Instant now = clock.instant();
    synchronized (allowances) {
      if (!allowances.computeIfAbsent(edge, identity -> new Allowance(now)).take(events, now)) {
        throw Rejection.tooMuch(
            1,
            "an edge may send "
                + EVENTS_PER_SECOND
                + " events and "
                + REQUESTS_PER_SECOND
                + " requests a second; send the rest later");
      }
    }
  }

  /** A request that does not say whose it is. */
  void admit() {
    admit(ALL, 0);
  }
}
