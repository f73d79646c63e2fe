package org.moorage.overlay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ip.IpAddress;

/** What belongs to one VM network in an {@link OverlayBook}. */
final class RoutingDomain {

  /** The most specific first, then the lowest metric; a subnet's own prefix before a route. */
  private static final Comparator<CustomerRoute> ORDER =
      Comparator.<CustomerRoute>comparingInt(route -> -route.destination().length())
          .thenComparing(route -> !route.isOnLink())
          .thenComparingInt(CustomerRoute::metric)
          .thenComparing(CustomerRoute::nextHop);

  final TreeMap<VirtualSubnetId, VirtualSubnet> subnets = new TreeMap<>();
  private final List<CustomerRoute> routes = new ArrayList<>();

  void put(CustomerRoute route) {
    remove(route.key());
    routes.add(route);
    routes.sort(ORDER);
  }

  boolean remove(OverlayKey.OfCustomerRoute key) {
    return routes.removeIf(route -> route.key().equals(key));
  }

  List<CustomerRoute> routes() {
    return List.copyOf(routes);
  }

  boolean hasRoutesBy(VirtualSubnetId vsid) {
    return routes.stream().anyMatch(route -> route.vsid().equals(vsid));
  }

  /** The way to an address: its subnet, or the best route. */
  Optional<CustomerRoute> way(IpAddress to) {
    Optional<CustomerRoute> onLink =
        subnets.values().stream()
            .filter(subnet -> subnet.contains(to))
            .map(subnet -> onLink(subnet, to))
            .findFirst();
    Optional<CustomerRoute> route =
        routes.stream().filter(each -> each.destination().contains(to)).findFirst();
    return Stream.of(onLink, route).flatMap(Optional::stream).min(ORDER);
  }

  private static CustomerRoute onLink(VirtualSubnet subnet, IpAddress to) {
    IpAddress none = new IpAddress(to.version(), 0, 0);
    return new CustomerRoute(
        subnet.rdid(), subnet.vsid(), subnet.prefix(to.version()).orElseThrow(), none, 0);
  }
}
