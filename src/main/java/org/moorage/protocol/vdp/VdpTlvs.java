package org.moorage.protocol.vdp;

import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsReader;

/**
 * The TLVs of a VDP PDU taken apart but not yet understood: enough to recognise a keepalive, which
 * is what most PDUs are.
 *
 * @param endTlv the PDU was closed by an End TLV rather than by the end of the octets
 * @param trailing octets behind the End TLV: padding
 */
public record VdpTlvs(VsiManagerId manager, List<RawTlv> tlvs, boolean endTlv, int trailing) {

  /** More TLVs than this do not fit an ECPDU of 1,500 octets. */
  public static final int MAX_TLVS = 750;

  /**
   * One TLV.
   *
   * @param type 1..127
   * @param content what follows the header, 0..511 octets
   */
  public record RawTlv(int type, Octets content) {

    public boolean isOrganizational() {
      return type == OrganizationalTlv.TYPE;
    }

    /** The TLV with its header. */
    public Octets encode() {
      return Octets.builder().u16(type << 9 | content.size()).octets(content).build();
    }
  }

  public VdpTlvs {
    tlvs = List.copyOf(tlvs);
  }

  /** Splits a PDU; the contents share its storage. */
  public static Decoded<VdpTlvs> read(Octets pdu) {
    OctetsReader in = new OctetsReader(pdu);
    if (!in.has(VdpPdu.MANAGER_TLV_SIZE)
        || in.u16() != (VdpPdu.MANAGER_TYPE << 9 | VsiManagerId.SIZE)) {
      return Decoded.malformed("VDP PDU does not begin with a manager ID", 0);
    }
    VsiManagerId manager = new VsiManagerId(in.take(VsiManagerId.SIZE));
    List<RawTlv> tlvs = new ArrayList<>(4);
    while (in.has(VdpPdu.TLV_HEADER)) {
      int at = in.offset();
      int header = in.u16();
      int type = header >>> 9;
      int length = header & 0x1FF;
      if (type == 0) {
        return Decoded.value(new VdpTlvs(manager, tlvs, true, in.remaining()));
      }
      if (!in.has(length)) {
        return Decoded.malformed("TLV longer than the VDP PDU", at);
      }
      if (type == VdpPdu.MANAGER_TYPE) {
        return Decoded.malformed("second manager ID in a VDP PDU", at);
      }
      if (tlvs.size() == MAX_TLVS) {
        return Decoded.malformed("more than " + MAX_TLVS + " TLVs in a VDP PDU", at);
      }
      tlvs.add(new RawTlv(type, in.take(length)));
    }
    return Decoded.value(new VdpTlvs(manager, tlvs, false, in.remaining()));
  }
}
