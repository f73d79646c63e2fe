package org.moorage.protocol.vdp;

/**
 * The edition of a VSI type.
 *
 * @param value 0..255
 */
public record VsiTypeVersion(int value) implements Comparable<VsiTypeVersion> {

  public static final int MAX = 255;

  public VsiTypeVersion {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("VSI type version " + value + " is outside 0..255");
    }
  }

  @Override
  public int compareTo(VsiTypeVersion other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
