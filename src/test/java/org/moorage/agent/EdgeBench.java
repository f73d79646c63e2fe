package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;
import org.moorage.agentlink.LinkEvent;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.RecordingDataPlane;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.edge.TypeLookup;
import org.moorage.edge.UnknownTypePolicy;
import org.moorage.profile.FailPolicy;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileLibrary;
import org.moorage.profile.Rates;
import org.moorage.profile.VlanRange;
import org.moorage.profile.VlanTerms;
import org.moorage.profile.rules.RuleList;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.StationPortSettings;
import org.moorage.protocol.stack.StationPortStack;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * An agent with two uplinks, a hypervisor's uplink on each, cables without delay, and a clock that
 * is moved by hand.
 */
final class EdgeBench implements AgentOutput {

  static final EdgeName NAME = new EdgeName("leaf-1");
  static final PortName P1 = new PortName("p1");
  static final PortName P2 = new PortName("p2");
  static final PortName F1 = new PortName("f1");

  static final ProfileLibrary LIBRARY =
      new ProfileLibrary(
          "profiles",
          List.of(
              profile(4711, "web-server", 1, new VlanTerms.Access(new VlanId(100))),
              profile(4711, "web-server", 2, new VlanTerms.Access(new VlanId(100))),
              profile(
                  4712,
                  "tenant",
                  1,
                  new VlanTerms.Pool(new VlanRange(new VlanId(200), new VlanId(209))))));

  private record InFlight(PortName port, boolean towardsEdge, Octets frame) {}

  RecordingDataPlane plane = new RecordingDataPlane();

  /** What the agent sent into the network. */
  final List<Octets> onFabric = new ArrayList<>();

  /** Of each frame the agent sent, how many vPorts were programmed then. */
  final List<Integer> programmedWhenSent = new ArrayList<>();

  final List<AgentEvent> events = new ArrayList<>();

  /** The same as a manager is told. */
  final List<LinkEvent> told = new ArrayList<>();

  final List<TypeQuestion> asked = new ArrayList<>();
  final Map<PortName, List<StationEffect>> heardByStation = new LinkedHashMap<>();
  final Map<PortName, Boolean> cables = new LinkedHashMap<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  EdgeAgent agent;
  private final AgentJournal journal;
  private final UnknownTypePolicy unknownType;
  private final List<PortName> fabric;
  private final Map<PortName, StationPortStack> stations = new LinkedHashMap<>();
  private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
  private final SplittableRandom random = new SplittableRandom(7);
  private long nanos;
  private long epoch;

  EdgeBench() {
    this(new MemoryJournal());
  }

  EdgeBench(AgentJournal journal) {
    this(journal, new UnknownTypePolicy.Refuse());
  }

  EdgeBench(AgentJournal journal, UnknownTypePolicy unknownType) {
    this(journal, unknownType, List.of());
  }

  /** With a port towards the network. */
  static EdgeBench onFabric() {
    return new EdgeBench(new MemoryJournal(), new UnknownTypePolicy.Refuse(), List.of(F1));
  }

  private EdgeBench(AgentJournal journal, UnknownTypePolicy unknownType, List<PortName> fabric) {
    this.journal = journal;
    this.unknownType = unknownType;
    this.fabric = fabric;
    for (PortName port : List.of(P1, P2)) {
      MacAddress mac = MacAddress.parse("02:00:00:00:01:0" + (port.equals(P1) ? 1 : 2));
      stations.put(
          port, new StationPortStack(StationPortSettings.of(mac, Flavour.RATIFIED), random, now));
      heardByStation.put(port, new ArrayList<>());
      cables.put(port, true);
    }
    agent = startAgent(LIBRARY::lookup, plane, journal);
    for (PortName port : List.of(P1, P2)) {
      agent.linkChanged(port, true, now);
      take(port, station(port).linkUp(now));
    }
    run(Duration.ofSeconds(5));
  }

  /** A second start: whatever the first one had in memory is gone. */
  EdgeAgent startAgent(TypeLookup types, DataPlane over, AgentJournal from) {
    epoch++;
    Map<PortName, BridgePortSettings> uplinks = new LinkedHashMap<>();
    uplinks.put(P1, BridgePortSettings.of(MacAddress.parse("02:00:00:00:00:01")));
    uplinks.put(P2, BridgePortSettings.of(MacAddress.parse("02:00:00:00:00:02")));
    EdgeAgentSettings settings =
        new EdgeAgentSettings(
            NAME,
            new EdgeIdentity(new UUID(0x7000, 1), epoch),
            uplinks,
            fabric,
            EdgeSettings.DEFAULTS.with(unknownType));
    EdgeAgent started =
        new EdgeAgent(settings, types, over, from, this, random, () -> nanos += 1_500);
    started.start(now);
    return started;
  }

