package org.moorage.protocol.vdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.protocol.vdp.Commands.HUNDRED;
import static org.moorage.protocol.vdp.Commands.SUPPLIED;
import static org.moorage.protocol.vdp.Commands.associate;
import static org.moorage.protocol.vdp.Commands.command;
import static org.moorage.protocol.vdp.Commands.deAssociate;
import static org.moorage.protocol.vdp.Commands.preAssociate;
import static org.moorage.protocol.vdp.Commands.wildcard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.MachineTable;
import org.moorage.protocol.Step;

class VdpStationTest {

  private static final Instant NOW = MachineTable.NOW;
  private static final VdpStation.Timers TIMERS =
      new VdpStation.Timers(Duration.ofSeconds(16), Duration.ofSeconds(10));
  private static final Instant ANSWER_BY = NOW.plusSeconds(16);
  private static final Instant KEEP_ALIVE_AT = NOW.plusSeconds(10);
  private static final Instant AGAIN_AT = NOW.plusMillis(2500);

  private static final VdpStation.State FRESH = new VdpStation.State.Fresh();
  private static final VdpStation.State ENDED = new VdpStation.State.Ended();
  private static final VdpStation.Effect SEND = new VdpStation.Effect.Transmit(associate());
  private static final int SUCCESS = 0x40;
  private static final int KEEP = 0x62;
  private static final int FAILURE = 0x42;

  private static VdpStation.State requesting(VsiCommand command) {
    return new VdpStation.State.Requesting(
        command, Optional.empty(), Optional.empty(), NOW.plusSeconds(1));
  }

  private static VdpStation.State confirmed() {
    return new VdpStation.State.Confirmed(associate(), NOW.plusSeconds(1));
  }

  private static VdpStation.State keepingAlive(Instant answerBy) {
    return keepingAlive(Optional.empty(), answerBy);
  }

  private static VdpStation.State keepingAlive(Optional<Instant> againAt, Instant answerBy) {
    return new VdpStation.State.KeepingAlive(associate(), Optional.empty(), againAt, answerBy);
  }

  private static VdpStation.State leaving(Instant answerBy) {
    return new VdpStation.State.Leaving(
        deAssociate(), VdpStation.Cause.DE_ASSOCIATED, Optional.empty(), answerBy);
  }

  private static Step<VdpStation.State, VdpStation.Effect> step(
      VdpStation.State state, VdpStation.Input input) {
    return VdpStation.step(state, input, TIMERS, NOW);
  }

  private static VdpStation.Input wanted(VsiCommand command) {
    return new VdpStation.Input.Wanted(command);
  }

  private static VdpStation.Input answered(VsiCommand command, int status) {
    return new VdpStation.Input.Answered(command, new VdpStatus(status));
  }

  private static VdpStation.Effect end(VdpStation.Cause cause) {
    return new VdpStation.Effect.End(cause);
  }

  private static void ends(Step<VdpStation.State, VdpStation.Effect> step, VdpStation.Cause cause) {
    assertThat(step.state()).isEqualTo(ENDED);
    assertThat(step.effects().getLast()).isEqualTo(end(cause));
  }

  @Test
  void aWishIsSentAndItsAnswerAwaitedForRespWaitDelay() {
    Step<VdpStation.State, VdpStation.Effect> step = step(FRESH, wanted(associate()));
    assertThat(step.effects()).containsExactly(SEND);
    assertThat(VdpStation.deadline(step.state())).contains(ANSWER_BY);
  }

  @Test
  void aRequestNobodyAnswersEnds() {
    VdpStation.State due =
        new VdpStation.State.Requesting(associate(), Optional.empty(), Optional.empty(), NOW);
    Step<VdpStation.State, VdpStation.Effect> step = step(due, new VdpStation.Input.Due());
    assertThat(step.effects())
        .containsExactly(
            new VdpStation.Effect.Fail(VdpStation.UNANSWERED, VdpStatus.REQUEST),
            end(VdpStation.Cause.UNANSWERED));
    assertThat(step(requesting(associate()), new VdpStation.Input.Due()).effects()).isEmpty();
  }

  @Test
  void aRequestThatWasNotDeliveredIsSentAgain() {
    for (VdpStation.State state : List.of(requesting(associate()), keepingAlive(ANSWER_BY))) {
      assertThat(step(state, new VdpStation.Input.Undelivered())).isEqualTo(Step.to(state, SEND));
    }
  }

