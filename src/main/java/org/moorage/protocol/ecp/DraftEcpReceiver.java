package org.moorage.protocol.ecp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;

/**
 * The receiving side of ECP draft 0 on one port.
 *
 * <p>Every request is acknowledged at once. One that is octet for octet the one before is a
 * repetition whose ACK got lost: acknowledged again, not delivered. Anything else is delivered, a
 * retransmission under a new sequence number too; whoever takes it must bear that.
 */
public final class DraftEcpReceiver {

  private DraftEcpReceiver() {}

  public sealed interface State {
    /** The port is down. */
    record Down() implements State {}

    /** The port is up, nothing came yet. */
    record Fresh() implements State {}

    /** That was the last request. */
    record Following(DraftEcpdu last) implements State {}
  }

  public sealed interface Input {
    record LinkUp() implements Input {}

    record LinkDown() implements Input {}

    /** A request came in. */
    record Requested(DraftEcpdu request) implements Input {
      public Requested {
        if (request.operation() != EcpOperation.REQUEST) {
          throw new IllegalArgumentException("an ECP ACK is for the transmitter");
        }
      }
    }
  }

  public sealed interface Effect {
    /** Put this ACK on the wire, first of all. */
    record Acknowledge(DraftEcpdu ack) implements Effect {}

    /** Hand this to VDP; an opening request carries an empty list. */
    record Deliver(Octets payload) implements Effect {}

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
      case Input.Requested(DraftEcpdu request) ->
          switch (state) {
            case State.Down down -> Step.to(state, new Effect.Ignored(request.sequence()));
            case State.Fresh fresh -> deliver(request);
            case State.Following(DraftEcpdu last) ->
                request.equals(last) ? repeated(state, request) : deliver(request);
          };
    };
  }

  private static Step<State, Effect> deliver(DraftEcpdu request) {
    return new Step<>(
        new State.Following(request),
        List.of(
            new Effect.Acknowledge(request.acknowledgement()),
            new Effect.Deliver(request.payload())));
  }

  private static Step<State, Effect> repeated(State state, DraftEcpdu request) {
    return new Step<>(
        state,
        List.of(
            new Effect.Acknowledge(request.acknowledgement()),
            new Effect.Repeated(request.sequence())));
  }
}
