package org.moorage.profile;

import java.util.Map;

/**
 * Frames in a second, such as the bound on broadcasts.
 *
 * @param framesPerSecond 1..10,000,000
 */
public record FrameRate(int framesPerSecond) implements Comparable<FrameRate> {

  public static final int MAX = 10_000_000;

  private static final WrittenUnits UNITS =
      new WrittenUnits("frame rate", Map.of("frames/s", 1L), 1, MAX);

  public FrameRate {
    if (framesPerSecond < 1 || framesPerSecond > MAX) {
      throw new IllegalArgumentException(
          "frame rate " + framesPerSecond + " frames/s is outside 1.." + MAX);
    }
  }

  /**
   * {@code 1000 frames/s}.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote the text
   */
  public static FrameRate parse(String text) {
    return new FrameRate((int) UNITS.parse(text));
  }

  @Override
  public int compareTo(FrameRate other) {
    return Integer.compare(framesPerSecond, other.framesPerSecond);
  }

  @Override
  public String toString() {
    return UNITS.write(framesPerSecond);
  }
}
