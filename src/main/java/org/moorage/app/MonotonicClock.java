package org.moorage.app;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The one real clock: the time of day when the process started, and from then on only forward,
 * whatever is done to the machine's clock.
 */
final class MonotonicClock implements InstantSource {

  private final Instant startedAt = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final long firstNanos =
      startedAt.getEpochSecond() * 1_000_000_000L + startedAt.getNano() - startedNanos;

  @Override
  public Instant instant() {
    return startedAt.plusNanos(System.nanoTime() - startedNanos);
  }

  /** The same as nanoseconds since 1970. */
  long nanos() {
    return firstNanos + System.nanoTime();
  }
}
