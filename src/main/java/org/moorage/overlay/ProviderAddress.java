package org.moorage.overlay;

import java.util.Optional;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;

/**
 * An address of an edge in the physical network (HNV: provider address, PA), to which tenants'
 * frames are sent.
 *
 * @param prefixLength of the network it is in
 * @param edge the name of the edge that answers for it
 * @param vlan of the physical network it is in; without one untagged
 */
public record ProviderAddress(
    IpAddress address, int prefixLength, String edge, Optional<VlanId> vlan)
    implements OverlayItem {

  public ProviderAddress {
    if (address.isMulticast() || address.isNobodys() || address.isLinkLocal()) {
      throw new IllegalArgumentException(address + " cannot be the address of an edge");
    }
    if (prefixLength < 1 || prefixLength > address.version().bits()) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " is outside 1.." + address.version().bits());
    }
    if (edge.isBlank()) {
      throw new IllegalArgumentException("a provider address belongs to an edge");
    }
  }

  @Override
  public OverlayKey.OfProviderAddress key() {
    return new OverlayKey.OfProviderAddress(address);
  }

  /** The physical network it is in: what is there needs no router. */
  public IpPrefix onLink() {
    return new IpPrefix(address.network(prefixLength), prefixLength);
  }
}
