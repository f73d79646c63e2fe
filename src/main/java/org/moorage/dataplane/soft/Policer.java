package org.moorage.dataplane.soft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
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

  /** What a bucket holds and how fast it fills; one object for all buckets of a profile version. */
  static final class Bucket {
    /** What a unit costs; a division for every frame would take as long as its rules. */
    private final double partsPerUnit;

    /** How long an empty one takes to fill, in parts. */
    private final long depth;

    private Bucket(long unitsPerSecond, long burst) {
      this.partsPerUnit = (double) PARTS_PER_SECOND / unitsPerSecond;
      this.depth =
          BigInteger.valueOf(burst)
              .multiply(BigInteger.valueOf(PARTS_PER_SECOND))
              .divide(BigInteger.valueOf(unitsPerSecond))
              .min(BigInteger.valueOf(Long.MAX_VALUE / 4))
              .longValue();
    }

    /** Counts bits of whole frames without FCS. */
    static Bucket of(Rate rate) {
      return new Bucket(rate.committed().bitsPerSecond(), rate.burst().bytes() * 8);
    }

    /** Counts frames; a tenth of a second's worth may come at once. */
    static Bucket of(FrameRate rate) {
      return new Bucket(rate.framesPerSecond(), Math.max(1, rate.framesPerSecond() / 10));
    }
  }

  private static final int PARTS = 64;
  private static final long PARTS_PER_SECOND = 1_000_000_000L * PARTS;

  /** A full bucket further ahead than this was filled before somebody set the clock back. */
  private static final long CLOCK_WAS_SET_BACK = PARTS_PER_SECOND;

  private static final VarHandle FULL = fullHandle();

  private final Bucket bucket;

  @SuppressWarnings("unused") // by FULL
  private volatile long full;

  Policer(Bucket bucket) {
    this.bucket = bucket;
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
    long cost = (long) (units * bucket.partsPerUnit);
    while (true) {
      long was = full;
      long ahead = was - now;
      if (ahead < 0 || ahead > bucket.depth + CLOCK_WAS_SET_BACK) {
        ahead = 0;
      }
      if (ahead + cost > bucket.depth) {
        return false;
      }
      if (FULL.compareAndSet(this, was, now + ahead + cost)) {
        return true;
      }
    }
  }

  private static VarHandle fullHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(Policer.class, "full", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }
}
