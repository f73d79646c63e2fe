package org.moorage.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.frameport.WireConditions;
import org.moorage.profile.BitRate;
import org.moorage.protocol.stack.Flavour;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The part of a lab file that says what there is: stations, switches, fabric and links. */
final class LabTopology {

  private static final Pattern LINK =
      Pattern.compile("(\\S+)\\s+-\\s+(\\S+)\\s*(\\([^()]*\\)|\\{[^{}]*\\})?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w.-]*");

  private final LabReader reader;
  private final LabNames names;
  private final List<LabFile.Station> stations = new ArrayList<>();
  private final Map<String, List<String>> switchPorts = new LinkedHashMap<>();
  private final Map<String, List<String>> fabricPorts = new LinkedHashMap<>();
  private final List<LabFile.Extender> extenders = new ArrayList<>();
  private final Map<String, List<String>> cascadePorts = new LinkedHashMap<>();
  private final Map<String, Integer> switchLines = new HashMap<>();
  private final Map<String, Map<String, LabFile.ChannelMode>> channels = new HashMap<>();
  private final Map<String, Map<PortName, BitRate>> capacities = new HashMap<>();
  private Duration reservationHold = EdgeSettings.USUAL_HOLD;
  private final List<LabFile.Link> links = new ArrayList<>();

  /** For each switch one that it can reach over the fabric: a loop shows as a second way. */
  private final Map<String, String> towards = new HashMap<>();

  LabTopology(LabReader reader, LabNames names) {
    this.reader = reader;
    this.names = names;
  }

  List<LabFile.Station> stations() {
    return stations;
  }

  List<LabFile.Switch> switches() {
    return switchPorts.entrySet().stream()
        .map(one ->
            new LabFile.Switch(
                one.getKey(),
                one.getValue(),
                channels.getOrDefault(one.getKey(), Map.of()),
                EdgeSettings.DEFAULTS
                    .withCapacities(capacities.getOrDefault(one.getKey(), Map.of()))
                    .withReservationHold(reservationHold),
                fabricPorts.getOrDefault(one.getKey(), List.of()),
                cascadePorts.getOrDefault(one.getKey(), List.of()),
                switchLines.getOrDefault(one.getKey(), 0)))
        .toList();
  }

  List<LabFile.Extender> extenders() {
    return extenders;
  }

  List<LabFile.Link> links() {
    return links;
  }

  void read(Members nodes) {
    each(nodes.need("stations"), "stations", this::station);
    each(nodes.need("switches"), "switches", this::edge);
    nodes.find("extenders").ifPresent(node -> each(node, "extenders", this::extender));
    if (stations.size() + switchPorts.size() + extenders.size() > LabFile.MAX_NODES) {
      reader.wrong(
          nodes.need("stations"), "more than " + LabFile.MAX_NODES + " stations and switches");
      return;
    }
    nodes.find("s-channels").ifPresent(this::channels);
    nodes.find("capacity").ifPresent(this::capacities);
    nodes
        .find("reservation-hold")
        .ifPresent(node -> reader.at(node, text -> reservationHold = hold(text)));
    nodes
        .find("fabric")
        .ifPresent(node -> reader.items(node, "fabric").forEach(item -> link(item, true)));
    reader.items(nodes.need("links"), "links").forEach(item -> link(item, false));
    stations.forEach(this::isLinked);
  }

  private void isLinked(LabFile.Station station) {
    for (String port : station.ports()) {
      PortRef ref = new PortRef(station.name(), port);
      if (links.stream().noneMatch(link -> link.a().equals(ref))) {
        reader.wrong(station.line(), ref + " has no link; add \"- " + ref + " - SWITCH:PORT\"");
      }
    }
  }

  private interface Taking {
    void take(String name, Node value, int line);
  }

  private void each(Node node, String what, Taking taking) {
    Members members = reader.members(node, what, List.of());
    for (Map.Entry<String, Node> member : members.nodes().entrySet()) {
      String name = member.getKey();
      if (!NAME.matcher(name).matches()) {
        reader.wrong(member.getValue(), "\"" + name + "\" is not a name: letters, digits, . _ -");
      } else if (names.isNode(name)) {
        reader.wrong(member.getValue(), "\"" + name + "\" is there twice");
      } else {
        taking.take(name, member.getValue(), LabReader.lineOf(member.getValue()));
      }
    }
  }

