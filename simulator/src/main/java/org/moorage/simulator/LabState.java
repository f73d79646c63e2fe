package org.moorage.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.LocalControl;
import org.moorage.control.OverlayKeeper;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortPlan;
import org.moorage.overlay.OverlayBook;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.simulator.Sentence.Place;

/** Who and what there is in a running lab, and where everything is. */
final class LabState {

  private final ProfileLibrary profiles;
  private final LabSurroundings surroundings;
  private final Supplier<Instant> now;
  private final Map<String, Hypervisor> stations = new LinkedHashMap<>();
  private final Map<String, LabSwitch> switches = new LinkedHashMap<>();
  private final Map<String, LabExtender> extenders = new LinkedHashMap<>();
  private final Map<String, Vm> vms = new LinkedHashMap<>();
  private final Map<PortRef, PortRef> peers = new HashMap<>();
  private final Map<VsiId, Vm> byVsi = new HashMap<>();
  private final Map<MacAddress, Vm> byMac = new HashMap<>();
  private final Homes homes = new Homes();
  private final LocalControl control = new LocalControl();
  private final OverlayKeeper overlay = new OverlayKeeper(new OverlayBook());

  LabState(ProfileLibrary profiles, LabSurroundings surroundings, Supplier<Instant> now) {
    this.profiles = profiles;
    this.surroundings = surroundings;
    this.now = now;
  }

  void add(Hypervisor station) {
    stations.put(station.name(), station);
  }

  void add(LabSwitch edge) {
    switches.put(edge.name(), edge);
  }

  void add(LabExtender extender) {
    extenders.put(extender.name(), extender);
  }

  Collection<LabExtender> extenders() {
    return extenders.values();
  }

  Optional<LabExtender> findExtender(String name) {
    return Optional.ofNullable(extenders.get(name));
  }

  void link(PortRef a, PortRef b) {
    peers.put(a, b);
    peers.put(b, a);
  }

  Optional<PortRef> peer(PortRef port) {
    return Optional.ofNullable(peers.get(port));
  }

  Collection<Hypervisor> stations() {
    return stations.values();
  }

  Collection<LabSwitch> switches() {
    return switches.values();
  }

  Optional<Hypervisor> findStation(String name) {
    return Optional.ofNullable(stations.get(name));
  }

  Hypervisor station(String name) {
    return findStation(name).orElseThrow(() -> new IllegalArgumentException(name));
  }

  LabSwitch edge(String name) {
    LabSwitch edge = switches.get(name);
    if (edge == null) {
      throw new IllegalArgumentException(name);
    }
    return edge;
  }

  Homes homes() {
    return homes;
  }

  LocalControl control() {
    return control;
  }

  /** The overlay as the lab's manager has it. */
  OverlayKeeper overlay() {
    return overlay;
  }

  // VMs.

  Collection<Vm> vms() {
    return vms.values();
  }

  Optional<Vm> findVm(String name) {
    return Optional.ofNullable(vms.get(name));
  }

  Vm vm(String name) {
    return findVm(name).orElseThrow(() -> new IllegalArgumentException(name));
  }

  void add(Vm vm) {
    vms.put(vm.name(), vm);
    known(vm);
  }

  /** To be said again when a VM's addresses change; the old ones stay its own. */
  void known(Vm vm) {
    byVsi.put(vm.vsi(), vm);
    byMac.put(vm.mac(), vm);
  }

  Optional<Vm> vm(VsiId vsi) {
    return Optional.ofNullable(byVsi.get(vsi));
  }

  Optional<Vm> vm(MacAddress mac) {
    return Optional.ofNullable(byMac.get(mac));
  }

  /** VMs that some station runs or wants to run. */
  Set<Vm> runningVms() {
    Set<Vm> running = new LinkedHashSet<>();
    stations.values().forEach(station -> running.addAll(station.vms()));
    return running;
  }

  /** The station that runs it, else one that has it at all. */
  Optional<Hypervisor> hostOf(Vm vm) {
    return Stream.concat(
            stations.values().stream().filter(station -> station.runs(vm)),
            stations.values().stream().filter(station -> station.hosts(vm)))
        .findFirst();
  }

  // Types.

  VsiTypeId typeId(TypeName type) {
    return findType(type).orElseThrow(() -> new IllegalArgumentException(type.toString()));
  }

  /** By a profile's name in whatever version, or by number, known or not. */
  Optional<VsiTypeId> findType(TypeName type) {
    if (type.name().matches("\\d{1,8}")) {
      return Optional.of(new VsiTypeId(Integer.parseInt(type.name())));
    }
    return profiles.all().stream()
        .filter(profile -> profile.name().equals(type.name()))
        .map(PortProfile::type)
        .findFirst()
        .or(() -> surroundings.typeNamed(type.name()));
  }

  // vPorts.

  int vPorts(Place on) {
    Map<PortName, Integer> counts = edge(on.edge()).plane().counts();
    return on.port()
        .map(port -> counts.getOrDefault(new PortName(port), 0))
        .orElseGet(() -> counts.values().stream().mapToInt(Integer::intValue).sum());
  }

  Optional<VPortPlan> plan(PortRef port, VsiId vsi) {
    LabSwitch edge = edge(port.node());
    PortName name = new PortName(port.port());
    return edge.plane().plan(VPortId.of(edge.edgeName(), name, vsi));
  }

  /** Whether a VSI has a vPort that forwards on a port or on one of its S-channels. */
  boolean forwards(PortRef port, VsiId vsi) {
    return plan(port, vsi).filter(VPortPlan::forwarding).isPresent()
        || edge(port.node()).hasChannels()
            && edge(port.node()).plane().plans().stream()
                .anyMatch(plan ->
                    plan.vsi().equals(vsi)
                        && plan.forwarding()
                        && plan.port().value().startsWith(port.port() + "/"));
  }

  boolean isFrozen(VsiId vsi) {
    return control.arbiter().isFrozen(vsi, now.get());
  }

  /** {@code associated on leaf-1:p1 as web-server/2, VLAN 100, 14 rules}. */
  String described(PortRef port, AgentEvent.Associated held) {
    return state(held.type()) + " on " + port + " as " + terms(port, held);
  }

  /** {@code web-server/2, VLAN 100, 14 rules}. */
  String terms(PortRef port, AgentEvent.Associated held) {
    return held.profile()
        + plan(port, held.vsi())
            .map(plan -> {
              int rules = plan.rules().fromVm().size() + plan.rules().toVm().size();
              List<String> vlans = new ArrayList<>();
              plan.matches().forEach(match -> vlans.add(match.network().toString()));
              String subnet = plan.overlay().map(in -> ", VSID " + in.vsid()).orElse("");
              return subnet + ", VLAN " + String.join("+", vlans) + ", " + rules + " rules";
            })
            .orElse(", nothing reserved");
  }

  static String state(VdpType type) {
    return switch (type) {
      case PRE_ASSOCIATE -> "pre-associated";
      case PRE_ASSOCIATE_RR -> "pre-associated with reservation";
      case ASSOCIATE -> "associated";
      case DE_ASSOCIATE -> "de-associated";
    };
  }
}
