package org.moorage.protocol.ethernet;

/**
 * Which way a frame takes between a controlling bridge and its port extenders (IEEE 802.1BR,
 * "E-channel identifier"): to one extended port, or to a group of them.
 *
 * @param value 22 bits, GRP above the 20 bits of the E-CID: 1..0xFFFFF is one extended port,
 *     0x100000..0x3FFFFE a group (ranges as in IEEE8021-BRIDGE-PE MIB)
 */
public record EChannelId(int value) implements Comparable<EChannelId> {

  /** The highest of a single extended port. */
  public static final int MAX_UNICAST = 0xF_FFFF;

  /** The lowest of a group. */
  public static final int FIRST_GROUP = 0x10_0000;

  public static final int MAX = 0x3F_FFFE;

  private static final int GRP_SHIFT = 20;

  public EChannelId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("E-channel " + value + " is outside 1.." + MAX);
    }
  }

  public static boolean isValid(int value) {
    return value >= 1 && value <= MAX;
  }

  /** GRP, 0..3; 0 where it is one extended port. */
  public int grp() {
    return value >>> GRP_SHIFT;
  }

  /** The 20 bits of the E-CID, GRP left out. */
  public int ecid() {
    return value & MAX_UNICAST;
  }

  public boolean isGroup() {
    return value >= FIRST_GROUP;
  }

  @Override
  public int compareTo(EChannelId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return isGroup() ? "group " + grp() + "/" + ecid() : String.valueOf(value);
  }
}
