package org.moorage.protocol;

import java.util.Optional;

/**
 * The number of a virtual subnet, unique in a data centre: HNV's virtual subnet ID, the VSID of the
 * NVGRE key (RFC 7637, "NVGRE Header").
 *
 * @param value {@value #MIN}..{@value #MAX}; 0..4095 are reserved and 16777215 is the vendors'
 */
public record VirtualSubnetId(int value) implements Comparable<VirtualSubnetId> {

  public static final int MIN = 4_096;
  public static final int MAX = 16_777_214;

  public VirtualSubnetId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("VSID " + value + " is outside " + MIN + ".." + MAX);
    }
  }

  public static boolean isValid(long value) {
    return value >= MIN && value <= MAX;
  }

  /** The one with the same number, where a group ID stands for it by itself. */
  public static Optional<VirtualSubnetId> of(GroupId group) {
    return isValid(group.value())
        ? Optional.of(new VirtualSubnetId((int) group.value()))
        : Optional.empty();
  }

  @Override
  public int compareTo(VirtualSubnetId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
