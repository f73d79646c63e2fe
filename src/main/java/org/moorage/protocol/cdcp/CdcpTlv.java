package org.moorage.protocol.cdcp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.lldp.OrganizationalTlv;

/**
 * The CDCP TLV (IEEE 802.1Q, "CDCP TLV definition"): OUI 00-80-C2, subtype 0x0E.
 *
 * <pre>
 *  bit 31   30..28     27      26..12     11..0      then for each S-channel
 * +------+----------+-------+----------+--------+  +---------+---------+
 * | role | reserved | SComp | reserved | ChnCap |  | SCID 12 | SVID 12 |
 * +------+----------+-------+----------+--------+  +---------+---------+
 * </pre>
 *
 * <p>The bits are counted from the most significant one of four octets after OUI and subtype. Their
 * order on the wire is as remembered, not confirmed by a capture: no peer at hand speaks CDCP.
 *
 * @param role 0 = bridge, 1 = station
 * @param sComponent SComp: there is an S-VLAN component, so that S-channels are possible
 * @param capacity ChnCap: S-channels the sender supports, 0..4095
 * @param channels at most 167, no SCID twice
 */
public record CdcpTlv(CdcpRole role, boolean sComponent, int capacity, List<SChannel> channels) {

  public static final int SUBTYPE = 0x0E;

  static final String WRONG_LENGTH = "CDCP TLV whose length is not 8 + 3n octets";
  static final String BAD_SCID = "SCID outside 1..167 in a CDCP TLV";
  static final String BAD_SVID = "SVID 4095 in a CDCP TLV";
  static final String TWICE = "SCID listed twice in a CDCP TLV";

  private static final int FIXED = 4;
  private static final int PAIR = 3;
  private static final int CAPACITY_BITS = 0xFFF;

  public CdcpTlv {
    channels = List.copyOf(channels);
    if (capacity < 0 || capacity > CAPACITY_BITS) {
      throw new IllegalArgumentException("channel capacity " + capacity + " is outside 0..4095");
    }
    if (channels.size() > SChannel.MAX_SCID) {
      throw new IllegalArgumentException(channels.size() + " S-channels do not fit a TLV");
    }
  }

  /** The CDCP TLV of an LLDPDU, where it carries one. */
  public static Optional<Decoded<CdcpTlv>> in(Lldpdu pdu) {
    return pdu.organizational(OrganizationalTlv.OUI_IEEE_8021, SUBTYPE)
        .map(tlv -> decode(tlv.info()));
  }

  /** Reads what follows OUI and subtype. */
  public static Decoded<CdcpTlv> decode(Octets info) {
    if (info.size() < FIXED || (info.size() - FIXED) % PAIR != 0) {
      return Decoded.malformed(WRONG_LENGTH, info.size());
    }
    List<SChannel> channels = new ArrayList<>((info.size() - FIXED) / PAIR);
    BitSet seen = new BitSet(SChannel.MAX_SCID + 1);
    for (int at = FIXED; at < info.size(); at += PAIR) {
      int pair = info.u24(at);
      int scid = pair >>> 12;
      int svid = pair & 0xFFF;
      if (scid < 1 || scid > SChannel.MAX_SCID) {
        return Decoded.malformed(BAD_SCID, at);
      }
      if (svid > SChannel.MAX_SVID) {
        return Decoded.malformed(BAD_SVID, at);
      }
      if (seen.get(scid)) {
        return Decoded.malformed(TWICE, at);
      }
      seen.set(scid);
      channels.add(new SChannel(scid, svid));
    }
    int fixed = (int) info.u32(0);
    return Decoded.value(
        new CdcpTlv(
            fixed < 0 ? CdcpRole.STATION : CdcpRole.BRIDGE,
            (fixed >>> 27 & 1) == 1,
            fixed & CAPACITY_BITS,
            channels));
  }

  /** What follows OUI and subtype. */
  public Octets encode() {
    long roleBit = role == CdcpRole.STATION ? 1L << 31 : 0;
    long componentBit = sComponent ? 1L << 27 : 0;
    OctetsBuilder out = Octets.builder().u32(roleBit | componentBit | capacity);
    for (SChannel channel : channels) {
      out.u24(channel.scid() << 12 | channel.svid());
    }
    return out.build();
  }

  /** For an LLDPDU. */
  public OrganizationalTlv tlv() {
    return new OrganizationalTlv(OrganizationalTlv.OUI_IEEE_8021, SUBTYPE, encode());
  }
}
