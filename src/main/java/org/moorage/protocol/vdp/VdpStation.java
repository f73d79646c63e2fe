package org.moorage.protocol.vdp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Step;

/**
 * The station's machine of one VSI (IEEE 802.1Q, "VDP state machines", station).
 *
 * <p>One request is outstanding at a time: a newer one waits for the answer, and of several the
 * last counts. What the bridge granted, VIDs included, is what the keepalives say.
 *
 * <p>Deviation: a changed request that is refused with KEEP leaves the command before it in force
 * and says so to the user, because that is what the bridge then holds.
 *
 * <p>Deviation: a request ECP could not deliver is handed to it again until the response timer is
 * over instead of ending the VSI, because a few tens of milliseconds without a bridge must not cut
 * off a VM.
 *
 * <p>Deviation: a keepalive nobody answered within a quarter of the keepalive interval is said once
 * more, because lldpad as a bridge acknowledges a request and then loses it when the next one comes
 * too soon, and would end the VSI before the response timer here does.
 */
public final class VdpStation {

  private VdpStation() {}

  /**
   * The times in force when they are started.
   *
   * @param responseWait how long the bridge may take to answer
   * @param reinitKeepAlive how long after an answer a keepalive is sent
   */
  public record Timers(Duration responseWait, Duration reinitKeepAlive) {}

  public sealed interface State {

    /** INIT: nothing asked yet. */
    record Fresh() implements State {}

    /**
     * PROCWAIT: asked, no answer yet.
     *
     * @param before what the bridge granted last
     * @param next what to ask when this is answered
     */
    record Requesting(
        VsiCommand command,
        Optional<VsiCommand> before,
        Optional<VsiCommand> next,
        Instant answerBy)
        implements State {}

    /** WAIT_SYSCMD: the bridge granted {@code command}, VIDs filled in. */
    record Confirmed(VsiCommand command, Instant keepAliveAt) implements State {}

    /**
     * KAWAIT: a keepalive is out.
     *
     * @param againAt when it is said once more; empty once it was
     */
    record KeepingAlive(
        VsiCommand command, Optional<VsiCommand> next, Optional<Instant> againAt, Instant answerBy)
        implements State {

      Instant deadline() {
        return againAt.filter(again -> again.isBefore(answerBy)).orElse(answerBy);
      }
    }

    /**
     * DEAWAIT: a de-associate is out.
     *
     * @param cause why
     * @param next what to ask afterwards: a VSI replaced rather than ended
     */
    record Leaving(VsiCommand command, Cause cause, Optional<VsiCommand> next, Instant answerBy)
        implements State {}

    /** The link is down: {@code command} is asked again when it comes back. */
    record Parked(VsiCommand command, Optional<VsiCommand> before) implements State {}

    /** END: the machine is done. */
    record Ended() implements State {}
  }

  /** Why a VSI ended. */
  public enum Cause {
    DE_ASSOCIATED,
    WITHDRAWN,
    REFUSED,
    UNANSWERED
  }

  public sealed interface Input {
    /** The user wants this (localchg). */
    record Wanted(VsiCommand command) implements Input {}

    /** The user wants this, and the bridge is to forget what it held first. */
    record Replaced(VsiCommand command) implements Input {}

    /**
     * The bridge answered.
     *
     * @param command as received
     */
    record Answered(VsiCommand command, VdpStatus status) implements Input {}

    /** The bridge ended the VSI unasked: a de-associate without the Ack bit. */
    record DeAssociated() implements Input {}

    /** ECP could not deliver the request (txerror). */
    record Undelivered() implements Input {}

    record LinkDown() implements Input {}

    record LinkUp() implements Input {}

    /** The {@linkplain VdpStation#deadline deadline} is reached. */
    record Due() implements Input {}
  }

  public sealed interface Effect {
    /** Send this as a request. */
    record Transmit(VsiCommand command) implements Effect {}

    /** Tell the user what was granted. */
    record Confirm(VsiCommand command) implements Effect {}

    /** Tell the user what was not; status 0 without a response. */
    record Fail(String reason, VdpStatus status) implements Effect {}

