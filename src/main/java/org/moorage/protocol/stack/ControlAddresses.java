package org.moorage.protocol.stack;

import java.util.Set;
import java.util.TreeSet;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/**
 * The destination addresses of a port's control frames. A bridge of another kind between station
 * and edge takes some of them for itself; then both ends agree on one it forwards.
 *
 * <p>LLDP is heard at its own address only: what a station says at two addresses would overwrite
 * each other. ECP is heard at the standard's address as well. CDCP stays with the nearest non-TPMR
 * bridge.
 *
 * @param evb of the LLDP agent that carries the EVB TLV of either flavour; a group address
 * @param ecp of ratified ECP; a group address
 * @param draftEcp of ECP draft 0; a group address
 */
public record ControlAddresses(MacAddress evb, MacAddress ecp, MacAddress draftEcp) {

  public static final ControlAddresses STANDARD =
      new ControlAddresses(
          ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac(),
          ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac(),
          ReservedAddress.NEAREST_BRIDGE.mac());

  public ControlAddresses {
    check("EVB", evb);
    check("ECP", ecp);
    check("draft ECP", draftEcp);
  }

  private static void check(String what, MacAddress address) {
    if (!address.isGroup()) {
      throw new IllegalArgumentException(what + " address " + address + " is not a group address");
    }
  }

  public ControlAddresses withEvb(MacAddress address) {
    return new ControlAddresses(address, ecp, draftEcp);
  }

  /** ECP of both flavours. */
  public ControlAddresses withEcp(MacAddress address) {
    return new ControlAddresses(evb, address, address);
  }

  /** Every group address a frame for this port may have: what its interface is to receive. */
  public Set<MacAddress> groups() {
    Set<MacAddress> groups = new TreeSet<>();
    for (ReservedAddress each : ReservedAddress.values()) {
      groups.add(each.mac());
    }
    groups.add(evb);
    groups.add(ecp);
    groups.add(draftEcp);
    return groups;
  }
}
