package org.moorage.protocol.vdp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Step;

/**
 * The bridge's machine of one VSI (IEEE 802.1Q, "VDP state machines", bridge).
 *
 * <p>Deviation: a first command nobody decided within resourceWaitDelay is answered De-Associate
 * 0x43 instead of a de-associate without the Ack bit, because the station then learns the reason.
 *
 * <p>Deviation: after the type or version of a live VSI changed, its older command is answered
 * De-Associate 0x44 for one toutKeepAlive instead of being taken for another change, because lldpad
 * keeps both and would send them in turn for ever.
 */
public final class VdpBridge {

  private VdpBridge() {}

  /**
   * The times in force when they are started.
   *
   * @param resourceWait how long a decision may take
   * @param keepAlive how long a station may be silent
   */
  public record Timers(Duration resourceWait, Duration keepAlive) {}

  public sealed interface State {

    /** INIT: nothing was asked yet. */
    record Fresh() implements State {}

    /** BRIDGE_PROC of a first command. */
    record Deciding(VsiCommand command, Instant answerBy) implements State {}

    /** BRIDGE_PROC of a changed command; what was held before still is. */
    record Changing(VsiCommand command, Instant answerBy, Held before) implements State {}

    /**
     * WAIT_STATION_CMD.
     *
     * @param asked the command as the station sent it first
     * @param granted the same with the VIDs it was answered
     * @param until when toutKeepAlive is over
     * @param older the command of another type or version this one replaced
     */
    record Held(VsiCommand asked, VsiCommand granted, Instant until, Optional<Older> older)
        implements State {

      /** A station sends what it was answered; after a restart it sends what it first asked. */
      public boolean isRepeatedBy(VsiCommand command) {
        return command.type() == granted.type()
            && (command.body().equals(granted.body()) || command.body().equals(asked.body()))
            && command.manager().equals(granted.manager());
      }

      private Held until(Instant later) {
        return new Held(asked, granted, later, older);
      }

      private Held forgetsOlder() {
        return new Held(asked, granted, until, Optional.empty());
      }

      private boolean isOlder(VsiCommand command, Instant now) {
        return older.isPresent()
            && now.isBefore(older.get().until())
            && older.get().command().sameTypeAndVersion(command)
            && !granted.sameTypeAndVersion(command);
      }
    }

    /** RELEASE_ALL: the machine is done. */
    record Released() implements State {}
  }

  /** A replaced command, and how long a station may still believe in it. */
  public record Older(VsiCommand command, Instant until) {}

  public sealed interface Input {
    /** rxCmd: a well-formed request. */
    record Commanded(VsiCommand command) implements Input {}

    /** The edge grants the command being decided. */
    record Granted(List<VidField> vids) implements Input {
      public Granted {
        vids = List.copyOf(vids);
      }
    }

    /** The edge refuses the command being decided. */
    record Refused(VdpError error, boolean keep, boolean hard) implements Input {}

    /** The bridge wants the VSI gone. */
    record BridgeExit() implements Input {}

    /** The link is gone for good; there is nobody to tell. */
    record LinkLost() implements Input {}

    /** The {@linkplain VdpBridge#deadline deadline} is reached. */
    record Due() implements Input {}
  }

  public sealed interface Effect {
    /** Ask the edge. */
    record Decide(VsiCommand command, Instant answerBy) implements Effect {}

    /**
     * Answer the station.
     *
     * @param command as it asked, VIDs filled in where it was granted
     * @param type what the answer says the VSI is now
     */
    record Respond(VsiCommand command, VdpType type, VdpStatus status) implements Effect {}

    /** Tell the station it no longer has the VSI: a de-associate without the Ack bit. */
    record DeAssociate(VsiCommand command) implements Effect {}

    /** The station was heard. */
    record KeptAlive() implements Effect {}

    /** Remove what was programmed, and give up what is being decided. */
    record Release() implements Effect {}
  }

  /** When {@link Input.Due} is to be given next. */
  public static Optional<Instant> deadline(State state) {
    return switch (state) {
      case State.Fresh fresh -> Optional.empty();
      case State.Deciding deciding -> Optional.of(deciding.answerBy());
      case State.Changing changing -> Optional.of(changing.answerBy());
      case State.Held held -> Optional.of(held.until());
      case State.Released released -> Optional.empty();
    };
  }

  /** A VSI held before a restart: its station has a whole toutKeepAlive to be heard. */
  public static State restored(VsiCommand asked, VsiCommand granted, Timers timers, Instant now) {
    return new State.Held(asked, granted, now.plus(timers.keepAlive()), Optional.empty());
  }

  public static Step<State, Effect> step(State state, Input input, Timers timers, Instant now) {
    return switch (state) {
      case State.Fresh fresh -> fresh(fresh, input, timers, now);
      case State.Deciding deciding -> deciding(deciding, input, timers, now);
      case State.Changing changing -> changing(changing, input, timers, now);
      case State.Held held -> held(held, input, timers, now);
      case State.Released released -> Step.to(released);
    };
  }

  private static Step<State, Effect> fresh(
      State.Fresh fresh, Input input, Timers timers, Instant now) {
    return switch (input) {
      case Input.Commanded(VsiCommand command) ->
          command.type() == VdpType.DE_ASSOCIATE
              ? Step.to(new State.Released(), success(command))
              : decide(command, timers, now);
      case Input.BridgeExit exit -> Step.to(new State.Released());
      case Input.LinkLost lost -> Step.to(new State.Released());
      case Input.Granted granted -> Step.to(fresh);
      case Input.Refused refused -> Step.to(fresh);
      case Input.Due due -> Step.to(fresh);
    };
  }

