package org.moorage.protocol.evb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.evb.DraftEvb.Effect;
import org.moorage.protocol.evb.DraftEvb.Input;
import org.moorage.protocol.evb.DraftEvb.State;

class DraftEvbTest {

  /** What lldpad says first: reflective relay supported, nothing agreed. */
  private static final String FIRST = "40 07 40 00 0000 0000 0f";

  private State state = DraftEvb.initial(DraftEvbSettings.BRIDGE_DEFAULTS);
  private List<Effect> effects = List.of();

  @Test
  void announcesWhatItCanAndNothingAgreed() {
    assertThat(DraftEvb.announcement(state).encode())
        .isEqualTo(Octets.ofHex("c0 07 80 00 0000 0000 0f"));
    assertThat(DraftEvb.operation(state).vdpUsable()).isFalse();
  }

  @Test
  void agreesOnWhatBothCanDo() {
    give(heard("40 06 40 00 0000 0000 0f"));
    assertThat(DraftEvb.operation(state).capabilities())
        .isEqualTo(new DraftCapabilities(true, true, false));
    assertThat(DraftEvb.announcement(state).supportedVsis()).isZero();
    give(heard(FIRST));
    assertThat(DraftEvb.operation(state).vdpUsable()).isTrue();
    assertThat(DraftEvb.announcement(state).supportedVsis()).isEqualTo(3295);
    assertThat(effects).contains(new Effect.OperationChanged(DraftEvb.operation(state)));
  }

  @Test
  void aBridgeClaimsReflectiveRelayOnlyAfterTheDataPlaneDoesIt() {
    give(heard(FIRST));
    assertThat(effects).contains(new Effect.ReflectiveRelay(true));
    assertThat(DraftEvb.announcement(state).current()).isEqualTo(DraftForwarding.STANDARD);
    give(new Input.RelayApplied(true));
    assertThat(DraftEvb.announcement(state).encode())
        .isEqualTo(Octets.ofHex("c0 07 40 07 0cdf 0000 0f"));
    assertThat(DraftEvb.operation(state).reflectiveRelayOn()).isTrue();
  }

  @Test
  void aBridgeThatCannotStaysWithStandardForwarding() {
    give(heard(FIRST));
    give(new Input.RelayApplied(false));
    assertThat(DraftEvb.announcement(state).current()).isEqualTo(DraftForwarding.STANDARD);
    assertThat(state.relay()).isEqualTo(Relay.REFUSED);
  }

  @Test
  void aStationUsesReflectiveRelayWithoutProgrammingAnything() {
    state =
        DraftEvb.initial(new DraftEvbSettings(EvbMode.STATION, true, 10, new TimerExponent(15)));
    give(heard(FIRST));
    assertThat(effects).noneMatch(Effect.ReflectiveRelay.class::isInstance);
    assertThat(DraftEvb.operation(state).reflectiveRelayOn()).isTrue();
  }

  @Test
  void forwardsInTheStandardWayWhereOneSideKnowsNoOther() {
    state = DraftEvb.initial(DraftEvbSettings.STATION_DEFAULTS);
    give(heard(FIRST));
    assertThat(DraftEvb.operation(state).reflectiveRelayOn()).isFalse();
    assertThat(DraftEvb.announcement(state).supported()).isEqualTo(DraftForwarding.STANDARD);
  }

  @Test
  void ignoresATlvWithoutAForwardingMode() {
    give(heard("00 07 40 00 0000 0000 1f"));
    assertThat(effects)
        .containsExactly(new Effect.Ignored("draft EVB TLV without a forwarding mode"));
    assertThat(state).isInstanceOf(State.Alone.class);
  }

  @Test
  void takesTheLargerAckTimerAndNoneForNothing() {
    give(heard("40 07 40 00 0000 0000 12"));
    assertThat(DraftEvb.operation(state).ackTimer()).isEqualTo(new TimerExponent(18));
    give(heard("40 07 40 00 0000 0000 00"));
    assertThat(DraftEvb.operation(state).ackTimer()).isEqualTo(new TimerExponent(15));
  }

  @Test
  void countsItsVsisOnceVdpIsAgreed() {
    give(new Input.VsisCounted(2));
    assertThat(effects).isEmpty();
    give(heard(FIRST));
    assertThat(DraftEvb.announcement(state).currentVsis()).isEqualTo(2);
    give(new Input.VsisCounted(3));
    assertThat(effects).containsExactly(new Effect.Advertise(DraftEvb.announcement(state)));
  }

  @Test
  void losesEverythingAgreedWithTheNeighbour() {
    give(heard(FIRST));
    give(new Input.RelayApplied(true));
    give(new Input.NeighbourLost());
    assertThat(effects)
        .containsExactly(
            new Effect.ReflectiveRelay(false),
            new Effect.Advertise(
                DraftEvb.announcement(DraftEvb.initial(DraftEvbSettings.BRIDGE_DEFAULTS))),
            new Effect.OperationChanged(
                new DraftEvbOperation(false, DraftCapabilities.NONE, new TimerExponent(15))));
  }

  @Test
  void newSettingsAreAnnounced() {
    give(heard(FIRST));
    give(
        new Input.SettingsChanged(
            new DraftEvbSettings(EvbMode.BRIDGE, false, 100, new TimerExponent(16))));
    assertThat(effects).contains(new Effect.ReflectiveRelay(false));
    assertThat(DraftEvb.announcement(state).encode())
        .isEqualTo(Octets.ofHex("80 07 80 07 0064 0000 10"));
  }

  private void give(Input input) {
    Step<State, Effect> step = DraftEvb.step(state, input, Instant.EPOCH);
    state = step.state();
    effects = step.effects();
  }

  private static Input heard(String hex) {
    return new Input.Heard(DraftEvbTlv.decode(Octets.ofHex(hex)).orThrow());
  }
}