  @Test
  void anAnswerWhoseEntriesDoNotMatchEnds() {
    ends(
        step(requesting(associate()), answered(command(VdpType.ASSOCIATE, SUPPLIED, 2), SUCCESS)),
        VdpStation.Cause.REFUSED);
  }

  @Test
  void aFailureWithoutKeepEnds() {
    Step<VdpStation.State, VdpStation.Effect> step =
        step(requesting(associate()), answered(associate(), FAILURE));
    assertThat(step.effects())
        .containsExactly(
            new VdpStation.Effect.Fail("insufficient resources", new VdpStatus(FAILURE)),
            end(VdpStation.Cause.REFUSED));
    ends(step(requesting(associate()), answered(deAssociate(), FAILURE)), VdpStation.Cause.REFUSED);
  }

  @Test
  void aFailureWithKeepLeavesWhatWasThere() {
    VdpStation.State changing =
        new VdpStation.State.Requesting(
            associate(), Optional.of(preAssociate()), Optional.empty(), ANSWER_BY);
    Step<VdpStation.State, VdpStation.Effect> step = step(changing, answered(associate(), KEEP));
    assertThat(step.state())
        .isEqualTo(new VdpStation.State.Confirmed(preAssociate(), KEEP_ALIVE_AT));
    assertThat(step.effects())
        .containsExactly(
            new VdpStation.Effect.Fail(
                "insufficient resources, earlier state kept", new VdpStatus(KEEP)));
  }

  @Test
  void aFailureWithKeepEndsWhereThereWasNothing() {
    ends(step(requesting(associate()), answered(associate(), KEEP)), VdpStation.Cause.REFUSED);
  }

  @Test
  void aGrantedPreAssociateIsReportedAndKeptAlive() {
    Step<VdpStation.State, VdpStation.Effect> step =
        step(requesting(preAssociate()), answered(preAssociate(), SUCCESS));
    assertThat(step.state())
        .isEqualTo(new VdpStation.State.Confirmed(preAssociate(), KEEP_ALIVE_AT));
    assertThat(step.effects()).containsExactly(new VdpStation.Effect.Confirm(preAssociate()));
  }

  @Test
  void aGrantedAssociateKeepsTheVidsItWasAnswered() {
    VsiCommand supplied = command(VdpType.ASSOCIATE, SUPPLIED, 2);
    Step<VdpStation.State, VdpStation.Effect> step =
        step(requesting(wildcard()), answered(supplied, SUCCESS));
    assertThat(step.state()).isEqualTo(new VdpStation.State.Confirmed(supplied, KEEP_ALIVE_AT));
    assertThat(step.effects()).containsExactly(new VdpStation.Effect.Confirm(supplied));
  }

  @Test
  void aDeAssociateAsTheAnswerEnds() {
    ends(
        step(requesting(associate()), answered(deAssociate(), SUCCESS)),
        VdpStation.Cause.WITHDRAWN);
    ends(
        step(requesting(associate()), new VdpStation.Input.DeAssociated()),
        VdpStation.Cause.WITHDRAWN);
  }

  @Test
  void anAnswerOfAnotherTypeIsNotTheAnswer() {
    VdpStation.State state = requesting(associate());
    assertThat(step(state, answered(preAssociate(), SUCCESS))).isEqualTo(Step.to(state));
  }

  @Test
  void theKeepaliveSaysTheSameAgain() {
    VdpStation.State due = new VdpStation.State.Confirmed(associate(), NOW);
    Step<VdpStation.State, VdpStation.Effect> step = step(due, new VdpStation.Input.Due());
    assertThat(step.state()).isEqualTo(keepingAlive(Optional.of(AGAIN_AT), ANSWER_BY));
    assertThat(step.effects()).containsExactly(SEND);
    assertThat(step(confirmed(), new VdpStation.Input.Due()).effects()).isEmpty();
  }

