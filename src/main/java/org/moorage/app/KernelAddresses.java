package org.moorage.app;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Addresses the kernel has on an interface our own switch drives. With one the kernel would answer
 * frames that are the VMs', so a port must have none.
 */
final class KernelAddresses {

  private KernelAddresses() {}

  /** Why the interface cannot be a port of the soft switch; empty where it can. */
  static Optional<String> objection(String name) {
    List<String> addresses = of(name, false);
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        name
            + " has the address "
            + String.join(", ", addresses)
            + ", so the kernel would answer for the VMs behind it; take it away: ip address flush"
            + " dev "
            + name
            + " (or use --dataplane none)");
  }

  /** The kernel gave it an address of its own making, which is a nuisance and no obstacle. */
  static Optional<String> remark(String name) {
    return of(name, true).isEmpty()
        ? Optional.empty()
        : Optional.of(
            name
                + " has an IPv6 link-local address, so the kernel sends frames of its own there;"
                + " switch it off: ip link set "
                + name
                + " addrgenmode none && ip address flush dev "
                + name);
  }

  private static List<String> of(String name, boolean linkLocal) {
    List<String> addresses = new ArrayList<>();
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      if (found != null) {
        for (InterfaceAddress each : found.getInterfaceAddresses()) {
          InetAddress address = each.getAddress();
          if (address.isLinkLocalAddress() == linkLocal) {
            String text = address.getHostAddress();
            int zone = text.indexOf('%');
            addresses.add(
                (zone < 0 ? text : text.substring(0, zone)) + "/" + each.getNetworkPrefixLength());
          }
        }
      }
    } catch (SocketException e) {
      // Opening the port will say what is wrong with it.
    }
    return addresses;
  }
}
