package org.moorage.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.ecp.DraftEcpReceiver;
import org.moorage.protocol.ecp.DraftEcpSettings;
import org.moorage.protocol.ecp.DraftEcpTransmitter;
import org.moorage.protocol.ecp.DraftEcpdu;
import org.moorage.protocol.ecp.EcpOperation;
import org.moorage.protocol.ecp.EcpReceiver;
import org.moorage.protocol.ecp.EcpSettings;
import org.moorage.protocol.ecp.EcpSubtype;
import org.moorage.protocol.ecp.EcpTransmitter;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.evb.EvbBridge;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.protocol.evb.EvbTlv;
import org.moorage.protocol.lldp.LldpAgent;
import org.moorage.protocol.lldp.LldpSettings;
import org.moorage.protocol.lldp.Lldpdu;

/** What lldpad does on the wire, from captures of it, and how the carriage of ours bears it. */
class PeerHabitsTest {

  private static final MacAddress STATION = MacAddress.parse("02:00:00:00:0a:01");
  private static final MacAddress BRIDGE = MacAddress.parse("02:00:00:00:0b:01");

  @Test
  void requestsComeBeforeAnyEvbTlvOfOursWasAnswered() {
    List<CapturedFrame> frames = CapturedFrame.all("exp");
    Ecpdu first = Ecpdu.decode(frames.get(2).frame().payload()).orThrow();
    List<EcpReceiver.Effect> effects = receiveAll(List.of(first));
    assertThat(effects).hasSize(2).last().isInstanceOf(EcpReceiver.Effect.Deliver.class);
    assertThat(EvbBridge.operation(EvbBridge.initial(EvbSettings.BRIDGE_DEFAULTS)).maxRetries())
        .as("there is something to go by until then")
        .isEqualTo(3);
  }

  @Test
  void unacknowledgedRequestsAreRepeatedUnchanged() {
    List<Ecpdu> repeated =
        CapturedFrame.all("exp").subList(2, 6).stream()
            .map(frame -> Ecpdu.decode(frame.frame().payload()).orThrow())
            .toList();
    List<EcpReceiver.Effect> effects = receiveAll(repeated);
    assertThat(count(effects, EcpReceiver.Effect.Acknowledge.class)).isEqualTo(4);
    assertThat(count(effects, EcpReceiver.Effect.Deliver.class)).isEqualTo(1);
  }

  @Test
  void aWholeDayAtTheWireIsDeliveredOnceEach() {
    List<Ecpdu> requests = requestsOf("run1", STATION);
    List<EcpReceiver.Effect> effects = receiveAll(requests);
    int changes = 1;
    for (int i = 1; i < requests.size(); i++) {
      changes += requests.get(i).sequence() == requests.get(i - 1).sequence() ? 0 : 1;
    }
    assertThat(requests).hasSizeGreaterThan(100);
    assertThat(count(effects, EcpReceiver.Effect.Acknowledge.class)).isEqualTo(requests.size());
    assertThat(count(effects, EcpReceiver.Effect.Deliver.class)).isEqualTo(changes);
  }

