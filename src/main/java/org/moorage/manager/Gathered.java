package org.moorage.manager;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures that take a while to gather, kept for everybody who asks.
 *
 * <p>Figures no longer fresh are gathered anew for whoever asks, as long as that is quick. Where it
 * is not, he gets them at once, as they are, and they are gathered beside: a page never waits for a
 * long count another page has just made. Only figures older than {@link #BEARABLE} are waited for
 * then, and gathering takes no more than one part of the time in {@link #SHARE}.
 *
 * @param <T> what is gathered; must not change once it is
 */
public final class Gathered<T> {

  /** Nobody is shown older figures than these. */
  public static final Duration BEARABLE = Duration.ofSeconds(5);

  /** What takes no longer is waited for: a site that is not large sees itself as it is. */
  static final Duration QUICK = Duration.ofMillis(50);

  /** One in so many: what took long is asked for less often. */
  private static final int SHARE = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Gathered.class);

  private final Duration fresh;
  private final InstantSource clock;
  private final Supplier<T> gather;
  private final ReentrantLock gathering = new ReentrantLock();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile @Nullable Kept<T> kept;

  /**
   * @param fresh figures of this age are still given without gathering them anew; below {@link
   *     #BEARABLE}
   */
  public Gathered(Duration fresh, InstantSource clock, Supplier<T> gather) {
    this.fresh = fresh;
    this.clock = clock;
    this.gather = gather;
  }

  private record Kept<T>(T figures, Instant at, Duration took, long number) {}

  /** The figures, at most {@link #BEARABLE} old. */
  public T now() {
    Kept<T> have = kept;
    if (have == null) {
      return behind(0).figures;
    }
    Duration bearable = have.took.compareTo(QUICK) > 0 ? BEARABLE : fresh;
    if (age(have).compareTo(bearable) > 0) {
      return behind(have.number).figures;
    }
    Duration due = have.took.multipliedBy(SHARE);
    if (age(have).compareTo(due.compareTo(fresh) > 0 ? due : fresh) > 0
        && underWay.compareAndSet(false, true)) {
      Thread.ofVirtual().name("gathering").start(() -> beside(have.number));
    }
    return have.figures;
  }

  private void beside(long seen) {
    try {
      behind(seen);
    } catch (RuntimeException refused) {
      // The old figures stay until they are unbearable; who asks then is told what is wrong.
      LOG.debug("figures were not gathered", refused);
    } finally {
      underWay.set(false);
    }
  }

  /** Gathers, unless somebody else has while this waited its turn. */
  private Kept<T> behind(long seen) {
    gathering.lock();
    try {
      Kept<T> have = kept;
      if (have != null && have.number > seen) {
        return have;
      }
      Instant begun = clock.instant();
      T figures = gather.get();
      Kept<T> now = new Kept<>(figures, begun, Duration.between(begun, clock.instant()), seen + 1);
      kept = now;
      return now;
    } finally {
      gathering.unlock();
    }
  }

  private Duration age(Kept<T> of) {
    return Duration.between(of.at, clock.instant()).abs();
  }
}
