package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.agent.EdgeBench.associate;
import static org.moorage.agent.EdgeBench.vsi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.ControlPath.Verdict;
import org.moorage.agentlink.ExtenderReport;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.edge.Separation;
import org.moorage.edge.VPortMatch;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtendedPortCounters;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.PortExtensionSettings;
import org.moorage.protocol.stack.ReleaseCause;
import org.moorage.protocol.stack.StationPortStack;

/** An agent with port extenders behind its cascade ports, and stations behind those. */
class ExtendersTest implements AgentOutput {

  private static final PortName CASCADE = new PortName("eth3");
  private static final PortName OTHER = new PortName("eth4");
  private static final PortName ONE = new PortName("eth3:1");
  private static final PortName TWO = new PortName("eth3:2");
  private static final PortName FABRIC = new PortName("eth0");
  private static final MacAddress BRIDGE = MacAddress.parse("02:00:00:00:00:01");

  private final SplittableRandom random = new SplittableRandom(9);
  private final MemoryJournal journal = new MemoryJournal();
  private final List<AgentEvent> events = new ArrayList<>();
  private final Map<PortName, ExtenderAtWork> extenders = new LinkedHashMap<>();
  private final ArrayDeque<Runnable> inFlight = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private SoftSwitch plane = new SoftSwitch(SoftSwitchSettings.of(List.of(), List.of()));
  private long epoch = 1;
  private boolean shared = true;
  private EdgeAgent agent = start();

  @Test
  void thePortsOfAnExtenderArePortsOfTheEdge() {
    connect(CASCADE, 7);
    assertThat(agent.views().agent().ports())
        .extracting(port -> port.name().value() + " " + port.linkUp())
        .containsExactly("eth3:1 true", "eth3:2 true");
    ExtenderView view = agent.views().agent().extenders().getFirst();
    assertThat(view.name()).contains("extender-1");
    assertThat(view.inventory().serial()).isEqualTo("SN-17");
    assertThat(view.ports())
        .extracting(port -> port.name() + " " + port.channel() + " " + port.said().name())
        .containsExactly("eth3:1 257 e1", "eth3:2 258 e2");
    run(Duration.ofSeconds(11));
    assertThat(agent.views().agent().extenders().getFirst().ports().getFirst().counted())
        .contains(new ExtendedPortCounters(1, 5, 300, 6, 400, 1));
    List<ExtenderReport> told =
        agent.views().agent().extenders().stream().map(ExtenderReports::of).toList();
    assertThat(told).extracting(ExtenderReport::state).containsExactly("led", "down");
    assertThat(told.getFirst().ports())
        .contains(
            new ExtenderReport.Port("eth3:1", 1, "e1", 257, true, 10_000, 5, 300, 6, 400, 1),
            new ExtenderReport.Port("eth3:2", 2, "e2", 258, true, 10_000, 0, 0, 0, 0, 0));
  }

  @Test
  void aStationBehindAnExtenderAssociatesAsOnAPortOfItsOwn() {
    connect(CASCADE, 7);
    associated(CASCADE, 1, 1);
    associated(CASCADE, 2, 2);
    assertThat(view(ONE, 1).state()).isEqualTo(AssociationState.ASSOCIATED);
    assertThat(view(ONE, 1).separation()).contains(Separation.FILTER);
    assertThat(plane.programmed()).hasSize(2);
    run(Duration.ofMinutes(3));
    assertThat(view(TWO, 2).state()).isEqualTo(AssociationState.ASSOCIATED);
    assertThat(agent.views().agent().ports())
        .extracting(port -> port.path().orElseThrow().verdict())
        .as("what is heard behind an extender")
        .containsExactly(Verdict.HEARD, Verdict.HEARD);
  }

  @Test
  void aPortThatIsOneVsisOwnHasSeparationChannel() {
    shared = false;
    agent = start();
    connect(CASCADE, 7);
    associated(CASCADE, 1, 1);
    associated(CASCADE, 1, 2);
    assertThat(view(ONE, 1).separation()).contains(Separation.CHANNEL);
    assertThat(view(ONE, 2).state()).isEqualTo(AssociationState.REFUSED);
  }

  @Test
  void aGroupIsMadeForPortsThatHearTheSameSharedAndGivenBack() {
    ExtenderAtWork extender = connect(CASCADE, 7);
    associated(CASCADE, 1, 1);
    assertThat(extender.groups).isEmpty();
    associated(CASCADE, 2, 2);
    run(Duration.ofSeconds(1));
    assertThat(extender.groups.values())
        .containsExactly(List.of(new EChannelId(257), new EChannelId(258)));
    associated(CASCADE, 2, 3);
    run(Duration.ofSeconds(1));
    assertThat(extender.groups).hasSize(1);
    assertThat(agent.views().agent().extenders().getFirst().groups()).isEqualTo(1);
    agent.withdraw(TWO, vsi(2), "for the test", now);
    run(Duration.ofSeconds(1));
    assertThat(extender.groups).hasSize(1);
    agent.withdraw(TWO, vsi(3), "for the test", now);
    run(Duration.ofSeconds(1));
    assertThat(extender.groups).isEmpty();
  }

