package org.moorage.protocol.ethernet;

import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsReader;

/**
 * An Ethernet II frame without its FCS, its VLAN tags taken apart.
 *
 * <pre>
 * +---------------------+---------------------+------------+-----------+-------------
 * | destination (6)     | source (6)          | tags (4*n) | type (2)  | payload ...
 * +---------------------+---------------------+------------+-----------+-------------
 * </pre>
 *
 * <p>For control frames. The data plane has its own view of frames, made for speed.
 *
 * @param tags outermost first, at most {@value #MAX_TAGS}
 */
public record EthernetFrame(
    MacAddress destination, MacAddress source, List<VlanTag> tags, EtherType type, Octets payload) {

  public static final int HEADER = 14;

  /** The smallest frame a NIC sends, without FCS. */
  public static final int MIN_SIZE = 60;

  /** More nested tags than this is a frame nobody sends in good faith. */
  public static final int MAX_TAGS = 4;

  public EthernetFrame {
    tags = List.copyOf(tags);
    if (tags.size() > MAX_TAGS) {
      throw new IllegalArgumentException(tags.size() + " VLAN tags; at most " + MAX_TAGS);
    }
  }

  public EthernetFrame(MacAddress destination, MacAddress source, EtherType type, Octets payload) {
    this(destination, source, List.of(), type, payload);
  }

  public static Decoded<EthernetFrame> decode(Octets octets) {
    OctetsReader in = new OctetsReader(octets);
    if (!in.has(HEADER)) {
      return Decoded.malformed("frame shorter than an Ethernet header", octets.size());
    }
    MacAddress destination = new MacAddress(in.u48());
    MacAddress source = new MacAddress(in.u48());
    List<VlanTag> tags = new ArrayList<>(1);
    while (true) {
      int at = in.offset();
      if (!in.has(2)) {
        return Decoded.malformed("frame ends after a VLAN tag", at);
      }
      int type = in.u16();
      if (type < 0x0600) {
        return Decoded.malformed("IEEE 802.3 length instead of an EtherType", at);
      }
      EtherType etherType = new EtherType(type);
      if (!etherType.equals(EtherType.C_TAG) && !etherType.equals(EtherType.S_TAG)) {
        return Decoded.value(new EthernetFrame(destination, source, tags, etherType, in.rest()));
      }
      if (tags.size() == MAX_TAGS) {
        return Decoded.malformed("more than " + MAX_TAGS + " VLAN tags", at);
      }
      if (!in.has(2)) {
        return Decoded.malformed("VLAN tag cut short", at);
      }
      tags.add(VlanTag.ofControl(etherType, in.u16()));
    }
  }

  /** The octets, padded to {@value #MIN_SIZE}. */
  public Octets encode() {
    var out = Octets.builder().u48(destination.bits()).u48(source.bits());
    for (VlanTag tag : tags) {
      out.u16(tag.type().value()).u16(tag.control());
    }
    return out.u16(type.value()).octets(payload).build().paddedTo(MIN_SIZE);
  }
}
