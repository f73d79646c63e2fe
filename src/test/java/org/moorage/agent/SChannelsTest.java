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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.EdgeReport;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.RecordingDataPlane;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.edge.Separation;
import org.moorage.protocol.Octets;
import org.moorage.protocol.cdcp.CdcpBridgeSettings;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ServiceTag;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.StationPortSettings;
import org.moorage.protocol.stack.StationPortStack;
import org.moorage.protocol.stack.StationUapStack;
import org.moorage.protocol.stack.UapEffect;
import org.moorage.protocol.stack.UapSettings;

/** An agent whose uplink has S-channels, and a station that asks for them. */
class SChannelsTest implements AgentOutput {

  private static final PortName UAP = new PortName("eth1");
  private static final PortName TWO = new PortName("eth1/2");
  private static final PortName THREE = new PortName("eth1/3");
  private static final MacAddress BRIDGE = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress STATION = MacAddress.parse("02:00:00:00:00:02");

  private final SplittableRandom random = new SplittableRandom(9);
  private final MemoryJournal journal = new MemoryJournal();
  private final List<AgentEvent> events = new ArrayList<>();
  private final ArrayDeque<Octets> toAgent = new ArrayDeque<>();
  private final ArrayDeque<Octets> toStation = new ArrayDeque<>();
  private final Map<Integer, StationPortStack> inside = new LinkedHashMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final StationUapStack station = new StationUapStack(STATION, "host-a");
  private RecordingDataPlane plane = new RecordingDataPlane();
  private long epoch = 1;
  private EdgeAgent agent = start(false);

  @BeforeEach
  void linkUp() {
    agent.linkChanged(UAP, true, now);
    stationDoes(station.linkUp(now));
    StationPortStack onLink = port();
    inside.put(1, onLink);
    portDoes(1, onLink.linkUp(now));
    run(Duration.ofSeconds(3));
  }

  @Test
  void anSChannelIsAPortOfTheAgentAndOfTheDataPlane() {
    want(2, 3);
    assertThat(plane.calls()).contains("open eth1/2 on eth1 as 2", "open eth1/3 on eth1 as 3");
    assertThat(agent.views().agent().ports())
        .extracting(port -> port.name().value())
        .containsExactly("eth1", "eth1/2", "eth1/3");
    assertThat(agent.views().agent().ports().getFirst().uap().orElseThrow().channels()).hasSize(3);
  }

  @Test
  void aVsiOnAnSChannelHasAVPortOfSeparationChannel() {
    want(2, 3);
    associated(2, 1);
    associated(3, 2);
    associated(1, 3);
    assertThat(view(TWO, 1).separation()).contains(Separation.CHANNEL);
    assertThat(view(TWO, 1).channel()).contains(new SChannel(2, 2));
    assertThat(view(THREE, 2).separation()).contains(Separation.CHANNEL);
    assertThat(view(UAP, 3).separation()).contains(Separation.FILTER);
    assertThat(AgentReports.association(view(TWO, 1)).sChannel()).isEqualTo("2/2");
    List<EdgeReport.Uplink> ports =
        agent.views().agent().ports().stream().map(AgentReports::uplink).toList();
    assertThat(ports).extracting(EdgeReport.Uplink::sChannel).containsExactly(null, "2/2", "3/3");
  }

  @Test
  void aSecondVsiOnAnSChannelIsRefusedUnlessThePortIsShared() {
    want(2);
    associated(2, 1);
    associated(2, 2);
    AssociationView refused = view(TWO, 2);
    assertThat(refused.state()).isEqualTo(AssociationState.REFUSED);
    assertThat(refused.reason()).contains("eth1/2 is VSI " + vsi(1) + "'s own");
    assertThat(refused.fix()).contains("mode: shared-port");
    assertThat(view(TWO, 1).state()).isEqualTo(AssociationState.ASSOCIATED);
  }

  @Test
  void aSharedPortTakesSeveralAndTellsThemApartByFilter() {
    agent = start(true);
    agent.linkChanged(UAP, true, now);
    run(Duration.ofSeconds(40));
    want(2);
    associated(2, 1);
    associated(2, 2);
    assertThat(view(TWO, 1).separation()).contains(Separation.FILTER);
    assertThat(view(TWO, 2).separation()).contains(Separation.FILTER);
  }