  @Test
  void aKeepaliveNobodyAnswersIsSaidOnceMore() {
    VdpStation.State waiting = keepingAlive(Optional.of(AGAIN_AT), ANSWER_BY);
    assertThat(VdpStation.deadline(waiting)).contains(AGAIN_AT);
    assertThat(step(waiting, new VdpStation.Input.Due())).isEqualTo(Step.to(waiting));
    Step<VdpStation.State, VdpStation.Effect> again =
        step(keepingAlive(Optional.of(NOW), ANSWER_BY), new VdpStation.Input.Due());
    assertThat(again).isEqualTo(Step.to(keepingAlive(ANSWER_BY), SEND));
    assertThat(VdpStation.deadline(again.state())).contains(ANSWER_BY);
  }

  @Test
  void aLocalChangeIsSent() {
    VsiCommand changed = command(VdpType.ASSOCIATE, SUPPLIED, 2);
    Step<VdpStation.State, VdpStation.Effect> step = step(confirmed(), wanted(changed));
    assertThat(step.state())
        .isEqualTo(
            new VdpStation.State.Requesting(
                changed, Optional.of(associate()), Optional.empty(), ANSWER_BY));
  }

  @Test
  void anUnaskedDeAssociateEnds() {
    ends(step(confirmed(), new VdpStation.Input.DeAssociated()), VdpStation.Cause.WITHDRAWN);
  }

  @Test
  void anAnswerNothingWaitsForChangesNothing() {
    assertThat(step(confirmed(), answered(deAssociate(), SUCCESS))).isEqualTo(Step.to(confirmed()));
  }

  @Test
  void aKeepaliveNobodyAnswersEnds() {
    ends(step(keepingAlive(NOW), new VdpStation.Input.Due()), VdpStation.Cause.UNANSWERED);
  }

  @Test
  void aKeepaliveThatIsRefusedEnds() {
    ends(step(keepingAlive(ANSWER_BY), answered(associate(), FAILURE)), VdpStation.Cause.REFUSED);
    ends(
        step(keepingAlive(ANSWER_BY), answered(command(VdpType.ASSOCIATE, SUPPLIED, 2), SUCCESS)),
        VdpStation.Cause.REFUSED);
    ends(
        step(keepingAlive(ANSWER_BY), answered(deAssociate(), SUCCESS)),
        VdpStation.Cause.WITHDRAWN);
  }

  @Test
  void aKeepaliveThatIsKeptIsFollowedByADeAssociate() {
    Step<VdpStation.State, VdpStation.Effect> step =
        step(keepingAlive(ANSWER_BY), answered(associate(), KEEP));
    assertThat(step.state())
        .isEqualTo(
            new VdpStation.State.Leaving(
                deAssociate(), VdpStation.Cause.REFUSED, Optional.empty(), ANSWER_BY));
    assertThat(step.effects()).containsExactly(new VdpStation.Effect.Transmit(deAssociate()));
  }

  @Test
  void anAnsweredKeepaliveWaitsForTheNext() {
    Step<VdpStation.State, VdpStation.Effect> step =
        step(keepingAlive(ANSWER_BY), answered(associate(), SUCCESS));
    assertThat(step).isEqualTo(Step.to(new VdpStation.State.Confirmed(associate(), KEEP_ALIVE_AT)));
  }

  @Test
  void aDeAssociateEndsWhateverIsAnswered() {
    ends(
        step(leaving(ANSWER_BY), answered(deAssociate(), SUCCESS)), VdpStation.Cause.DE_ASSOCIATED);
    ends(step(leaving(NOW), new VdpStation.Input.Due()), VdpStation.Cause.DE_ASSOCIATED);
    ends(
        step(leaving(ANSWER_BY), new VdpStation.Input.DeAssociated()),
        VdpStation.Cause.DE_ASSOCIATED);
  }

  @Test
  void aWishWaitsForTheAnswerToTheOneBefore() {
    VdpStation.State waiting = step(requesting(preAssociate()), wanted(associate())).state();
    Step<VdpStation.State, VdpStation.Effect> step =
        step(waiting, answered(preAssociate(), SUCCESS));
    assertThat(step.effects()).containsExactly(new VdpStation.Effect.Confirm(preAssociate()), SEND);
    Step<VdpStation.State, VdpStation.Effect> duringKeepalive =
        step(
            step(keepingAlive(ANSWER_BY), wanted(deAssociate())).state(),
            answered(associate(), SUCCESS));
    assertThat(duringKeepalive.effects())
        .containsExactly(new VdpStation.Effect.Transmit(deAssociate()));
  }

