package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.agent.EdgeBench.P1;
import static org.moorage.agent.EdgeBench.P2;
import static org.moorage.agent.EdgeBench.associate;
import static org.moorage.agent.EdgeBench.vsi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.StoryLine;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortPlan;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.stack.EndCause;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiManagerId;

class EdgeAgentTest {

  private final EdgeBench bench = new EdgeBench();

  @Test
  void anAssociateIsAnsweredAfterItsVPortIsProgrammed() {
    bench.programmedWhenSent.clear();
    List<StationEffect> heard = bench.request(P1, associate(1, 4711, 2, 0));
    assertThat(heard)
        .containsExactly(
            new StationEffect.Confirmed(
                vsi(1), VdpType.ASSOCIATE, List.of(new VidField(false, 0, 100))));
    assertThat(bench.programmedWhenSent).startsWith(0).endsWith(1);
    assertThat(bench.plane.plans().values()).singleElement().matches(VPortPlan::forwarding);
    AssociationView view = bench.association(P1, vsi(1));
    assertThat(view.state()).isEqualTo(AssociationState.ASSOCIATED);
    assertThat(view.profile()).contains("web-server/2");
    assertThat(view.vPort()).isPresent();
    assertThat(view.current()).isTrue();
  }

  @Test
  void theStoryTellsEachStepWithItsMicroseconds() {
    bench.request(P1, associate(1, 4711, 2, 0));
    Story story = bench.story(P1, vsi(1));
    assertThat(story.steps())
        .extracting(StoryStep::word)
        .containsExactly("heard", "looked up", "decided", "programmed", "answered");
    assertThat(story.steps().getFirst().octets().u8(0) >>> 1).isEqualTo(VdpType.ASSOCIATE.code());
    assertThat(story.steps()).filteredOn(step -> step.took().isPresent()).hasSize(4);
    assertThat(story.steps()).allSatisfy(step -> assertThat(step.took().orElse(2)).isEqualTo(2));
    assertThat(story.lines().get(1)).contains("type 4711 version 2 is web-server");
    assertThat(story.lines().getLast()).contains("Associate, success (0x40)");
    assertThat(story.shortened()).isFalse();
  }

  @Test
  void anUnknownVersionIsRefusedWithTheFixAndNothingIsProgrammed() {
    List<StationEffect> heard = bench.request(P1, associate(1, 4711, 3, 100));
    assertThat(heard).hasAtLeastOneElementOfType(StationEffect.Failed.class);
    assertThat(bench.plane.calls()).noneMatch(call -> call.startsWith("apply"));
    AssociationView view = bench.association(P1, vsi(1));
    assertThat(view.state()).isEqualTo(AssociationState.REFUSED);
    assertThat(view.reason()).contains("4711 version 3").contains("1, 2");
    assertThat(view.fix()).contains("web-server");
    assertThat(view.current()).isFalse();
    assertThat(bench.story(P1, vsi(1)).lines().getLast()).contains("0x54");
    assertThat(bench.events).hasAtLeastOneElementOfType(AgentEvent.Refused.class);
  }

  @Test
  void whatBreaksARuleOfVdpIsToldLikeEveryRefusal() {
    int vid = 4_095;
    Octets request =
        Octets.builder()
            .u48(ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac().bits())
            .u48(0x0200_0000_0101L)
            .u16(EtherType.ECP.value())
            .u16(0x1001)
            .u16(0x7777)
            .u16(5 << 9 | 16)
            .octets(VsiManagerId.DEFAULT.octets())
            .u16(VdpType.ASSOCIATE.code() << 9 | 33)
            .u8(0)
            .u24(4711)
            .u8(2)
            .u8(5)
            .u64(0)
            .u64(77)
            .u8(2)
            .u16(1)
            .u48(0x5254_0000_0001L)
            .u16(vid)
            .u16(0)
            .build();
    bench.agent.receive(P1, request, bench.now);
    assertThat(bench.agent.views().agent().counters().get(AgentCounter.REFUSED)).isEqualTo(1);
    assertThat(bench.told.getLast())
        .isInstanceOfSatisfying(
            LinkEvent.Refused.class,
            refused -> {
              assertThat(refused.association().typeId()).isEqualTo(4711);
              assertThat(refused.association().reason()).contains("breaks a rule of VDP");
              assertThat(refused.association().fix()).contains("VIDs 0..4094");
              assertThat(refused.story()).extracting(StoryLine::step).contains("heard", "answered");
            });
  }

