package org.moorage.overlay;

import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/** What one item of the overlay is found by. */
public sealed interface OverlayKey {

  record OfVmNetwork(RoutingDomainId rdid) implements OverlayKey {}

  record OfVirtualSubnet(VirtualSubnetId vsid) implements OverlayKey {}

  record OfProviderAddress(IpAddress address) implements OverlayKey {}

  record OfProviderRoute(String edge, IpPrefix destination, IpAddress nextHop)
      implements OverlayKey {}

  /** A customer address of a virtual subnet: what a Static or Dynamic record is about. */
  record OfCustomerAddress(VirtualSubnetId vsid, IpAddress address) implements OverlayKey {}

  /** A VM whose address is not known: what an L2Only record is about. */
  record OfMac(VirtualSubnetId vsid, MacAddress mac) implements OverlayKey {}

  /** Everything there is no record of: what a GatewayWildcard record is about. */
  record OfWildcard(VirtualSubnetId vsid, IpVersion version) implements OverlayKey {}

  /** What is to become a record when the VM associates: another edge may have the VM until then. */
  record OfReserved(
      VirtualSubnetId vsid, IpAddress address, MacAddress mac, IpAddress providerAddress)
      implements OverlayKey {}

  record OfCustomerRoute(VirtualSubnetId vsid, IpPrefix destination, IpAddress nextHop)
      implements OverlayKey {}
}
