package org.moorage.edge;

import java.util.Optional;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;

/**
 * Which frames on the station's port are a vPort's, and which VLANs of the network they belong to.
 *
 * @param mac the station's address in them; empty where the filter has none: then any
 * @param vid the VID of their C-TAG
 * @param untagged whether frames without a VID are meant as well: the VSI asked with VID 0. It gets
 *     its frames untagged until it has sent this VID itself
 * @param network the VLAN in which its frames travel on
 * @param inbound the VLAN whose frames reach it; another than {@code network} only where it is
 *     isolated
 */
public record VPortMatch(
    Optional<MacAddress> mac, VlanId vid, boolean untagged, VlanId network, VlanId inbound) {

  public VPortMatch {
    if (mac.isPresent() && !mac.get().isUnicast()) {
      throw new IllegalArgumentException(mac.get() + " is not one station's address");
    }
  }

  @Override
  public String toString() {
    return mac.map(address -> address + " ").orElse("")
        + (untagged ? "untagged or VID " : "VID ")
        + vid
        + (network.equals(vid) ? "" : " as VLAN " + network);
  }
}
