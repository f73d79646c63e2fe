package org.moorage.protocol.ecp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;

/**
 * The sending side of ECP on one port or S-channel (IEEE 802.1Q, "ECP transmit state diagram").
 *
 * <p>One PDU is under way at a time: it is repeated unchanged until its ACK comes or R repetitions
 * were in vain. The next one follows at once, or after the minimum gap. Who hands payloads over is
 * told what became of each by its ticket; {@link State#canSendAt} lets it build a payload at the
 * last moment instead of queueing it here.
 *
 * <p>The first sequence number is handed in and should be random: a peer that still remembers the
 * last one of before a restart would take an equal one for a repetition and drop it.
 */
public final class EcpTransmitter {

  private EcpTransmitter() {}

  /** A payload on its way, and the number its owner knows it by. */
  record Parcel(EcpSubtype subtype, Octets payload, long ticket) {}

  public sealed interface State {

    EcpSettings settings();

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
    record Down(EcpSettings settings) implements State {}

    /** Nothing to send. The next PDU has that number and goes out no earlier than that. */
    record Idle(EcpSettings settings, int nextSequence, Instant notBefore) implements State {}

    /** There is something to send, but the gap since the last PDU was acknowledged is not over. */
    record Pausing(EcpSettings settings, int nextSequence, Instant until, Fifo<Parcel> queue)
        implements State {}

    /**
     * A PDU is under way.
     *
     * @param transmissions how often it went out, 1..1+R
     * @param ackBy until when its ACK is waited for
     */
    record Waiting(
        EcpSettings settings,
        Ecpdu pdu,
        long ticket,
        int transmissions,
        Instant ackBy,
        Fifo<Parcel> queue)
        implements State {}
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

    /** For the next transmissions; a timer that runs keeps running. */
    record SettingsChanged(EcpSettings settings) implements Input {}

    /** Carry this. The ticket comes back in exactly one effect, unless the link goes down. */
    record Submit(EcpSubtype subtype, Octets payload, long ticket) implements Input {
      public Submit {
        if (payload.size() > Ecpdu.MAX_PAYLOAD_SENT) {
          throw new IllegalArgumentException(
              "ECP payload of " + payload.size() + " octets; at most " + Ecpdu.MAX_PAYLOAD_SENT);
        }
      }
    }

    /** An ACK came in. Only the sequence number counts. */
    record Acked(int sequence) implements Input {}

    /** The {@linkplain EcpTransmitter#deadline deadline} is reached. */
    record Due() implements Input {}
  }

  public sealed interface Effect {
    /** Put this on the wire. */
    record Send(Ecpdu pdu) implements Effect {}

    /** The peer has it. */
    record Delivered(long ticket) implements Effect {}

    /** The peer did not acknowledge it in 1 + R transmissions. */
    record GaveUp(long ticket) implements Effect {}

    /** The port is down or the queue is full: it was not taken. */
    record Refused(long ticket) implements Effect {}

    /** An ACK came that nothing waits for; to be counted. */
    record StrayAck(int sequence) implements Effect {}
  }

  public static State initial(EcpSettings settings) {
    return new State.Down(settings);
  }

  /** When {@link Input.Due} is to be given next. */
  public static Optional<Instant> deadline(State state) {
    return switch (state) {
      case State.Down down -> Optional.empty();
      case State.Idle idle -> Optional.empty();
      case State.Pausing pausing -> Optional.of(pausing.until());
      case State.Waiting waiting -> Optional.of(waiting.ackBy());
    };
  }

