package org.moorage.protocol.vdp;

import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.OctetsReader;

/**
 * What one draft 0 ECPDU carries: any number of TLVs and an End TLV. The manager ID is in each
 * association TLV.
 */
public record DraftVdpPdu(List<DraftVdpTlv> tlvs) {

  public DraftVdpPdu {
    tlvs = List.copyOf(tlvs);
  }

  /** The octets, End TLV included. */
  public Octets encode() {
    OctetsBuilder out = Octets.builder();
    for (DraftVdpTlv tlv : tlvs) {
      out.octets(
          switch (tlv) {
            case DraftAssociationTlv association -> association.encode();
            case MalformedDraftAssociation(Octets content, String reason) ->
                framed(DraftAssociationTlv.TYPE, content);
            case UnknownDraftTlv(int type, Octets content) -> framed(type, content);
          });
    }
    return out.u16(0).build();
  }

  /** Reads a whole PDU; an empty one is fine (lldpad opens with one). */
  public static Decoded<DraftVdpPdu> decode(Octets pdu) {
    OctetsReader in = new OctetsReader(pdu);
    List<DraftVdpTlv> tlvs = new ArrayList<>(4);
    while (in.has(VdpPdu.TLV_HEADER)) {
      int at = in.offset();
      int header = in.u16();
      int type = header >>> 9;
      if (type == 0) {
        break;
      }
      if (!in.has(header & 0x1FF)) {
        return Decoded.malformed("TLV longer than the draft VDP PDU", at);
      }
      if (tlvs.size() == VdpTlvs.MAX_TLVS) {
        return Decoded.malformed("more than " + VdpTlvs.MAX_TLVS + " TLVs in a VDP PDU", at);
      }
      tlvs.add(decode(type, in.take(header & 0x1FF)));
    }
    return Decoded.value(new DraftVdpPdu(tlvs));
  }

  private static DraftVdpTlv decode(int type, Octets content) {
    boolean association =
        type == DraftAssociationTlv.TYPE
            && content.size() >= DraftAssociationTlv.MODE_AT
            && content.u24(0) == DraftAssociationTlv.OUI
            && content.u8(3) == DraftAssociationTlv.SUBTYPE;
    if (!association) {
      return new UnknownDraftTlv(type, content);
    }
    return switch (DraftAssociationTlv.decode(content)) {
      case Decoded.Value<DraftAssociationTlv>(DraftAssociationTlv tlv) -> tlv;
      case Decoded.Malformed<DraftAssociationTlv>(String reason, int offset) ->
          new MalformedDraftAssociation(content, reason);
    };
  }

  private static Octets framed(int type, Octets content) {
    return Octets.builder().u16(type << 9 | content.size()).octets(content).build();
  }
}
