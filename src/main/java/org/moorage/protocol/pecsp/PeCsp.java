package org.moorage.protocol.pecsp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Step;
import org.moorage.protocol.pecsp.CspCodePoints.Command;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;

/**
 * One end of the port extender control and status protocol on a cascade link (IEEE 802.1BR, "PE
 * CSP"), the same for both ends: it begins when LLDP has found the other one, opens with who each
 * is, then carries requests and their responses, and ends when the other end is lost or has started
 * anew. The standard's own machines could not be had; this one is ours.
 *
 * <p>ECP below it repeats what is lost, so a request goes out once. Only so many requests are
 * outstanding as the other end takes; more wait, and what does not fit is not taken.
 */
public final class PeCsp {

  /** Requests we take before we have answered one, and send at most. */
  public static final int OUTSTANDING = 8;

  /** Requests that wait for those outstanding. */
  public static final int MAX_WAITING = 1_024;

  /** How long an answer may take; ECP has given up long before. */
  public static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  /** Between two attempts to open. */
  public static final Duration RETRY = Duration.ofSeconds(2);

  static final String NOT_WAITED_FOR = "PE CSP response nobody waits for";
  static final String ANOTHER_ROLE = "PE CSP from an end of the same role";
  static final String TOO_MANY = "PE CSP request beyond the outstanding ones agreed";
  static final String NOT_OPEN = "PE CSP while not open";

  private static final String STARTED_ANEW = "the other end has started anew";
  private static final String NO_ANSWER = "the other end does not answer";
  private static final String NOT_DELIVERED = "the other end does not acknowledge";

  private PeCsp() {}

  public sealed interface State {

    /** Who we are; the session changes with each opening. */
    CspSpeaker self();

    /** The number of the next request. */
    int next();

    /** Nobody is there. */
    record Closed(CspSpeaker self, int next) implements State {}

    /**
     * Somebody is there.
     *
     * @param other who it is, once it has said so
     * @param accepted whether our own opening has been answered
     * @param refused why it was refused last
     */
    record Opening(
        CspSpeaker self,
        int next,
        Optional<CspSpeaker> other,
        boolean accepted,
        Optional<Completion> refused,
        Instant retryAt)
        implements State {}

    /**
     * Each knows the other.
     *
     * @param exchange what is asked and not yet answered
     */
    record Open(CspSpeaker self, int next, CspSpeaker other, CspExchange exchange)
        implements State {}
  }

  public sealed interface Input {
    /** LLDP hears the other end. */
    record PeerHeard() implements Input {}

    /**
     * It does not any more, or the link is down.
     *
     * @param because in a few words
     */
    record PeerLost(String because) implements Input {}

    record Received(CspPdu pdu) implements Input {}

    /** Ask the other end; the ticket comes back with the answer, unless it is lost first. */
    record Ask(CspRequest request, long ticket) implements Input {}

    /** What its request with that number is answered. */
    record Answer(int number, Command command, CspResponse response) implements Input {}

    /** A PDU was not acknowledged however often it was sent. */
    record Undelivered() implements Input {}

    /** The {@linkplain PeCsp#deadline deadline} is reached. */
    record Due() implements Input {}
  }

  public sealed interface Effect {
    record Send(CspPdu pdu) implements Effect {}

    record Opened(CspSpeaker other) implements Effect {}

    /** All that was asked or told is void. */
    record Closed(String because) implements Effect {}

    /** The other end refuses to open. */
    record Refused(Completion because) implements Effect {}

    /** To be answered by {@link Input.Answer}. */
    record Requested(int number, CspRequest request) implements Effect {}

    record Answered(long ticket, CspResponse response) implements Effect {}

    /** It could not be asked: not open, or too much waits. */
    record NotTaken(long ticket) implements Effect {}

    /**
     * A PDU was not acted upon.
     *
     * @param reason usable as a counter's label
     */
    record Ignored(String reason) implements Effect {}
  }

  public static State initial(CspSpeaker self) {
    return new State.Closed(self, 1);
  }

  /** When {@link Input.Due} is to be given next. */
  public static Optional<Instant> deadline(State state) {
    return switch (state) {
      case State.Closed closed -> Optional.empty();
      case State.Opening opening -> Optional.of(opening.retryAt());
      case State.Open open -> open.exchange().deadline();
    };
  }

