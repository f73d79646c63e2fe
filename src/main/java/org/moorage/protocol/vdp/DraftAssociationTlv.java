package org.moorage.protocol.vdp;

import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.OctetsReader;

/**
 * One VSI's request or response in draft 0 of VDP; nothing in it tells the two apart but the
 * direction (layout as lldpad sends it).
 *
 * <pre>
 * +-------+----------+----+------+----------+---------+---------+---------+---------+--------+-------+
 * | FE/FF | 00 1B 3F | 02 | mode | response | manager | type ID | version | VSIID   | filter | count |
 * |  (2)  |   (3)    |    | (1)  | (1)      | (1)     | (3)     | (1)     | (16)    | 02     | (2)   |
 * +-------+----------+----+------+----------+---------+---------+---------+---------+--------+-------+
 * then count entries of MAC address (6) and VLAN (2)
 * </pre>
 *
 * @param type on the wire as a mode one smaller
 * @param manager 0..255
 * @param vsiId a UUID
 * @param filters of format {@link FilterInfo.Format#MAC_VID}, the only one in use
 */
public record DraftAssociationTlv(
    VdpType type,
    DraftResponse response,
    int manager,
    VsiTypeId typeId,
    VsiTypeVersion version,
    VsiId vsiId,
    FilterInfo filters)
    implements DraftVdpTlv {

  public static final int OUI = 0x001B3F;

  /** Octets behind the header and before the entries, OUI and subtype included. */
  public static final int FIXED_SIZE = 30;

  static final int TYPE = 0x7F;
  static final int SUBTYPE = 2;
  static final int MODE_AT = 4;
  static final int RESPONSE_AT = 5;
  static final int MANAGER_AT = 6;
  static final int TYPE_ID_AT = 7;
  static final int VSIID_AT = 11;

  /** What fits the 511 octets of a TLV behind its 30 fixed ones. */
  static final int MAX_ENTRIES =
      (AssociationTlv.MAX_SIZE - FIXED_SIZE) / FilterInfo.Format.MAC_VID.entrySize();

  public DraftAssociationTlv {
    if (manager < 0 || manager > 0xFF) {
      throw new IllegalArgumentException("draft manager ID " + manager + " is outside 0..255");
    }
    if (vsiId.format() != VsiId.Format.UUID) {
      throw new IllegalArgumentException("draft VSIID of format " + vsiId.format() + ", not UUID");
    }
    if (filters.format() != FilterInfo.Format.MAC_VID) {
      throw new IllegalArgumentException(
          "draft filter info of format " + filters.format() + ", not MAC_VID");
    }
    if (filters.entries().size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          filters.entries().size() + " draft filter entries; at most " + MAX_ENTRIES);
    }
  }

  /** The TLV with its header. */
  public Octets encode() {
    int length = FIXED_SIZE + filters.entries().size() * filters.format().entrySize();
    OctetsBuilder out = Octets.builder();
    out.u16(TYPE << 9 | length).u24(OUI).u8(SUBTYPE).u8(type.draftMode()).u8(response.code());
    out.u8(manager).u24(typeId.value()).u8(version.value()).octets(vsiId.octets());
    out.u8(filters.format().code()).u16(filters.entries().size());
    filters.entries().forEach(e -> AssociationTlv.writeEntry(filters.format(), e, out));
    return out.build();
  }

  /**
   * Reads the octets behind the header.
   *
   * @param content exactly what the header's length says, OUI first
   */
  public static Decoded<DraftAssociationTlv> decode(Octets content) {
    if (content.size() < FIXED_SIZE) {
      return Decoded.malformed("draft association TLV shorter than 30 octets", content.size());
    }
    if (content.size() > AssociationTlv.MAX_SIZE) {
      return Decoded.malformed(
          "draft association TLV longer than 511 octets", AssociationTlv.MAX_SIZE);
    }
    OctetsReader in = new OctetsReader(content);
    in.take(MODE_AT);
    Optional<VdpType> type = VdpType.ofDraftMode(in.u8());
    if (type.isEmpty()) {
      return Decoded.malformed("unknown draft mode", MODE_AT);
    }
    Optional<DraftResponse> response = DraftResponse.of(in.u8());
    if (response.isEmpty()) {
      return Decoded.malformed("unknown draft response", RESPONSE_AT);
    }
    int manager = in.u8();
    VsiTypeId typeId = new VsiTypeId(in.u24());
    VsiTypeVersion version = new VsiTypeVersion(in.u8());
    VsiId vsiId = new VsiId(VsiId.Format.UUID, in.take(VsiId.SIZE));
    FilterInfo.Format format = FilterInfo.Format.MAC_VID;
    if (in.u8() != format.code()) {
      return Decoded.malformed("unknown draft filter info format", 27);
    }
    int count = in.u16();
    if (count == 0) {
      return Decoded.malformed("draft association TLV without filter entries", 28);
    }
    if (in.remaining() != count * format.entrySize()) {
      return Decoded.malformed("draft association TLV length does not match its entries", 28);
    }
    FilterInfo filters = new FilterInfo(format, AssociationTlv.readEntries(format, count, in));
    return Decoded.value(
        new DraftAssociationTlv(
            type.get(), response.get(), manager, typeId, version, vsiId, filters));
  }
}