  private static Step<State, Effect> decide(VsiCommand command, Timers timers, Instant now) {
    Instant answerBy = now.plus(timers.resourceWait());
    return Step.to(new State.Deciding(command, answerBy), new Effect.Decide(command, answerBy));
  }

  private static Step<State, Effect> deciding(
      State.Deciding was, Input input, Timers timers, Instant now) {
    VsiCommand command = was.command();
    return switch (input) {
      case Input.Commanded(VsiCommand next) -> {
        if (next.type() == VdpType.DE_ASSOCIATE) {
          yield release(success(next));
        }
        // Asked again before the answer: the answer is on its way.
        yield next.equals(command) ? Step.to(was) : decide(next, timers, now);
      }
      case Input.Granted(List<VidField> vids) ->
          grant(command, vids, Optional.empty(), timers, now);
      case Input.Refused(VdpError error, boolean keep, boolean hard) ->
          Step.to(new State.Released(), refusal(command, error, hard));
      case Input.BridgeExit exit -> release(deAssociate(command));
      case Input.LinkLost lost -> release();
      case Input.Due due ->
          now.isBefore(was.answerBy())
              ? Step.to(was)
              : release(refusal(command, VdpError.UNABLE_TO_CONTACT_MANAGER, false));
    };
  }

  private static Step<State, Effect> changing(
      State.Changing was, Input input, Timers timers, Instant now) {
    VsiCommand command = was.command();
    State.Held before = was.before();
    return switch (input) {
      case Input.Commanded(VsiCommand next) -> changingCommanded(was, next, timers, now);
      case Input.Granted(List<VidField> vids) -> {
        boolean replaced = !command.sameTypeAndVersion(before.granted());
        Instant forget = now.plus(timers.keepAlive());
        yield grant(
            command,
            vids,
            replaced ? Optional.of(new Older(before.granted(), forget)) : before.older(),
            timers,
            now);
      }
      case Input.Refused(VdpError error, boolean keep, boolean hard) ->
          keep
              ? Step.to(before.until(now.plus(timers.keepAlive())), kept(command, error, hard))
              : release(refusal(command, error, hard));
      case Input.BridgeExit exit -> release(deAssociate(command));
      case Input.LinkLost lost -> release();
      case Input.Due due ->
          now.isBefore(was.answerBy())
              ? Step.to(was)
              : Step.to(
                  before.until(now.plus(timers.keepAlive())),
                  kept(command, VdpError.UNABLE_TO_CONTACT_MANAGER, false));
    };
  }

  private static Step<State, Effect> changingCommanded(
      State.Changing was, VsiCommand next, Timers timers, Instant now) {
    if (next.type() == VdpType.DE_ASSOCIATE) {
      return release(success(next));
    }
    if (next.equals(was.command())) {
      return Step.to(was);
    }
    if (was.before().isRepeatedBy(next)) {
      return Step.to(was, success(was.before().granted()));
    }
    return change(next, was.before(), timers, now);
  }

  private static Step<State, Effect> held(State.Held was, Input input, Timers timers, Instant now) {
    return switch (input) {
      case Input.Commanded(VsiCommand command) -> heldCommanded(was, command, timers, now);
      case Input.BridgeExit exit -> release(deAssociate(was.granted()));
      case Input.LinkLost lost -> release();
      case Input.Due due ->
          now.isBefore(was.until()) ? Step.to(was) : release(deAssociate(was.granted()));
      case Input.Granted granted -> Step.to(was);
      case Input.Refused refused -> Step.to(was);
    };
  }

  private static Step<State, Effect> heldCommanded(
      State.Held was, VsiCommand command, Timers timers, Instant now) {
    if (was.isRepeatedBy(command)) {
      return new Step<>(
          was.until(now.plus(timers.keepAlive())),
          List.of(success(was.granted()), new Effect.KeptAlive()));
    }
    if (was.isOlder(command, now)) {
      return Step.to(
          was.forgetsOlder(),
          command.type() == VdpType.DE_ASSOCIATE
              ? success(command)
              : refusal(command, VdpError.OTHER_FAILURE, false));
    }
    return command.type() == VdpType.DE_ASSOCIATE
        ? release(success(command))
        : change(command, was, timers, now);
  }

  private static Step<State, Effect> change(
      VsiCommand command, State.Held before, Timers timers, Instant now) {
    Instant answerBy = now.plus(timers.resourceWait());
    return Step.to(
        new State.Changing(command, answerBy, before), new Effect.Decide(command, answerBy));
  }

  private static Step<State, Effect> grant(
      VsiCommand command, List<VidField> vids, Optional<Older> older, Timers timers, Instant now) {
    VsiCommand granted = command.granted(vids);
    return Step.to(
        new State.Held(command, granted, now.plus(timers.keepAlive()), older), success(granted));
  }

  private static Effect success(VsiCommand command) {
    return new Effect.Respond(command, command.type(), VdpStatus.SUCCESS);
  }

  private static Effect kept(VsiCommand command, VdpError error, boolean hard) {
    return new Effect.Respond(command, command.type(), VdpStatus.failure(error, true, hard));
  }

  private static Effect refusal(VsiCommand command, VdpError error, boolean hard) {
    return new Effect.Respond(command, VdpType.DE_ASSOCIATE, VdpStatus.failure(error, false, hard));
  }

  private static Effect deAssociate(VsiCommand command) {
    return new Effect.DeAssociate(command.with(VdpType.DE_ASSOCIATE));
  }

  private static Step<State, Effect> release() {
    return Step.to(new State.Released(), new Effect.Release());
  }

  private static Step<State, Effect> release(Effect first) {
    return new Step<>(new State.Released(), List.of(first, new Effect.Release()));
  }
}
