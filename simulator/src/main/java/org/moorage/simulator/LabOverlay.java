package org.moorage.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.overlay.OverlayAnswer;
import org.moorage.overlay.OverlayBook;
import org.moorage.overlay.OverlayItem;
import org.moorage.overlay.ProviderAddress;
import org.moorage.overlay.RoutingDomainId;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.overlay.VmNetwork;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The part of a lab file that says which tenants there are: {@code edges} with the provider address
 * of each switch, and VM networks with their virtual subnets.
 */
final class LabOverlay {

  /** Where the provider addresses stand among the VM networks. */
  static final String EDGES = "edges";

  /** What the fabric of a lab carries provider addresses in, so that a switch between passes it. */
  private static final VlanId PROVIDERS = new VlanId(4000);

  private static final Pattern SUBNET = Pattern.compile("(\\d{1,8})\\s+(\\S+)");
  private static final Pattern ADDRESS = Pattern.compile("([^/\\s]+)/(\\d{1,3})");

  private final LabReader reader;
  private final List<LabFile.Switch> switches;
  private final OverlayBook book = new OverlayBook();
  private final List<OverlayItem> items = new ArrayList<>();

  LabOverlay(LabReader reader, List<LabFile.Switch> switches) {
    this.reader = reader;
    this.switches = switches;
  }

  /** Everything it says, in an order in which it fits. */
  List<OverlayItem> read(Node node) {
    Members members = reader.members(node, "overlay", List.of());
    members.find(EDGES).ifPresent(this::edges);
    members
        .nodes()
        .forEach((name, value) -> {
          if (!name.equals(EDGES)) {
            network(name, value);
          }
        });
    return items;
  }

  /** {@code { leaf-1: 192.168.1.10/16 }}. */
  private void edges(Node node) {
    reader
        .members(node, EDGES, switches.stream().map(LabFile.Switch::name).toList())
        .nodes()
        .forEach((edge, value) -> reader.at(value, text -> add(() -> address(edge, text))));
  }

  private static ProviderAddress address(String edge, String text) {
    Matcher written = ADDRESS.matcher(text);
    Optional<IpAddress> address =
        written.matches() ? IpAddress.parse(written.group(1)) : Optional.empty();
    if (address.isEmpty()) {
      throw new Mistaken("\"" + text + "\" is no provider address; write 192.168.1.10/24");
    }
    return new ProviderAddress(
        address.get(), Integer.parseInt(written.group(2)), edge, Optional.of(PROVIDERS));
  }

  /** {@code { web: 5001 10.1.1.0/24 }}. */
  private void network(String name, Node node) {
    RoutingDomainId rdid =
        new RoutingDomainId(
            UUID.nameUUIDFromBytes(("moorage lab " + name).getBytes(StandardCharsets.UTF_8)));
    try {
      add(() -> new VmNetwork(rdid, name, name));
    } catch (Mistaken mistaken) {
      reader.wrong(node, mistaken.sentence());
    }
    reader
        .members(node, "VM network " + name, List.of())
        .nodes()
        .forEach(
            (subnet, value) -> reader.at(value, text -> add(() -> subnet(rdid, subnet, text))));
  }

  private static VirtualSubnet subnet(RoutingDomainId rdid, String name, String text) {
    Matcher written = SUBNET.matcher(text);
    if (!written.matches()) {
      throw new Mistaken("\"" + text + "\" is no virtual subnet; write 5001 10.1.1.0/24");
    }
    return new VirtualSubnet(
        new VirtualSubnetId(Integer.parseInt(written.group(1))),
        rdid,
        name,
        Optional.of(IpPrefix.parse(written.group(2))),
        Optional.empty(),
        Optional.empty());
  }

  private interface Making {
    OverlayItem make();
  }

  private void add(Making making) {
    OverlayItem item;
    try {
      item = making.make();
    } catch (IllegalArgumentException notThat) {
      throw new Mistaken(String.valueOf(notThat.getMessage()));
    }
    if (book.put(item) instanceof OverlayAnswer.Refused refused) {
      throw new Mistaken(refused.fault().sentence());
    }
    items.add(item);
  }
}