    /** Tell the user that the VSI is gone. */
    record End(Cause cause) implements Effect {}
  }

  static final String UNANSWERED = "the bridge did not answer";
  static final String MISMATCH = "the bridge changed what it may not change";

  /** When {@link Input.Due} is to be given next. */
  public static Optional<Instant> deadline(State state) {
    return switch (state) {
      case State.Fresh fresh -> Optional.empty();
      case State.Requesting requesting -> Optional.of(requesting.answerBy());
      case State.Confirmed confirmed -> Optional.of(confirmed.keepAliveAt());
      case State.KeepingAlive waiting -> Optional.of(waiting.deadline());
      case State.Leaving leaving -> Optional.of(leaving.answerBy());
      case State.Parked parked -> Optional.empty();
      case State.Ended ended -> Optional.empty();
    };
  }

  public static Step<State, Effect> step(State state, Input input, Timers timers, Instant now) {
    return switch (state) {
      case State.Fresh fresh -> fresh(fresh, input, timers, now);
      case State.Requesting requesting -> requesting(requesting, input, timers, now);
      case State.Confirmed confirmed -> confirmed(confirmed, input, timers, now);
      case State.KeepingAlive waiting -> keepingAlive(waiting, input, timers, now);
      case State.Leaving leaving -> leaving(leaving, input, timers, now);
      case State.Parked parked -> parked(parked, input, timers, now);
      case State.Ended ended -> Step.to(ended);
    };
  }

  private static Step<State, Effect> fresh(
      State.Fresh was, Input input, Timers timers, Instant now) {
    return switch (input) {
      case Input.Wanted(VsiCommand command) ->
          ask(command, Optional.empty(), List.of(), timers, now);
      case Input.Replaced(VsiCommand command) ->
          ask(command, Optional.empty(), List.of(), timers, now);
      case Input.Answered answered -> Step.to(was);
      case Input.DeAssociated gone -> Step.to(was);
      case Input.Undelivered undelivered -> Step.to(was);
      case Input.LinkDown down -> Step.to(was);
      case Input.LinkUp up -> Step.to(was);
      case Input.Due due -> Step.to(was);
    };
  }

  /** STATION_PROC. */
  private static Step<State, Effect> ask(
      VsiCommand command,
      Optional<VsiCommand> before,
      List<Effect> first,
      Timers timers,
      Instant now) {
    Instant answerBy = now.plus(timers.responseWait());
    return new Step<>(
        command.type() == VdpType.DE_ASSOCIATE
            ? new State.Leaving(command, Cause.DE_ASSOCIATED, Optional.empty(), answerBy)
            : new State.Requesting(command, before, Optional.empty(), answerBy),
        then(first, new Effect.Transmit(command)));
  }

  private static Step<State, Effect> requesting(
      State.Requesting was, Input input, Timers timers, Instant now) {
    VsiCommand command = was.command();
    return switch (input) {
      case Input.Wanted(VsiCommand next) -> Step.to(waitingWith(was, next));
      case Input.Replaced(VsiCommand next) -> Step.to(waitingWith(was, next));
      case Input.Answered(VsiCommand answer, VdpStatus status) ->
          answered(was, answer, status, timers, now);
      case Input.DeAssociated gone -> end(Cause.WITHDRAWN);
      case Input.Undelivered undelivered -> Step.to(was, new Effect.Transmit(command));
      case Input.LinkDown down ->
          Step.to(new State.Parked(was.next().orElse(command), was.before()));
      case Input.LinkUp up -> Step.to(was);
      case Input.Due due ->
          now.isBefore(was.answerBy())
              ? Step.to(was)
              : fail(UNANSWERED, VdpStatus.REQUEST, Cause.UNANSWERED);
    };
  }

  private static State waitingWith(State.Requesting was, VsiCommand next) {
    return new State.Requesting(was.command(), was.before(), Optional.of(next), was.answerBy());
  }

