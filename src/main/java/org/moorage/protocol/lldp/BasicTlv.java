package org.moorage.protocol.lldp;

import org.moorage.protocol.Octets;

/**
 * A TLV that no organization defines, kept as it came.
 *
 * @param type 4..127; 127 only where the information is too short to name an organization
 * @param information 0..511 octets
 */
public record BasicTlv(int type, Octets information) implements LldpTlv {

  public BasicTlv {
    if (type < FIRST_OPTIONAL || type > ORGANIZATIONAL) {
      throw new IllegalArgumentException("LLDP TLV type " + type + " is outside 4..127");
    }
    if (information.size() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "LLDP TLV of " + information.size() + " octets; at most " + MAX_LENGTH);
    }
    if (type == ORGANIZATIONAL && information.size() >= OrganizationalTlv.HEADER) {
      throw new IllegalArgumentException("type 127 with an OUI and a subtype is organizational");
    }
  }
}
