package org.moorage.dataplane.soft;

import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.moorage.profile.FrameRate;
import org.moorage.profile.Rate;

/**
 * A token bucket that says yes or no, as one number: the time at which the bucket would be full
 * again. Any thread may ask.
 *
 * <p>Times are in 1/64 ns, so that a small frame at a terabit a second still takes more than none.
 * They may wrap: only differences count, and those are right for four years.
 */
final class Policer {

  private static final int PARTS = 64;
  private static final long PARTS_PER_SECOND = 1_000_000_000L * PARTS;

  /** A full bucket further ahead than this was filled before somebody set the clock back. */
  private static final long CLOCK_WAS_SET_BACK = PARTS_PER_SECOND;

  private final long unitsPerSecond;
  private final long depth;
  private final AtomicLong full = new AtomicLong();

  private Policer(long unitsPerSecond, long burst) {
    this.unitsPerSecond = unitsPerSecond;
    this.depth =
        BigInteger.valueOf(burst)
            .multiply(BigInteger.valueOf(PARTS_PER_SECOND))
            .divide(BigInteger.valueOf(unitsPerSecond))
            .min(BigInteger.valueOf(Long.MAX_VALUE / 4))
            .longValue();
  }

  /** Counts bits of whole frames without FCS. */
  static Policer of(Rate rate) {
    return new Policer(rate.committed().bitsPerSecond(), rate.burst().bytes() * 8);
  }

  /** Counts frames; a tenth of a second's worth may come at once. */
  static Policer of(FrameRate rate) {
    return new Policer(rate.framesPerSecond(), Math.max(1, rate.framesPerSecond() / 10));
  }

  boolean admitsFrame(int octets, long nowNanos) {
    return admits(octets * 8L, nowNanos);
  }

  /**
   * @param units bits or frames; at most 2^26
   * @param nowNanos any clock that runs at the speed of time
   */
  boolean admits(long units, long nowNanos) {
    long now = nowNanos * PARTS;
    long cost = units * PARTS_PER_SECOND / unitsPerSecond;
    while (true) {
      long was = full.get();
      long ahead = was - now;
      if (ahead < 0 || ahead > depth + CLOCK_WAS_SET_BACK) {
        ahead = 0;
      }
      if (ahead + cost > depth) {
        return false;
      }
      if (full.compareAndSet(was, now + ahead + cost)) {
        return true;
      }
    }
  }
}
