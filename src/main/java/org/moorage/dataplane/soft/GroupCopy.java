package org.moorage.dataplane.soft;

import java.util.Comparator;
import java.util.List;

/**
 * One copy of a frame on a cascade link for several extended ports.
 *
 * @param channel GRP and E-CID of the group
 * @param members in the order of their names
 */
record GroupCopy(int channel, List<SwitchPort> members) {

  static final Comparator<SwitchPort> ORDER = Comparator.comparing(port -> port.name);

  GroupCopy {
    members = members.stream().sorted(ORDER).toList();
  }

  /**
   * @param tag the VID of the copy's tag, 0 without one
   */
  static int key(int vlan, int tag) {
    return vlan << 12 | tag;
  }
}
