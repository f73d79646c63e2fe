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

class VdpBridgeTest {

  private static final Instant NOW = MachineTable.NOW;
  private static final VdpBridge.Timers TIMERS =
      new VdpBridge.Timers(Duration.ofSeconds(10), Duration.ofSeconds(16));
  private static final Instant ANSWER_BY = NOW.plusSeconds(10);
  private static final Instant UNTIL = NOW.plusSeconds(16);

  private static final VdpBridge.State FRESH = new VdpBridge.State.Fresh();
  private static final VdpBridge.State RELEASED = new VdpBridge.State.Released();
  private static final VdpBridge.Effect RELEASE = new VdpBridge.Effect.Release();

  private static VdpBridge.State.Held held(VsiCommand asked, VsiCommand granted, Instant until) {
    return new VdpBridge.State.Held(asked, granted, until, Optional.empty());
  }

  private static VdpBridge.State.Held held() {
    return held(associate(), associate(), NOW.plusSeconds(5));
  }

  private static VdpBridge.State.Changing changing() {
    return new VdpBridge.State.Changing(
        command(VdpType.ASSOCIATE, SUPPLIED, 2), NOW.plusSeconds(3), held());
  }

  private static Step<VdpBridge.State, VdpBridge.Effect> step(
      VdpBridge.State state, VdpBridge.Input input) {
    return VdpBridge.step(state, input, TIMERS, NOW);
  }

  private static VdpBridge.Input commanded(VsiCommand command) {
    return new VdpBridge.Input.Commanded(command);
  }

  private static VdpBridge.Effect respond(VsiCommand command, VdpType type, int status) {
    return new VdpBridge.Effect.Respond(command, type, new VdpStatus(status));
  }

  private static VdpBridge.Input granted(VidField... vids) {
    return new VdpBridge.Input.Granted(List.of(vids));
  }

  private static VdpBridge.Input refused(boolean keep) {
    return new VdpBridge.Input.Refused(VdpError.INSUFFICIENT_RESOURCES, keep, false);
  }

  @Test
  void aFirstCommandIsDecidedWithinResourceWaitDelay() {
    Step<VdpBridge.State, VdpBridge.Effect> step = step(FRESH, commanded(associate()));
    assertThat(step.state()).isEqualTo(new VdpBridge.State.Deciding(associate(), ANSWER_BY));
    assertThat(step.effects()).containsExactly(new VdpBridge.Effect.Decide(associate(), ANSWER_BY));
    assertThat(VdpBridge.deadline(step.state())).contains(ANSWER_BY);
  }

  @Test
  void bridgeExitBeforeAnyCommandReleases() {
    assertThat(step(FRESH, new VdpBridge.Input.BridgeExit()).state()).isEqualTo(RELEASED);
  }

  @Test
  void aGrantIsAnsweredWithItsVidsAndHeldForToutKeepAlive() {
    Step<VdpBridge.State, VdpBridge.Effect> step =
        step(new VdpBridge.State.Deciding(wildcard(), ANSWER_BY), granted(SUPPLIED));
    VsiCommand supplied = command(VdpType.ASSOCIATE, SUPPLIED, 2);
    assertThat(step.state()).isEqualTo(held(wildcard(), supplied, UNTIL));
    assertThat(step.effects()).containsExactly(respond(supplied, VdpType.ASSOCIATE, 0x40));
  }

  @Test
  void aFailureThatKeepsTheOldStateIsAnsweredUnderTheCommandsType() {
    VsiCommand changed = changing().command();
    Step<VdpBridge.State, VdpBridge.Effect> step = step(changing(), refused(true));
    assertThat(step.state()).isEqualTo(held(associate(), associate(), UNTIL));
    assertThat(step.effects()).containsExactly(respond(changed, VdpType.ASSOCIATE, 0x62));
  }

  @Test
  void aFailureIsAnsweredDeAssociateAndReleases() {
    Step<VdpBridge.State, VdpBridge.Effect> step = step(changing(), refused(false));
    assertThat(step.state()).isEqualTo(RELEASED);
    assertThat(step.effects())
        .containsExactly(respond(changing().command(), VdpType.DE_ASSOCIATE, 0x42), RELEASE);
  }

  @Test
  void aFirstCommandHasNothingToKeep() {
    Step<VdpBridge.State, VdpBridge.Effect> step =
        step(new VdpBridge.State.Deciding(associate(), ANSWER_BY), refused(true));
    assertThat(step.state()).isEqualTo(RELEASED);
    assertThat(step.effects()).containsExactly(respond(associate(), VdpType.DE_ASSOCIATE, 0x42));
  }