  @Test
  void aReplacedVsiIsEndedAndAskedForAnew() {
    VsiCommand newer = command(VdpType.ASSOCIATE, HUNDRED, 3);
    Step<VdpStation.State, VdpStation.Effect> leaving =
        step(confirmed(), new VdpStation.Input.Replaced(newer));
    assertThat(leaving.effects()).containsExactly(new VdpStation.Effect.Transmit(deAssociate()));
    assertThat(step(leaving.state(), answered(deAssociate(), SUCCESS)).effects())
        .containsExactly(new VdpStation.Effect.Transmit(newer));
  }

  @Test
  void aLinkFlapStopsTheTimersAndAsksAgainWithTheLastMode() {
    for (VdpStation.State state :
        List.of(requesting(associate()), confirmed(), keepingAlive(NOW))) {
      VdpStation.State parked = step(state, new VdpStation.Input.LinkDown()).state();
      assertThat(VdpStation.deadline(parked)).isEmpty();
      assertThat(step(parked, new VdpStation.Input.LinkUp()).effects()).containsExactly(SEND);
    }
    ends(step(leaving(NOW), new VdpStation.Input.LinkDown()), VdpStation.Cause.DE_ASSOCIATED);
  }

  @Test
  void theTableIsWhatTheMachineDoes() {
    MachineTable.<VdpStation.State, VdpStation.Input, VdpStation.Effect>of(
            "vdp-station",
            "VDP, one VSI of a station",
            (state, input, now) -> VdpStation.step(state, input, TIMERS, now))
        .about("respWaitDelay is 16 s and reinitKeepAlive 10 s in this table.")
        .state("fresh: nothing asked yet (INIT)", FRESH)
        .state(
            "requesting (PROCWAIT)",
            new VdpStation.State.Requesting(associate(), Optional.empty(), Optional.empty(), NOW))
        .state(
            "requesting a change of what was granted (PROCWAIT)",
            new VdpStation.State.Requesting(
                associate(), Optional.of(preAssociate()), Optional.empty(), NOW))
        .state("confirmed (WAIT_SYSCMD)", new VdpStation.State.Confirmed(associate(), NOW))
        .state(
            "keeping alive, time to say it once more (KAWAIT)",
            keepingAlive(Optional.of(NOW), ANSWER_BY))
        .state("keeping alive (KAWAIT)", keepingAlive(NOW))
        .state("leaving (DEAWAIT)", leaving(NOW))
        .state(
            "parked: the link is down",
            new VdpStation.State.Parked(associate(), Optional.of(associate())))
        .state("ended (END)", ENDED)
        .input("associate wanted", wanted(associate()))
        .input("de-associate wanted", wanted(deAssociate()))
        .input(
            "another version wanted, the old one to be ended first",
            new VdpStation.Input.Replaced(command(VdpType.ASSOCIATE, HUNDRED, 3)))
        .input("answer associate 0x40", answered(associate(), SUCCESS))
        .input("answer associate 0x62 (keep)", answered(associate(), KEEP))
        .input("answer associate 0x42", answered(associate(), FAILURE))
        .input("answer de-associate 0x40", answered(deAssociate(), SUCCESS))
        .input("answer de-associate 0x42", answered(deAssociate(), FAILURE))
        .input(
            "answer with an entry changed",
            answered(command(VdpType.ASSOCIATE, SUPPLIED, 2), SUCCESS))
        .input("de-associate of the bridge, unasked", new VdpStation.Input.DeAssociated())
        .input("ECP gave up", new VdpStation.Input.Undelivered())
        .input("link down", new VdpStation.Input.LinkDown())
        .input("link up", new VdpStation.Input.LinkUp())
        .input("deadline", new VdpStation.Input.Due())
        .deadline(VdpStation::deadline)
        .effectAs(VdpStationTest::words)
        .check();
  }

  private static String words(VdpStation.Effect effect) {
    return switch (effect) {
      case VdpStation.Effect.Transmit(VsiCommand command) ->
          "send " + MachineTableWords.of(command.type());
      case VdpStation.Effect.Confirm(VsiCommand command) ->
          "report " + MachineTableWords.of(command.type());
      case VdpStation.Effect.Fail(String reason, VdpStatus status) -> "report: " + reason;
      case VdpStation.Effect.End(VdpStation.Cause cause) ->
          "end, " + cause.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    };
  }
}
