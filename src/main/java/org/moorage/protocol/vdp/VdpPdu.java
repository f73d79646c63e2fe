package org.moorage.protocol.vdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;

/**
 * What one ECPDU of ratified VDP carries: a manager ID and the TLVs that are meant for it.
 *
 * <pre>
 * +-------+----------------+--------------------+-----+-------+
 * | 0A 10 | manager ID (16)| TLV | TLV | ...    |     | 00 00 |
 * +-------+----------------+--------------------+-----+-------+
 * </pre>
 *
 * <p>Read leniently: the End TLV may be missing, unknown TLVs are kept. Written strictly, always
 * with an End TLV: lldpad reads past the end of what it received when there is none.
 */
public record VdpPdu(VsiManagerId manager, List<VdpTlv> tlvs) {

  static final int MANAGER_TYPE = 5;
  static final int TLV_HEADER = 2;
  static final int MANAGER_TLV_SIZE = TLV_HEADER + VsiManagerId.SIZE;
  static final int END_TLV_SIZE = 2;

  public VdpPdu {
    tlvs = List.copyOf(tlvs);
  }

  /** The octets, End TLV included. */
  public Octets encode() {
    OctetsBuilder out = Octets.builder();
    out.octets(managerTlv(manager));
    for (VdpTlv tlv : tlvs) {
      out.octets(encode(tlv));
    }
    return out.u16(0).build();
  }

  /** {@code 0A 10} and the sixteen octets. */
  public static Octets managerTlv(VsiManagerId manager) {
    return Octets.builder()
        .u16(MANAGER_TYPE << 9 | VsiManagerId.SIZE)
        .octets(manager.octets())
        .build();
  }

  /**
   * Reads a whole PDU. A manager ID that is missing, not first or there twice condemns it, as does
   * a known TLV that claims more octets than there are; everything else is taken as it comes.
   */
  public static Decoded<VdpPdu> decode(Octets pdu) {
    return switch (VdpTlvs.read(pdu)) {
      case Decoded.Malformed<VdpTlvs> bad -> bad.at(0);
      case Decoded.Value<VdpTlvs>(VdpTlvs read) -> {
        List<VdpTlv> tlvs = new ArrayList<>(read.tlvs().size());
        for (VdpTlvs.RawTlv tlv : read.tlvs()) {
          tlvs.add(decode(tlv));
        }
        yield Decoded.value(new VdpPdu(read.manager(), tlvs));
      }
    };
  }

  /** The meaning of one TLV. */
  public static VdpTlv decode(VdpTlvs.RawTlv tlv) {
    Octets content = tlv.content();
    Optional<VdpType> type = VdpType.of(tlv.type());
    if (type.isPresent()) {
      return switch (AssociationTlv.decode(type.get(), content)) {
        case Decoded.Value<AssociationTlv>(AssociationTlv association) -> association;
        case Decoded.Malformed<AssociationTlv>(String reason, int offset) ->
            new MalformedAssociation(type.get(), content, reason);
      };
    }
    return tlv.type() == OrganizationalTlv.TYPE && content.size() >= OrganizationalTlv.OUI_SIZE
        ? new OrganizationalTlv(content.u24(0), content.from(OrganizationalTlv.OUI_SIZE))
        : new UnknownTlv(tlv.type(), content);
  }

  private static Octets encode(VdpTlv tlv) {
    return switch (tlv) {
      case AssociationTlv association -> association.encode();
      case OrganizationalTlv organizational -> organizational.encode();
      case MalformedAssociation(VdpType type, Octets content, String reason) ->
          framed(type.code(), content);
      case UnknownTlv(int type, Octets content) -> framed(type, content);
    };
  }

  private static Octets framed(int type, Octets content) {
    return Octets.builder().u16(type << 9 | content.size()).octets(content).build();
  }
}
