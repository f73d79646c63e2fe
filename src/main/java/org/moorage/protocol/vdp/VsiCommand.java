package org.moorage.protocol.vdp;

import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;

/**
 * What is asked for one VSI, in the form both flavours share and both machines keep: the octets of
 * an association TLV from the VSI type ID on, without the status. Two commands are the same when
 * their octets are, so a keepalive is recognised without decoding it.
 *
 * <pre>
 * +---------+---------+--------+------------+--------+-------+-------------
 * | type ID | version | format | VSIID (16) | filter | count | entries ...
 * +---------+---------+--------+------------+--------+-------+-------------
 * </pre>
 *
 * @param body well formed; who has unchecked octets decodes them first
 */
public record VsiCommand(VdpType type, VsiManagerId manager, Octets body) {

  private static final int VERSION_AT = 3;
  private static final int FORMAT_AT = 4;
  private static final int VSIID_AT = 5;
  private static final int FILTER_FORMAT_AT = 21;
  private static final int COUNT_AT = 22;
  private static final int ENTRIES_AT = 24;
  private static final int STATUS_SIZE = 1;
  private static final int VID_SIZE = 2;

  public static VsiCommand of(VsiManagerId manager, AssociationTlv tlv) {
    Octets body = tlv.encode().from(VdpPdu.TLV_HEADER + STATUS_SIZE);
    return new VsiCommand(tlv.type(), manager, body);
  }

  public static VsiCommand of(DraftAssociationTlv tlv) {
    return of(
        VsiManagerId.ofNumber(tlv.manager()),
        new AssociationTlv(tlv.type(), 0, tlv.typeId(), tlv.version(), tlv.vsiId(), tlv.filters()));
  }

  /** Shares the storage of a ratified TLV's octets behind its header; nothing is checked. */
  public static VsiCommand ofContent(VdpType type, VsiManagerId manager, Octets content) {
    return new VsiCommand(type, manager, content.from(STATUS_SIZE));
  }

  public VsiTypeId typeId() {
    return new VsiTypeId(body.u24(0));
  }

  public VsiTypeVersion version() {
    return new VsiTypeVersion(body.u8(VERSION_AT));
  }

  public VsiId vsiId() {
    VsiId.Format format =
        VsiId.Format.of(body.u8(FORMAT_AT))
            .orElseThrow(() -> new IllegalStateException("command was not checked: " + body));
    return new VsiId(format, body.slice(VSIID_AT, VsiId.SIZE));
  }

  /** The whole as a TLV with that status octet. */
  public AssociationTlv tlv(int status) {
    Octets content = Octets.builder().u8(status).octets(body).build();
    return AssociationTlv.decode(type, content).orThrow();
  }

  public FilterInfo filters() {
    return tlv(0).filters();
  }

  /** The VID fields of the entries, in their order. */
  public List<VidField> vids() {
    int step = format().entrySize();
    List<VidField> vids = new ArrayList<>(entryCount());
    for (int at = firstVid(); at < body.size(); at += step) {
      vids.add(VidField.ofBits(body.u16(at)));
    }
    return vids;
  }

  public VsiCommand with(VdpType other) {
    return other == type ? this : new VsiCommand(other, manager, body);
  }

  /** The same with its own storage, when it was cut from a frame. */
  public VsiCommand compact() {
    return compact(new VsiManagerId(Octets.of(manager.octets().toArray())));
  }

  /** The same with its own storage but for the manager, which is an equal one. */
  public VsiCommand compact(VsiManagerId shared) {
    return new VsiCommand(type, shared, Octets.of(body.toArray()));
  }

  /** Same type of connection and same edition of it. */
  public boolean sameTypeAndVersion(VsiCommand other) {
    return body.u24(0) == other.body.u24(0) && body.u8(VERSION_AT) == other.body.u8(VERSION_AT);
  }

  /** Manager ID, type, version, VSIID and filter format: what a peer finds a VSI by. */
  public boolean sameKey(VsiCommand other) {
    return manager.equals(other.manager)
        && body.slice(0, COUNT_AT).equals(other.body.slice(0, COUNT_AT));
  }

  /**
   * This command with the VIDs a bridge supplies. Only what a station stands is changed: nothing of
   * a field with PS set, and no VID that was named.
   *
   * @param vids one for each entry
   */
  public VsiCommand granted(List<VidField> vids) {
    if (vids.size() != entryCount()) {
      throw new IllegalArgumentException(
          vids.size() + " answered VIDs for " + entryCount() + " filter entries");
    }
    byte[] granted = body.toArray();
    int at = firstVid();
    for (VidField answered : vids) {
      VidField asked = VidField.ofBits(body.u16(at));
      int bits = supplies(asked, answered) ? answered.bits() : asked.bits();
      granted[at] = (byte) (bits >>> 8);
      granted[at + 1] = (byte) bits;
      at += format().entrySize();
    }
    Octets answer = Octets.of(granted);
    return answer.equals(body) ? this : new VsiCommand(type, manager, answer);
  }

  /**
   * Whether a station that sent this may take {@code answer} for its answer: same key, same
   * entries, and only such VIDs changed as a bridge may change.
   */
  public boolean mayBeAnsweredBy(VsiCommand answer) {
    if (!sameKey(answer) || answer.body.size() != body.size()) {
      return false;
    }
    if (answer.body.equals(body)) {
      return true;
    }
    return answer.body.u16(COUNT_AT) == body.u16(COUNT_AT)
        && granted(answer.vids()).body.equals(answer.body);
  }

  private static boolean supplies(VidField asked, VidField answered) {
    return !asked.pcpSignificant() && (asked.isWildcard() || answered.vid() == asked.vid());
  }

  private FilterInfo.Format format() {
    return FilterInfo.Format.of(body.u8(FILTER_FORMAT_AT))
        .orElseThrow(() -> new IllegalStateException("command was not checked: " + body));
  }

  private int entryCount() {
    return body.u16(COUNT_AT);
  }

  private int firstVid() {
    return ENTRIES_AT + format().entrySize() - VID_SIZE;
  }

  /** The ratified TLV, header included. */
  public Octets encode(int status) {
    return Octets.builder()
        .u16(type.code() << 9 | STATUS_SIZE + body.size())
        .u8(status)
        .octets(body)
        .build();
  }

  /** The draft 0 TLV, header included; only for what a draft station asked. */
  public Octets encodeDraft(DraftResponse response) {
    // Draft 0 has seven octets before the type ID, and no VSIID format behind the version.
    int length = DraftAssociationTlv.TYPE_ID_AT + body.size() - 1;
    OctetsBuilder out = Octets.builder();
    out.u16(DraftAssociationTlv.TYPE << 9 | length).u24(DraftAssociationTlv.OUI);
    out.u8(DraftAssociationTlv.SUBTYPE).u8(type.draftMode()).u8(response.code());
    out.u8(manager.octets().u8(0)).octets(body.slice(0, FORMAT_AT)).octets(body.from(VSIID_AT));
    return out.build();
  }
}
