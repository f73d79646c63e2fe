package org.moorage.protocol.evb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Step;

/**
 * The bridge's side of EVB on one port (IEEE 802.1Q, "Edge Virtual Bridging", EVB TLV and
 * reflective relay).
 *
 * <p>It goes by the larger of both proposals and keeps announcing its own, marked local, so that a
 * proposal can be lowered again.
 *
 * <p>Deviation: the TLV carries our own proposal with ROL 0, not the operational value, because two
 * sides that echo the larger value to each other can only ever raise it.
 *
 * <p>Losing the neighbour ends reflective relay and falls back to our own timers. It ends no VSI:
 * those live by their keepalive.
 */
public final class EvbBridge {

  private EvbBridge() {}

  public sealed interface State {

    EvbSettings settings();

    Relay relay();

    /** No station is heard. */
    record Alone(EvbSettings settings, Relay relay) implements State {}

    /** This is what the station says. */
    record Peered(EvbSettings settings, Relay relay, EvbTlv station) implements State {}
  }

  public sealed interface Input {
    /** The neighbour's LLDPDU carries this TLV. */
    record Heard(EvbTlv tlv) implements Input {}

    /** The neighbour is gone, or does not send the TLV any more. */
    record NeighbourLost() implements Input {}

    record SettingsChanged(EvbSettings settings) implements Input {}

    /** What the data plane does now: the answer to {@link Effect.ReflectiveRelay}. */
    record RelayApplied(boolean on) implements Input {}
  }

  public sealed interface Effect {
    /** Announce this TLV from now on. */
    record Advertise(EvbTlv tlv) implements Effect {}

    /** Go by these values from now on. */
    record OperationChanged(EvbOperation operation) implements Effect {}

    /** Switch reflective relay, then report what came of it. */
    record ReflectiveRelay(boolean on) implements Effect {}

    /**
     * The TLV was not taken.
     *
     * @param reason usable as a counter's label
     */
    record Ignored(String reason) implements Effect {}
  }

  public static State initial(EvbSettings settings) {
    return new State.Alone(settings, Relay.OFF);
  }

  /** What to announce in this state. */
  public static EvbTlv announcement(State state) {
    EvbSettings ours = state.settings();
    return new EvbTlv(
        new BridgeStatus(ours.groupIds(), ours.reflectiveRelay(), state.relay() == Relay.ON),
        station(state).map(EvbTlv::station).orElse(StationStatus.NONE),
        ours.maxRetries(),
        ours.ackTimer(),
        EvbMode.BRIDGE,
        OfferedTimer.own(ours.resourceWaitDelay()),
        OfferedTimer.own(ours.reinitKeepAlive()));
  }

  /** What to go by in this state. */
  public static EvbOperation operation(State state) {
    return switch (state) {
      case State.Alone(EvbSettings ours, Relay relay) -> EvbOperation.alone(ours);
      case State.Peered(EvbSettings ours, Relay relay, EvbTlv theirs) ->
          EvbOperation.agreed(ours, theirs, theirs.station().groupIds(), relay == Relay.ON);
    };
  }

  /** The machine waits for nothing but its inputs. */
  public static Optional<Instant> deadline(State state) {
    return Optional.empty();
  }

  public static Step<State, Effect> step(State state, Input input, Instant now) {
    return switch (input) {
      case Input.Heard(EvbTlv tlv) when tlv.mode() != EvbMode.STATION -> wrongSide(state);
      case Input.Heard(EvbTlv tlv) ->
          to(state, new State.Peered(state.settings(), state.relay(), tlv));
      case Input.NeighbourLost lost -> alone(state);
      case Input.SettingsChanged(EvbSettings settings) -> to(state, with(state, settings));
      case Input.RelayApplied(boolean on) -> to(state, with(state, state.relay().applied(on)));
    };
  }

  private static Step<State, Effect> alone(State was) {
    return to(was, new State.Alone(was.settings(), was.relay()));
  }

  private static Step<State, Effect> wrongSide(State was) {
    Step<State, Effect> lost = alone(was);
    List<Effect> effects = new ArrayList<>(lost.effects());
    effects.add(new Effect.Ignored("EVB neighbour is not a station"));
    return new Step<>(lost.state(), effects);
  }

  private static State with(State state, Relay relay) {
    return switch (state) {
      case State.Alone(EvbSettings settings, Relay was) -> new State.Alone(settings, relay);
      case State.Peered(EvbSettings settings, Relay was, EvbTlv station) ->
          new State.Peered(settings, relay, station);
    };
  }

  /** New settings renew the wish the data plane refused. */
  private static State with(State state, EvbSettings settings) {
    Relay relay = state.relay() == Relay.REFUSED ? Relay.OFF : state.relay();
    return switch (state) {
      case State.Alone alone -> new State.Alone(settings, relay);
      case State.Peered peered -> new State.Peered(settings, relay, peered.station());
    };
  }

  private static Optional<EvbTlv> station(State state) {
    return switch (state) {
      case State.Alone alone -> Optional.empty();
      case State.Peered peered -> Optional.of(peered.station());
    };
  }

  private static boolean relayWanted(State state) {
    return state.settings().reflectiveRelay()
        && station(state).map(tlv -> tlv.station().relayRequested()).orElse(false);
  }

  /** Moves on and says what is different. */
  private static Step<State, Effect> to(State was, State is) {
    State next = with(is, is.relay().wish(relayWanted(is)));
    List<Effect> effects = new ArrayList<>(3);
    if (next.relay() != was.relay()) {
      if (next.relay() == Relay.SWITCHING_ON) {
        effects.add(new Effect.ReflectiveRelay(true));
      } else if (next.relay() == Relay.SWITCHING_OFF) {
        effects.add(new Effect.ReflectiveRelay(false));
      }
    }
    EvbTlv announcement = announcement(next);
    if (!announcement.equals(announcement(was))) {
      effects.add(new Effect.Advertise(announcement));
    }
    EvbOperation operation = operation(next);
    if (!operation.equals(operation(was))) {
      effects.add(new Effect.OperationChanged(operation));
    }
    return new Step<>(next, effects);
  }
}
