package org.moorage.protocol.lldp;

import org.moorage.protocol.Octets;

/**
 * One of the optional TLVs of an LLDPDU (IEEE 802.1AB, "Basic TLV format").
 *
 * <pre>
 * +--------------+------------------+------------------
 * | type (7 bit) | length (9 bit)   | information ...
 * +--------------+------------------+------------------
 * </pre>
 */
public sealed interface LldpTlv permits BasicTlv, OrganizationalTlv {

  /** End of LLDPDU, Chassis ID, Port ID and Time To Live come first; these are the rest. */
  int FIRST_OPTIONAL = 4;

  /** The type that says "an organization defines what follows". */
  int ORGANIZATIONAL = 127;

  /** What nine bits of length can say. */
  int MAX_LENGTH = 511;

  /** 4..127. */
  int type();

  /** What follows the two octets of type and length. */
  Octets information();
}
