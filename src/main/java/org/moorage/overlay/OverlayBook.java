package org.moorage.overlay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/**
 * The whole overlay, or what an edge needs of it: items that fit each other. Whatever does not is
 * refused with the field's name, and nothing is changed.
 *
 * <p>Not for several threads at once.
 */
public final class OverlayBook {

  /** Far more tenants than HNV's gateways serve (50..100 each). */
  public static final int MAX_VM_NETWORKS = 20_000;

  public static final int MAX_SUBNETS = 65_536;

  /** Some 700 MB of an edge's heap, its switch included (`moorage bench overlay`). */
  public static final int MAX_RECORDS = 1_000_000;

  public static final int MAX_CUSTOMER_ROUTES = 100_000;
  public static final int MAX_PROVIDER_ADDRESSES = 20_000;
  public static final int MAX_PROVIDER_ROUTES = 20_000;

  private final Map<RoutingDomainId, VmNetwork> networks = new TreeMap<>();
  private final Map<String, VmNetwork> named = new HashMap<>();
  private final Map<RoutingDomainId, RoutingDomain> domains = new HashMap<>();
  private final TreeMap<VirtualSubnetId, VirtualSubnet> subnets = new TreeMap<>();
  private final TreeMap<IpAddress, ProviderAddress> providers = new TreeMap<>();
  private final Map<OverlayKey, ProviderRoute> providerRoutes = new HashMap<>();
  private final Map<OverlayKey, LookupRecord> records = new HashMap<>();

  /** Which records each VM has: it moves as a whole. */
  private final Map<Vm, Set<OverlayKey>> byVm = new HashMap<>();

  /** In a VM network an address is one VM's. */
  private record Vm(RoutingDomainId rdid, MacAddress mac) {}

  private final Map<VirtualSubnetId, Set<OverlayKey>> bySubnet = new HashMap<>();
  private int customerRoutes;

  /** Adds an item, or puts it in the place of the one with its key. */
  public OverlayAnswer put(OverlayItem item) {
    Optional<OverlayFault> fault = fault(item);
    if (fault.isPresent()) {
      return new OverlayAnswer.Refused(fault.get());
    }
    List<OverlayChange> changes = new ArrayList<>();
    if (!find(item.key()).filter(item::equals).isPresent()) {
      keep(item);
      changes.add(new OverlayChange.Put(item));
    }
    if (item instanceof LookupRecord record) {
      followers(record)
          .forEach(follower -> {
            keep(follower);
            changes.add(new OverlayChange.Put(follower));
          });
    }
    return new OverlayAnswer.Done(changes);
  }

  /** Takes an item away; nothing happens where there is none. */
  public OverlayAnswer remove(OverlayKey key) {
    Optional<OverlayItem> item = find(key);
    if (item.isEmpty()) {
      return new OverlayAnswer.Done(List.of());
    }
    Optional<OverlayFault> used = stillUsed(item.get());
    if (used.isPresent()) {
      return new OverlayAnswer.Refused(used.get());
    }
    drop(item.get());
    return new OverlayAnswer.Done(List.of(new OverlayChange.Removed(key)));
  }

  /** As another book was changed, without asking whether it fits: that one asked. */
  public void follow(OverlayChange change) {
    switch (change) {
      case OverlayChange.Put(OverlayItem item) -> keep(item);
      case OverlayChange.Removed(OverlayKey key) -> find(key).ifPresent(this::drop);
    }
  }

  /** What hinders an item from becoming part of it. */
  public Optional<OverlayFault> fault(OverlayItem item) {
    if (find(item.key()).isEmpty() && isFull(item)) {
      return fault("Overlay", "there are as many as there may be: " + most(item));
    }
    return switch (item) {
      case VmNetwork network -> faultOf(network);
      case VirtualSubnet subnet -> new SubnetRules(this).fault(subnet);
      case ProviderAddress address -> faultOf(address);
      case ProviderRoute route -> faultOf(route);
      case LookupRecord record -> new RecordRules(this).fault(record);
      case CustomerRoute route -> new SubnetRules(this).fault(route);
    };
  }

  private Optional<OverlayFault> faultOf(VmNetwork network) {
    @Nullable VmNetwork other = named.get(network.name());
    return other == null || other.rdid().equals(network.rdid())
        ? Optional.empty()
        : fault("Name", "VM network " + network.name() + " is there: " + other.rdid());
  }

  private Optional<OverlayFault> faultOf(ProviderAddress address) {
    @Nullable ProviderAddress other = providers.get(address.address());
    return other == null || other.edge().equals(address.edge())
        ? Optional.empty()
        : fault(
            "ProviderAddress",
            address.address() + " is the address of " + other.edge() + "; one edge has it");
  }

  private Optional<OverlayFault> faultOf(ProviderRoute route) {
    return providersOf(route.edge()).anyMatch(own -> own.onLink().contains(route.nextHop()))
        ? Optional.empty()
        : fault(
            "NextHop",
            route.nextHop() + " is in no network of a provider address of " + route.edge());
  }

  static Optional<OverlayFault> fault(String field, String sentence) {
    return Optional.of(new OverlayFault(field, sentence));
  }

