package org.moorage.profile;

import java.util.Map;

/**
 * A rate of traffic, counted over whole frames without preamble and FCS.
 *
 * @param bitsPerSecond 8,000 (1 kB/s) .. 10^12
 */
public record BitRate(long bitsPerSecond) implements Comparable<BitRate> {

  public static final long MIN = 8_000;
  public static final long MAX = 1_000_000_000_000L;

  private static final WrittenUnits UNITS =
      new WrittenUnits(
          "rate",
          Map.of(
              "bit/s", 1L,
              "kbit/s", 1_000L,
              "Mbit/s", 1_000_000L,
              "Gbit/s", 1_000_000_000L,
              "Tbit/s", 1_000_000_000_000L),
          MIN,
          MAX);

  public BitRate {
    if (bitsPerSecond < MIN || bitsPerSecond > MAX) {
      throw new IllegalArgumentException(
          "rate " + bitsPerSecond + " bit/s is outside " + MIN + ".." + MAX);
    }
  }

  /**
   * {@code 500 Mbit/s}, {@code 2.5 Gbit/s}.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote the text
   */
  public static BitRate parse(String text) {
    return new BitRate(UNITS.parse(text));
  }

  /** Any number of bits a second in the largest unit that writes it whole; sums need no bounds. */
  public static String written(long bitsPerSecond) {
    return bitsPerSecond == 0 ? "0 bit/s" : UNITS.write(bitsPerSecond);
  }

  @Override
  public int compareTo(BitRate other) {
    return Long.compare(bitsPerSecond, other.bitsPerSecond);
  }

  @Override
  public String toString() {
    return UNITS.write(bitsPerSecond);
  }
}
