package org.moorage.protocol.ethernet;

/**
 * A VLAN a frame can be in.
 *
 * @param value 1..4094; 0 means "priority only" and 4095 is reserved, so neither is a VLAN
 */
public record VlanId(int value) implements Comparable<VlanId> {

  public static final int MIN = 1;
  public static final int MAX = 4094;

  public VlanId {
    if (value < MIN || value > MAX) {
      throw new IllegalArgumentException("VLAN " + value + " is outside 1..4094");
    }
  }

  @Override
  public int compareTo(VlanId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
