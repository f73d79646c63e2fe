package org.moorage.overlay;

import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;

/**
 * Where in a VM network a prefix is reached (HNV: customer route). Each virtual subnet's own
 * prefixes are reached without one.
 *
 * @param vsid the virtual subnet the next hop is in
 * @param nextHop a VM or gateway of that subnet; 0.0.0.0 or :: where the destination is the subnet
 * @param metric 0..65535, of several with one destination the lowest is taken
 */
public record CustomerRoute(
    RoutingDomainId rdid, VirtualSubnetId vsid, IpPrefix destination, IpAddress nextHop, int metric)
    implements OverlayItem {

  public CustomerRoute {
    Metric.require(metric);
    if (nextHop.version() != destination.version()) {
      throw new IllegalArgumentException(
          "next hop " + nextHop + " is of another family than " + destination);
    }
  }

  /** Its destination is a virtual subnet's own prefix. */
  public boolean isOnLink() {
    return nextHop.isUnspecified();
  }

  @Override
  public OverlayKey.OfCustomerRoute key() {
    return new OverlayKey.OfCustomerRoute(vsid, destination, nextHop);
  }
}
