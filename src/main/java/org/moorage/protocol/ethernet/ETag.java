package org.moorage.protocol.ethernet;

import java.util.Optional;
import org.moorage.protocol.Octets;

/**
 * The E-TAG (IEEE 802.1BR, "E-TAG"), behind the addresses and before any other tag.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-----+-+-----------------------+
 * |             0x893F            |E-PCP|D| Ingress_E-CID_base    |
 * +---+---+-----------------------+-----+-+-------+---------------+
 * |rsv|GRP| E-CID_base            | Ingress _ext  | E-CID_ext     |
 * +---+---+-----------------------+---------------+---------------+
 * </pre>
 *
 * @param priority E-PCP, 0..7
 * @param dropEligible E-DEI
 * @param ingress the E-CID of the extended port it came from, where it goes to several; else 0
 * @param channel GRP and E-CID as on the wire, 0..0x3FFFFF
 */
public record ETag(int priority, boolean dropEligible, int ingress, int channel) {

  public static final int SIZE = 8;

  private static final int ADDRESSES = 12;

  public ETag {
    if (priority < 0 || priority > 7) {
      throw new IllegalArgumentException("E-PCP " + priority + " is outside 0..7");
    }
    if (ingress < 0 || ingress > EChannelId.MAX_UNICAST) {
      throw new IllegalArgumentException("Ingress_E-CID " + ingress + " is outside 0..1048575");
    }
    if (channel < 0 || channel > 0x3F_FFFF) {
      throw new IllegalArgumentException("GRP and E-CID " + channel + " are outside 0..4194303");
    }
  }

  /** Whether an E-TAG stands outermost, whole. */
  public static boolean isOn(Octets frame) {
    return frame.size() >= ADDRESSES + SIZE && frame.u16(ADDRESSES) == EtherType.E_TAG.value();
  }

  /** The outermost E-TAG; empty without one. */
  public static Optional<ETag> of(Octets frame) {
    if (!isOn(frame)) {
      return Optional.empty();
    }
    int first = frame.u16(ADDRESSES + 2);
    int second = frame.u16(ADDRESSES + 4);
    return Optional.of(
        new ETag(
            first >>> 13,
            (first & 0x1000) != 0,
            frame.u8(ADDRESSES + 6) << 12 | first & 0xFFF,
            (second >>> 12 & 3) << 20 | frame.u8(ADDRESSES + 7) << 12 | second & 0xFFF));
  }

  /** The frame without its outermost E-TAG; as it is where it has none. */
  public static Octets off(Octets frame) {
    return isOn(frame) ? frame.slice(0, ADDRESSES).plus(frame.from(ADDRESSES + SIZE)) : frame;
  }

  /** The frame behind this tag. */
  public Octets on(Octets frame) {
    return Octets.builder()
        .octets(frame.slice(0, ADDRESSES))
        .octets(encode())
        .octets(frame.from(ADDRESSES))
        .build();
  }

  /** Its eight octets. */
  public Octets encode() {
    return Octets.builder()
        .u16(EtherType.E_TAG.value())
        .u16(priority << 13 | (dropEligible ? 0x1000 : 0) | ingress & 0xFFF)
        .u16(channel >>> 20 << 12 | channel & 0xFFF)
        .u8(ingress >>> 12)
        .u8(channel >>> 12 & 0xFF)
        .build();
  }
}
