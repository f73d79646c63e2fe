package org.moorage.simulator;

import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;

/** S-TAGs as a station's uplink adds and takes them. */
final class STags {

  private static final int ADDRESSES = 12;
  private static final int TAG = 4;

  private STags() {}

  /** The VID of a frame's S-TAG; 0 without one. */
  static int svid(Octets frame) {
    return isTagged(frame) ? frame.u16(ADDRESSES + 2) & 0xFFF : 0;
  }

  /** The frame as it is inside its S-channel. */
  static Octets inside(Octets frame) {
    return isTagged(frame) ? frame.slice(0, ADDRESSES).plus(frame.from(ADDRESSES + TAG)) : frame;
  }

  /** The frame as it is on the link. */
  static Octets onLink(int svid, Octets frame) {
    return Octets.builder()
        .octets(frame.slice(0, ADDRESSES))
        .u16(EtherType.S_TAG.value())
        .u16(svid)
        .octets(frame.from(ADDRESSES))
        .build();
  }

  /** Whether a frame is LLDP, ECP or draft ECP, in an S-channel or outside. */
  static boolean isControl(Octets frame) {
    Octets inside = inside(frame);
    if (inside.size() < EthernetFrame.HEADER) {
      return false;
    }
    int type = inside.u16(ADDRESSES);
    return type == EtherType.LLDP.value()
        || type == EtherType.ECP.value()
        || type == EtherType.ECP_DRAFT.value();
  }

  private static boolean isTagged(Octets frame) {
    return frame.size() >= ADDRESSES + TAG && frame.u16(ADDRESSES) == EtherType.S_TAG.value();
  }
}
