package org.moorage.protocol.ecp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ecp.EcpTransmitter.Effect;
import org.moorage.protocol.ecp.EcpTransmitter.Input;
import org.moorage.protocol.ecp.EcpTransmitter.State;

class EcpTransmitterTest {

  private static final Duration ACK_TIMER = Duration.ofNanos(10_240_000);
  private static final EcpSettings UNPACED = new EcpSettings(3, ACK_TIMER, Duration.ZERO, 2);
  private static final EcpSettings PACED =
      new EcpSettings(3, ACK_TIMER, EcpSettings.GAP_FOR_SLOW_PEERS, 2);

  private Instant now = Instant.EPOCH;
  private State state = EcpTransmitter.initial(UNPACED);
  private List<Effect> effects = List.of();

  @Test
  void sendsAtOnceWithTheSequenceNumberItWasHanded() {
    up(40_000);
    submit("aa", 1);
    assertThat(effects).containsExactly(sent(40_000, "aa"));
    assertThat(EcpTransmitter.deadline(state)).contains(now.plus(ACK_TIMER));
  }

  @Test
  void takesNothingWhileTheLinkIsDown() {
    submit("aa", 1);
    assertThat(effects).containsExactly(new Effect.Refused(1));
  }

  @Test
  void repeatsTheSameOctetsUntilRetriesAreUsedUpAndReportsIt() {
    up(7);
    submit("aa", 1);
    for (int i = 0; i < 3; i++) {
      after(ACK_TIMER, new Input.Due());
      assertThat(effects).containsExactly(sent(7, "aa"));
    }
    after(ACK_TIMER, new Input.Due());
    assertThat(effects).containsExactly(new Effect.GaveUp(1));
    assertThat(EcpTransmitter.deadline(state)).isEmpty();
  }

  @Test
  void doesNotRepeatBeforeItsTime() {
    up(7);
    submit("aa", 1);
    after(ACK_TIMER.minusNanos(1), new Input.Due());
    assertThat(effects).isEmpty();
  }

  @Test
  void withoutRetriesItSendsOnce() {
    state = EcpTransmitter.initial(new EcpSettings(0, ACK_TIMER, Duration.ZERO, 2));
    up(7);
    submit("aa", 1);
    after(ACK_TIMER, new Input.Due());
    assertThat(effects).containsExactly(new Effect.GaveUp(1));
  }

  @Test
  void goesOnWithTheNextAsSoonAsTheAckIsThere() {
    up(7);
    submit("aa", 1);
    submit("bb", 2);
    assertThat(effects).isEmpty();
    after(Duration.ofNanos(100_000), new Input.Acked(7));
    assertThat(effects).containsExactly(new Effect.Delivered(1), sent(8, "bb"));
  }

  @Test
  void goesOnWithTheNextAfterGivingUp() {
    up(7);
    submit("aa", 1);
    submit("bb", 2);
    for (int i = 0; i < 4; i++) {
      after(ACK_TIMER, new Input.Due());
    }
    assertThat(effects).containsExactly(new Effect.GaveUp(1), sent(8, "bb"));
  }

  @Test
  void keepsAMinimumGapBetweenTwoPdusToPeersThatNeedIt() {
    state = EcpTransmitter.initial(PACED);
    up(7);
    submit("aa", 1);
    submit("bb", 2);
    after(Duration.ofMillis(1), new Input.Acked(7));
    assertThat(effects).containsExactly(new Effect.Delivered(1));
    assertThat(EcpTransmitter.deadline(state)).contains(Instant.EPOCH.plusMillis(6));
    assertThat(state.canSendAt()).isEmpty();
    after(Duration.ofMillis(5), new Input.Due());
    assertThat(effects).containsExactly(sent(8, "bb"));
  }

  @Test
  void countsTheGapFromTheAckBecauseAStarvedPeerAcknowledgesLate() {
    state = EcpTransmitter.initial(PACED);
    up(7);
    submit("aa", 1);
    after(ACK_TIMER, new Input.Due());
    after(Duration.ofMillis(9), new Input.Acked(7));
    assertThat(state.canSendAt()).contains(Instant.EPOCH.plus(ACK_TIMER).plusMillis(14));
    assertThat(state.canSendNow(now)).isFalse();
    submit("bb", 2);
    assertThat(effects).as("what comes inside the gap waits").isEmpty();
    assertThat(EcpTransmitter.deadline(state))
        .contains(Instant.EPOCH.plus(ACK_TIMER).plusMillis(14));
  }

