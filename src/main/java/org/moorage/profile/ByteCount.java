package org.moorage.profile;

import java.util.Map;

/**
 * A number of octets, such as a burst.
 *
 * @param bytes 1,600 (one full frame must fit) .. 4 GB
 */
public record ByteCount(long bytes) implements Comparable<ByteCount> {

  public static final long MIN = 1_600;
  public static final long MAX = 4_000_000_000L;

  private static final WrittenUnits UNITS =
      new WrittenUnits(
          "size",
          Map.of(
              "B", 1L,
              "kB", 1_000L,
              "MB", 1_000_000L,
              "GB", 1_000_000_000L,
              "KiB", 1L << 10,
              "MiB", 1L << 20,
              "GiB", 1L << 30),
          MIN,
          MAX);

  public ByteCount {
    if (bytes < MIN || bytes > MAX) {
      throw new IllegalArgumentException("size " + bytes + " B is outside " + MIN + ".." + MAX);
    }
  }

  /**
   * {@code 1 MB}, {@code 64 KiB}.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote the text
   */
  public static ByteCount parse(String text) {
    return new ByteCount(UNITS.parse(text));
  }

  @Override
  public int compareTo(ByteCount other) {
    return Long.compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return UNITS.write(bytes);
  }
}
