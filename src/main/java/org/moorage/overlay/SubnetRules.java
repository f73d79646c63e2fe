package org.moorage.overlay;

import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.protocol.ip.IpPrefix;

/** What a virtual subnet and a customer route have to fit. */
final class SubnetRules {

  private final OverlayBook book;

  SubnetRules(OverlayBook book) {
    this.book = book;
  }

  Optional<OverlayFault> fault(VirtualSubnet subnet) {
    if (book.network(subnet.rdid()).isEmpty()) {
      return OverlayBook.fault("RoutingDomainID", "there is no VM network " + subnet.rdid());
    }
    Optional<VirtualSubnet> before = book.subnet(subnet.vsid());
    if (before.isPresent() && !before.get().rdid().equals(subnet.rdid())) {
      return OverlayBook.fault(
          "VirtualSubnetID",
          "VSID " + subnet.vsid() + " belongs to " + before.get().rdid() + " for good");
    }
    return name(subnet).or(() -> prefixes(subnet)).or(() -> multicast(subnet));
  }

  private Optional<OverlayFault> name(VirtualSubnet subnet) {
    return book.subnets(subnet.rdid()).stream()
        .filter(other -> other.name().equals(subnet.name()))
        .filter(other -> !other.vsid().equals(subnet.vsid()))
        .findFirst()
        .map(other ->
            new OverlayFault("Name", subnet.name() + " is the name of VSID " + other.vsid()));
  }

  private Optional<OverlayFault> prefixes(VirtualSubnet subnet) {
    for (IpPrefix prefix :
        Stream.concat(subnet.prefix4().stream(), subnet.prefix6().stream()).toList()) {
      Optional<VirtualSubnet> other = book.overlapping(subnet.rdid(), subnet.vsid(), prefix);
      if (other.isPresent()) {
        return OverlayBook.fault(
            "Prefix",
            prefix
                + " overlaps "
                + other.get().prefix(prefix.version()).orElseThrow()
                + " of "
                + other.get().name()
                + " in the same VM network");
      }
    }
    return book.records(subnet.vsid()).stream()
        .filter(record -> !record.type().hasNoAddress())
        .filter(record -> !subnet.isForVms(record.customerAddress()))
        .findFirst()
        .map(record ->
            new OverlayFault(
                "Prefix", record.customerAddress() + " has a lookup record and would be outside"));
  }

  private Optional<OverlayFault> multicast(VirtualSubnet subnet) {
    return subnet
        .multicast()
        .flatMap(group ->
            book.allSubnets()
                .filter(other -> !other.vsid().equals(subnet.vsid()))
                .filter(other -> other.multicast().filter(group::equals).isPresent())
                .findFirst()
                .map(other ->
                    new OverlayFault(
                        "Multicast", group + " is the address of VSID " + other.vsid())));
  }

  Optional<OverlayFault> fault(CustomerRoute route) {
    Optional<VirtualSubnet> subnet = book.subnet(route.vsid());
    if (subnet.isEmpty()) {
      return OverlayBook.fault("VirtualSubnetID", "there is no VSID " + route.vsid());
    }
    if (!subnet.get().rdid().equals(route.rdid())) {
      return OverlayBook.fault(
          "RoutingDomainID", "VSID " + route.vsid() + " is in " + subnet.get().rdid());
    }
    boolean own =
        subnet
            .get()
            .prefix(route.destination().version())
            .filter(route.destination()::equals)
            .isPresent();
    if (route.isOnLink()) {
      return own
          ? Optional.empty()
          : OverlayBook.fault(
              "DestinationPrefix", "without a next hop it is the prefix of the virtual subnet");
    }
    if (!subnet.get().isForVms(route.nextHop())) {
      return OverlayBook.fault(
          "NextHop", route.nextHop() + " is no VM's address in " + subnet.get().name());
    }
    return book.subnets(route.rdid()).stream()
        .filter(other ->
            other
                .prefix(route.destination().version())
                .filter(route.destination()::equals)
                .isPresent())
        .findFirst()
        .map(other ->
            new OverlayFault(
                "DestinationPrefix",
                route.destination() + " is reached in virtual subnet " + other.name()));
  }
}