  @Test
  void needsNoGapAfterAPause() {
    state = EcpTransmitter.initial(PACED);
    up(7);
    submit("aa", 1);
    after(Duration.ofMillis(1), new Input.Acked(7));
    now = now.plusMillis(5);
    assertThat(state.canSendNow(now)).isTrue();
    submit("bb", 2);
    assertThat(effects).containsExactly(sent(8, "bb"));
  }

  @Test
  void refusesWhatItsQueueHasNoRoomFor() {
    up(7);
    submit("aa", 1);
    submit("bb", 2);
    submit("cc", 3);
    assertThat(state.backlog()).isEqualTo(2);
    submit("dd", 4);
    assertThat(effects).containsExactly(new Effect.Refused(4));
    after(Duration.ZERO, new Input.Acked(7));
    submit("dd", 4);
    assertThat(effects).isEmpty();
  }

  @Test
  void skipsZeroWhenTheSequenceNumbersComeRound() {
    up(65_535);
    submit("aa", 1);
    submit("bb", 2);
    after(Duration.ZERO, new Input.Acked(65_535));
    assertThat(effects).contains(sent(1, "bb"));
  }

  @Test
  void anAckForAnotherNumberIsCountedAndNothingElse() {
    up(7);
    after(Duration.ZERO, new Input.Acked(6));
    assertThat(effects).containsExactly(new Effect.StrayAck(6));
    submit("aa", 1);
    after(Duration.ZERO, new Input.Acked(6));
    assertThat(effects).containsExactly(new Effect.StrayAck(6));
    after(ACK_TIMER, new Input.Due());
    assertThat(effects).containsExactly(sent(7, "aa"));
  }

  @Test
  void aSecondAckForTheSamePduIsStray() {
    up(7);
    submit("aa", 1);
    after(Duration.ZERO, new Input.Acked(7));
    after(Duration.ZERO, new Input.Acked(7));
    assertThat(effects).containsExactly(new Effect.StrayAck(7));
  }

  @Test
  void forgetsEverythingWhenTheLinkGoesDown() {
    up(7);
    submit("aa", 1);
    submit("bb", 2);
    after(Duration.ZERO, new Input.LinkDown());
    assertThat(effects).isEmpty();
    assertThat(EcpTransmitter.deadline(state)).isEmpty();
    up(100);
    submit("cc", 3);
    assertThat(effects).containsExactly(sent(100, "cc"));
  }

  @Test
  void negotiatedTimesApplyFromTheNextTransmission() {
    up(7);
    submit("aa", 1);
    EcpSettings slower = new EcpSettings(1, Duration.ofSeconds(1), Duration.ZERO, 2);
    after(Duration.ZERO, new Input.SettingsChanged(slower));
    assertThat(EcpTransmitter.deadline(state)).contains(now.plus(ACK_TIMER));
    after(ACK_TIMER, new Input.Due());
    assertThat(EcpTransmitter.deadline(state)).contains(now.plusSeconds(1));
    after(Duration.ofSeconds(1), new Input.Due());
    assertThat(effects).containsExactly(new Effect.GaveUp(1));
  }

  @Test
  void sendsNoMoreThanPeersTake() {
    assertThatThrownBy(() -> new Input.Submit(EcpSubtype.VDP, Octets.zeros(1_494), 1))
        .hasMessage("ECP payload of 1494 octets; at most 1493");
  }

  @Test
  void aQueueOfFiftyThousandCostsAStepNoMoreThanAQueueOfOne() {
    state = EcpTransmitter.initial(new EcpSettings(3, ACK_TIMER, Duration.ZERO, 50_000));
    up(1);
    for (int i = 0; i <= 50_000; i++) {
      submit("aa", i);
    }
    assertThat(state.backlog()).isEqualTo(50_000);
    for (int i = 0; i <= 50_000; i++) {
      after(Duration.ZERO, new Input.Acked(((State.Waiting) state).pdu().sequence()));
      assertThat(effects.getFirst()).isEqualTo(new Effect.Delivered(i));
    }
    assertThat(state).isInstanceOf(State.Idle.class);
  }

  private void up(int firstSequence) {
    after(Duration.ZERO, new Input.LinkUp(firstSequence));
  }

  private void submit(String hex, long ticket) {
    after(Duration.ZERO, new Input.Submit(EcpSubtype.VDP, Octets.ofHex(hex), ticket));
  }

  private void after(Duration wait, Input input) {
    now = now.plus(wait);
    Step<State, Effect> step = EcpTransmitter.step(state, input, now);
    state = step.state();
    effects = step.effects();
  }

  private static Effect sent(int sequence, String hex) {
    return new Effect.Send(Ecpdu.request(EcpSubtype.VDP, sequence, Octets.ofHex(hex)));
  }
}
