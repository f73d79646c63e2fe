package org.moorage.protocol.vdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.OctetsReader;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * One VSI's request or response (IEEE 802.1Q, "VSI discovery and configuration protocol",
 * association TLVs).
 *
 * <pre>
 * +------+--------+---------+---------+--------+------------+--------+-------+-------------
 * | T,L  | status | type ID | version | format | VSIID      | filter | count | entries ...
 * | (2)  | (1)    | (3)     | (1)     | (1)    | (16)       | (1)    | (2)   | (n * k)
 * +------+--------+---------+---------+--------+------------+--------+-------+-------------
 * </pre>
 *
 * <p>Values a bridge must refuse (VID 4095, a group MAC address, group 0) are kept: see {@link
 * #violation(boolean)}.
 *
 * @param status the status octet, 0..255
 */
public record AssociationTlv(
    VdpType type,
    int status,
    VsiTypeId typeId,
    VsiTypeVersion version,
    VsiId vsiId,
    FilterInfo filters)
    implements VdpTlv {

  /** Octets behind the header and before the entries. */
  public static final int FIXED_SIZE = 25;

  /** What the 9-bit length of a TLV can say. */
  static final int MAX_SIZE = 511;

  static final int VSIID_FORMAT_AT = 5;
  static final int VSIID_AT = 6;
  static final int ENTRIES_AT = FIXED_SIZE;

  public AssociationTlv {
    if (status < 0 || status > 0xFF) {
      throw new IllegalArgumentException("VDP status " + status + " is outside 0..255");
    }
  }

  public VdpStatus verdict() {
    return new VdpStatus(status);
  }

  /**
   * The rule of the standard this TLV breaks though its form is right.
   *
   * @param groupIdsUsable bridge and station both said they can use group IDs
   */
  public Optional<VdpError> violation(boolean groupIdsUsable) {
    if (filters.format().hasGroup() && !groupIdsUsable) {
      return Optional.of(VdpError.INVALID_VID_GROUP_OR_MAC);
    }
    for (FilterInfo.Entry entry : filters.entries()) {
      boolean badMac = entry.mac().isPresent() && !entry.mac().get().isUnicast();
      boolean badGroup = filters.format().hasGroup() && entry.group() == 0;
      if (badMac || badGroup || entry.vid().vid() == 0xFFF) {
        return Optional.of(VdpError.INVALID_VID_GROUP_OR_MAC);
      }
    }
    return Optional.empty();
  }

  public AssociationTlv with(VdpType newType, int newStatus) {
    return new AssociationTlv(newType, newStatus, typeId, version, vsiId, filters);
  }

  /** The TLV with its header. */
  public Octets encode() {
    OctetsBuilder out = Octets.builder();
    int length = FIXED_SIZE + filters.entries().size() * filters.format().entrySize();
    out.u16(type.code() << 9 | length).u8(status).u24(typeId.value()).u8(version.value());
    out.u8(vsiId.format().code()).octets(vsiId.octets());
    out.u8(filters.format().code()).u16(filters.entries().size());
    filters.entries().forEach(entry -> writeEntry(filters.format(), entry, out));
    return out.build();
  }

  /**
   * Reads the octets behind a header of this type.
   *
   * @param content exactly what the header's length says
   */
  public static Decoded<AssociationTlv> decode(VdpType type, Octets content) {
    if (content.size() < FIXED_SIZE) {
      return Decoded.malformed("association TLV shorter than 25 octets", content.size());
    }
    if (content.size() > MAX_SIZE) {
      return Decoded.malformed("association TLV longer than 511 octets", MAX_SIZE);
    }
    OctetsReader in = new OctetsReader(content);
    int status = in.u8();
    VsiTypeId typeId = new VsiTypeId(in.u24());
    VsiTypeVersion version = new VsiTypeVersion(in.u8());
    Optional<VsiId.Format> idFormat = VsiId.Format.of(in.u8());
    if (idFormat.isEmpty()) {
      return Decoded.malformed("unknown VSIID format", VSIID_FORMAT_AT);
    }
    VsiId vsiId = new VsiId(idFormat.get(), in.take(VsiId.SIZE));
    Optional<FilterInfo.Format> format = FilterInfo.Format.of(in.u8());
    if (format.isEmpty()) {
      return Decoded.malformed("unknown filter info format", 22);
    }
    int count = in.u16();
    if (count == 0) {
      return Decoded.malformed("association TLV without filter entries", 23);
    }
    if (in.remaining() != count * format.get().entrySize()) {
      return Decoded.malformed("association TLV length does not match its filter entries", 23);
    }
    FilterInfo filters = new FilterInfo(format.get(), readEntries(format.get(), count, in));
    return Decoded.value(new AssociationTlv(type, status, typeId, version, vsiId, filters));
  }

  /** Whom the octets behind a header are about, as far as they say. */
  public static Optional<VsiId> vsiIdOf(Octets content) {
    return content.size() < FIXED_SIZE
        ? Optional.empty()
        : VsiId.Format.of(content.u8(VSIID_FORMAT_AT))
            .map(format -> new VsiId(format, content.slice(VSIID_AT, VsiId.SIZE)));
  }

  static List<FilterInfo.Entry> readEntries(FilterInfo.Format format, int count, OctetsReader in) {
    List<FilterInfo.Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long group = format.hasGroup() ? in.u32() : 0;
      Optional<MacAddress> mac =
          format.hasMac() ? Optional.of(new MacAddress(in.u48())) : Optional.empty();
      entries.add(new FilterInfo.Entry(group, mac, VidField.ofBits(in.u16())));
    }
    return entries;
  }

  static void writeEntry(FilterInfo.Format format, FilterInfo.Entry entry, OctetsBuilder out) {
    if (format.hasGroup()) {
      out.u32(entry.group());
    }
    entry.mac().ifPresent(mac -> out.u48(mac.bits()));
    out.u16(entry.vid().bits());
  }
}
