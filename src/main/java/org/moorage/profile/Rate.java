package org.moorage.profile;

/**
 * What one direction of a vPort may carry: a token bucket that drops.
 *
 * @param committed how fast it fills
 * @param burst how much it holds
 */
public record Rate(BitRate committed, ByteCount burst) {

  /** Where no burst is written: what arrives in 10 ms, and never less than this. */
  private static final long LEAST_BURST = 64_000;

  /** The burst of a profile that writes none: 10 ms worth of the rate, at least 64 kB. */
  public static Rate of(BitRate committed) {
    long bytes = Math.max(LEAST_BURST, committed.bitsPerSecond() / 8 / 100);
    return new Rate(committed, new ByteCount(bytes));
  }
}
