package org.moorage.protocol.vdp;

/**
 * The kind of connection a VSI asks for.
 *
 * @param value 0..2^24-1
 */
public record VsiTypeId(int value) implements Comparable<VsiTypeId> {

  public static final int MAX = 0xFF_FFFF;

  public VsiTypeId {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("VSI type ID " + value + " is outside 0..16777215");
    }
  }

  @Override
  public int compareTo(VsiTypeId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
