package org.moorage.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.OctetsReader;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.OrganizationalTlv;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * A held VSI in as few octets as hold it, for the disk and for memory: some 60 instead of the 400
 * its records take. The octets the request came as are left out.
 *
 * <pre>
 * +-------+------+--------------+---------+---------+-----------+------------+
 * | flags | type | manager (16) | type ID | version | ID format | VSIID (16) |
 * | (1)   | (1)  |              | (3)     | (1)     | (1)       |            |
 * +-------+------+--------------+---------+---------+-----------+------------+
 * +--------+-------+---------------------+-----------+------------------------+
 * | filter | count | count * (entry (k), | TLV count | organisational TLVs:   |
 * | (1)    | (2)   | answered VID (2))   | (1)       | OUI (3) length (2) ... |
 * +--------+-------+---------------------+-----------+------------------------+
 * </pre>
 */
final class HeldCodec {

  private static final int DRAFT = 1;
  private static final int MIGRATE_TO = 2;
  private static final int MIGRATE_FROM = 4;
  private static final int GROUP_IDS = 8;

  /** Where the format of the VSIID and then itself stand. */
  static final int VSI_AT = 2 + VsiManagerId.SIZE + 3 + 1;

  private static final int FIXED = 2 + VsiManagerId.SIZE + 3 + 1 + 1 + VsiId.SIZE + 1 + 2;

  /** More than an ECPDU can carry behind one association TLV. */
  private static final int MAX_ORGANIZATIONAL = 255;

  private HeldCodec() {}

  static Octets encode(HeldVsi held) {
    VsiRequest request = held.request();
    OctetsBuilder out = Octets.builder();
    out.u8(
        (request.flavour() == Flavour.DRAFT ? DRAFT : 0)
            | (request.migrateTo() ? MIGRATE_TO : 0)
            | (request.migrateFrom() ? MIGRATE_FROM : 0)
            | (request.groupIdsUsable() ? GROUP_IDS : 0));
    out.u8(request.type().code()).octets(request.manager().octets());
    out.u24(request.typeId().value()).u8(request.version().value());
    out.u8(request.vsiId().format().code()).octets(request.vsiId().octets());
    FilterInfo filters = request.filters();
    out.u8(filters.format().code()).u16(filters.entries().size());
    for (int i = 0; i < filters.entries().size(); i++) {
      FilterInfo.Entry entry = filters.entries().get(i);
      if (filters.format().hasGroup()) {
        out.u32(entry.group());
      }
      entry.mac().ifPresent(mac -> out.u48(mac.bits()));
      out.u16(entry.vid().bits()).u16(held.answered().get(i).bits());
    }
    List<OrganizationalTlv> more =
        request.organization().stream().limit(MAX_ORGANIZATIONAL).toList();
    out.u8(more.size());
    for (OrganizationalTlv tlv : more) {
      out.u24(tlv.oui()).u16(tlv.content().size()).octets(tlv.content());
    }
    return out.build();
  }

  static Decoded<HeldVsi> decode(Octets octets) {
    OctetsReader in = new OctetsReader(octets);
    if (!in.has(FIXED)) {
      return Decoded.malformed("held VSI cut short", octets.size());
    }
    int flags = in.u8();
    Optional<VdpType> type = VdpType.of(in.u8());
    VsiManagerId manager = new VsiManagerId(in.take(VsiManagerId.SIZE));
    VsiTypeId typeId = new VsiTypeId(in.u24());
    VsiTypeVersion version = new VsiTypeVersion(in.u8());
    Optional<VsiId.Format> idFormat = VsiId.Format.of(in.u8());
    Octets id = in.take(VsiId.SIZE);
    Optional<FilterInfo.Format> format = FilterInfo.Format.of(in.u8());
    int count = in.u16();
    if (type.isEmpty() || idFormat.isEmpty() || format.isEmpty()) {
      return Decoded.malformed("held VSI of an unknown type or format", in.offset());
    }
    if (count < 1
        || count > format.get().maxEntries()
        || !in.has(count * (format.get().entrySize() + 2) + 1)) {
      return Decoded.malformed("held VSI with a wrong number of filter entries", in.offset());
    }
    List<VidField> answered = new ArrayList<>(count);
    FilterInfo filters = filters(format.get(), count, in, answered);
    return organization(in)
        .map(organization ->
            new HeldVsi(
                new VsiRequest(
                    type.get(),
                    (flags & MIGRATE_TO) != 0,
                    (flags & MIGRATE_FROM) != 0,
                    manager,
                    typeId,
                    version,
                    new VsiId(idFormat.get(), id),
                    filters,
                    (flags & GROUP_IDS) != 0,
                    organization,
                    (flags & DRAFT) != 0 ? Flavour.DRAFT : Flavour.RATIFIED,
                    Octets.EMPTY),
                answered));
  }

  private static FilterInfo filters(
      FilterInfo.Format format, int count, OctetsReader in, List<VidField> answered) {
    List<FilterInfo.Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long group = format.hasGroup() ? in.u32() : 0;
      Optional<MacAddress> mac =
          format.hasMac() ? Optional.of(new MacAddress(in.u48())) : Optional.empty();
      entries.add(new FilterInfo.Entry(group, mac, VidField.ofBits(in.u16())));
      answered.add(VidField.ofBits(in.u16()));
    }
    return new FilterInfo(format, entries);
  }

  private static Decoded<List<OrganizationalTlv>> organization(OctetsReader in) {
    int count = in.u8();
    List<OrganizationalTlv> tlvs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      if (!in.has(5)) {
        return Decoded.malformed("organisational TLV cut short", in.offset());
      }
      int oui = in.u24();
      int size = in.u16();
      if (size > 508 || !in.has(size)) {
        return Decoded.malformed("organisational TLV of a wrong length", in.offset());
      }
      tlvs.add(new OrganizationalTlv(oui, in.take(size)));
    }
    return in.remaining() == 0
        ? Decoded.value(tlvs)
        : Decoded.malformed("octets behind a held VSI", in.offset());
  }
}