  /** PROCWAIT_2. */
  private static Step<State, Effect> answered(
      State.Requesting was, VsiCommand answer, VdpStatus status, Timers timers, Instant now) {
    VsiCommand command = was.command();
    if (answer.type() != command.type() && answer.type() != VdpType.DE_ASSOCIATE) {
      return Step.to(was);
    }
    if (status.keepsState() && answer.type() == command.type() && was.before().isPresent()) {
      Effect fail = new Effect.Fail(status.text(), status);
      VsiCommand kept = was.before().get();
      return was.next().isPresent()
          ? ask(was.next().get(), was.before(), List.of(fail), timers, now)
          : Step.to(new State.Confirmed(kept, now.plus(timers.reinitKeepAlive())), fail);
    }
    if (!status.isSuccess()) {
      return fail(status.text(), status, Cause.REFUSED);
    }
    if (answer.type() == VdpType.DE_ASSOCIATE) {
      return end(Cause.WITHDRAWN);
    }
    if (!command.mayBeAnsweredBy(answer)) {
      return fail(MISMATCH, status, Cause.REFUSED);
    }
    VsiCommand granted = answer.equals(command) ? command : answer.compact();
    Effect confirm = new Effect.Confirm(granted);
    return was.next().isPresent()
        ? ask(was.next().get(), Optional.of(granted), List.of(confirm), timers, now)
        : Step.to(new State.Confirmed(granted, now.plus(timers.reinitKeepAlive())), confirm);
  }

  private static Step<State, Effect> confirmed(
      State.Confirmed was, Input input, Timers timers, Instant now) {
    VsiCommand command = was.command();
    return switch (input) {
      case Input.Wanted(VsiCommand next) -> ask(next, Optional.of(command), List.of(), timers, now);
      case Input.Replaced(VsiCommand next) -> {
        VsiCommand gone = command.with(VdpType.DE_ASSOCIATE);
        yield Step.to(
            new State.Leaving(
                gone, Cause.DE_ASSOCIATED, Optional.of(next), now.plus(timers.responseWait())),
            new Effect.Transmit(gone));
      }
      case Input.DeAssociated gone -> end(Cause.WITHDRAWN);
      case Input.LinkDown down -> Step.to(new State.Parked(command, Optional.of(command)));
      case Input.Due due ->
          now.isBefore(was.keepAliveAt())
              ? Step.to(was)
              : Step.to(
                  new State.KeepingAlive(
                      command,
                      Optional.empty(),
                      Optional.of(now.plus(timers.reinitKeepAlive().dividedBy(4))),
                      now.plus(timers.responseWait())),
                  new Effect.Transmit(command));
      case Input.Answered late -> Step.to(was);
      case Input.Undelivered undelivered -> Step.to(was);
      case Input.LinkUp up -> Step.to(was);
    };
  }

  private static Step<State, Effect> keepingAlive(
      State.KeepingAlive was, Input input, Timers timers, Instant now) {
    VsiCommand command = was.command();
    return switch (input) {
      case Input.Wanted(VsiCommand next) -> Step.to(waitingWith(was, next));
      case Input.Replaced(VsiCommand next) -> Step.to(waitingWith(was, next));
      case Input.Answered(VsiCommand answer, VdpStatus status) ->
          keptAlive(was, answer, status, timers, now);
      case Input.DeAssociated gone -> end(Cause.WITHDRAWN);
      case Input.Undelivered undelivered -> Step.to(was, new Effect.Transmit(command));
      case Input.LinkDown down ->
          Step.to(new State.Parked(was.next().orElse(command), Optional.of(command)));
      case Input.LinkUp up -> Step.to(was);
      case Input.Due due -> {
        if (now.isBefore(was.deadline())) {
          yield Step.to(was);
        }
        yield now.isBefore(was.answerBy())
            ? Step.to(
                new State.KeepingAlive(command, was.next(), Optional.empty(), was.answerBy()),
                new Effect.Transmit(command))
            : end(Cause.UNANSWERED);
      }
    };
  }

  private static State waitingWith(State.KeepingAlive was, VsiCommand next) {
    return new State.KeepingAlive(was.command(), Optional.of(next), was.againAt(), was.answerBy());
  }

