package org.moorage.protocol.vdp;

import org.moorage.protocol.Octets;

/**
 * A TLV an organisation defined; it belongs to the association TLV before it.
 *
 * <pre>
 * +-----------+---------+-------------
 * | FE/FF len | OUI (3) | content ...
 * +-----------+---------+-------------
 * </pre>
 *
 * @param oui 0..2^24-1
 * @param content what follows the OUI, at most 508 octets
 */
public record OrganizationalTlv(int oui, Octets content) implements VdpTlv {

  static final int TYPE = 0x7F;
  static final int OUI_SIZE = 3;
  static final int MAX_CONTENT = 511 - OUI_SIZE;

  public OrganizationalTlv {
    if (oui < 0 || oui > 0xFF_FFFF) {
      throw new IllegalArgumentException("OUI " + oui + " is outside 0..16777215");
    }
    if (content.size() > MAX_CONTENT) {
      throw new IllegalArgumentException(
          "organisational TLV content of " + content.size() + " octets; at most " + MAX_CONTENT);
    }
  }

  /** The TLV with its header. */
  public Octets encode() {
    return Octets.builder()
        .u16(TYPE << 9 | OUI_SIZE + content.size())
        .u24(oui)
        .octets(content)
        .build();
  }

  /** What it says, where its meaning is known. */
  public OrganizationalMeaning meaning() {
    return OrganizationalMeaning.of(this);
  }
}