  private Optional<OverlayFault> stillUsed(OverlayItem item) {
    return switch (item) {
      case VmNetwork network when !domain(network.rdid()).subnets.isEmpty() ->
          fault("RoutingDomainID", network.name() + " still has virtual subnets");
      case VirtualSubnet subnet when !records(subnet.vsid()).isEmpty() ->
          fault("VirtualSubnetID", subnet.name() + " still has lookup records");
      case VirtualSubnet subnet when domain(subnet.rdid()).hasRoutesBy(subnet.vsid()) ->
          fault("VirtualSubnetID", subnet.name() + " still has customer routes");
      case VmNetwork n -> Optional.empty();
      case VirtualSubnet s -> Optional.empty();
      case ProviderAddress _, ProviderRoute _, LookupRecord _, CustomerRoute _ -> Optional.empty();
    };
  }

  private boolean isFull(OverlayItem item) {
    int there =
        switch (item) {
          case VmNetwork n -> networks.size();
          case VirtualSubnet s -> subnets.size();
          case ProviderAddress p -> providers.size();
          case ProviderRoute p -> providerRoutes.size();
          case LookupRecord r -> records.size();
          case CustomerRoute c -> customerRoutes;
        };
    return there >= most(item);
  }

  private static int most(OverlayItem item) {
    return switch (item) {
      case VmNetwork n -> MAX_VM_NETWORKS;
      case VirtualSubnet s -> MAX_SUBNETS;
      case ProviderAddress p -> MAX_PROVIDER_ADDRESSES;
      case ProviderRoute p -> MAX_PROVIDER_ROUTES;
      case LookupRecord r -> MAX_RECORDS;
      case CustomerRoute c -> MAX_CUSTOMER_ROUTES;
    };
  }

  private void keep(OverlayItem item) {
    find(item.key()).ifPresent(this::drop);
    switch (item) {
      case VmNetwork network -> {
        networks.put(network.rdid(), network);
        named.put(network.name(), network);
      }
      case VirtualSubnet subnet -> {
        subnets.put(subnet.vsid(), subnet);
        domain(subnet.rdid()).subnets.put(subnet.vsid(), subnet);
      }
      case ProviderAddress address -> providers.put(address.address(), address);
      case ProviderRoute route -> providerRoutes.put(route.key(), route);
      case LookupRecord record -> {
        OverlayKey key = record.key();
        records.put(key, record);
        byVm.computeIfAbsent(vm(record), vm -> new LinkedHashSet<>()).add(key);
        bySubnet.computeIfAbsent(record.vsid(), vsid -> new LinkedHashSet<>()).add(key);
      }
      case CustomerRoute route -> {
        domain(route.rdid()).put(route);
        customerRoutes++;
      }
    }
  }

  private void drop(OverlayItem item) {
    switch (item) {
      case VmNetwork network -> {
        networks.remove(network.rdid());
        named.remove(network.name());
      }
      case VirtualSubnet subnet -> {
        subnets.remove(subnet.vsid());
        domain(subnet.rdid()).subnets.remove(subnet.vsid());
      }
      case ProviderAddress address -> providers.remove(address.address());
      case ProviderRoute route -> providerRoutes.remove(route.key());
      case LookupRecord record -> {
        OverlayKey key = record.key();
        records.remove(key);
        without(byVm, vm(record), key);
        without(bySubnet, record.vsid(), key);
      }
      case CustomerRoute route -> {
        domain(route.rdid()).remove(route.key());
        customerRoutes--;
      }
    }
  }

  private static <K> void without(Map<K, Set<OverlayKey>> index, K key, OverlayKey gone) {
    index.computeIfPresent(
        key,
        (same, keys) -> {
          keys.remove(gone);
          return keys.isEmpty() ? null : keys;
        });
  }

  private Vm vm(LookupRecord record) {
    return new Vm(subnet(record.vsid()).orElseThrow().rdid(), record.mac());
  }

  /** A VM's other records, where this one says that it is somewhere else now. */
  private List<LookupRecord> followers(LookupRecord moved) {
    if (moved.unusable()) {
      return List.of();
    }
    return records(moved.vsid(), moved.mac())
        .filter(other -> !other.unusable())
        .filter(other -> !other.providerAddress().equals(moved.providerAddress()))
        .map(other ->
            other.movedTo(moved.providerAddress(), Math.max(moved.version(), other.version() + 1)))
        .toList();
  }

  private RoutingDomain domain(RoutingDomainId rdid) {
    return domains.computeIfAbsent(rdid, id -> new RoutingDomain());
  }