  public static Step<State, Effect> step(State state, Input input, Instant now) {
    return switch (input) {
      case Input.PeerHeard heard ->
          state instanceof State.Closed closed
              ? open(closed.self(), closed.next(), now)
              : to(state);
      case Input.PeerLost(String because) -> close(state, because);
      case Input.Received(CspPdu pdu) -> received(state, pdu, now);
      case Input.Ask(CspRequest request, long ticket) -> ask(state, request, ticket, now);
      case Input.Answer(int number, Command command, CspResponse response) ->
          answer(state, number, command, response);
      case Input.Undelivered undelivered ->
          state instanceof State.Open open ? again(open, NOT_DELIVERED, now) : to(state);
      case Input.Due due -> due(state, now);
    };
  }

  private static Step<State, Effect> to(State state) {
    return Step.to(state);
  }

  /** Says who we are, under a new session. */
  private static Step<State, Effect> open(CspSpeaker self, int next, Instant now) {
    State.Opening opening =
        new State.Opening(
            self, after(next), Optional.empty(), false, Optional.empty(), now.plus(RETRY));
    return Step.to(opening, opens(self, next));
  }

  private static Effect opens(CspSpeaker self, int number) {
    return new Effect.Send(new CspPdu.Request(number, new CspRequest.Open(self)));
  }

  private static Step<State, Effect> close(State state, String because) {
    State closed = new State.Closed(anew(state.self()), state.next());
    return switch (state) {
      case State.Closed was -> to(was);
      case State.Opening opening -> to(closed);
      case State.Open open -> Step.to(closed, new Effect.Closed(because));
    };
  }

  /** The other end is still there: opens once more. */
  private static Step<State, Effect> again(State.Open open, String because, Instant now) {
    Step<State, Effect> opening = open(anew(open.self()), open.next(), now);
    List<Effect> effects = new ArrayList<>(2);
    effects.add(new Effect.Closed(because));
    effects.addAll(opening.effects());
    return new Step<>(opening.state(), effects);
  }

  private static CspSpeaker anew(CspSpeaker self) {
    return new CspSpeaker(
        self.role(),
        self.session() + 1 & 0xFFFF_FFFFL,
        self.address(),
        self.ports(),
        self.groups(),
        self.outstanding());
  }

  private static int after(int number) {
    return number % 0xFFFF + 1;
  }

  private static Step<State, Effect> received(State state, CspPdu pdu, Instant now) {
    return switch (pdu) {
      case CspPdu.Request(int number, CspRequest.Open(CspSpeaker who)) ->
          opened(state, number, who, now);
      case CspPdu.Request(int number, CspRequest request) -> requested(state, number, request);
      case CspPdu.Unanswerable unanswerable -> Step.to(state, new Effect.Send(unanswerable));
      case CspPdu.Response(int number, Command command, CspResponse response) ->
          responded(state, number, command, response, now);
    };
  }

  private static Step<State, Effect> opened(State state, int number, CspSpeaker who, Instant now) {
    if (who.role() != state.self().role().other()) {
      return new Step<>(
          state,
          List.of(
              reply(number, Command.CSP_OPEN, CspResponse.refused(Completion.WRONG_ROLE)),
              new Effect.Ignored(ANOTHER_ROLE)));
    }
    Effect welcome = reply(number, Command.CSP_OPEN, CspResponse.done());
    return switch (state) {
      case State.Closed closed ->
          new Step<>(
              state,
              List.of(
                  reply(number, Command.CSP_OPEN, CspResponse.refused(Completion.NOT_OPEN)),
                  new Effect.Ignored(NOT_OPEN)));
      case State.Opening opening ->
          settled(
              new State.Opening(
                  opening.self(),
                  opening.next(),
                  Optional.of(who),
                  opening.accepted(),
                  opening.refused(),
                  opening.retryAt()),
              List.of(welcome));
      case State.Open open when open.other().equals(who) -> Step.to(state, welcome);
      case State.Open open -> {
        Step<State, Effect> opening = again(open, STARTED_ANEW, now);
        List<Effect> effects = new ArrayList<>(opening.effects());
        effects.add(welcome);
        State.Opening waits = (State.Opening) opening.state();
        yield new Step<>(
            new State.Opening(
                waits.self(),
                waits.next(),
                Optional.of(who),
                false,
                Optional.empty(),
                waits.retryAt()),
            effects);
      }
    };
  }

  /** Open once both have said who they are and been answered. */
  private static Step<State, Effect> settled(State.Opening opening, List<Effect> effects) {
    if (!opening.accepted() || opening.other().isEmpty()) {
      return new Step<>(opening, effects);
    }
    CspSpeaker other = opening.other().get();
    List<Effect> all = new ArrayList<>(effects);
    all.add(new Effect.Opened(other));
    return new Step<>(new State.Open(opening.self(), opening.next(), other, CspExchange.NONE), all);
  }

