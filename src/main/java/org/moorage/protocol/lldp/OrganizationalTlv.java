package org.moorage.protocol.lldp;

import org.moorage.protocol.Octets;

/**
 * A TLV an organization defines (IEEE 802.1AB, "Organizationally Specific TLVs").
 *
 * <pre>
 * +------+--------+---------+-------------+----------
 * | 127  | length | OUI (3) | subtype (1) | info ...
 * +------+--------+---------+-------------+----------
 * </pre>
 *
 * @param oui 0..2^24-1
 * @param subtype 0..255
 * @param info 0..507 octets
 */
public record OrganizationalTlv(int oui, int subtype, Octets info) implements LldpTlv {

  /** IEEE 802.1. */
  public static final int OUI_IEEE_8021 = 0x0080C2;

  /** The OUI under which draft 0 of EVB, ECP and VDP travelled. */
  public static final int OUI_DRAFT = 0x001B3F;

  static final int HEADER = 4;

  public OrganizationalTlv {
    if (oui < 0 || oui > 0xFF_FFFF) {
      throw new IllegalArgumentException("OUI " + oui + " is outside 0..16777215");
    }
    if (subtype < 0 || subtype > 0xFF) {
      throw new IllegalArgumentException("subtype " + subtype + " is outside 0..255");
    }
    if (info.size() > MAX_LENGTH - HEADER) {
      throw new IllegalArgumentException(
          "organizational TLV of " + info.size() + " octets; at most " + (MAX_LENGTH - HEADER));
    }
  }

  @Override
  public int type() {
    return ORGANIZATIONAL;
  }

  @Override
  public Octets information() {
    return Octets.builder().u24(oui).u8(subtype).octets(info).build();
  }

  /** Whether this is that organization's TLV of that subtype. */
  public boolean is(int oui, int subtype) {
    return this.oui == oui && this.subtype == subtype;
  }
}