  @Test
  void requestsFollowOneAnotherOnlyEveryAckTimerHoweverFastTheAckWas() {
    List<Duration> times =
        CapturedFrame.all("run1").stream()
            .filter(frame -> frame.frame().type().equals(EtherType.ECP))
            .filter(frame -> frame.frame().source().equals(STATION))
            .filter(frame -> decode(frame).operation() == EcpOperation.REQUEST)
            .map(CapturedFrame::at)
            .toList();
    Duration shortest = Duration.ofDays(1);
    for (int i = 1; i < times.size(); i++) {
      Duration gap = times.get(i).minus(times.get(i - 1));
      shortest = gap.compareTo(shortest) < 0 ? gap : shortest;
    }
    assertThat(shortest).isGreaterThan(Duration.ofMillis(160));
    Duration offered =
        EvbBridge.operation(EvbBridge.initial(EvbSettings.BRIDGE_DEFAULTS)).ackTimer();
    assertThat(offered.multipliedBy(100))
        .as("so we offer a timer at which a hundred VSIs come round in one keepalive")
        .isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void acksAreShorterThanAnyFrameMayBe() {
    CapturedFrame ack = CapturedFrame.all("run1").get(18);
    assertThat(ack.octets().size()).isEqualTo(18);
    EcpTransmitter.State state = sendOne(decode(ack).sequence());
    Step<EcpTransmitter.State, EcpTransmitter.Effect> step =
        EcpTransmitter.step(
            state, new EcpTransmitter.Input.Acked(decode(ack).sequence()), Instant.EPOCH);
    assertThat(step.effects()).containsExactly(new EcpTransmitter.Effect.Delivered(1));
  }

  @Test
  void twoRequestsInAMomentLoseOneSoOursKeepAGap() {
    EcpSettings settings =
        new EcpSettings(3, Duration.ofMillis(10), EcpSettings.GAP_FOR_SLOW_PEERS, 100);
    EcpTransmitter.State state = EcpTransmitter.initial(settings);
    Instant now = Instant.EPOCH;
    List<Instant> sent = new ArrayList<>();
    List<EcpTransmitter.Input> inputs = new ArrayList<>();
    inputs.add(new EcpTransmitter.Input.LinkUp(1));
    for (int i = 0; i < 50; i++) {
      inputs.add(new EcpTransmitter.Input.Submit(EcpSubtype.VDP, Octets.EMPTY, i));
    }
    while (sent.size() < 50) {
      EcpTransmitter.Input input =
          inputs.isEmpty() ? new EcpTransmitter.Input.Due() : inputs.removeFirst();
      Step<EcpTransmitter.State, EcpTransmitter.Effect> step =
          EcpTransmitter.step(state, input, now);
      state = step.state();
      for (EcpTransmitter.Effect effect : step.effects()) {
        if (effect instanceof EcpTransmitter.Effect.Send(Ecpdu pdu)) {
          sent.add(now);
          inputs.addFirst(new EcpTransmitter.Input.Acked(pdu.sequence()));
        }
      }
      if (inputs.isEmpty()) {
        now = EcpTransmitter.deadline(state).orElse(now);
      }
    }
    for (int i = 1; i < sent.size(); i++) {
      assertThat(Duration.between(sent.get(i - 1), sent.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(5));
    }
  }

  @Test
  void aPeerRemembersOurLastNumberOverOurRestart() {
    EcpReceiver.State peer = EcpReceiver.initial();
    peer = EcpReceiver.step(peer, new EcpReceiver.Input.LinkUp(), Instant.EPOCH).state();
    Ecpdu before = Ecpdu.request(EcpSubtype.VDP, 15_583, Octets.ofHex("aa"));
    peer = EcpReceiver.step(peer, new EcpReceiver.Input.Requested(before), Instant.EPOCH).state();
    Ecpdu sameNumber = Ecpdu.request(EcpSubtype.VDP, 15_583, Octets.ofHex("bb"));
    assertThat(
            EcpReceiver.step(peer, new EcpReceiver.Input.Requested(sameNumber), Instant.EPOCH)
                .effects())
        .as("an equal number is lost")
        .contains(new EcpReceiver.Effect.Repeated(15_583));
    Ecpdu ours = ((EcpTransmitter.State.Waiting) sendOne(40_000)).pdu();
    assertThat(ours.sequence()).as("so the first one is handed in").isEqualTo(40_000);
    assertThat(
            EcpReceiver.step(peer, new EcpReceiver.Input.Requested(ours), Instant.EPOCH).effects())
        .last()
        .isInstanceOf(EcpReceiver.Effect.Deliver.class);
  }

  @Test
  void draftStationsOpenWithAnEmptyRequestAndLeaveIdenticalFramesUnanswered() {
    DraftEcpTransmitter.State ours =
        DraftEcpTransmitter.initial(new DraftEcpSettings(false, Duration.ZERO, 1));
    Instant now = Instant.EPOCH;
    ours = step(ours, new DraftEcpTransmitter.Input.LinkUp(1), now).state();
    Step<DraftEcpTransmitter.State, DraftEcpTransmitter.Effect> first =
        step(ours, new DraftEcpTransmitter.Input.Submit(Octets.ofHex("aa"), 1), now);
    Instant later = now.plus(DraftEcpSettings.ACK_TIMER);
    Step<DraftEcpTransmitter.State, DraftEcpTransmitter.Effect> second =
        step(first.state(), new DraftEcpTransmitter.Input.Due(), later);
    assertThat(((DraftEcpTransmitter.Effect.Send) second.effects().getFirst()).pdu().encode())
        .as("a repetition the peer does not take for the same frame")
        .isNotEqualTo(
            ((DraftEcpTransmitter.Effect.Send) first.effects().getFirst()).pdu().encode());
  }

  @Test
  void draftRequestsOfACaptureAreAllAcknowledgedAsTheyWereThere() {
    DraftEcpReceiver.State state = DraftEcpReceiver.initial();
    state =
        DraftEcpReceiver.step(state, new DraftEcpReceiver.Input.LinkUp(), Instant.EPOCH).state();
    List<DraftEcpdu> acks = new ArrayList<>();
    for (CapturedFrame frame : CapturedFrame.all("draft")) {
      if (frame.frame().type().equals(EtherType.ECP_DRAFT)
          && frame.frame().source().equals(STATION)) {
        DraftEcpdu pdu = DraftEcpdu.decode(frame.frame().payload()).orThrow();
        if (pdu.operation() == EcpOperation.REQUEST) {
          Step<DraftEcpReceiver.State, DraftEcpReceiver.Effect> step =
              DraftEcpReceiver.step(
                  state, new DraftEcpReceiver.Input.Requested(pdu), Instant.EPOCH);
          state = step.state();
          acks.add(((DraftEcpReceiver.Effect.Acknowledge) step.effects().getFirst()).ack());
        }
      }
    }
    List<DraftEcpdu> there =
        CapturedFrame.all("draft").stream()
            .map(CapturedFrame::frame)
            .filter(frame -> frame.type().equals(EtherType.ECP_DRAFT))
            .filter(frame -> frame.source().equals(BRIDGE))
            .map(frame -> DraftEcpdu.decode(frame.payload()).orThrow())
            .filter(pdu -> pdu.operation() == EcpOperation.ACK)
            .distinct()
            .toList();
    assertThat(acks).isNotEmpty().containsAll(there);
  }

  @Test
  void theEvbConversationOfACaptureEndsInAgreement() {
    LldpAgent.State lldp =
        LldpAgent.initial(
            LldpSettings.ofPort(MacAddress.parse("01:80:c2:00:00:00"), BRIDGE, List.of()),
            List.of());
    Instant now = Instant.EPOCH;
    lldp = LldpAgent.step(lldp, new LldpAgent.Input.LinkUp(), now).state();
    EvbBridge.State evb = EvbBridge.initial(EvbSettings.BRIDGE_DEFAULTS);
    for (CapturedFrame captured : CapturedFrame.all("run1")) {
      if (!captured.frame().type().equals(EtherType.LLDP)) {
        continue;
      }
      Lldpdu pdu = Lldpdu.decode(captured.frame().payload()).orThrow();
      Step<LldpAgent.State, LldpAgent.Effect> step =
          LldpAgent.step(lldp, new LldpAgent.Input.Received(pdu), now.plus(captured.at()));
      lldp = step.state();
      for (LldpAgent.Effect effect : step.effects()) {
        if (effect instanceof LldpAgent.Effect.NeighbourChanged(Optional<Lldpdu> neighbour)) {
          evb = EvbBridge.step(evb, heard(neighbour), now).state();
          evb = EvbBridge.step(evb, new EvbBridge.Input.RelayApplied(true), now).state();
        }
      }
      if (captured.number() == 570) {
        assertThat(EvbBridge.operation(evb).reflectiveRelayOn()).isTrue();
      }
    }
    assertThat(evb).as("both ends said goodbye").isInstanceOf(EvbBridge.State.Alone.class);
  }

  private static EvbBridge.Input heard(Optional<Lldpdu> neighbour) {
    return neighbour
        .flatMap(EvbTlv::in)
        .<EvbBridge.Input>map(tlv -> new EvbBridge.Input.Heard(tlv.orThrow()))
        .orElseGet(EvbBridge.Input.NeighbourLost::new);
  }

  private static EcpTransmitter.State sendOne(int sequence) {
    EcpTransmitter.State state =
        EcpTransmitter.initial(new EcpSettings(3, Duration.ofMillis(10), Duration.ZERO, 1));
    state =
        EcpTransmitter.step(state, new EcpTransmitter.Input.LinkUp(sequence), Instant.EPOCH)
            .state();
    return EcpTransmitter.step(
            state, new EcpTransmitter.Input.Submit(EcpSubtype.VDP, Octets.EMPTY, 1), Instant.EPOCH)
        .state();
  }

  private static Step<DraftEcpTransmitter.State, DraftEcpTransmitter.Effect> step(
      DraftEcpTransmitter.State state, DraftEcpTransmitter.Input input, Instant now) {
    return DraftEcpTransmitter.step(state, input, now);
  }

  private static List<EcpReceiver.Effect> receiveAll(List<Ecpdu> requests) {
    EcpReceiver.State state =
        EcpReceiver.step(EcpReceiver.initial(), new EcpReceiver.Input.LinkUp(), Instant.EPOCH)
            .state();
    List<EcpReceiver.Effect> effects = new ArrayList<>();
    for (Ecpdu request : requests) {
      Step<EcpReceiver.State, EcpReceiver.Effect> step =
          EcpReceiver.step(state, new EcpReceiver.Input.Requested(request), Instant.EPOCH);
      state = step.state();
      effects.addAll(step.effects());
    }
    return effects;
  }

  private static List<Ecpdu> requestsOf(String capture, MacAddress source) {
    return CapturedFrame.all(capture).stream()
        .filter(frame -> frame.frame().type().equals(EtherType.ECP))
        .filter(frame -> frame.frame().source().equals(source))
        .map(PeerHabitsTest::decode)
        .filter(pdu -> pdu.operation() == EcpOperation.REQUEST)
        .toList();
  }

  private static Ecpdu decode(CapturedFrame frame) {
    return Ecpdu.decode(frame.frame().payload()).orThrow();
  }

  private static long count(List<EcpReceiver.Effect> effects, Class<?> kind) {
    return effects.stream().filter(kind::isInstance).count();
  }
}
