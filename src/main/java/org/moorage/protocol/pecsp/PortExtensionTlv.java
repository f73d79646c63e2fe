package org.moorage.protocol.pecsp;

import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.lldp.OrganizationalTlv;

/**
 * The Port Extension TLV (IEEE 802.1BR, "Port Extension TLV"): OUI 00-80-C2, subtype 0x0F. Field
 * order and sizes follow the columns of the LLDP-EXT-DOT1-PE MIB; no capture confirms them.
 *
 * <pre>
 * +-----------------------+----------------+--------------------+
 * | cascade port priority | PE address (6) | PE CSP address (6) |
 * +-----------------------+----------------+--------------------+
 * </pre>
 *
 * @param cascadePriority 0..255
 * @param address identifies the port extender, or the controlling bridge
 * @param cspAddress where it takes PE CSP
 */
public record PortExtensionTlv(int cascadePriority, MacAddress address, MacAddress cspAddress) {

  public static final int SUBTYPE = 0x0F;

  static final String WRONG_LENGTH = "Port Extension TLV whose length is not 17";
  static final String GROUP_ADDRESS = "group address in a Port Extension TLV";

  private static final int SIZE = 13;

  public PortExtensionTlv {
    if (cascadePriority < 0 || cascadePriority > 255) {
      throw new IllegalArgumentException(
          "cascade port priority " + cascadePriority + " is outside 0..255");
    }
    if (address.isGroup() || cspAddress.isGroup()) {
      throw new IllegalArgumentException("a port extender's addresses are not group addresses");
    }
  }

  /** The Port Extension TLV of an LLDPDU, where it carries one. */
  public static Optional<Decoded<PortExtensionTlv>> in(Lldpdu pdu) {
    return pdu.organizational(OrganizationalTlv.OUI_IEEE_8021, SUBTYPE)
        .map(tlv -> decode(tlv.info()));
  }

  /** Reads what follows OUI and subtype. */
  public static Decoded<PortExtensionTlv> decode(Octets info) {
    if (info.size() != SIZE) {
      return Decoded.malformed(WRONG_LENGTH, Math.min(info.size(), SIZE));
    }
    MacAddress address = MacAddress.of(info, 1);
    MacAddress csp = MacAddress.of(info, 7);
    if (address.isGroup() || csp.isGroup()) {
      return Decoded.malformed(GROUP_ADDRESS, address.isGroup() ? 1 : 7);
    }
    return Decoded.value(new PortExtensionTlv(info.u8(0), address, csp));
  }

  public OrganizationalTlv tlv() {
    Octets info =
        Octets.builder().u8(cascadePriority).u48(address.bits()).u48(cspAddress.bits()).build();
    return new OrganizationalTlv(OrganizationalTlv.OUI_IEEE_8021, SUBTYPE, info);
  }
}