  @Test
  void aDeAssociateIsAnsweredAndReleases() {
    Step<VdpBridge.State, VdpBridge.Effect> step = step(held(), commanded(deAssociate()));
    assertThat(step.state()).isEqualTo(RELEASED);
    assertThat(step.effects())
        .containsExactly(respond(deAssociate(), VdpType.DE_ASSOCIATE, 0x40), RELEASE);
  }

  @Test
  void aDeAssociateOfAnUnknownVsiIsASuccess() {
    Step<VdpBridge.State, VdpBridge.Effect> step = step(FRESH, commanded(deAssociate()));
    assertThat(step.state()).isEqualTo(RELEASED);
    assertThat(step.effects()).containsExactly(respond(deAssociate(), VdpType.DE_ASSOCIATE, 0x40));
  }

  @Test
  void resourceWaitDelayRunsOutOnAFirstCommand() {
    VdpBridge.State deciding = new VdpBridge.State.Deciding(associate(), NOW);
    Step<VdpBridge.State, VdpBridge.Effect> step = step(deciding, new VdpBridge.Input.Due());
    assertThat(step.state()).isEqualTo(RELEASED);
    assertThat(step.effects())
        .containsExactly(respond(associate(), VdpType.DE_ASSOCIATE, 0x43), RELEASE);
    VdpBridge.State early = new VdpBridge.State.Deciding(associate(), NOW.plusNanos(1));
    assertThat(step(early, new VdpBridge.Input.Due())).isEqualTo(Step.to(early));
  }

  @Test
  void resourceWaitDelayRunsOutOnAChange() {
    VdpBridge.State.Changing due = new VdpBridge.State.Changing(changing().command(), NOW, held());
    Step<VdpBridge.State, VdpBridge.Effect> step = step(due, new VdpBridge.Input.Due());
    assertThat(step.state()).isEqualTo(held(associate(), associate(), UNTIL));
    assertThat(step.effects()).containsExactly(respond(due.command(), VdpType.ASSOCIATE, 0x63));
  }

  @Test
  void theSameCommandAgainIsAKeepalive() {
    Step<VdpBridge.State, VdpBridge.Effect> step = step(held(), commanded(associate()));
    assertThat(step.state()).isEqualTo(held(associate(), associate(), UNTIL));
    assertThat(step.effects())
        .containsExactly(
            respond(associate(), VdpType.ASSOCIATE, 0x40), new VdpBridge.Effect.KeptAlive());
  }

  @Test
  void theFirstCommandAgainIsAKeepaliveToo() {
    VsiCommand supplied = command(VdpType.ASSOCIATE, SUPPLIED, 2);
    Step<VdpBridge.State, VdpBridge.Effect> step =
        step(held(wildcard(), supplied, UNTIL), commanded(wildcard()));
    assertThat(step.effects().getFirst()).isEqualTo(respond(supplied, VdpType.ASSOCIATE, 0x40));
    assertThat(step.state()).isEqualTo(held(wildcard(), supplied, UNTIL));
  }

  @Test
  void anotherCommandIsDecidedWhileTheOldOneStands() {
    Step<VdpBridge.State, VdpBridge.Effect> step = step(held(), commanded(preAssociate()));
    assertThat(step.state())
        .isEqualTo(new VdpBridge.State.Changing(preAssociate(), ANSWER_BY, held()));
    assertThat(step.effects())
        .containsExactly(new VdpBridge.Effect.Decide(preAssociate(), ANSWER_BY));
  }

  @Test
  void aKeepaliveDuringAChangeIsAnsweredAndDecidesNothing() {
    Step<VdpBridge.State, VdpBridge.Effect> step = step(changing(), commanded(associate()));
    assertThat(step.state()).isEqualTo(changing());
    assertThat(step.effects()).containsExactly(respond(associate(), VdpType.ASSOCIATE, 0x40));
  }

  @Test
  void toutKeepAliveRunsOut() {
    Step<VdpBridge.State, VdpBridge.Effect> step =
        step(held(associate(), associate(), NOW), new VdpBridge.Input.Due());
    assertThat(step.state()).isEqualTo(RELEASED);
    assertThat(step.effects())
        .containsExactly(new VdpBridge.Effect.DeAssociate(deAssociate()), RELEASE);
  }

