package org.moorage.dataplane.soft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.overlay.CustomerRoute;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/**
 * The ways inside a VM network as frames meet them: for each length of prefix that occurs, longest
 * first, one look into a table. Made anew when a subnet or a route comes or goes.
 */
final class OverlayDomain {

  /** The way to a prefix. */
  static final class Way extends AddressTable.Keyed {
    final int vsid;
    final boolean onLink;
    final long nextHigh;
    final long nextLow;

    Way(IpPrefix prefix, int vsid, @Nullable IpAddress next) {
      super(space(prefix.version(), prefix.length()), prefix.address().high(), low(prefix));
      this.vsid = vsid;
      onLink = next == null;
      nextHigh = next == null ? 0 : next.version() == IpVersion.V4 ? OverlayRecord.V4 : next.high();
      nextLow = next == null ? 0 : next.low();
    }

    private static long low(IpPrefix prefix) {
      return prefix.address().low();
    }
  }

  /** In the space of IPv6 prefixes; below it are those of IPv4. */
  private static final int SIX = 256;

  private final AddressTable<Way> ways = new AddressTable<>();
  private final int[] lengths4;
  private final int[] lengths6;

  OverlayDomain(List<VirtualSubnet> subnets, List<CustomerRoute> routes) {
    List<IpPrefix> prefixes = new ArrayList<>();
    routes.stream()
        .filter(route -> !route.isOnLink())
        .sorted(
            Comparator.comparingInt(CustomerRoute::metric)
                .thenComparing(CustomerRoute::nextHop)
                .reversed())
        .forEach(route -> {
          ways.put(new Way(route.destination(), route.vsid().value(), route.nextHop()));
          prefixes.add(route.destination());
        });
    for (VirtualSubnet subnet : subnets) {
      for (IpVersion version : IpVersion.values()) {
        subnet
            .prefix(version)
            .ifPresent(prefix -> {
              ways.put(new Way(prefix, subnet.vsid().value(), null));
              prefixes.add(prefix);
            });
      }
    }
    lengths4 = lengths(prefixes, IpVersion.V4);
    lengths6 = lengths(prefixes, IpVersion.V6);
  }

  private static int[] lengths(List<IpPrefix> prefixes, IpVersion version) {
    return prefixes.stream()
        .filter(prefix -> prefix.version() == version)
        .map(IpPrefix::length)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int space(IpVersion version, int length) {
    return version == IpVersion.V4 ? length : SIX + length;
  }

  /** The way to an address, or null. */
  @Nullable Way to(int ipVersion, long high, long low) {
    return way(ipVersion, high, low, false);
  }

  /** The subnet an address is in, whatever routes lead to it, or null. */
  @Nullable Way subnetOf(int ipVersion, long high, long low) {
    return way(ipVersion, high, low, true);
  }

  private @Nullable Way way(int ipVersion, long high, long low, boolean onLink) {
    for (int length : ipVersion == 4 ? lengths4 : lengths6) {
      Way way = ipVersion == 4 ? way4(length, low) : way6(length, high, low);
      if (way != null && (way.onLink || !onLink)) {
        return way;
      }
    }
    return null;
  }

  private @Nullable Way way4(int length, long low) {
    return ways.get(length, 0, length == 0 ? 0 : low & 0xFFFF_FFFFL << (32 - length));
  }

  private @Nullable Way way6(int length, long high, long low) {
    long maskedHigh = length >= 64 ? high : length == 0 ? 0 : high & -1L << (64 - length);
    long maskedLow = length <= 64 ? 0 : length == 128 ? low : low & -1L << (128 - length);
    return ways.get(SIX + length, maskedHigh, maskedLow);
  }
}