  /** KAWAIT_2. */
  private static Step<State, Effect> keptAlive(
      State.KeepingAlive was, VsiCommand answer, VdpStatus status, Timers timers, Instant now) {
    VsiCommand command = was.command();
    if (answer.type() == VdpType.DE_ASSOCIATE) {
      return end(status.isSuccess() ? Cause.WITHDRAWN : Cause.REFUSED);
    }
    if (answer.type() != command.type()) {
      return Step.to(was);
    }
    if (status.keepsState() && command.type() == VdpType.ASSOCIATE) {
      VsiCommand gone = command.with(VdpType.DE_ASSOCIATE);
      return Step.to(
          new State.Leaving(gone, Cause.REFUSED, was.next(), now.plus(timers.responseWait())),
          new Effect.Transmit(gone));
    }
    if (!status.isSuccess() || !command.mayBeAnsweredBy(answer)) {
      return end(Cause.REFUSED);
    }
    VsiCommand granted = answer.equals(command) ? command : answer.compact();
    return was.next().isPresent()
        ? ask(was.next().get(), Optional.of(granted), List.of(), timers, now)
        : Step.to(new State.Confirmed(granted, now.plus(timers.reinitKeepAlive())));
  }

  private static Step<State, Effect> leaving(
      State.Leaving was, Input input, Timers timers, Instant now) {
    return switch (input) {
      case Input.Wanted(VsiCommand next) -> Step.to(leavingFor(was, next));
      case Input.Replaced(VsiCommand next) -> Step.to(leavingFor(was, next));
      case Input.Answered(VsiCommand answer, VdpStatus status) ->
          answer.type() == VdpType.DE_ASSOCIATE ? left(was, timers, now) : Step.to(was);
      case Input.DeAssociated gone -> left(was, timers, now);
      case Input.Undelivered undelivered -> Step.to(was, new Effect.Transmit(was.command()));
      case Input.LinkDown down ->
          was.next().isPresent()
              ? Step.to(new State.Parked(was.next().get(), Optional.empty()))
              : end(was.cause());
      case Input.LinkUp up -> Step.to(was);
      case Input.Due due -> now.isBefore(was.answerBy()) ? Step.to(was) : left(was, timers, now);
    };
  }

  private static State leavingFor(State.Leaving was, VsiCommand next) {
    Optional<VsiCommand> then =
        next.type() == VdpType.DE_ASSOCIATE ? Optional.empty() : Optional.of(next);
    return new State.Leaving(was.command(), was.cause(), then, was.answerBy());
  }

  private static Step<State, Effect> left(State.Leaving was, Timers timers, Instant now) {
    return was.next().isPresent()
        ? ask(was.next().get(), Optional.empty(), List.of(), timers, now)
        : end(was.cause());
  }

  private static Step<State, Effect> parked(
      State.Parked was, Input input, Timers timers, Instant now) {
    return switch (input) {
      case Input.LinkUp up -> ask(was.command(), was.before(), List.of(), timers, now);
      case Input.Wanted(VsiCommand next) -> Step.to(new State.Parked(next, was.before()));
      case Input.Replaced(VsiCommand next) -> Step.to(new State.Parked(next, was.before()));
      case Input.Answered late -> Step.to(was);
      case Input.DeAssociated late -> Step.to(was);
      case Input.Undelivered undelivered -> Step.to(was);
      case Input.LinkDown down -> Step.to(was);
      case Input.Due due -> Step.to(was);
    };
  }

  private static Step<State, Effect> fail(String reason, VdpStatus status, Cause cause) {
    return new Step<>(
        new State.Ended(), List.of(new Effect.Fail(reason, status), new Effect.End(cause)));
  }

  private static Step<State, Effect> end(Cause cause) {
    return Step.to(new State.Ended(), new Effect.End(cause));
  }

  private static List<Effect> then(List<Effect> first, Effect last) {
    List<Effect> all = new ArrayList<>(first);
    all.add(last);
    return all;
  }
}
