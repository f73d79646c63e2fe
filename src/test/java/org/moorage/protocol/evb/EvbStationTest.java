package org.moorage.protocol.evb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.evb.EvbStation.Effect;
import org.moorage.protocol.evb.EvbStation.Input;
import org.moorage.protocol.evb.EvbStation.State;

class EvbStationTest {

  private static final EvbSettings OURS = EvbSettings.STATION_DEFAULTS.withReflectiveRelay(true);

  private State state = EvbStation.initial(OURS);
  private List<Effect> effects = List.of();

  @Test
  void saysThatItKnowsNothingOfTheRelayBeforeItHeardAnything() {
    assertThat(EvbStation.announcement(state).encode()).isEqualTo(Octets.ofHex("00 0f 6a 94 14"));
    assertThat(EvbStation.operation(state)).isEqualTo(EvbOperation.alone(OURS));
  }

  @Test
  void believesTheRelayOffWhileTheBridgeOnlyOffersIt() {
    give(heard("0600 6e 55 13"));
    assertThat(EvbStation.announcement(state).encode()).isEqualTo(Octets.ofHex("06 0c 6a 94 14"));
    assertThat(effects)
        .containsExactly(
            new Effect.Advertise(EvbStation.announcement(state)),
            new Effect.OperationChanged(EvbStation.operation(state)));
  }

  @Test
  void believesTheRelayOnWhenTheBridgeSaysSo() {
    give(heard("070f 6e 55 33"));
    assertThat(EvbStation.announcement(state).encode()).isEqualTo(Octets.ofHex("07 0d 6a 94 14"));
    assertThat(EvbStation.operation(state).reflectiveRelayOn()).isTrue();
  }

  @Test
  void doesNotUseARelayItDidNotAskFor() {
    state = EvbStation.initial(OURS.withReflectiveRelay(false));
    give(heard("070f 6e 55 33"));
    assertThat(EvbStation.operation(state).reflectiveRelayOn()).isFalse();
  }

  @Test
  void goesByTheLargerOfBothProposals() {
    give(heard("0600 8e 55 13"));
    EvbOperation operation = EvbStation.operation(state);
    assertThat(operation)
        .isEqualTo(
            new EvbOperation(
                false,
                true,
                4,
                new TimerExponent(14),
                new TimerExponent(21),
                new TimerExponent(20)));
  }

  @Test
  void keepsAnnouncingItsOwnProposalAsLocalWhateverItHears() {
    give(heard("0600 ff 7f 3f"));
    assertThat(EvbStation.announcement(state).encode()).isEqualTo(Octets.ofHex("06 0c 6a 94 14"));
  }

  @Test
  void fallsBackToItsOwnWhenTheNeighbourIsLost() {
    give(heard("070f 6e 55 33"));
    give(new Input.NeighbourLost());
    assertThat(effects)
        .containsExactly(
            new Effect.Advertise(EvbStation.announcement(EvbStation.initial(OURS))),
            new Effect.OperationChanged(EvbOperation.alone(OURS)));
  }

  @Test
  void hearingTheSameAgainChangesNothing() {
    give(heard("0600 6e 55 13"));
    give(heard("0600 6e 55 13"));
    assertThat(effects).isEmpty();
  }

  @Test
  void doesNotNegotiateWithAnotherStation() {
    give(heard("000f 6d 94 14"));
    assertThat(effects).containsExactly(new Effect.Ignored("EVB neighbour is not a bridge"));
  }

  @Test
  void newSettingsAreAnnounced() {
    give(new Input.SettingsChanged(OURS.withReflectiveRelay(false)));
    assertThat(effects).containsExactly(new Effect.Advertise(EvbStation.announcement(state)));
    assertThat(EvbStation.announcement(state).station().relayRequested()).isFalse();
  }

  @Test
  void aBridgeAndAStationOfOursAgreeInThreeExchanges() {
    EvbBridge.State bridge = EvbBridge.initial(EvbSettings.BRIDGE_DEFAULTS);
    for (int i = 0; i < 3; i++) {
      give(new Input.Heard(EvbBridge.announcement(bridge)));
      bridge = toBridge(bridge, new EvbBridge.Input.Heard(EvbStation.announcement(state)));
      bridge = toBridge(bridge, new EvbBridge.Input.RelayApplied(true));
    }
    assertThat(EvbBridge.announcement(bridge).encode()).isEqualTo(Octets.ofHex("07 0d 6a 54 14"));
    assertThat(EvbStation.announcement(state).encode()).isEqualTo(Octets.ofHex("07 0d 6a 94 14"));
    assertThat(EvbBridge.operation(bridge)).isEqualTo(EvbStation.operation(state));
  }

  private static EvbBridge.State toBridge(EvbBridge.State bridge, EvbBridge.Input input) {
    return EvbBridge.step(bridge, input, Instant.EPOCH).state();
  }

  private void give(Input input) {
    Step<State, Effect> step = EvbStation.step(state, input, Instant.EPOCH);
    state = step.state();
    effects = step.effects();
  }

  private static Input heard(String hex) {
    return new Input.Heard(EvbTlv.decode(Octets.ofHex(hex)).orThrow());
  }
}