  @Test
  void anExtenderThatGoesTakesItsVPortsAlongAndOneThatReturnsSoonDoesNot() {
    ExtenderAtWork extender = connect(CASCADE, 7);
    associated(CASCADE, 1, 1);
    agent.linkChanged(CASCADE, false, now);
    run(Duration.ofSeconds(5));
    agent.linkChanged(CASCADE, true, now);
    run(Duration.ofSeconds(8));
    assertThat(view(ONE, 1).state()).isEqualTo(AssociationState.ASSOCIATED);
    extender.plugged = false;
    agent.linkChanged(CASCADE, false, now);
    run(EdgeAgent.LINK_DOWN_HOLD.plusSeconds(1));
    assertThat(plane.programmed()).isEmpty();
    assertThat(released()).containsExactly(ReleaseCause.EXTENDED_PORT_GONE);
    assertThat(agent.views().agent().ports()).isEmpty();
    assertThat(agent.views().agent().alarms().getLast().sentence())
        .contains("extender-1", "is gone", "link is down");
    agent.linkChanged(CASCADE, true, now);
    connect(CASCADE, 8);
    assertThat(view(ONE, 1).state()).isEqualTo(AssociationState.ASSOCIATED);
    assertThat(journal.kept()).hasSize(1);
    run(Duration.ofMinutes(2)); // its new station never asked for it
    assertThat(released())
        .containsExactly(ReleaseCause.EXTENDED_PORT_GONE, ReleaseCause.KEEPALIVE_EXPIRED);
    associated(CASCADE, 1, 1);
    assertThat(view(ONE, 1).state()).isEqualTo(AssociationState.ASSOCIATED);
  }

  /** lldpad asks again with the VID it was answered, and its VM goes on without tags. */
  @Test
  void whoComesBackAsItWasAnsweredStillSendsWithoutTags() {
    ExtenderAtWork extender = connect(CASCADE, 7);
    associated(CASCADE, 1, 1);
    int vid = view(ONE, 1).answered().getFirst().vid();
    assertThat(vid).isPositive();
    extender.plugged = false;
    agent.linkChanged(CASCADE, false, now);
    run(EdgeAgent.LINK_DOWN_HOLD.plusSeconds(1));
    agent.linkChanged(CASCADE, true, now);
    ExtenderAtWork back = connect(CASCADE, 8);
    StationPortStack station = Optional.ofNullable(back.stations.get(1)).orElseThrow();
    back.says(1, station.request(associate(1, 4711, 2, vid), now));
    run(Duration.ofSeconds(2));
    assertThat(agent.views().vPorts(0, 1).getFirst().vPort().plan().matches())
        .allMatch(VPortMatch::untagged);
  }

  @Test
  void anExtenderThatFallsSilentIsMissedByLldp() {
    ExtenderAtWork extender = connect(CASCADE, 7);
    associated(CASCADE, 1, 1);
    extender.plugged = false;
    run(Duration.ofSeconds(35));
    assertThat(released()).containsExactly(ReleaseCause.EXTENDED_PORT_GONE);
  }

  @Test
  void aRestartedAgentHasItsExtendersVPortsBeforeTheExtenderSpeaks() {
    connect(CASCADE, 7);
    associated(CASCADE, 1, 1);
    associated(CASCADE, 2, 2);
    agent = start();
    assertThat(plane.programmed()).hasSize(2);
    agent.linkChanged(CASCADE, true, now);
    run(Duration.ofMinutes(3));
    assertThat(view(ONE, 1).state()).isEqualTo(AssociationState.ASSOCIATED);
    assertThat(view(TWO, 2).state()).isEqualTo(AssociationState.ASSOCIATED);
    assertThat(released()).isEmpty();
  }

  @Test
  void theSecondOfTwoExtendersWithOneAddressWaitsForTheFirstToGo() {
    ExtenderAtWork first = connect(CASCADE, 7);
    connect(OTHER, 8);
    assertThat(agent.views().agent().ports())
        .extracting(port -> port.name().value())
        .containsExactly("eth3:1", "eth3:2");
    assertThat(agent.views().agent().alarms().getLast().sentence())
        .contains("the one on eth3", "unplug one of the two");
    assertThat(agent.views().agent().extenders().getLast().trouble()).isPresent();
    first.plugged = false;
    agent.linkChanged(CASCADE, false, now);
    run(Duration.ofSeconds(25));
    assertThat(agent.views().agent().ports())
        .extracting(port -> port.name().value())
        .containsExactly("eth4:1", "eth4:2");
  }