  @Test
  void aRefusedVsiIsTakenAtOnceWhenItAsksForSomethingGood() {
    bench.request(P1, associate(1, 4711, 3, 100));
    bench.request(P1, associate(1, 4711, 2, 100));
    assertThat(bench.association(P1, vsi(1)).state()).isEqualTo(AssociationState.ASSOCIATED);
    assertThat(bench.agent.views().associations(AssociationQuery.ALL)).hasSize(1);
  }

  @Test
  void aFailingDataPlaneRefusesTheRequestAndKeepsNothing() {
    bench.plane.refuseWith("the table is full");
    List<StationEffect> heard = bench.request(P1, associate(1, 4711, 2, 0));
    assertThat(heard).hasAtLeastOneElementOfType(StationEffect.Failed.class);
    AssociationView view = bench.association(P1, vsi(1));
    assertThat(view.state()).isEqualTo(AssociationState.REFUSED);
    assertThat(view.reason()).isEqualTo("the table is full");
    assertThat(bench.agent.views().vPorts(0, 10)).isEmpty();
  }

  @Test
  void aChangedTypeVersionReplacesTheVPortInPlace() {
    bench.request(P1, associate(1, 4711, 1, 100));
    bench.request(P1, associate(1, 4711, 2, 100));
    assertThat(bench.association(P1, vsi(1)).profile()).contains("web-server/2");
    assertThat(bench.plane.plans()).hasSize(1);
    assertThat(bench.plane.calls()).filteredOn(call -> call.startsWith("remove")).isEmpty();
  }

  @Test
  void aChangeTheDataPlaneCannotMakeLeavesWhatWasThere() {
    bench.request(P1, associate(1, 4711, 1, 100));
    bench.plane.refuseWith("the table is full");
    bench.request(P1, associate(1, 4711, 2, 100));
    AssociationView view = bench.association(P1, vsi(1));
    assertThat(view.state()).isEqualTo(AssociationState.ASSOCIATED);
    assertThat(view.profile()).contains("web-server/1");
  }

  @Test
  void aPreAssociateHasNoVPortAndAReservationHasOneThatDoesNotForward() {
    VsiRequest request = associate(1, 4711, 2, 100);
    bench.request(P1, request.with(VdpType.PRE_ASSOCIATE));
    assertThat(bench.association(P1, vsi(1)).state()).isEqualTo(AssociationState.PRE_ASSOCIATED);
    assertThat(bench.association(P1, vsi(1)).vPort()).isEmpty();
    bench.request(P1, request.with(VdpType.PRE_ASSOCIATE_RR));
    assertThat(bench.association(P1, vsi(1)).vPort()).isPresent();
    assertThat(bench.plane.plans().values()).noneMatch(VPortPlan::forwarding);
    bench.request(P1, request);
    assertThat(bench.plane.plans().values()).allMatch(VPortPlan::forwarding);
  }

  @Test
  void aDeAssociateTakesTheVPortAwayAndTheStorySaysSo() {
    bench.request(P1, associate(1, 4711, 2, 100));
    bench.request(P1, associate(1, 4711, 2, 100).with(VdpType.DE_ASSOCIATE));
    assertThat(bench.plane.plans()).isEmpty();
    AssociationView view = bench.association(P1, vsi(1));
    assertThat(view.state()).isEqualTo(AssociationState.DE_ASSOCIATED);
    assertThat(view.reason()).contains("the station de-associated");
    assertThat(bench.events).hasAtLeastOneElementOfType(AgentEvent.Released.class);
  }

