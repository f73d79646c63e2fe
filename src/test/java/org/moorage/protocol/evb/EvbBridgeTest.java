package org.moorage.protocol.evb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.evb.EvbBridge.Effect;
import org.moorage.protocol.evb.EvbBridge.Input;
import org.moorage.protocol.evb.EvbBridge.State;

class EvbBridgeTest {

  private static final EvbSettings OURS = EvbSettings.BRIDGE_DEFAULTS;
  private static final String ASKS = "000f 6d 94 14";
  private static final String ASKS_NOT = "000b 6d 94 14";

  private State state = EvbBridge.initial(OURS);
  private List<Effect> effects = List.of();

  @Test
  void announcesItsOwnProposalBeforeItHeardAnything() {
    assertThat(EvbBridge.announcement(state).encode()).isEqualTo(Octets.ofHex("06 00 6a 54 14"));
    assertThat(EvbBridge.operation(state)).isEqualTo(EvbOperation.alone(OURS));
  }

  @Test
  void goesByTheLargerOfBothProposals() {
    give(heard("0003 8d 95 13"));
    EvbOperation operation = EvbBridge.operation(state);
    assertThat(operation.maxRetries()).isEqualTo(4);
    assertThat(operation.ackExponent()).isEqualTo(new TimerExponent(13));
    assertThat(operation.resourceWaitExponent()).isEqualTo(new TimerExponent(21));
    assertThat(operation.keepAliveExponent()).isEqualTo(new TimerExponent(20));
    assertThat(effects).contains(new Effect.OperationChanged(operation));
  }

  @Test
  void keepsAnnouncingItsOwnProposalAsLocalWhateverItHears() {
    give(heard("0003 ff bf 3f"));
    assertThat(EvbBridge.announcement(state).encode()).isEqualTo(Octets.ofHex("06 03 6a 54 14"));
  }

  @Test
  void echoesTheStationsStatus() {
    give(heard(ASKS_NOT));
    assertThat(EvbBridge.announcement(state).station())
        .isEqualTo(new StationStatus(true, false, RelayStatus.UNKNOWN));
    assertThat(effects).contains(new Effect.Advertise(EvbBridge.announcement(state)));
  }

  @Test
  void claimsReflectiveRelayOnlyAfterTheDataPlaneDoesIt() {
    give(heard(ASKS));
    assertThat(effects).contains(new Effect.ReflectiveRelay(true));
    assertThat(EvbBridge.announcement(state).bridge().relayOn()).isFalse();
    give(new Input.RelayApplied(true));
    assertThat(EvbBridge.announcement(state).encode()).isEqualTo(Octets.ofHex("07 0f 6a 54 14"));
    assertThat(EvbBridge.operation(state).reflectiveRelayOn()).isTrue();
    assertThat(effects)
        .containsExactly(
            new Effect.Advertise(EvbBridge.announcement(state)),
            new Effect.OperationChanged(EvbBridge.operation(state)));
  }

  @Test
  void doesNotClaimReflectiveRelayTheDataPlaneRefused() {
    give(heard(ASKS));
    give(new Input.RelayApplied(false));
    assertThat(EvbBridge.announcement(state).bridge().relayOn()).isFalse();
    give(heard(ASKS));
    assertThat(effects).as("the same wish does not ask again").isEmpty();
    give(heard(ASKS_NOT));
    give(heard(ASKS));
    assertThat(effects).as("a renewed wish does").contains(new Effect.ReflectiveRelay(true));
  }

  @Test
  void asksTheDataPlaneAgainWhenTheSettingsAreRenewed() {
    give(heard(ASKS));
    give(new Input.RelayApplied(false));
    give(new Input.SettingsChanged(OURS));
    assertThat(effects).containsExactly(new Effect.ReflectiveRelay(true));
  }

  @Test
  void doesNotOfferReflectiveRelayItMayNotDo() {
    state = EvbBridge.initial(OURS.withReflectiveRelay(false));
    give(heard(ASKS));
    assertThat(effects).doesNotContain(new Effect.ReflectiveRelay(true));
    assertThat(EvbBridge.announcement(state).bridge())
        .isEqualTo(new BridgeStatus(true, false, false));
  }

