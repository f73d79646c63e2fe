package org.moorage.agent;

import java.nio.charset.StandardCharsets;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.lldp.BasicTlv;
import org.moorage.protocol.lldp.LldpTlv;
import org.moorage.protocol.lldp.Lldpdu;

/** What to call a station by what it says about itself in LLDP. */
final class NeighbourWords {

  private static final int SYSTEM_NAME = 5;
  private static final int CHASSIS_IS_MAC = 4;

  private NeighbourWords() {}

  /** Its system name, else its chassis. */
  static String name(Lldpdu neighbour) {
    for (LldpTlv tlv : neighbour.tlvs()) {
      if (tlv instanceof BasicTlv basic
          && basic.type() == SYSTEM_NAME
          && !basic.information().isEmpty()) {
        return printable(basic.information());
      }
    }
    Octets chassis = neighbour.chassisId();
    return chassis.u8(0) == CHASSIS_IS_MAC && chassis.size() == 1 + MacAddress.SIZE
        ? MacAddress.of(chassis, 1).toString()
        : printable(chassis.from(1));
  }

  private static String printable(Octets octets) {
    return new String(octets.toArray(), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
  }
}
