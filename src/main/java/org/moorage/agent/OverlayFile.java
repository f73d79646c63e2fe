package org.moorage.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.overlay.CustomerRoute;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayAnswer;
import org.moorage.overlay.OverlayBook;
import org.moorage.overlay.OverlayItem;
import org.moorage.overlay.ProviderAddress;
import org.moorage.overlay.ProviderRoute;
import org.moorage.overlay.RecordSource;
import org.moorage.overlay.RecordType;
import org.moorage.overlay.RoutingDomainId;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.overlay.VmNetwork;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;
import org.moorage.yaml.Problem;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFields;
import org.moorage.yaml.YamlFile;
import org.moorage.yaml.YamlValue;

/**
 * Tenants' networks as a file, for agents without a manager: VM networks with their virtual subnets
 * and customer routes, provider addresses and routes, lookup records.
 */
public final class OverlayFile {

  /** Some 50,000 records; more is a manager's. */
  private static final long MAX_BYTES = 8 << 20;

  private static final List<String> KEYS =
      List.of("vm-networks", "provider-addresses", "provider-routes", "lookup-records");
  private static final List<String> OF_NETWORK = List.of("rdid", "tenant", "subnets", "routes");
  private static final List<String> OF_SUBNET = List.of("vsid", "prefix", "multicast");
  private static final List<String> OF_CUSTOMER_ROUTE =
      List.of("subnet", "to", "next-hop", "metric");
  private static final List<String> OF_ADDRESS = List.of("edge", "address", "vlan");
  private static final List<String> OF_PROVIDER_ROUTE = List.of("edge", "to", "next-hop", "metric");
  private static final List<String> OF_RECORD =
      List.of("subnet", "customer-address", "mac", "provider-address", "type", "vm-name");

  private final Problems problems;
  private final OverlayBook book = new OverlayBook();

  private OverlayFile(Path path) {
    problems = new Problems(path.toString());
  }

