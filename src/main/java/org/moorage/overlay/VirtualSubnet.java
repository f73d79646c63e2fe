package org.moorage.overlay;

import java.util.Optional;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/**
 * A subnet of a VM network and its broadcast domain (HNV: virtual subnet). Its gateway is the
 * lowest address of each prefix, on every edge, and no VM's.
 *
 * @param name what profiles call it; once in its VM network
 * @param prefix4 at most /30
 * @param prefix6 at most /126
 * @param multicast the provider address broadcasts are sent to; without one each edge gets a copy
 */
public record VirtualSubnet(
    VirtualSubnetId vsid,
    RoutingDomainId rdid,
    String name,
    Optional<IpPrefix> prefix4,
    Optional<IpPrefix> prefix6,
    Optional<IpAddress> multicast)
    implements OverlayItem {

  /**
   * Where VMs send what leaves their subnet: the same on every edge, so that moving changes
   * nothing. Locally administered.
   */
  public static final MacAddress GATEWAY = new MacAddress(0x024D_6F6F_7267L);

  private static final int LONGEST_4 = 30;
  private static final int LONGEST_6 = 126;

  public VirtualSubnet {
    OverlayName.require(name);
    prefix4.ifPresent(prefix -> require(prefix, IpVersion.V4, LONGEST_4));
    prefix6.ifPresent(prefix -> require(prefix, IpVersion.V6, LONGEST_6));
    if (prefix4.isEmpty() && prefix6.isEmpty()) {
      throw new IllegalArgumentException("a virtual subnet has an IPv4 or an IPv6 prefix, or both");
    }
    multicast.ifPresent(group -> {
      if (!group.isMulticast()) {
        throw new IllegalArgumentException(
            group + " is not a multicast address; those are in 224.0.0.0/4 and ff00::/8");
      }
    });
  }

  private static void require(IpPrefix prefix, IpVersion version, int longest) {
    if (prefix.version() != version) {
      throw new IllegalArgumentException(prefix + " is not " + version);
    }
    if (prefix.length() < 1 || prefix.length() > longest) {
      throw new IllegalArgumentException(
          prefix + " has no room for a gateway and a VM; its length is 1.." + longest);
    }
    if (prefix.address().isNobodys() || prefix.address().isLinkLocal()) {
      throw new IllegalArgumentException(
          prefix + " is not for VMs: unspecified, loopback, link-local and multicast are not");
    }
  }

  @Override
  public OverlayKey.OfVirtualSubnet key() {
    return new OverlayKey.OfVirtualSubnet(vsid);
  }

  public Optional<IpPrefix> prefix(IpVersion version) {
    return switch (version) {
      case V4 -> prefix4;
      case V6 -> prefix6;
    };
  }

  /** The lowest address of the prefix: the edge's own. */
  public Optional<IpAddress> gateway(IpVersion version) {
    return prefix(version)
        .map(prefix -> new IpAddress(version, prefix.address().high(), prefix.address().low() + 1));
  }

  public boolean contains(IpAddress address) {
    return prefix(address.version()).filter(prefix -> prefix.contains(address)).isPresent();
  }

  /** Whether a VM may have this address: in the prefix, and not the subnet's own. */
  public boolean isForVms(IpAddress address) {
    return prefix(address.version())
        .filter(prefix -> prefix.contains(address))
        .filter(prefix -> !prefix.address().equals(address))
        .filter(prefix -> !gateway(address.version()).orElseThrow().equals(address))
        .filter(prefix -> address.version() == IpVersion.V6 || !isBroadcast(prefix, address))
        .isPresent();
  }

  private static boolean isBroadcast(IpPrefix prefix, IpAddress address) {
    return address.low() == (prefix.address().low() | 0xFFFF_FFFFL >>> prefix.length());
  }
}