  public Optional<OverlayItem> find(OverlayKey key) {
    return switch (key) {
      case OverlayKey.OfVmNetwork(RoutingDomainId rdid) ->
          network(rdid).map(OverlayItem.class::cast);
      case OverlayKey.OfVirtualSubnet(VirtualSubnetId vsid) ->
          subnet(vsid).map(OverlayItem.class::cast);
      case OverlayKey.OfProviderAddress(IpAddress address) ->
          provider(address).map(OverlayItem.class::cast);
      case OverlayKey.OfProviderRoute route -> Optional.ofNullable(providerRoutes.get(route));
      case OverlayKey.OfCustomerAddress k -> Optional.ofNullable(records.get(k));
      case OverlayKey.OfMac k -> Optional.ofNullable(records.get(k));
      case OverlayKey.OfWildcard k -> Optional.ofNullable(records.get(k));
      case OverlayKey.OfReserved k -> Optional.ofNullable(records.get(k));
      case OverlayKey.OfCustomerRoute k ->
          subnet(k.vsid()).stream()
              .flatMap(subnet -> routes(subnet.rdid()).stream())
              .filter(route -> route.key().equals(k))
              .map(OverlayItem.class::cast)
              .findFirst();
    };
  }

  public Optional<VmNetwork> network(RoutingDomainId rdid) {
    return Optional.ofNullable(networks.get(rdid));
  }

  public Optional<VmNetwork> networkNamed(String name) {
    return Optional.ofNullable(named.get(name));
  }

  public Optional<VirtualSubnet> subnet(VirtualSubnetId vsid) {
    return Optional.ofNullable(subnets.get(vsid));
  }

  /** {@code contoso/web}. */
  public Optional<VirtualSubnet> subnetNamed(String network, String name) {
    return networkNamed(network).stream()
        .flatMap(found -> subnets(found.rdid()).stream())
        .filter(subnet -> subnet.name().equals(name))
        .findFirst();
  }

  public List<VmNetwork> networks() {
    return List.copyOf(networks.values());
  }

  public List<VirtualSubnet> subnets(RoutingDomainId rdid) {
    return List.copyOf(domain(rdid).subnets.values());
  }

  public List<CustomerRoute> routes(RoutingDomainId rdid) {
    return domain(rdid).routes();
  }

  /** The way to a customer address: the most specific, then the lowest metric. */
  public Optional<CustomerRoute> way(RoutingDomainId rdid, IpAddress to) {
    return domain(rdid).way(to);
  }

  public Optional<ProviderAddress> provider(IpAddress address) {
    return Optional.ofNullable(providers.get(address));
  }

  public Stream<ProviderAddress> providersOf(String edge) {
    return providers.values().stream().filter(own -> own.edge().equals(edge));
  }

  public Stream<ProviderRoute> providerRoutesOf(String edge) {
    return providerRoutes.values().stream().filter(own -> own.edge().equals(edge));
  }

  /** The record about an address, and nothing else: no wildcard stands in for it. */
  public Optional<LookupRecord> record(VirtualSubnetId vsid, IpAddress address) {
    return Optional.ofNullable(records.get(new OverlayKey.OfCustomerAddress(vsid, address)));
  }

  /** Records about an address that wait for the VM to associate. */
  public Stream<LookupRecord> reserved(VirtualSubnetId vsid, IpAddress address) {
    return records(vsid).stream()
        .filter(LookupRecord::unusable)
        .filter(record -> record.customerAddress().equals(address));
  }

  public Optional<LookupRecord> wildcard(VirtualSubnetId vsid, IpVersion version) {
    return Optional.ofNullable(records.get(new OverlayKey.OfWildcard(vsid, version)));
  }

  /** All records of a VM. */
  public Stream<LookupRecord> records(VirtualSubnetId vsid, MacAddress mac) {
    return subnet(vsid).stream()
        .flatMap(subnet -> records(subnet.rdid(), mac))
        .filter(record -> record.vsid().equals(vsid));
  }

  /** All records with this address of a VM in a VM network: of one virtual subnet. */
  Stream<LookupRecord> records(RoutingDomainId rdid, MacAddress mac) {
    return ofKeys(byVm.get(new Vm(rdid, mac)));
  }

  public List<LookupRecord> records(VirtualSubnetId vsid) {
    return ofKeys(bySubnet.get(vsid)).toList();
  }

  private Stream<LookupRecord> ofKeys(@Nullable Set<OverlayKey> keys) {
    return keys == null
        ? Stream.empty()
        : List.copyOf(keys).stream().flatMap(key -> Optional.ofNullable(records.get(key)).stream());
  }

  public int recordCount() {
    return records.size();
  }

  /** Everything, so ordered that an empty book may take it item by item. */
  public List<OverlayItem> items() {
    List<OverlayItem> all = new ArrayList<>(networks.values());
    all.addAll(subnets.values());
    all.addAll(providers.values());
    all.addAll(providerRoutes.values());
    all.addAll(records.values());
    networks.keySet().forEach(rdid -> all.addAll(routes(rdid)));
    return all;
  }

  /** Prefixes of a VM network that share addresses with this one, its own subnet left out. */
  Optional<VirtualSubnet> overlapping(RoutingDomainId rdid, VirtualSubnetId but, IpPrefix prefix) {
    return subnets(rdid).stream()
        .filter(other -> !other.vsid().equals(but))
        .filter(other ->
            other
                .prefix(prefix.version())
                .filter(its -> its.contains(prefix) || prefix.contains(its))
                .isPresent())
        .findFirst();
  }

  Stream<VirtualSubnet> allSubnets() {
    return subnets.values().stream();
  }
}