  @Test
  void keepalivesKeepTheVsiAndAreCountedNotListed() {
    bench.request(P1, associate(1, 4711, 2, 100));
    int steps = bench.story(P1, vsi(1)).steps().size();
    bench.run(Duration.ofMinutes(2));
    AssociationView view = bench.association(P1, vsi(1));
    assertThat(view.state()).isEqualTo(AssociationState.ASSOCIATED);
    assertThat(view.keepAlives()).isGreaterThanOrEqualTo(10);
    List<StoryStep> after = bench.story(P1, vsi(1)).steps();
    assertThat(after).hasSize(steps + 1);
    assertThat(after.getLast()).isInstanceOf(StoryStep.KeptAlive.class);
  }

  @Test
  void aStationThatFallsSilentLosesItsVPortWhenTheKeepaliveIsOver() {
    bench.request(P1, associate(1, 4711, 2, 100));
    bench.cables.put(P1, false);
    bench.run(Duration.ofSeconds(15));
    assertThat(bench.plane.plans()).hasSize(1);
    bench.run(Duration.ofSeconds(2));
    assertThat(bench.plane.plans()).isEmpty();
    assertThat(bench.association(P1, vsi(1)).reason()).contains("no keepalive");
  }

  @Test
  void aWithdrawnVsiGoesAtOnceAndItsStationIsTold() {
    bench.request(P1, associate(1, 4711, 2, 100));
    bench.agent.withdraw(P1, vsi(1), "it lives elsewhere", bench.now);
    assertThat(bench.plane.plans()).isEmpty();
    bench.run(Duration.ofSeconds(1));
    assertThat(bench.heardByStation.get(P1))
        .contains(new StationEffect.Ended(vsi(1), EndCause.WITHDRAWN));
    assertThat(bench.association(P1, vsi(1)).reason()).isEqualTo("it lives elsewhere");
    assertThat(bench.story(P1, vsi(1)).steps())
        .extracting(StoryStep::word)
        .contains("withdrawn", "released");
  }

  @Test
  void withdrawingWhatIsNotHeldIsNothing() {
    bench.agent.withdraw(vsi(9), "nobody has it", bench.now);
    assertThat(bench.events).noneMatch(AgentEvent.Released.class::isInstance);
  }

  @Test
  void aFlapOfTheLinkLosesNothing() {
    bench.request(P1, associate(1, 4711, 2, 100));
    link(P1, false);
    bench.run(Duration.ofSeconds(9));
    link(P1, true);
    bench.run(Duration.ofSeconds(30));
    assertThat(bench.plane.calls()).noneMatch(call -> call.startsWith("remove"));
    assertThat(bench.association(P1, vsi(1)).state()).isEqualTo(AssociationState.ASSOCIATED);
  }

  @Test
  void aLinkThatStaysDownReleasesItsVsisAfterTenSecondsAndNoOthers() {
    bench.request(P1, associate(1, 4711, 2, 100));
    bench.request(P2, associate(2, 4711, 2, 100));
    link(P1, false);
    bench.run(Duration.ofMillis(9_900));
    assertThat(bench.plane.plans()).hasSize(2);
    bench.run(Duration.ofMillis(200));
    assertThat(bench.plane.plans()).hasSize(1);
    assertThat(bench.association(P1, vsi(1)).reason()).contains("link stayed down");
    assertThat(bench.association(P2, vsi(2)).state()).isEqualTo(AssociationState.ASSOCIATED);
  }

  @Test
  void aHundredVsisOnOneUplinkAreAllHeldAndStayHeld() {
    for (int i = 1; i <= 100; i++) {
      bench.request(P1, associate(i, i % 2 == 0 ? 4711 : 4712, 1, 0));
    }
    bench.run(Duration.ofMinutes(1));
    AssociationQuery held = new AssociationQuery("", AssociationState.of("associated"), 0, 1_000);
    // A pool of ten VLANs serves ten VSIs that name no group; the others are told there is none.
    assertThat(bench.agent.views().associations(held)).hasSize(60);
    assertThat(bench.plane.plans()).hasSize(60);
  }