  private static Effect reply(int number, Command command, CspResponse response) {
    return new Effect.Send(new CspPdu.Response(number, command, response));
  }

  private static Step<State, Effect> requested(State state, int number, CspRequest request) {
    Completion refusal =
        !(state instanceof State.Open)
            ? Completion.NOT_OPEN
            : request.asker() == state.self().role() ? Completion.WRONG_ROLE : Completion.SUCCESS;
    if (state instanceof State.Open open && refusal == Completion.SUCCESS) {
      if (open.exchange().unanswered().size() < open.self().outstanding()) {
        return Step.to(
            with(open, open.exchange().owes(number)), new Effect.Requested(number, request));
      }
      refusal = Completion.TOO_MANY_OUTSTANDING;
    }
    String reason =
        switch (refusal) {
          case NOT_OPEN -> NOT_OPEN;
          case WRONG_ROLE -> ANOTHER_ROLE;
          default -> TOO_MANY;
        };
    return new Step<>(
        state,
        List.of(
            reply(number, request.command(), CspResponse.refused(refusal)),
            new Effect.Ignored(reason)));
  }

  private static Step<State, Effect> responded(
      State state, int number, Command command, CspResponse response, Instant now) {
    if (state instanceof State.Opening opening && command == Command.CSP_OPEN) {
      boolean accepted = response.completion() == Completion.SUCCESS;
      State.Opening answered =
          new State.Opening(
              opening.self(),
              opening.next(),
              opening.other(),
              accepted,
              accepted ? Optional.empty() : Optional.of(response.completion()),
              opening.retryAt());
      boolean news = !accepted && !opening.refused().equals(answered.refused());
      return settled(
          answered, news ? List.of(new Effect.Refused(response.completion())) : List.of());
    }
    if (state instanceof State.Open open) {
      Optional<CspExchange.Asked> asked = open.exchange().outstanding(number, command);
      if (asked.isPresent()) {
        Effect answered = new Effect.Answered(asked.get().ticket(), response);
        CspExchange rest = open.exchange().without(asked.get());
        return send(with(open, rest), List.of(answered), now);
      }
      if (command == Command.CSP_OPEN) {
        return to(state); // the second answer to an opening that was repeated
      }
    }
    return Step.to(state, new Effect.Ignored(NOT_WAITED_FOR));
  }

  private static Step<State, Effect> ask(
      State state, CspRequest request, long ticket, Instant now) {
    boolean open = state instanceof State.Open is && is.exchange().waiting().size() < MAX_WAITING;
    if (!open) {
      return Step.to(state, new Effect.NotTaken(ticket));
    }
    State.Open was = (State.Open) state;
    CspExchange more =
        was.exchange().waits(new CspExchange.Asked(was.next(), request, ticket, now));
    State.Open after = new State.Open(was.self(), after(was.next()), was.other(), more);
    return send(after, List.of(), now);
  }

  /** Sends what the other end takes. */
  private static Step<State, Effect> send(State.Open open, List<Effect> before, Instant now) {
    int most = Math.min(open.other().outstanding(), OUTSTANDING);
    CspExchange.Sent sent = open.exchange().send(most, now);
    List<Effect> effects = new ArrayList<>(before);
    sent.requests().forEach(request -> effects.add(new Effect.Send(request)));
    return new Step<>(with(open, sent.after()), effects);
  }

  private static Step<State, Effect> answer(
      State state, int number, Command command, CspResponse response) {
    if (state instanceof State.Open open && open.exchange().unanswered().contains(number)) {
      return Step.to(
          with(open, open.exchange().owesNoLonger(number)), reply(number, command, response));
    }
    return to(state); // who asked is gone
  }

  private static Step<State, Effect> due(State state, Instant now) {
    return switch (state) {
      case State.Closed closed -> to(state);
      case State.Opening opening ->
          opening.retryAt().isAfter(now)
              ? to(state)
              : Step.to(
                  new State.Opening(
                      opening.self(),
                      after(opening.next()),
                      opening.other(),
                      opening.accepted(),
                      opening.refused(),
                      now.plus(RETRY)),
                  opens(opening.self(), opening.next()));
      case State.Open open ->
          deadline(open).filter(by -> !by.isAfter(now)).isPresent()
              ? again(open, NO_ANSWER, now)
              : to(state);
    };
  }

  private static State.Open with(State.Open open, CspExchange exchange) {
    return new State.Open(open.self(), open.next(), open.other(), exchange);
  }
}