  /** Ends the agent without a word and starts another over the same journal. */
  void restart(TypeLookup types) {
    inFlight.clear();
    plane = new RecordingDataPlane();
    agent = startAgent(types, plane, journal);
    stations.keySet().forEach(port -> agent.linkChanged(port, true, now));
  }

  StationPortStack station(PortName port) {
    return Optional.ofNullable(stations.get(port)).orElseThrow();
  }

  /** A hypervisor asks for a VSI and everything comes to rest. */
  List<StationEffect> request(PortName port, VsiRequest request) {
    List<StationEffect> heard = heardByStation.getOrDefault(port, List.of());
    int before = heard.size();
    take(port, station(port).request(request, now));
    run(Duration.ofMillis(500));
    return List.copyOf(heard.subList(before, heard.size()));
  }

  /** Lets time pass and does everything that becomes due. */
  void run(Duration span) {
    Instant end = now.plus(span);
    settle();
    while (true) {
      Optional<Instant> next = next();
      if (next.isEmpty() || next.get().isAfter(end)) {
        now = end;
        return;
      }
      now = next.get().isAfter(now) ? next.get() : now;
      agent.advance(now);
      stations.forEach((port, station) -> take(port, station.advance(now)));
      settle();
    }
  }

  private Optional<Instant> next() {
    Optional<Instant> first = agent.deadline();
    for (StationPortStack station : stations.values()) {
      Optional<Instant> due = station.deadline();
      if (due.isPresent() && (first.isEmpty() || due.get().isBefore(first.get()))) {
        first = due;
      }
    }
    return first;
  }

  private void settle() {
    for (InFlight each = inFlight.poll(); each != null; each = inFlight.poll()) {
      if (!cables.getOrDefault(each.port(), false)) {
        continue;
      }
      if (each.towardsEdge()) {
        agent.receive(each.port(), each.frame(), now);
      } else {
        take(each.port(), station(each.port()).receive(each.frame(), now));
      }
    }
  }

  void take(PortName port, List<StationEffect> effects) {
    for (StationEffect effect : effects) {
      if (effect instanceof StationEffect.Send(Octets frame)) {
        inFlight.add(new InFlight(port, true, frame));
      } else {
        heardByStation.getOrDefault(port, new ArrayList<>()).add(effect);
      }
    }
  }

  @Override
  public void send(PortName port, Octets frame) {
    if (port.equals(F1)) {
      onFabric.add(frame);
      return;
    }
    programmedWhenSent.add(plane.plans().size());
    inFlight.add(new InFlight(port, false, frame));
  }

  @Override
  public void event(Numbered<AgentEvent> event) {
    assertThat(event.number().epoch()).isEqualTo(epoch);
    events.add(event.event());
  }

  @Override
  public boolean wantsStories() {
    return true;
  }

  @Override
  public void event(Numbered<AgentEvent> event, Story story) {
    event(event);
    told.add(AgentReports.event(event.event(), story));
  }

  @Override
  public void ask(TypeQuestion question) {
    asked.add(question);
  }

  AssociationView association(PortName port, VsiId vsi) {
    return agent.views().association(new AssociationId(port, vsi)).orElseThrow();
  }

  Story story(PortName port, VsiId vsi) {
    return agent.views().story(new AssociationId(port, vsi)).orElseThrow();
  }

  static VsiId vsi(int number) {
    return VsiId.of(new UUID(0x1234_5678_9abc_4000L, 0x8000_0000_0000_0000L + number));
  }

  static VsiRequest associate(int number, int type, int version, int vid) {
    return VsiRequest.of(
        VdpType.ASSOCIATE,
        VsiManagerId.DEFAULT,
        new VsiTypeId(type),
        new VsiTypeVersion(version),
        vsi(number),
        filter(number, vid));
  }

  static FilterInfo filter(int number, int vid) {
    return FilterInfo.of(
        FilterInfo.Format.MAC_VID,
        FilterInfo.Entry.of(
            new MacAddress(0x0200_0000_0000L + number), new VidField(false, 0, vid)));
  }

  private static PortProfile profile(int type, String name, int version, VlanTerms vlan) {
    return new PortProfile(
        new VsiTypeId(type),
        name,
        new VsiTypeVersion(version),
        "",
        vlan,
        RuleList.NONE,
        RuleList.NONE,
        Rates.UNLIMITED,
        Marking.NONE,
        Guard.PLAIN,
        Optional.empty(),
        OptionalInt.empty(),
        FailPolicy.LAST_KNOWN);
  }
}
