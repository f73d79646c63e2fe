package org.moorage.protocol.vdp;

import java.util.Optional;
import org.moorage.protocol.Octets;

/**
 * An association TLV that cannot be taken at its word.
 *
 * @param type of the TLV
 * @param content the TLV's octets behind its header, as received
 * @param reason a short sentence usable as a counter's label
 */
public record MalformedAssociation(VdpType type, Octets content, String reason) implements VdpTlv {

  /**
   * The error a bridge answers with, echoing the octets as received. Empty where the TLV is too
   * short to say which VSI it is about, or is itself a response: then nothing is answered.
   */
  public Optional<VdpError> answer() {
    return content.size() >= AssociationTlv.FIXED_SIZE && !new VdpStatus(content.u8(0)).isResponse()
        ? Optional.of(VdpError.INVALID_FORMAT)
        : Optional.empty();
  }
}
