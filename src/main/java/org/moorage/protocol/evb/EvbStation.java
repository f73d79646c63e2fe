package org.moorage.protocol.evb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Step;

/**
 * The station's side of EVB on one uplink (IEEE 802.1Q, "Edge Virtual Bridging", EVB TLV and
 * reflective relay).
 *
 * <p>Deviation: the TLV carries our own proposal with ROL 0, not the operational value, because two
 * sides that echo the larger value to each other can only ever raise it.
 */
public final class EvbStation {

  private EvbStation() {}

  public sealed interface State {

    EvbSettings settings();

    /** No bridge is heard. */
    record Alone(EvbSettings settings) implements State {}

    /** This is what the bridge says. */
    record Peered(EvbSettings settings, EvbTlv bridge) implements State {}
  }

  public sealed interface Input {
    /** The neighbour's LLDPDU carries this TLV. */
    record Heard(EvbTlv tlv) implements Input {}

    /** The neighbour is gone, or does not send the TLV any more. */
    record NeighbourLost() implements Input {}

    record SettingsChanged(EvbSettings settings) implements Input {}
  }

  public sealed interface Effect {
    /** Announce this TLV from now on. */
    record Advertise(EvbTlv tlv) implements Effect {}

    /** Go by these values from now on. */
    record OperationChanged(EvbOperation operation) implements Effect {}

    /**
     * The TLV was not taken.
     *
     * @param reason usable as a counter's label
     */
    record Ignored(String reason) implements Effect {}
  }

  public static State initial(EvbSettings settings) {
    return new State.Alone(settings);
  }

  /** What to announce in this state. */
  public static EvbTlv announcement(State state) {
    EvbSettings ours = state.settings();
    return new EvbTlv(
        bridge(state).map(EvbTlv::bridge).orElse(BridgeStatus.NONE),
        new StationStatus(ours.groupIds(), ours.reflectiveRelay(), relay(state)),
        ours.maxRetries(),
        ours.ackTimer(),
        EvbMode.STATION,
        OfferedTimer.own(ours.resourceWaitDelay()),
        OfferedTimer.own(ours.reinitKeepAlive()));
  }

  /** What to go by in this state. */
  public static EvbOperation operation(State state) {
    return switch (state) {
      case State.Alone(EvbSettings ours) -> EvbOperation.alone(ours);
      case State.Peered(EvbSettings ours, EvbTlv theirs) ->
          EvbOperation.agreed(
              ours,
              theirs,
              theirs.bridge().groupIds(),
              ours.reflectiveRelay() && theirs.bridge().relayOn());
    };
  }

  /** The machine waits for nothing but its inputs. */
  public static Optional<Instant> deadline(State state) {
    return Optional.empty();
  }

  public static Step<State, Effect> step(State state, Input input, Instant now) {
    return switch (input) {
      case Input.Heard(EvbTlv tlv) when tlv.mode() != EvbMode.BRIDGE -> wrongSide(state);
      case Input.Heard(EvbTlv tlv) -> to(state, new State.Peered(state.settings(), tlv));
      case Input.NeighbourLost lost -> to(state, new State.Alone(state.settings()));
      case Input.SettingsChanged(EvbSettings settings) ->
          switch (state) {
            case State.Alone alone -> to(state, new State.Alone(settings));
            case State.Peered peered -> to(state, new State.Peered(settings, peered.bridge()));
          };
    };
  }

  private static Step<State, Effect> wrongSide(State was) {
    Step<State, Effect> lost = to(was, new State.Alone(was.settings()));
    List<Effect> effects = new ArrayList<>(lost.effects());
    effects.add(new Effect.Ignored("EVB neighbour is not a bridge"));
    return new Step<>(lost.state(), effects);
  }

  private static RelayStatus relay(State state) {
    return bridge(state)
        .map(tlv -> tlv.bridge().relayOn() ? RelayStatus.ON : RelayStatus.OFF)
        .orElse(RelayStatus.UNKNOWN);
  }

  private static Optional<EvbTlv> bridge(State state) {
    return switch (state) {
      case State.Alone alone -> Optional.empty();
      case State.Peered peered -> Optional.of(peered.bridge());
    };
  }

  /** Moves on and says what is different. */
  private static Step<State, Effect> to(State was, State is) {
    List<Effect> effects = new ArrayList<>(2);
    EvbTlv announcement = announcement(is);
    if (!announcement.equals(announcement(was))) {
      effects.add(new Effect.Advertise(announcement));
    }
    EvbOperation operation = operation(is);
    if (!operation.equals(operation(was))) {
      effects.add(new Effect.OperationChanged(operation));
    }
    return new Step<>(is, effects);
  }
}