  /** {@code [eth0]}, or {@code { ports: [eth0], speaks: draft-0 }}. */
  private void station(String name, Node value, int line) {
    List<String> ports = new ArrayList<>();
    Flavour[] flavour = {Flavour.RATIFIED};
    if (value instanceof MappingNode) {
      Members members = reader.members(value, "a station", List.of("ports", "speaks"));
      members.find("ports").ifPresent(node -> ports.addAll(ports(node)));
      members.find("speaks").ifPresent(node -> reader.at(node, text -> flavour[0] = flavour(text)));
    } else {
      ports.addAll(ports(value));
    }
    if (ports.isEmpty()) {
      reader.wrong(value, name + " has no port; write [eth0]");
    }
    names.addStation(name, ports);
    stations.add(new LabFile.Station(name, ports, flavour[0], line));
  }

  private static Flavour flavour(String text) {
    return switch (text) {
      case "ratified" -> Flavour.RATIFIED;
      case "draft-0" -> Flavour.DRAFT;
      default ->
          throw new Mistaken(
              "a station speaks ratified or draft-0, not \""
                  + text
                  + "\""
                  + DidYouMean.question(text, List.of("ratified", "draft-0")));
    };
  }

  private void edge(String name, Node value, int line) {
    List<String> ports = ports(value);
    names.addSwitch(name, ports);
    switchPorts.put(name, ports);
    switchLines.put(name, line);
  }

  /** {@code [e1, e2]}. */
  private void extender(String name, Node value, int line) {
    List<String> ports = ports(value);
    if (ports.isEmpty() || ports.contains(LabExtender.UP)) {
      reader.wrong(
          value, name + " needs ports for stations, as [e1, e2]; the one to its switch is \"up\"");
    }
    names.addExtender(name, ports);
    extenders.add(new LabFile.Extender(name, ports, line));
  }

  /** {@code { leaf-1:p1: channel, leaf-2:p1: shared-port }}. */
  private void channels(Node node) {
    ofPorts(
        node,
        "s-channels",
        (ref, text) -> {
          channels.computeIfAbsent(ref.node(), any -> new HashMap<>()).put(ref.port(), mode(text));
          names.addChannels(ref);
        });
  }

  /** {@code { leaf-1:p1: 1 Gbit/s }}. */
  private void capacities(Node node) {
    ofPorts(
        node,
        "capacity",
        (ref, text) ->
            capacities
                .computeIfAbsent(ref.node(), any -> new HashMap<>())
                .put(new PortName(ref.port()), rate(text)));
  }

  /** A mapping that says something of ports of switches. */
  private void ofPorts(Node node, String key, BiConsumer<PortRef, String> said) {
    reader
        .members(node, key, List.of())
        .nodes()
        .forEach(
            (port, value) -> reader.at(value, text -> said.accept(names.switchPort(port), text)));
  }

  private static BitRate rate(String text) {
    try {
      return BitRate.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Mistaken(String.valueOf(e.getMessage()));
    }
  }

  private static Duration hold(String text) {
    Duration hold = Quantities.duration(text);
    if (hold.compareTo(EdgeSettings.LEAST_HOLD) < 0 || hold.compareTo(EdgeSettings.MOST_HOLD) > 0) {
      throw new Mistaken("a reservation is held for 1s to 24h, not for " + text);
    }
    return hold;
  }

  private static LabFile.ChannelMode mode(String text) {
    return switch (text) {
      case "channel" -> LabFile.ChannelMode.CHANNEL;
      case "shared-port" -> LabFile.ChannelMode.SHARED_PORT;
      default ->
          throw new Mistaken(
              "a port's S-channels are channel or shared-port, not \""
                  + text
                  + "\""
                  + DidYouMean.question(text, List.of("channel", "shared-port")));
    };
  }

