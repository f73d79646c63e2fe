package org.moorage.protocol;

import java.time.Duration;

/**
 * A time of EVB, ECP and VDP: 10 microseconds times two to the exponent.
 *
 * @param exponent 0..31, that is 10 us .. 21,474.8 s
 */
public record TimerExponent(int exponent) implements Comparable<TimerExponent> {

  public static final int MAX = 31;

  /** The largest a peer that computes in 32-bit microseconds survives (lldpad). */
  public static final int MAX_TOLERATED_BY_PEERS = 27;

  public TimerExponent {
    if (exponent < 0 || exponent > MAX) {
      throw new IllegalArgumentException("timer exponent " + exponent + " is outside 0..31");
    }
  }

  public long micros() {
    return 10L << exponent;
  }

  public Duration duration() {
    return Duration.ofNanos(micros() * 1_000);
  }

  public TimerExponent max(TimerExponent other) {
    return exponent >= other.exponent ? this : other;
  }

  @Override
  public int compareTo(TimerExponent other) {
    return Integer.compare(exponent, other.exponent);
  }

  @Override
  public String toString() {
    return Integer.toString(exponent);
  }
}