  public static Step<State, Effect> step(State state, Input input, Instant now) {
    return switch (state) {
      case State.Down down ->
          switch (input) {
            case Input.LinkUp(int first) -> Step.to(new State.Idle(down.settings(), first, now));
            case Input.SettingsChanged(EcpSettings settings) -> Step.to(new State.Down(settings));
            case Input.Submit submit -> Step.to(state, new Effect.Refused(submit.ticket()));
            case Input.Acked(int sequence) -> Step.to(state, new Effect.StrayAck(sequence));
            case Input.LinkDown linkDown -> Step.to(state);
            case Input.Due due -> Step.to(state);
          };
      case State.Idle idle ->
          switch (input) {
            case Input.LinkUp up -> Step.to(state);
            case Input.LinkDown linkDown -> Step.to(new State.Down(idle.settings()));
            case Input.SettingsChanged(EcpSettings settings) ->
                Step.to(new State.Idle(settings, idle.nextSequence(), idle.notBefore()));
            case Input.Submit submit ->
                next(
                    idle.settings(),
                    idle.nextSequence(),
                    idle.notBefore(),
                    Fifo.<Parcel>empty().plus(parcel(submit)),
                    List.of(),
                    now);
            case Input.Acked(int sequence) -> Step.to(state, new Effect.StrayAck(sequence));
            case Input.Due due -> Step.to(state);
          };
      case State.Pausing pausing ->
          switch (input) {
            case Input.LinkUp up -> Step.to(state);
            case Input.LinkDown linkDown -> Step.to(new State.Down(pausing.settings()));
            case Input.SettingsChanged(EcpSettings settings) ->
                Step.to(
                    new State.Pausing(
                        settings, pausing.nextSequence(), pausing.until(), pausing.queue()));
            case Input.Submit submit -> enqueue(pausing, submit);
            case Input.Acked(int sequence) -> Step.to(state, new Effect.StrayAck(sequence));
            case Input.Due due -> afterPause(pausing, now);
          };
      case State.Waiting waiting ->
          switch (input) {
            case Input.LinkUp up -> Step.to(state);
            case Input.LinkDown linkDown -> Step.to(new State.Down(waiting.settings()));
            case Input.SettingsChanged(EcpSettings settings) ->
                Step.to(with(waiting, settings, waiting.queue()));
            case Input.Submit submit -> enqueue(waiting, submit);
            case Input.Acked(int sequence) -> acked(waiting, sequence, now);
            case Input.Due due -> retransmit(waiting, now);
          };
    };
  }

  private static Parcel parcel(Input.Submit submit) {
    return new Parcel(submit.subtype(), submit.payload(), submit.ticket());
  }

  private static Step<State, Effect> enqueue(State.Pausing was, Input.Submit submit) {
    return was.queue().size() >= was.settings().maxQueue()
        ? Step.to(was, new Effect.Refused(submit.ticket()))
        : Step.to(
            new State.Pausing(
                was.settings(), was.nextSequence(), was.until(), was.queue().plus(parcel(submit))));
  }

  private static Step<State, Effect> enqueue(State.Waiting was, Input.Submit submit) {
    return was.queue().size() >= was.settings().maxQueue()
        ? Step.to(was, new Effect.Refused(submit.ticket()))
        : Step.to(with(was, was.settings(), was.queue().plus(parcel(submit))));
  }

  private static State with(State.Waiting was, EcpSettings settings, Fifo<Parcel> queue) {
    return new State.Waiting(
        settings, was.pdu(), was.ticket(), was.transmissions(), was.ackBy(), queue);
  }

  private static Step<State, Effect> acked(State.Waiting was, int sequence, Instant now) {
    return sequence == was.pdu().sequence()
        ? done(was, new Effect.Delivered(was.ticket()), now)
        : Step.to(was, new Effect.StrayAck(sequence));
  }

  private static Step<State, Effect> retransmit(State.Waiting was, Instant now) {
    if (was.ackBy().isAfter(now)) {
      return Step.to(was);
    }
    if (was.transmissions() > was.settings().maxRetries()) {
      return done(was, new Effect.GaveUp(was.ticket()), now);
    }
    return Step.to(
        new State.Waiting(
            was.settings(),
            was.pdu(),
            was.ticket(),
            was.transmissions() + 1,
            now.plus(was.settings().ackTimer()),
            was.queue()),
        new Effect.Send(was.pdu()));
  }

  private static Step<State, Effect> afterPause(State.Pausing was, Instant now) {
    return next(was.settings(), was.nextSequence(), was.until(), was.queue(), List.of(), now);
  }

  /** The PDU under way is over, one way or the other. */
  private static Step<State, Effect> done(State.Waiting was, Effect report, Instant now) {
    return next(
        was.settings(),
        Sequence.next(was.pdu().sequence()),
        now.plus(was.settings().minimumGap()),
        was.queue(),
        List.of(report),
        now);
  }

  /** Sends the first of what waits, if anything does and the gap is over. */
  private static Step<State, Effect> next(
      EcpSettings settings,
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
    Ecpdu pdu = Ecpdu.request(parcel.subtype(), sequence, parcel.payload());
    List<Effect> effects = new ArrayList<>(before);
    effects.add(new Effect.Send(pdu));
    return new Step<>(
        new State.Waiting(
            settings, pdu, parcel.ticket(), 1, now.plus(settings.ackTimer()), queue.withoutFirst()),
        effects);
  }
}
