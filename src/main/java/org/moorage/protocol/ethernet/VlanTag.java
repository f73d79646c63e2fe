package org.moorage.protocol.ethernet;

/**
 * A C-TAG (0x8100) or S-TAG (0x88A8).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-----+-+-----------------------+
 * |             TPID              | PCP |D|          VID          |
 * +-------------------------------+-----+-+-----------------------+
 * </pre>
 *
 * @param type {@link EtherType#C_TAG} or {@link EtherType#S_TAG}
 * @param priority PCP, 0..7
 * @param dropEligible DEI
 * @param vid 0..4095 as on the wire; 0 = priority tag
 */
public record VlanTag(EtherType type, int priority, boolean dropEligible, int vid) {

  public static final int SIZE = 4;

  public VlanTag {
    if (!type.equals(EtherType.C_TAG) && !type.equals(EtherType.S_TAG)) {
      throw new IllegalArgumentException("TPID " + type + " is neither C-TAG nor S-TAG");
    }
    if (priority < 0 || priority > 7) {
      throw new IllegalArgumentException("PCP " + priority + " is outside 0..7");
    }
    if (vid < 0 || vid > 0xFFF) {
      throw new IllegalArgumentException("VID " + vid + " is outside 0..4095");
    }
  }

  public static VlanTag customer(VlanId vlan) {
    return new VlanTag(EtherType.C_TAG, 0, false, vlan.value());
  }

  public static VlanTag ofControl(EtherType type, int control) {
    return new VlanTag(type, control >>> 13, (control & 0x1000) != 0, control & 0xFFF);
  }

  /** The two octets after the TPID. */
  public int control() {
    return priority << 13 | (dropEligible ? 0x1000 : 0) | vid;
  }
}
