package org.moorage.protocol.capture;

import org.moorage.protocol.Octets;

/** The tags between addresses and EtherType in words. */
final class TagWords {

  private TagWords() {}

  /** IEEE 802.1Q, "VLAN tag formats". */
  static Explanation vlan(Octets frame, int at, boolean service) {
    int control = frame.u16(at + 2);
    int vid = control & 0xFFF;
    String vlan =
        switch (vid) {
          case 0 -> "no VLAN, priority only";
          case 0xFFF -> "VLAN 4095, which is reserved";
          default -> "VLAN " + vid;
        };
    String dropEligible = (control & 0x1000) != 0 ? ", drop eligible" : "";
    return new Telling(frame)
        .field("TPID", at, 2, String.format("0x%04x", frame.u16(at)))
        .field("PCP, DEI, VID", at + 2, 2, vlan + ", priority " + (control >>> 13) + dropEligible)
        .as(service ? "S-TAG" : "C-TAG", at, 4, vlan);
  }

  /**
   * IEEE 802.1BR, "E-TAG".
   *
   * <pre>
   * 893F | E-PCP (3) E-DEI (1) ingress base (12) | rsv (2) GRP (2) base (12) | ingress ext | ext
   * </pre>
   */
  static Explanation eTag(Octets frame, int at) {
    int first = frame.u16(at + 2);
    int second = frame.u16(at + 4);
    int ingress = frame.u8(at + 6) << 12 | first & 0xFFF;
    int channel = frame.u8(at + 7) << 12 | second & 0xFFF;
    int group = second >>> 12 & 3;
    String path =
        group == 0 ? "E-channel " + channel : "to many: group " + group + ", E-channel " + channel;
    String dropEligible = (first & 0x1000) != 0 ? ", drop eligible" : "";
    return new Telling(frame)
        .field("EtherType", at, 2, "0x893f")
        .field("E-PCP, E-DEI", at + 2, 2, "priority " + (first >>> 13) + dropEligible)
        .field("GRP, E-CID", at + 4, 4, path)
        .field(
            "Ingress E-CID",
            at + 2,
            5,
            ingress == 0 ? "none: from an extended port" : "came from E-channel " + ingress)
        .as("E-TAG", at, 8, path);
  }

  /** The tag Cisco used before the E-TAG. */
  static Explanation vnTag(Octets frame, int at) {
    long tag = frame.u32(at + 2);
    String direction = (tag & 0x8000_0000L) != 0 ? "from the bridge" : "to the bridge";
    String list = (tag & 0x4000_0000L) != 0 ? "interface list " : "interface ";
    String looped = (tag & 0x8000L) != 0 ? ", looped back" : "";
    String to = list + (tag >>> 16 & 0x3FFF);
    return new Telling(frame)
        .field("EtherType", at, 2, "0x8926")
        .field(
            "direction, destination, source",
            at + 2,
            4,
            direction
                + ", to "
                + to
                + ", from interface "
                + (tag & 0xFFF)
                + looped
                + ", version "
                + (tag >>> 12 & 3))
        .as("VN-Tag", at, 6, direction + ", to " + to);
  }
}
