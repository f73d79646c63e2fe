package org.moorage.protocol.vdp;

import org.moorage.protocol.Octets;

/**
 * A draft 0 association TLV that cannot be taken at its word.
 *
 * @param content the TLV's octets behind its header, OUI first
 * @param reason a short sentence usable as a counter's label
 */
public record MalformedDraftAssociation(Octets content, String reason) implements DraftVdpTlv {

  /** Long enough to say which VSI it is about, so that it can be echoed as an invalid format. */
  public boolean isAnswerable() {
    return content.size() >= DraftAssociationTlv.FIXED_SIZE;
  }

  /** The TLV sent back as it came, header included, but for its response. */
  public Octets answered(DraftResponse response) {
    return Octets.builder()
        .u16(DraftAssociationTlv.TYPE << 9 | content.size())
        .octets(content.slice(0, DraftAssociationTlv.RESPONSE_AT))
        .u8(response.code())
        .octets(content.from(DraftAssociationTlv.RESPONSE_AT + 1))
        .build();
  }
}