  @Test
  void endsReflectiveRelayWhenTheStationNoLongerAsks() {
    agreeOnRelay();
    give(heard(ASKS_NOT));
    assertThat(effects).contains(new Effect.ReflectiveRelay(false));
    assertThat(EvbBridge.announcement(state).bridge().relayOn()).isFalse();
    give(new Input.RelayApplied(false));
    assertThat(state.relay()).isEqualTo(Relay.OFF);
  }

  @Test
  void endsReflectiveRelayWhenTheNeighbourIsLost() {
    agreeOnRelay();
    give(new Input.NeighbourLost());
    assertThat(effects)
        .containsExactly(
            new Effect.ReflectiveRelay(false),
            new Effect.Advertise(EvbBridge.announcement(EvbBridge.initial(OURS))),
            new Effect.OperationChanged(EvbOperation.alone(OURS)));
  }

  @Test
  void endsReflectiveRelayWhenTheSettingsForbidIt() {
    agreeOnRelay();
    give(new Input.SettingsChanged(OURS.withReflectiveRelay(false)));
    assertThat(effects).contains(new Effect.ReflectiveRelay(false));
  }

  @Test
  void aWishTakenBackBeforeTheDataPlaneAnsweredIsUndone() {
    give(heard(ASKS));
    give(heard(ASKS_NOT));
    assertThat(effects).contains(new Effect.ReflectiveRelay(false));
    give(new Input.RelayApplied(true));
    assertThat(EvbBridge.announcement(state).bridge().relayOn()).isFalse();
    give(new Input.RelayApplied(false));
    assertThat(state.relay()).isEqualTo(Relay.OFF);
  }

  @Test
  void saysSoWhenTheDataPlaneLosesReflectiveRelay() {
    agreeOnRelay();
    give(new Input.RelayApplied(false));
    assertThat(EvbBridge.operation(state).reflectiveRelayOn()).isFalse();
    assertThat(EvbBridge.announcement(state).bridge().relayOn()).isFalse();
  }

  @Test
  void groupIdsNeedBothSides() {
    give(heard(ASKS));
    assertThat(EvbBridge.operation(state).groupIdsUsable()).isTrue();
    give(heard("0007 6d 94 14"));
    assertThat(EvbBridge.operation(state).groupIdsUsable()).isFalse();
  }

  @Test
  void hearingTheSameAgainChangesNothing() {
    give(heard(ASKS_NOT));
    give(heard(ASKS_NOT));
    assertThat(effects).isEmpty();
  }

  @Test
  void aPeerMayLowerItsProposalAgain() {
    give(heard("0003 6e 95 15"));
    give(heard("0003 68 92 12"));
    assertThat(EvbBridge.operation(state).ackExponent()).isEqualTo(OURS.ackTimer());
    assertThat(EvbBridge.operation(state).keepAliveExponent()).isEqualTo(OURS.reinitKeepAlive());
  }

  @Test
  void doesNotNegotiateWithAnotherBridge() {
    give(heard("0600 6e 55 13"));
    assertThat(effects).containsExactly(new Effect.Ignored("EVB neighbour is not a station"));
    assertThat(EvbBridge.operation(state)).isEqualTo(EvbOperation.alone(OURS));
  }

  @Test
  void newSettingsAreAnnouncedAndNegotiatedAtOnce() {
    give(heard(ASKS_NOT));
    EvbSettings slower =
        new EvbSettings(
            true, true, 5, new TimerExponent(15), OURS.ackTimer(), OURS.reinitKeepAlive());
    give(new Input.SettingsChanged(slower));
    assertThat(EvbBridge.operation(state).ackExponent()).isEqualTo(new TimerExponent(15));
    assertThat(effects)
        .containsExactly(
            new Effect.Advertise(EvbBridge.announcement(state)),
            new Effect.OperationChanged(EvbBridge.operation(state)));
  }

  private void agreeOnRelay() {
    give(heard(ASKS));
    give(new Input.RelayApplied(true));
    assertThat(state.relay()).isEqualTo(Relay.ON);
  }

  private void give(Input input) {
    Step<State, Effect> step = EvbBridge.step(state, input, Instant.EPOCH);
    state = step.state();
    effects = step.effects();
  }

  private static Input heard(String hex) {
    return new Input.Heard(EvbTlv.decode(Octets.ofHex(hex)).orThrow());
  }
}