  @Test
  void bridgeExitTellsTheStation() {
    for (VdpBridge.State state : List.of(held(), changing())) {
      Step<VdpBridge.State, VdpBridge.Effect> step = step(state, new VdpBridge.Input.BridgeExit());
      assertThat(step.state()).isEqualTo(RELEASED);
      assertThat(step.effects().getFirst()).isInstanceOf(VdpBridge.Effect.DeAssociate.class);
      assertThat(step.effects().getLast()).isEqualTo(RELEASE);
    }
  }

  @Test
  void aLostLinkReleasesWithoutAWord() {
    for (VdpBridge.State state :
        List.of(held(), changing(), new VdpBridge.State.Deciding(associate(), UNTIL))) {
      Step<VdpBridge.State, VdpBridge.Effect> step = step(state, new VdpBridge.Input.LinkLost());
      assertThat(step.state()).isEqualTo(RELEASED);
      assertThat(step.effects()).containsExactly(RELEASE);
    }
  }

  @Test
  void anOlderVersionIsRememberedForOneToutKeepAlive() {
    VsiCommand newer = command(VdpType.ASSOCIATE, HUNDRED, 3);
    VdpBridge.State changing = new VdpBridge.State.Changing(newer, ANSWER_BY, held());
    VdpBridge.State replaced = step(changing, granted(HUNDRED)).state();
    Step<VdpBridge.State, VdpBridge.Effect> refused = step(replaced, commanded(associate()));
    assertThat(refused.effects()).containsExactly(respond(associate(), VdpType.DE_ASSOCIATE, 0x44));
    Step<VdpBridge.State, VdpBridge.Effect> later =
        VdpBridge.step(replaced, commanded(associate()), TIMERS, UNTIL);
    assertThat(later.state()).isInstanceOf(VdpBridge.State.Changing.class);
  }

  @Test
  void theTableIsWhatTheMachineDoes() {
    VsiCommand newer = command(VdpType.ASSOCIATE, HUNDRED, 3);
    VdpBridge.State overOlder =
        new VdpBridge.State.Held(
            newer, newer, UNTIL, Optional.of(new VdpBridge.Older(associate(), UNTIL)));
    MachineTable.<VdpBridge.State, VdpBridge.Input, VdpBridge.Effect>of(
            "vdp-bridge",
            "VDP, one VSI of a bridge port",
            (state, input, now) -> VdpBridge.step(state, input, TIMERS, now))
        .about(
            "resourceWaitDelay is 10 s and toutKeepAlive 16 s in this table. The VSI is asked for"
                + " as an Associate of\nversion 2 with VID 100.")
        .state("fresh: nothing asked yet (INIT)", FRESH)
        .state(
            "deciding a first command (BRIDGE_PROC)",
            new VdpBridge.State.Deciding(associate(), NOW))
        .state(
            "changing: deciding while the earlier command stands (BRIDGE_PROC)",
            new VdpBridge.State.Changing(changing().command(), NOW, held()))
        .state("held (WAIT_STATION_CMD)", held(associate(), associate(), NOW))
        .state("held, another version replaced a moment ago (WAIT_STATION_CMD)", overOlder)
        .state("released (RELEASE_ALL)", RELEASED)
        .input("associate, version 2", commanded(associate()))
        .input("pre-associate, version 2", commanded(preAssociate()))
        .input("de-associate, version 2", commanded(deAssociate()))
        .input("granted", granted(HUNDRED))
        .input("refused, keep", refused(true))
        .input("refused", refused(false))
        .input("bridge exit", new VdpBridge.Input.BridgeExit())
        .input("link lost", new VdpBridge.Input.LinkLost())
        .input("deadline", new VdpBridge.Input.Due())
        .deadline(VdpBridge::deadline)
        .effectAs(VdpBridgeTest::words)
        .check();
  }

  private static String words(VdpBridge.Effect effect) {
    return switch (effect) {
      case VdpBridge.Effect.Respond(VsiCommand command, VdpType type, VdpStatus status) ->
          "respond " + MachineTableWords.of(type) + " " + status;
      case VdpBridge.Effect.Decide decide -> "ask the edge";
      case VdpBridge.Effect.DeAssociate gone -> "send de-associate 0x00";
      case VdpBridge.Effect.KeptAlive kept -> "kept alive";
      case VdpBridge.Effect.Release release -> "release";
    };
  }
}
