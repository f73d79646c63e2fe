package org.moorage.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.simulator.Sentence.Place;

/** The names a lab knows so far, and the sentences for those it does not. */
final class LabNames {

  private final Map<String, List<String>> stations = new LinkedHashMap<>();
  private final Map<String, List<String>> switches = new LinkedHashMap<>();
  private final Map<String, List<String>> extenders = new LinkedHashMap<>();
  private final Set<PortRef> cascades = new LinkedHashSet<>();
  private final Set<PortRef> channelled = new LinkedHashSet<>();
  private final Map<PortRef, Integer> linked = new LinkedHashMap<>();
  private final Set<String> vms = new LinkedHashSet<>();

  void addStation(String name, List<String> ports) {
    stations.put(name, ports);
  }

  void addSwitch(String name, List<String> ports) {
    switches.put(name, ports);
  }

  /**
   * @param ports those towards stations; it has {@link LabExtender#UP} besides
   */
  void addExtender(String name, List<String> ports) {
    List<String> all = new ArrayList<>(ports);
    all.add(LabExtender.UP);
    extenders.put(name, all);
  }

  /** The port of a switch leads to an extender: {@code leaf-1:c1:2} is the extender's port 2. */
  void addCascade(PortRef port) {
    cascades.add(port);
  }

  boolean isExtender(String node) {
    return extenders.containsKey(node);
  }

  /** The port of a switch has S-channels: {@code leaf-1:p1/2} is the one with SCID 2. */
  void addChannels(PortRef port) {
    channelled.add(port);
  }

  /** Empty for a port that is not of this lab. */
  boolean isStation(String node) {
    return stations.containsKey(node);
  }

  boolean isNode(String node) {
    return stations.containsKey(node) || switches.containsKey(node) || extenders.containsKey(node);
  }

  void link(LabFile.Link link) {
    for (PortRef port : List.of(link.a(), link.b())) {
      if (linked.putIfAbsent(port, link.members()) != null) {
        throw new Mistaken(port + " has two links; a port takes one");
      }
    }
  }

  String newVm(String name) {
    vms.add(name);
    return name;
  }

  boolean isVm(String name) {
    return vms.contains(name);
  }

  String vm(String name) {
    return known(name, vms, "VM that was started above");
  }

  String station(String name) {
    return known(name, stations.keySet(), "station of this lab");
  }

  String edge(String name) {
    return known(name, switches.keySet(), "switch of this lab");
  }

  Place place(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new Place(edge(text), Optional.empty());
    }
    PortRef port = switchPort(text);
    return new Place(port.node(), Optional.of(port.port()));
  }

  PortRef switchPort(String text) {
    PortRef port = PortRef.parse(text);
    edge(port.node());
    int slash = port.port().indexOf('/');
    if (slash > 0) {
      PortRef on = portOf(new PortRef(port.node(), port.port().substring(0, slash)), switches);
      if (!channelled.contains(on)) {
        throw new Mistaken(on + " has no S-channels; say \"s-channels: { " + on + ": channel }\"");
      }
      Quantities.number(port.port().substring(slash + 1), "SCID", 2, SChannel.MAX_SCID);
      return port;
    }
    int colon = port.port().indexOf(':');
    if (colon > 0) {
      PortRef on = new PortRef(port.node(), port.port().substring(0, colon));
      if (!cascades.contains(on)) {
        throw new Mistaken(on + " leads to no port extender");
      }
      Quantities.number(port.port().substring(colon + 1), "extended port", 1, 4_095);
      return port;
    }
    return portOf(port, switches);
  }

  /** A port either end of which may be a station or a switch, and which has a link. */
  PortRef linkedPort(String text) {
    PortRef port = PortRef.parse(text);
    if (!linked.containsKey(port)) {
      List<String> known = linked.keySet().stream().map(PortRef::toString).toList();
      throw new Mistaken(port + " has no link" + DidYouMean.question(text, known));
    }
    return port;
  }

  /** One of the cables of the link at a port, counted from 1. */
  int member(PortRef port, String number) {
    int members = linked.getOrDefault(port, 1);
    if (members == 1) {
      throw new Mistaken("the link of " + port + " is one cable; say (members 2) behind it");
    }
    return Quantities.number(number, "member of the link of " + port, 1, members);
  }

  /** A station's port; a fabric port needs no declaration, so any port of a switch goes. */
  PortRef end(String text) {
    PortRef port = PortRef.parse(text);
    if (!isNode(port.node())) {
      List<String> known = new ArrayList<>(stations.keySet());
      known.addAll(switches.keySet());
      known.addAll(extenders.keySet());
      throw new Mistaken(
          "\""
              + port.node()
              + "\" is neither a station nor a switch of this lab"
              + DidYouMean.question(port.node(), known));
    }
    if (isExtender(port.node())) {
      return portOf(port, extenders);
    }
    return isStation(port.node()) ? portOf(port, stations) : port;
  }

  boolean isDeclared(PortRef port) {
    return switches.getOrDefault(port.node(), List.of()).contains(port.port())
        || stations.getOrDefault(port.node(), List.of()).contains(port.port());
  }

  private static PortRef portOf(PortRef port, Map<String, List<String>> nodes) {
    List<String> ports = nodes.getOrDefault(port.node(), List.of());
    if (!ports.contains(port.port())) {
      throw new Mistaken(
          port.node() + " has no port " + port.port() + "; it has " + String.join(", ", ports));
    }
    return port;
  }

  private static String known(String name, Collection<String> names, String what) {
    if (!names.contains(name)) {
      throw new Mistaken("\"" + name + "\" is not a " + what + DidYouMean.question(name, names));
    }
    return name;
  }
}
