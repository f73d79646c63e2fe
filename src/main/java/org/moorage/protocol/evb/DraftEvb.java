package org.moorage.protocol.evb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Step;
import org.moorage.protocol.TimerExponent;

/**
 * Either side of EVB draft 0 on one port: both run the same rules, only a bridge also has to
 * program reflective relay before it claims it.
 */
public final class DraftEvb {

  private DraftEvb() {}

  public sealed interface State {

    DraftEvbSettings settings();

    Relay relay();

    int vsis();

    /** The other side is not heard. */
    record Alone(DraftEvbSettings settings, Relay relay, int vsis) implements State {
      public Alone {
        DraftEvbSettings.checkVsis(vsis);
      }
    }

    /** This is what the other side says. */
    record Peered(DraftEvbSettings settings, Relay relay, int vsis, DraftEvbTlv peer)
        implements State {
      public Peered {
        DraftEvbSettings.checkVsis(vsis);
      }
    }
  }

  public sealed interface Input {
    /** The neighbour's LLDPDU carries this TLV. */
    record Heard(DraftEvbTlv tlv) implements Input {}

    /** The neighbour is gone, or does not send the TLV any more. */
    record NeighbourLost() implements Input {}

    record SettingsChanged(DraftEvbSettings settings) implements Input {}

    /** So many VSIs are there now, 0..65535. */
    record VsisCounted(int vsis) implements Input {}

    /** What the data plane does now: the answer to {@link Effect.ReflectiveRelay}. */
    record RelayApplied(boolean on) implements Input {}
  }

  public sealed interface Effect {
    /** Announce this TLV from now on. */
    record Advertise(DraftEvbTlv tlv) implements Effect {}

    /** Go by these values from now on. */
    record OperationChanged(DraftEvbOperation operation) implements Effect {}

    /** Bridge only: switch reflective relay, then report what came of it. */
    record ReflectiveRelay(boolean on) implements Effect {}

    /**
     * The TLV was not taken.
     *
     * @param reason usable as a counter's label
     */
    record Ignored(String reason) implements Effect {}
  }

  public static State initial(DraftEvbSettings settings) {
    return new State.Alone(settings, Relay.OFF, 0);
  }

  /** What to announce in this state. */
  public static DraftEvbTlv announcement(State state) {
    DraftEvbSettings ours = state.settings();
    DraftEvbOperation operation = operation(state);
    boolean vdp = operation.capabilities().vdp();
    return new DraftEvbTlv(
        ours.supported(),
        DraftCapabilities.ALL,
        operation.reflectiveRelayOn() ? DraftForwarding.REFLECTIVE_RELAY : DraftForwarding.STANDARD,
        operation.capabilities(),
        vdp ? ours.supportedVsis() : 0,
        vdp ? state.vsis() : 0,
        operation.ackTimer());
  }

  /** What to go by in this state. */
  public static DraftEvbOperation operation(State state) {
    return switch (state) {
      case State.Alone alone ->
          new DraftEvbOperation(false, DraftCapabilities.NONE, alone.settings().ackTimer());
      case State.Peered peered ->
          new DraftEvbOperation(
              relayOn(peered),
              DraftCapabilities.ALL.and(peered.peer().supportedCapabilities()),
              ackTimer(peered));
    };
  }

  /** The machine waits for nothing but its inputs. */
  public static Optional<Instant> deadline(State state) {
    return Optional.empty();
  }

  public static Step<State, Effect> step(State state, Input input, Instant now) {
    return switch (input) {
      case Input.Heard(DraftEvbTlv tlv) when tlv.supported().isEmpty() ->
          Step.to(state, new Effect.Ignored("draft EVB TLV without a forwarding mode"));
      case Input.Heard(DraftEvbTlv tlv) ->
          to(state, new State.Peered(state.settings(), state.relay(), state.vsis(), tlv));
      case Input.NeighbourLost lost ->
          to(state, new State.Alone(state.settings(), state.relay(), state.vsis()));
      case Input.SettingsChanged(DraftEvbSettings settings) ->
          to(
              state,
              with(
                  state,
                  settings,
                  state.relay() == Relay.REFUSED ? Relay.OFF : state.relay(),
                  state.vsis()));
      case Input.VsisCounted(int vsis) ->
          to(state, with(state, state.settings(), state.relay(), vsis));
      case Input.RelayApplied(boolean on) ->
          to(state, with(state, state.settings(), state.relay().applied(on), state.vsis()));
    };
  }

  private static State with(State state, DraftEvbSettings settings, Relay relay, int vsis) {
    return switch (state) {
      case State.Alone alone -> new State.Alone(settings, relay, vsis);
      case State.Peered peered -> new State.Peered(settings, relay, vsis, peered.peer());
    };
  }

  /** The larger of both, where both mean it; 0 means "not meant". */
  private static TimerExponent ackTimer(State.Peered peered) {
    TimerExponent ours = peered.settings().ackTimer();
    TimerExponent theirs = peered.peer().ackTimer();
    return ours.exponent() > 0 ? ours.max(theirs) : ours;
  }

  private static boolean relayAgreed(State state) {
    return switch (state) {
      case State.Alone alone -> false;
      case State.Peered peered ->
          peered.settings().reflectiveRelay() && peered.peer().supported().reflectiveRelay();
    };
  }

  private static boolean relayOn(State state) {
    return relayAgreed(state)
        && (state.settings().side() == EvbMode.STATION || state.relay() == Relay.ON);
  }

  /** Moves on and says what is different. */
  private static Step<State, Effect> to(State was, State is) {
    boolean programs = is.settings().side() == EvbMode.BRIDGE;
    Relay relay = programs ? is.relay().wish(relayAgreed(is)) : Relay.OFF;
    State next = with(is, is.settings(), relay, is.vsis());
    List<Effect> effects = new ArrayList<>(3);
    if (relay != was.relay()) {
      if (relay == Relay.SWITCHING_ON) {
        effects.add(new Effect.ReflectiveRelay(true));
      } else if (relay == Relay.SWITCHING_OFF) {
        effects.add(new Effect.ReflectiveRelay(false));
      }
    }
    DraftEvbTlv announcement = announcement(next);
    if (!announcement.equals(announcement(was))) {
      effects.add(new Effect.Advertise(announcement));
    }
    DraftEvbOperation operation = operation(next);
    if (!operation.equals(operation(was))) {
      effects.add(new Effect.OperationChanged(operation));
    }
    return new Step<>(next, effects);
  }
}
