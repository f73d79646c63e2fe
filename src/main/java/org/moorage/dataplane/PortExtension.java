package org.moorage.dataplane;

import java.util.List;
import java.util.Set;
import org.moorage.edge.PortName;
import org.moorage.protocol.ethernet.EChannelId;

/** What a data plane that is a controlling bridge does for its port extenders (IEEE 802.1BR). */
public interface PortExtension {

  /**
   * A frame for everybody in a VLAN behind one cascade port, as one copy.
   *
   * @param vlan whose flooding it is, 1..4094
   * @param tag the VID of the copy's C-TAG, 0 for an untagged copy
   * @param group the E-channel of the copy
   * @param members who gets it, all of them and nobody else
   */
  record Replication(int vlan, int tag, EChannelId group, Set<PortName> members) {
    public Replication {
      members = Set.copyOf(members);
      if (!group.isGroup()) {
        throw new IllegalArgumentException("E-channel " + group + " is not a group");
      }
    }
  }

  /**
   * A port of an extender came up: from now on it is a station-facing port of its own, whose frames
   * carry an E-TAG on the cascade link.
   *
   * @param port the name of the new port
   * @param channel of no other port of that cascade
   */
  void openExtendedPort(PortName port, PortName cascade, EChannelId channel);

  /** The port is gone: no frame of it passes any more. What is applied on it is removed before. */
  void closeExtendedPort(PortName port);

  /** From now on exactly these groups can be used on a cascade port: its extender knows them. */
  void replicate(PortName cascade, List<Replication> groups);
}
