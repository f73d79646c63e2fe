package org.moorage.protocol.ecp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;

/**
 * The sending side of ECP draft 0 on one port.
 *
 * <p>One PDU is under way at a time. Every transmission of it has a new sequence number, because
 * peers drop a frame that is identical to the one before without an ACK. An ACK for any of them
 * counts. The next PDU follows at once, or after the minimum gap.
 */
public final class DraftEcpTransmitter {

  /** Nobody's payload: the opening request reports to no one. */
  private static final long NO_TICKET = Long.MIN_VALUE;

  /** A list of TLVs with nothing but its end. */
  private static final Octets EMPTY_LIST = Octets.zeros(2);

  private DraftEcpTransmitter() {}

  /** A payload on its way, and the number its owner knows it by. */
  record Parcel(Octets payload, long ticket) {}

  public sealed interface State {

    DraftEcpSettings settings();

    /** How many payloads wait behind the one under way. */
    default int backlog() {
      return switch (this) {
        case Down down -> 0;
        case Idle idle -> 0;
        case Pausing pausing -> pausing.queue().size();
        case Waiting waiting -> waiting.queue().size();
      };
    }

    /** From when on a payload would go out as soon as it is submitted; empty: not yet known. */
    default Optional<Instant> canSendAt() {
      return switch (this) {
        case Idle idle -> Optional.of(idle.notBefore());
        case Down down -> Optional.empty();
        case Pausing pausing -> Optional.empty();
        case Waiting waiting -> Optional.empty();
      };
    }

    /** Whether a payload submitted now goes out now. */
    default boolean canSendNow(Instant now) {
      return this instanceof Idle idle && !idle.notBefore().isAfter(now);
    }

    /** The port is down. */
    record Down(DraftEcpSettings settings) implements State {}

    /** Nothing to send. The next PDU has that number and goes out no earlier than that. */
    record Idle(DraftEcpSettings settings, int nextSequence, Instant notBefore) implements State {}

    /** There is something to send, but the gap since the last PDU was acknowledged is not over. */
    record Pausing(DraftEcpSettings settings, int nextSequence, Instant until, Fifo<Parcel> queue)
        implements State {}

    /**
     * A PDU is under way.
     *
     * @param sequence the number it went out with last
     * @param transmissions how often it went out, 1..3
     * @param sentAt when it went out last
     */
    record Waiting(
        DraftEcpSettings settings,
        Parcel parcel,
        int sequence,
        int transmissions,
        Instant sentAt,
        Fifo<Parcel> queue)
        implements State {

      /** Whether one of its transmissions had that number. */
      private boolean wentOutAs(int number) {
        int candidate = sequence;
        for (int i = 0; i < transmissions; i++) {
          if (candidate == number) {
            return true;
          }
          candidate = Sequence.previous(candidate);
        }
        return false;
      }
    }
  }

  public sealed interface Input {
    /**
     * The port came up.
     *
     * @param firstSequence 1..65535
     */
    record LinkUp(int firstSequence) implements Input {
      public LinkUp {
        Sequence.checkFirst(firstSequence);
      }
    }

    /** The port went down: whatever waits is forgotten without a report. */
    record LinkDown() implements Input {}

    /** For the next transmissions. */
    record SettingsChanged(DraftEcpSettings settings) implements Input {}

    /** Carry this. The ticket comes back in exactly one effect, unless the link goes down. */
    record Submit(Octets payload, long ticket) implements Input {
      public Submit {
        if (payload.size() > DraftEcpdu.MAX_PAYLOAD) {
          throw new IllegalArgumentException(
              "draft ECP payload of " + payload.size() + " octets; at most 1491");
        }
        if (ticket == NO_TICKET) {
          throw new IllegalArgumentException("ticket " + ticket + " is reserved");
        }
      }
    }

    /** An ACK came in. */
    record Acked(int sequence) implements Input {}

    /** The {@linkplain DraftEcpTransmitter#deadline deadline} is reached. */
    record Due() implements Input {}
  }

  public sealed interface Effect {
    /** Put this on the wire. */
    record Send(DraftEcpdu pdu) implements Effect {}

    /** The peer has it. */
    record Delivered(long ticket) implements Effect {}

    /** The peer acknowledged none of three transmissions. */
    record GaveUp(long ticket) implements Effect {}

    /** The port is down or the queue is full: it was not taken. */
    record Refused(long ticket) implements Effect {}

    /** An ACK came that nothing waits for; to be counted. */
    record StrayAck(int sequence) implements Effect {}
  }

  public static State initial(DraftEcpSettings settings) {
    return new State.Down(settings);
  }

  /** When {@link Input.Due} is to be given next. */
  public static Optional<Instant> deadline(State state) {
    return switch (state) {
      case State.Down down -> Optional.empty();
      case State.Idle idle -> Optional.empty();
      case State.Pausing pausing -> Optional.of(pausing.until());
      case State.Waiting waiting -> Optional.of(ackBy(waiting));
    };
  }

