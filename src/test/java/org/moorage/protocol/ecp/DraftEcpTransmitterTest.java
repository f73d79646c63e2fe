package org.moorage.protocol.ecp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ecp.DraftEcpTransmitter.Effect;
import org.moorage.protocol.ecp.DraftEcpTransmitter.Input;
import org.moorage.protocol.ecp.DraftEcpTransmitter.State;
import org.moorage.protocol.ethernet.MacAddress;

class DraftEcpTransmitterTest {

  private static final Duration HALF_SECOND = Duration.ofMillis(500);
  private static final DraftEcpSettings PLAIN = new DraftEcpSettings(false, Duration.ZERO, 1);
  private static final DraftEcpSettings OPENING = new DraftEcpSettings(true, Duration.ZERO, 1);

  private Instant now = Instant.EPOCH;
  private State state = DraftEcpTransmitter.initial(PLAIN);
  private List<Effect> effects = List.of();

  @Test
  void opensWithAnEmptyRequestAsTheCapturedStationDoes() {
    state = DraftEcpTransmitter.initial(OPENING);
    after(Duration.ZERO, new Input.LinkUp(1));
    Effect.Send sent = (Effect.Send) effects.getFirst();
    assertThat(sent.pdu().frame(MacAddress.parse("02:00:00:00:0a:01")).encode())
        .isEqualTo(CapturedFrame.all("draft").get(4).octets());
  }

  @Test
  void reportsTheOpeningRequestToNobody() {
    state = DraftEcpTransmitter.initial(OPENING);
    after(Duration.ZERO, new Input.LinkUp(1));
    submit("aa", 1);
    assertThat(effects).isEmpty();
    after(Duration.ZERO, new Input.Acked(1));
    assertThat(effects).containsExactly(sent(2, "aa"));
  }

  @Test
  void goesOnWithoutAPeerThatAcknowledgesTheOpeningRequest() {
    state = DraftEcpTransmitter.initial(OPENING);
    after(Duration.ZERO, new Input.LinkUp(1));
    submit("aa", 1);
    for (int i = 0; i < 3; i++) {
      after(HALF_SECOND, new Input.Due());
    }
    assertThat(effects).containsExactly(sent(4, "aa"));
  }

  @Test
  void repeatsWithANewSequenceNumberBecausePeersDropIdenticalFrames() {
    up(1);
    submit("aa", 1);
    assertThat(effects).containsExactly(sent(1, "aa"));
    after(HALF_SECOND, new Input.Due());
    assertThat(effects).containsExactly(sent(2, "aa"));
    after(HALF_SECOND, new Input.Due());
    assertThat(effects).containsExactly(sent(3, "aa"));
    after(HALF_SECOND, new Input.Due());
    assertThat(effects).containsExactly(new Effect.GaveUp(1));
  }

  @Test
  void doesNotRepeatBeforeItsTime() {
    up(1);
    submit("aa", 1);
    after(HALF_SECOND.minusNanos(1), new Input.Due());
    assertThat(effects).isEmpty();
    assertThat(DraftEcpTransmitter.deadline(state)).contains(Instant.EPOCH.plus(HALF_SECOND));
  }

  @Test
  void anAckForAnyTransmissionCounts() {
    up(1);
    submit("aa", 1);
    after(HALF_SECOND, new Input.Due());
    after(HALF_SECOND, new Input.Due());
    after(Duration.ZERO, new Input.Acked(1));
    assertThat(effects).containsExactly(new Effect.Delivered(1));
  }

  @Test
  void anAckForANumberNeverUsedDoesNot() {
    up(5);
    submit("aa", 1);
    after(HALF_SECOND, new Input.Due());
    for (int stray : new int[] {0, 4, 7}) {
      after(Duration.ZERO, new Input.Acked(stray));
      assertThat(effects).containsExactly(new Effect.StrayAck(stray));
    }
  }

  @Test
  void skipsZeroWhenTheSequenceNumbersComeRound() {
    up(65_535);
    submit("aa", 1);
    after(HALF_SECOND, new Input.Due());
    assertThat(effects).containsExactly(sent(1, "aa"));
    after(Duration.ZERO, new Input.Acked(0));
    assertThat(effects).containsExactly(new Effect.StrayAck(0));
    after(Duration.ZERO, new Input.Acked(65_535));
    assertThat(effects).containsExactly(new Effect.Delivered(1));
  }

  @Test
  void goesOnWithTheNextAsSoonAsTheAckIsThere() {
    up(1);
    submit("aa", 1);
    submit("bb", 2);
    after(Duration.ofMillis(1), new Input.Acked(1));
    assertThat(effects).containsExactly(new Effect.Delivered(1), sent(2, "bb"));
  }

  @Test
  void keepsAMinimumGapBetweenTwoPdus() {
    state = DraftEcpTransmitter.initial(new DraftEcpSettings(false, Duration.ofMillis(5), 1));
    up(1);
    submit("aa", 1);
    after(Duration.ofMillis(1), new Input.Acked(1));
    assertThat(state.canSendAt()).contains(Instant.EPOCH.plusMillis(6));
    assertThat(state.canSendNow(now)).isFalse();
    submit("bb", 2);
    assertThat(effects).isEmpty();
    after(Duration.ofMillis(5), new Input.Due());
    assertThat(effects).containsExactly(sent(2, "bb"));
  }

  @Test
  void refusesWhatItsQueueHasNoRoomFor() {
    submit("aa", 1);
    assertThat(effects).containsExactly(new Effect.Refused(1));
    up(1);
    submit("aa", 1);
    submit("bb", 2);
    submit("cc", 3);
    assertThat(effects).containsExactly(new Effect.Refused(3));
    assertThat(state.backlog()).isEqualTo(1);
  }

  @Test
  void forgetsEverythingWhenTheLinkGoesDown() {
    up(1);
    submit("aa", 1);
    submit("bb", 2);
    after(Duration.ZERO, new Input.LinkDown());
    assertThat(DraftEcpTransmitter.deadline(state)).isEmpty();
    up(9);
    submit("cc", 3);
    assertThat(effects).containsExactly(sent(9, "cc"));
  }

  private void up(int firstSequence) {
    after(Duration.ZERO, new Input.LinkUp(firstSequence));
  }

  private void submit(String hex, long ticket) {
    after(Duration.ZERO, new Input.Submit(Octets.ofHex(hex), ticket));
  }

  private void after(Duration wait, Input input) {
    now = now.plus(wait);
    Step<State, Effect> step = DraftEcpTransmitter.step(state, input, now);
    state = step.state();
    effects = step.effects();
  }

  private static Effect sent(int sequence, String hex) {
    return new Effect.Send(DraftEcpdu.request(sequence, Octets.ofHex(hex)));
  }
}
