package org.moorage.protocol.ethernet;

import org.moorage.protocol.Octets;

/** The S-TAG of a whole frame: read, taken off, put on. Works on octets, for control frames. */
public final class ServiceTag {

  private static final int ADDRESSES = 12;

  private ServiceTag() {}

  /** Whether an S-TAG stands outermost. */
  public static boolean isOn(Octets frame) {
    return frame.size() >= ADDRESSES + VlanTag.SIZE
        && frame.u16(ADDRESSES) == EtherType.S_TAG.value();
  }

  /** The VID of the outermost S-TAG, 0..4095; 0 without one. */
  public static int vid(Octets frame) {
    return isOn(frame) ? frame.u16(ADDRESSES + 2) & 0xFFF : 0;
  }

  /** The frame without its outermost S-TAG; as it is where it has none. */
  public static Octets off(Octets frame) {
    return isOn(frame)
        ? frame.slice(0, ADDRESSES).plus(frame.from(ADDRESSES + VlanTag.SIZE))
        : frame;
  }

  /**
   * The frame behind an S-TAG.
   *
   * @param priority PCP, 0..7
   * @param vid 1..4094
   */
  public static Octets on(Octets frame, int priority, int vid) {
    return Octets.builder()
        .octets(frame.slice(0, ADDRESSES))
        .u16(EtherType.S_TAG.value())
        .u16(new VlanTag(EtherType.S_TAG, priority, false, vid).control())
        .octets(frame.from(ADDRESSES))
        .build();
  }
}