  public static Step<State, Effect> step(State state, Input input, Instant now) {
    return switch (state) {
      case State.Down down ->
          switch (input) {
            case Input.LinkUp(int first) -> open(down.settings(), first, now);
            case Input.SettingsChanged(DraftEcpSettings settings) ->
                Step.to(new State.Down(settings));
            case Input.Submit submit -> Step.to(state, new Effect.Refused(submit.ticket()));
            case Input.Acked(int sequence) -> Step.to(state, new Effect.StrayAck(sequence));
            case Input.LinkDown linkDown -> Step.to(state);
            case Input.Due due -> Step.to(state);
          };
      case State.Idle idle ->
          switch (input) {
            case Input.LinkUp up -> Step.to(state);
            case Input.LinkDown linkDown -> Step.to(new State.Down(idle.settings()));
            case Input.SettingsChanged(DraftEcpSettings settings) ->
                Step.to(new State.Idle(settings, idle.nextSequence(), idle.notBefore()));
            case Input.Submit(Octets payload, long ticket) ->
                next(
                    idle.settings(),
                    idle.nextSequence(),
                    idle.notBefore(),
                    Fifo.<Parcel>empty().plus(new Parcel(payload, ticket)),
                    List.of(),
                    now);
            case Input.Acked(int sequence) -> Step.to(state, new Effect.StrayAck(sequence));
            case Input.Due due -> Step.to(state);
          };
      case State.Pausing pausing ->
          switch (input) {
            case Input.LinkUp up -> Step.to(state);
            case Input.LinkDown linkDown -> Step.to(new State.Down(pausing.settings()));
            case Input.SettingsChanged(DraftEcpSettings settings) ->
                Step.to(with(pausing, settings, pausing.queue()));
            case Input.Submit submit ->
                full(pausing, pausing.queue())
                    ? Step.to(state, new Effect.Refused(submit.ticket()))
                    : Step.to(with(pausing, pausing.settings(), plus(pausing.queue(), submit)));
            case Input.Acked(int sequence) -> Step.to(state, new Effect.StrayAck(sequence));
            case Input.Due due ->
                next(
                    pausing.settings(),
                    pausing.nextSequence(),
                    pausing.until(),
                    pausing.queue(),
                    List.of(),
                    now);
          };
      case State.Waiting waiting ->
          switch (input) {
            case Input.LinkUp up -> Step.to(state);
            case Input.LinkDown linkDown -> Step.to(new State.Down(waiting.settings()));
            case Input.SettingsChanged(DraftEcpSettings settings) ->
                Step.to(with(waiting, settings, waiting.queue()));
            case Input.Submit submit ->
                full(waiting, waiting.queue())
                    ? Step.to(state, new Effect.Refused(submit.ticket()))
                    : Step.to(with(waiting, waiting.settings(), plus(waiting.queue(), submit)));
            case Input.Acked(int sequence) -> acked(waiting, sequence, now);
            case Input.Due due -> retransmit(waiting, now);
          };
    };
  }

  private static Step<State, Effect> open(DraftEcpSettings settings, int first, Instant now) {
    return settings.opensEmpty()
        ? next(
            settings,
            first,
            now,
            Fifo.<Parcel>empty().plus(new Parcel(EMPTY_LIST, NO_TICKET)),
            List.of(),
            now)
        : Step.to(new State.Idle(settings, first, now));
  }

  private static boolean full(State state, Fifo<Parcel> queue) {
    return queue.size() >= state.settings().maxQueue();
  }

  private static Fifo<Parcel> plus(Fifo<Parcel> queue, Input.Submit submit) {
    return queue.plus(new Parcel(submit.payload(), submit.ticket()));
  }

  private static State with(State.Pausing was, DraftEcpSettings settings, Fifo<Parcel> queue) {
    return new State.Pausing(settings, was.nextSequence(), was.until(), queue);
  }

  private static State with(State.Waiting was, DraftEcpSettings settings, Fifo<Parcel> queue) {
    return new State.Waiting(
        settings, was.parcel(), was.sequence(), was.transmissions(), was.sentAt(), queue);
  }

  private static Instant ackBy(State.Waiting waiting) {
    return waiting.sentAt().plus(DraftEcpSettings.ACK_TIMER);
  }

  private static Step<State, Effect> acked(State.Waiting was, int sequence, Instant now) {
    return was.wentOutAs(sequence)
        ? done(was, new Effect.Delivered(was.parcel().ticket()), now)
        : Step.to(was, new Effect.StrayAck(sequence));
  }

  private static Step<State, Effect> retransmit(State.Waiting was, Instant now) {
    if (ackBy(was).isAfter(now)) {
      return Step.to(was);
    }
    if (was.transmissions() == DraftEcpSettings.TRANSMISSIONS) {
      return done(was, new Effect.GaveUp(was.parcel().ticket()), now);
    }
    int sequence = Sequence.next(was.sequence());
    return Step.to(
        new State.Waiting(
            was.settings(), was.parcel(), sequence, was.transmissions() + 1, now, was.queue()),
        new Effect.Send(DraftEcpdu.request(sequence, was.parcel().payload())));
  }

  /** The PDU under way is over, one way or the other. */
  private static Step<State, Effect> done(State.Waiting was, Effect report, Instant now) {
    return next(
        was.settings(),
        Sequence.next(was.sequence()),
        now.plus(was.settings().minimumGap()),
        was.queue(),
        was.parcel().ticket() == NO_TICKET ? List.of() : List.of(report),
        now);
  }

  /** Sends the first of what waits, if anything does and the gap is over. */
  private static Step<State, Effect> next(
      DraftEcpSettings settings,
      int sequence,
      Instant notBefore,
      Fifo<Parcel> queue,
      List<Effect> before,
      Instant now) {
    if (queue.isEmpty()) {
      return new Step<>(new State.Idle(settings, sequence, notBefore), before);
    }
    if (notBefore.isAfter(now)) {
      return new Step<>(new State.Pausing(settings, sequence, notBefore, queue), before);
    }
    Parcel parcel = queue.first();
    List<Effect> effects = new ArrayList<>(before);
    effects.add(new Effect.Send(DraftEcpdu.request(sequence, parcel.payload())));
    return new Step<>(
        new State.Waiting(settings, parcel, sequence, 1, now, queue.withoutFirst()), effects);
  }
}
