package org.moorage.protocol.ecp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;

/**
 * The receiving side of ECP on one port or S-channel (IEEE 802.1Q, "ECP receive state diagram").
 *
 * <p>Every request is acknowledged at once, before anybody looks at what it carries. A request with
 * the sequence number of the one before is a repetition: acknowledged, not delivered. The first one
 * after the link came up is always new. Numbers have no order beyond that.
 */
public final class EcpReceiver {

  private EcpReceiver() {}

  public sealed interface State {
    /** The port is down. */
    record Down() implements State {}

    /** The port is up, nothing came yet. */
    record Fresh() implements State {}

    /** The last request had that number. */
    record Following(int lastSequence) implements State {}
  }

  public sealed interface Input {
    record LinkUp() implements Input {}

    record LinkDown() implements Input {}

    /** A request came in. */
    record Requested(Ecpdu request) implements Input {
      public Requested {
        if (request.operation() != EcpOperation.REQUEST) {
          throw new IllegalArgumentException("an ECP ACK is for the transmitter");
        }
      }
    }
  }

  public sealed interface Effect {
    /** Put this ACK on the wire, first of all. */
    record Acknowledge(Ecpdu ack) implements Effect {}

    /** Hand this to the protocol it belongs to. */
    record Deliver(EcpSubtype subtype, Octets payload) implements Effect {}

    /** A repetition; to be counted. */
    record Repeated(int sequence) implements Effect {}

    /** The port is down; to be counted. */
    record Ignored(int sequence) implements Effect {}
  }

  public static State initial() {
    return new State.Down();
  }

  /** The machine waits for nothing but its inputs. */
  public static Optional<Instant> deadline(State state) {
    return Optional.empty();
  }

  public static Step<State, Effect> step(State state, Input input, Instant now) {
    return switch (input) {
      case Input.LinkUp up ->
          state instanceof State.Down ? Step.to(new State.Fresh()) : Step.to(state);
      case Input.LinkDown down -> Step.to(new State.Down());
      case Input.Requested(Ecpdu request) ->
          switch (state) {
            case State.Down down -> Step.to(state, new Effect.Ignored(request.sequence()));
            case State.Fresh fresh -> deliver(request);
            case State.Following(int last) ->
                request.sequence() == last ? repeated(state, request) : deliver(request);
          };
    };
  }

  private static Step<State, Effect> deliver(Ecpdu request) {
    return new Step<>(
        new State.Following(request.sequence()),
        List.of(
            new Effect.Acknowledge(request.acknowledgement()),
            new Effect.Deliver(request.subtype(), request.payload())));
  }

  private static Step<State, Effect> repeated(State state, Ecpdu request) {
    return new Step<>(
        state,
        List.of(
            new Effect.Acknowledge(request.acknowledgement()),
            new Effect.Repeated(request.sequence())));
  }
}