  @Test
  void aPortGivenUpAndOneNobodyHasAreAnswered() {
    ExtenderAtWork extender = connect(CASCADE, 7);
    associated(CASCADE, 2, 2);
    extender.does(extender.stack.ask(new CspRequest.DeletePort(2), 20, now));
    extender.does(extender.stack.ask(new CspRequest.DeletePort(9), 21, now));
    extender.does(extender.stack.ask(new CspRequest.Unregister(new EChannelId(1 << 20)), 22, now));
    run(Duration.ofSeconds(2));
    assertThat(extender.refusals)
        .containsExactly(Completion.SUCCESS, Completion.UNKNOWN_PORT, Completion.WRONG_ROLE);
    assertThat(released()).containsExactly(ReleaseCause.EXTENDED_PORT_GONE);
    assertThat(agent.views().agent().ports()).hasSize(1);
  }

  @Test
  void aFrameOfAnEChannelNobodyHasIsCounted() {
    connect(CASCADE, 7);
    Octets ecp = Octets.ofHex("0180c2000000 020000000002 8940 10010001");
    agent.receive(CASCADE, new ETag(0, false, 0, 999).on(ecp), now);
    assertThat(agent.views().agent().counters().get(AgentCounter.FRAMES_TO_UNKNOWN_PORT)).isOne();
  }

  private List<ReleaseCause> released() {
    return events.stream()
        .flatMap(event ->
            event instanceof AgentEvent.Released released
                ? Stream.of(released.cause())
                : Stream.of())
        .toList();
  }

  private EdgeAgent start() {
    plane =
        new SoftSwitch(
            SoftSwitchSettings.of(List.of(), List.of(FABRIC))
                .withCascades(List.of(CASCADE, OTHER)));
    CascadeSettings cascade =
        new CascadeSettings(
            new PortExtensionSettings(
                BRIDGE,
                "leaf-1",
                "eth3",
                ExtenderInventory.NONE,
                CspSpeaker.ofBridge(epoch * 1_000, BRIDGE)),
            BridgePortSettings.of(BRIDGE),
            shared);
    Map<PortName, CascadeSettings> cascades = new LinkedHashMap<>();
    cascades.put(CASCADE, cascade);
    cascades.put(OTHER, cascade);
    EdgeAgentSettings settings =
        new EdgeAgentSettings(
                new EdgeName("leaf-1"),
                new EdgeIdentity(new UUID(1, 2), epoch++),
                Map.of(),
                List.of(FABRIC),
                EdgeSettings.DEFAULTS)
            .withCascades(cascades);
    EdgeAgent started =
        new EdgeAgent(
            settings, EdgeBench.LIBRARY::lookup, plane, journal, this, random, System::nanoTime);
    started.start(now);
    return started;
  }

  private ExtenderAtWork connect(PortName cascade, long session) {
    agent.linkChanged(cascade, true, now);
    ExtenderAtWork extender =
        new ExtenderAtWork(
            session,
            random,
            () -> now,
            frame -> inFlight.add(() -> agent.receive(cascade, frame, now)));
    extenders.put(cascade, extender);
    run(Duration.ofSeconds(10));
    return extender;
  }

  private AssociationView view(PortName port, int number) {
    return agent.views().association(new AssociationId(port, vsi(number))).orElseThrow();
  }

  private void associated(PortName cascade, int port, int number) {
    ExtenderAtWork extender = Optional.ofNullable(extenders.get(cascade)).orElseThrow();
    StationPortStack station = Optional.ofNullable(extender.stations.get(port)).orElseThrow();
    extender.says(port, station.request(associate(number, 4711, 2, 0), now));
    run(Duration.ofSeconds(2));
  }

  private void run(Duration span) {
    Instant end = now.plus(span);
    while (true) {
      while (!inFlight.isEmpty()) {
        inFlight.remove().run();
      }
      Instant next = end;
      List<Optional<Instant>> deadlines = new ArrayList<>();
      deadlines.add(agent.deadline());
      extenders.values().forEach(each -> deadlines.add(each.deadline()));
      for (Optional<Instant> each : deadlines) {
        next = each.isPresent() && each.get().isBefore(next) ? each.get() : next;
      }
      if (!next.isBefore(end)) {
        now = end;
        return;
      }
      now = next.isAfter(now) ? next : now;
      agent.advance(now);
      extenders.values().forEach(ExtenderAtWork::advance);
    }
  }

  @Override
  public void send(PortName port, Octets frame) {
    ExtenderAtWork extender = extenders.get(port);
    if (extender != null && extender.plugged) {
      inFlight.add(() -> extender.hears(frame));
    }
  }

  @Override
  public void event(Numbered<AgentEvent> event) {
    events.add(event.event());
  }
}