  @Test
  void aQueryFindsAVsiByTheBeginningOfItsIdentifier() {
    for (int i = 1; i <= 20; i++) {
      bench.request(P1, associate(i, 4711, 1, 0));
    }
    String whole = vsi(7).toString();
    assertThat(found(whole)).hasSize(1);
    assertThat(found(whole.substring(0, 8))).hasSize(20);
    assertThat(found("ffff")).isEmpty();
    AssociationQuery page = new AssociationQuery("", Optional.empty(), 15, 10);
    assertThat(bench.agent.views().associations(page)).hasSize(5);
  }

  @Test
  void aSecondHomeOnTheSameEdgeIsNotCurrentUntilItAssociates() {
    bench.request(P1, associate(1, 4711, 2, 100));
    bench.request(P2, associate(1, 4711, 2, 100).with(VdpType.PRE_ASSOCIATE));
    assertThat(bench.association(P1, vsi(1)).current()).isTrue();
    assertThat(bench.association(P2, vsi(1)).current()).isFalse();
  }

  @Test
  void framesOfAnUnknownPortAndNoiseAreCountedAndTheNextGoodRequestIsAnswered() {
    bench.agent.receive(new PortName("p9"), Octets.zeros(60), bench.now);
    var random = new SplittableRandom(42);
    for (int i = 0; i < 5_000; i++) {
      byte[] noise = new byte[14 + random.nextInt(120)];
      random.nextBytes(noise);
      noise[0] = 1;
      noise[1] = (byte) 0x80;
      noise[2] = (byte) 0xC2;
      noise[12] = (byte) 0x89;
      noise[13] = 0x40;
      bench.agent.receive(P1, Octets.of(noise), bench.now);
    }
    AgentView view = bench.agent.views().agent();
    assertThat(view.counters().get(AgentCounter.FRAMES_TO_UNKNOWN_PORT)).isEqualTo(1);
    assertThat(view.counters().get(AgentCounter.DEFECTS)).isZero();
    assertThat(view.ports().getFirst().stack().dropped()).isNotEmpty();
    bench.request(P1, associate(1, 4711, 2, 100));
    assertThat(bench.association(P1, vsi(1)).state()).isEqualTo(AssociationState.ASSOCIATED);
  }

  @Test
  void aDefectStopsOnePortOnlyAndPluggingTheLinkBringsItBack() {
    bench.request(P1, associate(1, 4711, 2, 100));
    EdgeAgent fragile =
        bench.startAgent(
            (type, version) -> {
              throw new IllegalStateException("made to break");
            },
            bench.plane,
            new MemoryJournal());
    bench.agent = fragile;
    fragile.linkChanged(P1, true, bench.now);
    fragile.linkChanged(P2, true, bench.now);
    bench.request(P1, associate(2, 4711, 2, 100));
    AgentView broken = fragile.views().agent();
    assertThat(broken.ports().get(0).failed()).isTrue();
    assertThat(broken.ports().get(1).failed()).isFalse();
    assertThat(broken.alarms().getLast().sentence()).contains("made to break");
    fragile.linkChanged(P1, false, bench.now);
    fragile.linkChanged(P1, true, bench.now);
    assertThat(fragile.views().agent().ports().get(0).failed()).isFalse();
  }

  private List<AssociationView> found(String prefix) {
    return bench
        .agent
        .views()
        .associations(new AssociationQuery(prefix, Optional.empty(), 0, 1_000));
  }

  private void link(PortName port, boolean up) {
    Instant now = bench.now;
    bench.cables.put(port, up);
    bench.agent.linkChanged(port, up, now);
    if (up) {
      bench.take(port, bench.station(port).linkUp(now));
    } else {
      bench.take(port, bench.station(port).linkDown(now));
    }
  }
}