  @Test
  void anSChannelTornDownReleasesWhatItCarriedAtOnceAndNothingElse() {
    want(2, 3);
    associated(2, 1);
    associated(3, 2);
    want(3);
    assertThat(events)
        .filteredOn(AgentEvent.Released.class::isInstance)
        .singleElement()
        .satisfies(event -> assertThat(event.text()).contains("its S-channel is gone"));
    assertThat(plane.plans()).hasSize(1);
    assertThat(plane.calls()).contains("close eth1/2");
    assertThat(view(THREE, 2).state()).isEqualTo(AssociationState.ASSOCIATED);
    want(2, 3);
    associated(2, 4);
    assertThat(view(TWO, 4).state()).isEqualTo(AssociationState.ASSOCIATED);
  }

  @Test
  void aFlapKeepsTheSChannelsAndALongAbsenceEndsThem() {
    want(2);
    associated(2, 1);
    agent.linkChanged(UAP, false, now);
    run(Duration.ofSeconds(5));
    agent.linkChanged(UAP, true, now);
    run(Duration.ofSeconds(5));
    assertThat(view(TWO, 1).state()).isEqualTo(AssociationState.ASSOCIATED);
    agent.linkChanged(UAP, false, now);
    toAgent.clear();
    run(EdgeAgent.LINK_DOWN_HOLD.plusSeconds(1));
    assertThat(agent.views().agent().ports()).hasSize(1);
    assertThat(plane.plans()).isEmpty();
  }

  @Test
  void aRestartedAgentHasItsSChannelsAndVPortsBeforeTheStationSpeaks() {
    want(2, 3);
    associated(3, 1);
    agent = start(false);
    assertThat(plane.calls()).contains("open eth1/3 on eth1 as 3");
    assertThat(view(THREE, 1).state()).isEqualTo(AssociationState.ASSOCIATED);
    agent.linkChanged(UAP, true, now);
    run(Duration.ofMinutes(2));
    assertThat(view(THREE, 1).state()).isEqualTo(AssociationState.ASSOCIATED);
    assertThat(station.channels()).contains(new SChannel(3, 3));
    assertThat(events).noneMatch(AgentEvent.Released.class::isInstance);
  }

  @Test
  void whatCannotBeHadIsAnAlarmWithTheRemedy() {
    agent = start(UapSettings.of(BRIDGE).with(CdcpBridgeSettings.DEFAULTS.withPool(100, 100)));
    agent.linkChanged(UAP, true, now);
    run(Duration.ofSeconds(40));
    want(2, 3);
    assertThat(agent.views().agent().alarms())
        .singleElement()
        .satisfies(
            alarm -> assertThat(alarm.sentence()).contains("SCID 3", "widen its pool of SVIDs"));
    assertThat(agent.views().agent().ports().getFirst().uap().orElseThrow().refused())
        .containsExactly(3);
  }

  @Test
  void aFrameOfNoSChannelAndABrokenCdcpTlvAreCounted() {
    Octets ecp = Octets.ofHex("0180c2000000 020000000002 8940 10010001");
    agent.receive(UAP, ServiceTag.on(ecp, 7, 4_000), now);
    assertThat(agent.views().agent().counters().get(AgentCounter.FRAMES_TO_UNKNOWN_PORT)).isOne();
    Octets noChannels =
        Octets.ofHex(
            "0180c2000003 020000000002 88cc 020704020000000002 040703020000000002 06020078"
                + " fe060080c20e8800 0000");
    agent.receive(UAP, noChannels, now);
    EdgeReport.Uplink uplink = AgentReports.uplink(agent.views().agent().ports().getFirst());
    assertThat(uplink.dropped()).containsKey("CDCP TLV whose length is not 8 + 3n octets");
  }

  private EdgeAgent start(boolean shared) {
    return start(UapSettings.of(BRIDGE).withSharedPort(shared));
  }

