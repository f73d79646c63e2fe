package org.moorage.protocol.stack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.Octets;
import org.moorage.protocol.evb.DraftEvbTlv;
import org.moorage.protocol.evb.EvbTlv;
import org.moorage.protocol.lldp.BasicTlv;
import org.moorage.protocol.lldp.LldpSettings;
import org.moorage.protocol.lldp.LldpTlv;
import org.moorage.protocol.lldp.OrganizationalTlv;

/** What a port says about itself in LLDP besides EVB. */
final class SpokenNames {

  /** The neighbour that speaks EVB is the one that counts. */
  static final List<LldpSettings.TlvName> EVB_TLVS =
      List.of(
          new LldpSettings.TlvName(OrganizationalTlv.OUI_IEEE_8021, EvbTlv.SUBTYPE),
          new LldpSettings.TlvName(OrganizationalTlv.OUI_DRAFT, DraftEvbTlv.SUBTYPE));

  private static final int PORT_DESCRIPTION = 4;
  private static final int SYSTEM_NAME = 5;
  private static final int MAX_OCTETS = 255;

  private SpokenNames() {}

  static void check(String field, String name) {
    int octets = name.getBytes(StandardCharsets.UTF_8).length;
    if (octets > MAX_OCTETS) {
      throw new IllegalArgumentException(field + " of " + octets + " octets; at most 255");
    }
  }

  /** The TLVs of those names that are not empty. */
  static List<LldpTlv> tlvs(String systemName, String portDescription) {
    List<LldpTlv> tlvs = new ArrayList<>(4);
    add(tlvs, PORT_DESCRIPTION, portDescription);
    add(tlvs, SYSTEM_NAME, systemName);
    return tlvs;
  }

  private static void add(List<LldpTlv> tlvs, int type, String name) {
    if (!name.isEmpty()) {
      tlvs.add(new BasicTlv(type, Octets.of(name.getBytes(StandardCharsets.UTF_8))));
    }
  }
}