  /**
   * Reads such a file.
   *
   * @throws OptionMistake with every problem in it on a line of its own
   */
  public static List<OverlayItem> read(Path path) throws OptionMistake {
    OverlayFile file = new OverlayFile(path);
    YamlFile.read(path, MAX_BYTES, file.problems)
        .flatMap(root -> YamlFields.of(root, "", KEYS, file.problems))
        .ifPresent(file::take);
    if (!file.problems.isEmpty()) {
      throw new OptionMistake(
          file.problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return file.book.items();
  }

  private void take(YamlFields root) {
    List<Runnable> routes = new ArrayList<>();
    root.value("vm-networks")
        .ifPresent(value -> members(value, "vm-networks").forEach(each -> network(each, routes)));
    items(root, "provider-addresses", OF_ADDRESS).forEach(this::providerAddress);
    items(root, "provider-routes", OF_PROVIDER_ROUTE).forEach(this::providerRoute);
    items(root, "lookup-records", OF_RECORD).forEach(this::record);
    // By next hops that have records.
    routes.forEach(Runnable::run);
  }

  private List<YamlValue.Member> members(YamlValue value, String path) {
    if (value instanceof YamlValue.Mapping mapping) {
      return mapping.members();
    }
    problems.add(value.line(), path, "is " + value.kind() + "; write a mapping of names");
    return List.of();
  }

  private List<YamlFields> items(YamlFields in, String key, List<String> keys) {
    Optional<YamlValue> value = in.value(key);
    List<YamlValue> items =
        value.isPresent() && value.get() instanceof YamlValue.Items list
            ? list.items()
            : value.stream().toList();
    return items.stream()
        .flatMap(item -> YamlFields.of(item, in.pathOf(key), keys, problems).stream())
        .toList();
  }

  private void network(YamlValue.Member member, List<Runnable> routes) {
    String name = member.key().text();
    String path = "vm-networks." + name;
    Optional<YamlFields> fields = YamlFields.of(member.value(), path, OF_NETWORK, problems);
    if (fields.isEmpty()) {
      return;
    }
    Optional<RoutingDomainId> rdid = fields.get().requiredParsed("rdid", RoutingDomainId::parse);
    String tenant = fields.get().text("tenant").orElse(name);
    if (rdid.isEmpty()) {
      return;
    }
    add(fields.get(), () -> new VmNetwork(rdid.get(), name, tenant));
    fields
        .get()
        .value("subnets")
        .ifPresent(value ->
            members(value, path + ".subnets").forEach(each -> subnet(each, path, rdid.get())));
    for (YamlFields route : items(fields.get(), "routes", OF_CUSTOMER_ROUTE)) {
      routes.add(() -> customerRoute(route, name, rdid.get()));
    }
  }

  private void subnet(YamlValue.Member member, String path, RoutingDomainId rdid) {
    String name = member.key().text();
    Optional<YamlFields> fields =
        YamlFields.of(member.value(), path + ".subnets." + name, OF_SUBNET, problems);
    if (fields.isEmpty()) {
      return;
    }
    OptionalInt vsid =
        fields.get().requiredInteger("vsid", VirtualSubnetId.MIN, VirtualSubnetId.MAX);
    List<IpPrefix> prefixes = fields.get().parsedItems("prefix", IpPrefix::parse);
    Optional<IpAddress> multicast = fields.get().parsed("multicast", OverlayFile::address);
    if (vsid.isPresent()) {
      add(
          fields.get(),
          () ->
              new VirtualSubnet(
                  new VirtualSubnetId(vsid.getAsInt()),
                  rdid,
                  name,
                  of(prefixes, IpVersion.V4),
                  of(prefixes, IpVersion.V6),
                  multicast));
    }
  }

  private static Optional<IpPrefix> of(List<IpPrefix> prefixes, IpVersion version) {
    List<IpPrefix> its = prefixes.stream().filter(each -> each.version() == version).toList();
    if (its.size() > 1) {
      throw new IllegalArgumentException("a virtual subnet has one prefix of " + version);
    }
    return its.stream().findFirst();
  }

  private void customerRoute(YamlFields fields, String network, RoutingDomainId rdid) {
    Optional<VirtualSubnet> subnet =
        fields.requiredParsed("subnet", name -> subnetOf(network + "/" + name));
    Optional<IpPrefix> to = fields.requiredParsed("to", IpPrefix::parse);
    Optional<IpAddress> nextHop = fields.requiredParsed("next-hop", OverlayFile::address);
    int metric = fields.integer("metric", 0, 65_535).orElse(0);
    if (subnet.isPresent() && to.isPresent() && nextHop.isPresent()) {
      add(
          fields,
          () -> new CustomerRoute(rdid, subnet.get().vsid(), to.get(), nextHop.get(), metric));
    }
  }

  private void providerAddress(YamlFields fields) {
    Optional<String> edge = fields.requiredParsed("edge", Function.identity());
    Optional<ProviderPrefix> address = fields.requiredParsed("address", ProviderPrefix::parse);
    Optional<VlanId> vlan =
        fields.integer("vlan", VlanId.MIN, VlanId.MAX).stream().mapToObj(VlanId::new).findFirst();
    if (edge.isPresent() && address.isPresent()) {
      add(
          fields,
          () ->
              new ProviderAddress(
                  address.get().address(), address.get().length(), edge.get(), vlan));
    }
  }

  /** An address with the length of its network's prefix: {@code 192.168.1.10/24}. */
  private record ProviderPrefix(IpAddress address, int length) {
    static ProviderPrefix parse(String text) {
      int slash = text.indexOf('/');
      String length = slash < 0 ? "" : text.substring(slash + 1);
      if (!length.matches("[0-9]{1,3}")) {
        throw new IllegalArgumentException(
            "\"" + text + "\" lacks its network's prefix length; write 192.168.1.10/24");
      }
      return new ProviderPrefix(
          OverlayFile.address(text.substring(0, slash)), Integer.parseInt(length));
    }
  }

  private void providerRoute(YamlFields fields) {
    Optional<String> edge = fields.requiredParsed("edge", Function.identity());
    Optional<IpPrefix> to = fields.requiredParsed("to", IpPrefix::parse);
    Optional<IpAddress> nextHop = fields.requiredParsed("next-hop", OverlayFile::address);
    int metric = fields.integer("metric", 0, 65_535).orElse(0);
    if (edge.isPresent() && to.isPresent() && nextHop.isPresent()) {
      add(fields, () -> new ProviderRoute(edge.get(), to.get(), nextHop.get(), metric));
    }
  }

  private void record(YamlFields fields) {
    Optional<VirtualSubnet> subnet = fields.requiredParsed("subnet", this::subnetOf);
    Optional<IpAddress> customer = fields.requiredParsed("customer-address", OverlayFile::address);
    Optional<MacAddress> mac = fields.requiredParsed("mac", MacAddress::parse);
    Optional<IpAddress> provider = fields.requiredParsed("provider-address", OverlayFile::address);
    Optional<RecordType> type =
        fields.oneOf("type", Stream.of(RecordType.values()).toList(), RecordType::hnvName);
    String vmName = fields.text("vm-name").orElse("");
    if (subnet.isEmpty() || customer.isEmpty() || mac.isEmpty() || provider.isEmpty()) {
      return;
    }
    add(
        fields,
        () -> {
          LookupRecord made =
              LookupRecord.of(subnet.get().vsid(), customer.get(), mac.get(), provider.get());
          return made.as(type.orElse(made.type()), RecordSource.MANUAL).named(vmName);
        });
  }

  private VirtualSubnet subnetOf(String name) {
    String[] parts = name.split("/", -1);
    Optional<VirtualSubnet> found =
        parts.length == 2 ? book.subnetNamed(parts[0], parts[1]) : Optional.empty();
    return found.orElseThrow(() ->
        new IllegalArgumentException(
            "there is no virtual subnet \"" + name + "\"; write it as contoso/web"));
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "\"" + text + "\" is not an IP address; write it as 192.0.2.1 or 2001:db8::1"));
  }

  private void add(YamlFields at, Supplier<OverlayItem> making) {
    try {
      if (book.put(making.get()) instanceof OverlayAnswer.Refused refused) {
        problems.add(at.line(), refused.fault().field(), refused.fault().sentence());
      }
    } catch (IllegalArgumentException wrong) {
      problems.add(at.line(), "", String.valueOf(wrong.getMessage()));
    }
  }
}