  private EdgeAgent start(UapSettings uap) {
    plane = new RecordingDataPlane();
    EdgeAgentSettings settings =
        new EdgeAgentSettings(
            new EdgeName("leaf-1"),
            new EdgeIdentity(new UUID(1, 2), epoch++),
            Map.of(UAP, BridgePortSettings.of(BRIDGE)),
            Map.of(UAP, uap),
            List.of(),
            EdgeSettings.DEFAULTS);
    EdgeAgent started =
        new EdgeAgent(
            settings, EdgeBench.LIBRARY::lookup, plane, journal, this, random, System::nanoTime);
    started.start(now);
    return started;
  }

  private StationPortStack port() {
    return new StationPortStack(StationPortSettings.of(STATION, Flavour.RATIFIED), random, now);
  }

  private AssociationView view(PortName port, int number) {
    return agent.views().association(new AssociationId(port, vsi(number))).orElseThrow();
  }

  private void want(Integer... scids) {
    stationDoes(station.want(List.of(scids), now));
    run(Duration.ofSeconds(3));
    for (SChannel channel : station.channels()) {
      if (!inside.containsKey(channel.scid())) {
        StationPortStack port = port();
        inside.put(channel.scid(), port);
        portDoes(channel.scid(), port.linkUp(now));
      }
    }
    inside.keySet().removeIf(scid -> svid(scid) == 0);
    run(Duration.ofSeconds(5));
  }

  private void associated(int scid, int number) {
    StationPortStack port = Optional.ofNullable(inside.get(scid)).orElseThrow();
    portDoes(scid, port.request(associate(number, 4711, 2, 0), now));
    run(Duration.ofSeconds(1));
  }

  private int svid(int scid) {
    return station.channels().stream()
        .filter(channel -> channel.scid() == scid)
        .mapToInt(SChannel::svid)
        .findFirst()
        .orElse(0);
  }

  private void stationDoes(List<UapEffect> effects) {
    for (UapEffect effect : effects) {
      if (effect instanceof UapEffect.Send(Octets frame)) {
        toAgent.add(frame);
      }
    }
  }

  private void portDoes(int scid, List<StationEffect> effects) {
    for (StationEffect effect : effects) {
      if (effect instanceof StationEffect.Send(Octets frame)) {
        Optional<SChannel> channel =
            scid == 1 ? Optional.empty() : Optional.of(new SChannel(scid, svid(scid)));
        toAgent.add(UapPort.onLink(channel, frame));
      }
    }
  }

  private void stationHears(Octets frame) {
    stationDoes(station.receive(frame, now));
    int tag = ServiceTag.isOn(frame) ? ServiceTag.vid(frame) : SChannel.DEFAULT.svid();
    inside.forEach((scid, port) -> {
      if (svid(scid) == tag) {
        portDoes(scid, port.receive(ServiceTag.off(frame), now));
      }
    });
  }

  private void run(Duration span) {
    Instant end = now.plus(span);
    while (true) {
      while (!toAgent.isEmpty() || !toStation.isEmpty()) {
        if (!toAgent.isEmpty()) {
          agent.receive(UAP, toAgent.remove(), now);
        }
        if (!toStation.isEmpty()) {
          stationHears(toStation.remove());
        }
      }
      Instant next = end;
      List<Optional<Instant>> deadlines = new ArrayList<>();
      deadlines.add(agent.deadline());
      deadlines.add(station.deadline());
      inside.values().forEach(port -> deadlines.add(port.deadline()));
      for (Optional<Instant> each : deadlines) {
        next = each.isPresent() && each.get().isBefore(next) ? each.get() : next;
      }
      if (!next.isBefore(end)) {
        now = end;
        return;
      }
      now = next.isAfter(now) ? next : now;
      agent.advance(now);
      stationDoes(station.advance(now));
      inside.forEach((scid, port) -> portDoes(scid, port.advance(now)));
    }
  }

  @Override
  public void send(PortName port, Octets frame) {
    assertThat(port).isEqualTo(UAP);
    toStation.add(frame);
  }

  @Override
  public void event(Numbered<AgentEvent> event) {
    events.add(event.event());
  }

  @Override
  public void ask(TypeQuestion question) {}
}