  private List<String> ports(Node node) {
    List<String> ports = new ArrayList<>();
    if (!(node instanceof SequenceNode sequence)) {
      reader.wrong(node, "ports are a list, as [p1, p2]");
      return ports;
    }
    if (sequence.getValue().size() > LabFile.MAX_PORTS) {
      reader.wrong(node, "more than " + LabFile.MAX_PORTS + " ports");
      return ports;
    }
    for (Node item : sequence.getValue()) {
      reader.at(
          item,
          port -> {
            if (!NAME.matcher(port).matches()) {
              throw new Mistaken("\"" + port + "\" is not a port's name: letters, digits, . _ -");
            }
            if (ports.contains(port)) {
              throw new Mistaken("port " + port + " is there twice");
            }
            ports.add(port);
          });
    }
    return ports;
  }

  private void link(Node item, boolean fabric) {
    reader.at(item, text -> links.add(link(text, fabric, LabReader.lineOf(item))));
  }

  private LabFile.Link link(String text, boolean fabric, int line) {
    Matcher matcher = LINK.matcher(text);
    if (!matcher.matches()) {
      throw new Mistaken("a link is \"host-a:eth0 - leaf-1:p1\", with (loss 1%) behind if wanted");
    }
    PortRef a = names.end(matcher.group(1));
    PortRef b = names.end(matcher.group(2));
    if (fabric) {
      fabricEnd(a);
      fabricEnd(b);
      join(a.node(), b.node());
    } else if (!isLower(a) && isLower(b)) {
      PortRef swapped = a;
      a = b;
      b = swapped;
    }
    if (!fabric) {
      stationEnds(a, b);
    }
    Terms terms = matcher.group(3) == null ? Terms.NONE : Terms.parse(matcher.group(3));
    WireConditions conditions = LinkTerms.laid(terms);
    LabFile.Link link = new LabFile.Link(a, b, conditions, LinkTerms.members(terms), fabric, line);
    names.link(link);
    return link;
  }

  /** Whether it is the end further from the network: a station's, or an extender's upstream one. */
  private boolean isLower(PortRef end) {
    return names.isStation(end.node()) || isUpstream(end);
  }

  private boolean isUpstream(PortRef end) {
    return names.isExtender(end.node()) && end.port().equals(LabExtender.UP);
  }

  private void stationEnds(PortRef station, PortRef edge) {
    if (isUpstream(station)) {
      if (names.isStation(edge.node()) || names.isExtender(edge.node())) {
        throw new Mistaken(station + " leads to a switch, not to " + edge);
      }
      if (names.isDeclared(edge)) {
        throw new Mistaken(
            edge + " is a port for stations; one for an extender has a name of its own");
      }
      cascadePorts.computeIfAbsent(edge.node(), node -> new ArrayList<>()).add(edge.port());
      names.addCascade(edge);
      return;
    }
    if (names.isStation(station.node()) && names.isExtender(edge.node()) && !isUpstream(edge)) {
      return;
    }
    if (!names.isStation(station.node()) || names.isStation(edge.node())) {
      throw new Mistaken(
          "a link joins a station and a switch; two switches are joined under \"fabric\"");
    }
    names.switchPort(edge.toString());
  }

  private void fabricEnd(PortRef end) {
    if (names.isStation(end.node())) {
      throw new Mistaken("\"fabric\" joins switches; " + end.node() + " is a station");
    }
    if (names.isDeclared(end)) {
      throw new Mistaken(end + " is a port for stations; a fabric port has a name of its own");
    }
    fabricPorts.computeIfAbsent(end.node(), node -> new ArrayList<>()).add(end.port());
  }

  private void join(String a, String b) {
    String rootOfA = root(a);
    String rootOfB = root(b);
    if (rootOfA.equals(rootOfB)) {
      throw new Mistaken("this link closes a loop, and the switches run no spanning tree");
    }
    towards.put(rootOfA, rootOfB);
  }

  private String root(String node) {
    String at = node;
    String next = towards.get(at);
    while (next != null) {
      at = next;
      next = towards.get(at);
    }
    return at;
  }
}
