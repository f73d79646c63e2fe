package org.moorage.protocol.path;

import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * A destination address a path is probed with (IEEE 802.1Q, "Reserved addresses").
 *
 * @param name what it is called
 * @param usedBy who sends there
 */
public record ProbedAddress(MacAddress mac, String name, String usedBy) {

  /** A group address nobody owns: the locally administered one that spells Moora. */
  public static final MacAddress USUAL_OWN = MacAddress.parse("03:4d:6f:6f:72:61");

  private static final long FIRST_RESERVED = 0x0180_C200_0000L;

  private static final List<String> RESERVED =
      List.of(
          "nearest customer bridge|STP; EVB over LLDP, ECP",
          "MAC control|pause frames",
          "slow protocols|LACP, Ethernet OAM",
          "nearest non-TPMR bridge|802.1X; CDCP over LLDP",
          "reserved|",
          "reserved|",
          "reserved|",
          "metro Ethernet|E-LMI",
          "provider bridge|STP of providers",
          "reserved|",
          "reserved|",
          "reserved|",
          "reserved|",
          "provider bridge MVRP|MVRP of providers",
          "nearest bridge|LLDP; ECP draft 0",
          "reserved|");

  /**
   * All of them: what bridges keep for themselves, then a group address of the site's own and
   * broadcast, which bridges forward.
   */
  static List<ProbedAddress> all(MacAddress own) {
    List<ProbedAddress> all = new ArrayList<>();
    for (int i = 0; i < RESERVED.size(); i++) {
      String[] words = RESERVED.get(i).split("\\|", 2);
      all.add(new ProbedAddress(new MacAddress(FIRST_RESERVED + i), words[0], words[1]));
    }
    all.add(new ProbedAddress(own, "own group address", "whom you tell"));
    all.add(new ProbedAddress(MacAddress.BROADCAST, "broadcast", "ARP, announcements"));
    return List.copyOf(all);
  }
}
