package org.moorage.dataplane.soft;

import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes one frame of a vPort in so many, by chance, so that no rhythm of the traffic hides from it.
 *
 * <p>Any thread.
 */
final class Sampler {

  final int rate;
  private final AtomicInteger untilNext = new AtomicInteger();
  private final AtomicLong pool = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  private Sampler(int rate) {
    this.rate = rate;
    untilNext.set(next());
  }

  static @Nullable Sampler of(OptionalInt rate) {
    return rate.isPresent() ? new Sampler(rate.getAsInt()) : null;
  }

  /** Whether this frame is taken. */
  boolean takes() {
    pool.incrementAndGet();
    if (untilNext.decrementAndGet() != 0) {
      return false;
    }
    untilNext.set(next());
    return true;
  }

  /** The number of a frame that was taken, from 1. */
  long number() {
    return taken.incrementAndGet();
  }

  /** Frames that could have been taken. */
  long pool() {
    return pool.get();
  }

  /** 1..2N-1, N on average. */
  private int next() {
    return 1 + ThreadLocalRandom.current().nextInt(2 * rate - 1);
  }
}
