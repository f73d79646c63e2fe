package org.moorage.protocol.lldp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;

/**
 * One LLDP agent: one port, one destination address (IEEE 802.1AB, "LLDP transmit and receive state
 * machines").
 *
 * <p>It sends what it has to say at once when that changes, a few times in quick succession when a
 * new neighbour is heard, and otherwise every interval; never more often than its credit allows. It
 * believes a neighbour until its TTL is over. A PDU that says the same again only renews the TTL.
 *
 * <p>More than one neighbour may speak on a link (a host that runs two LLDP daemons). Each is kept;
 * the one that {@linkplain LldpSettings#lookedFor carries what we look for} counts, otherwise the
 * one heard first.
 */
public final class LldpAgent {

  /** PDUs that may go out in one burst (IEEE 802.1AB, "txCreditMax"). */
  static final int MAX_CREDIT = 5;

  /** How often one more may go out, and the spacing of fast transmission ("msgFastTx"). */
  static final Duration CREDIT_EVERY = Duration.ofSeconds(1);

  /** PDUs sent fast when a neighbour is new ("txFastInit"). */
  static final int FAST_COUNT = 4;

  /** A link has one or two speakers; more is a flood or a hub, and the rest is not kept. */
  static final int MAX_NEIGHBOURS = 4;

  private LldpAgent() {}

  public sealed interface State {

    LldpSettings settings();

    /** The optional TLVs we send. */
    List<LldpTlv> tlvs();

    /** The neighbour that counts. */
    default Optional<Lldpdu> neighbour() {
      return switch (this) {
        case Stopped stopped -> Optional.empty();
        case Speaking speaking -> speaking.chosen();
      };
    }

    /** The link is down or the agent was told to stop. */
    record Stopped(LldpSettings settings, List<LldpTlv> tlvs) implements State {
      public Stopped {
        tlvs = List.copyOf(tlvs);
      }
    }

    /**
     * The link is up.
     *
     * @param neighbours at most {@value LldpAgent#MAX_NEIGHBOURS}, oldest first
     * @param credit PDUs that may go out now, as of {@code creditSince}
     * @param nextSend when to speak even if nothing changes
     * @param fastLeft how many of the next PDUs follow at the fast spacing
     */
    record Speaking(
        LldpSettings settings,
        List<LldpTlv> tlvs,
        List<Neighbour> neighbours,
        int credit,
        Instant creditSince,
        Instant nextSend,
        int fastLeft)
        implements State {

      public Speaking {
        tlvs = List.copyOf(tlvs);
        neighbours = List.copyOf(neighbours);
      }

      private Optional<Lldpdu> chosen() {
        return neighbours.stream()
            .map(Neighbour::pdu)
            .filter(settings::looksFor)
            .findFirst()
            .or(() -> neighbours.stream().map(Neighbour::pdu).findFirst());
      }

      private Speaking with(List<Neighbour> heard) {
        return new Speaking(settings, tlvs, heard, credit, creditSince, nextSend, fastLeft);
      }

      /** The same, speaking fast from now on. */
      private Speaking hurried(Instant now) {
        return new Speaking(settings, tlvs, neighbours, credit, creditSince, now, FAST_COUNT);
      }
    }
  }

  /** Somebody heard, believed until then. */
  public record Neighbour(Lldpdu pdu, Instant until) {}

  public sealed interface Input {
    /** The port came up. */
    record LinkUp() implements Input {}

    /** The port went down. */
    record LinkDown() implements Input {}

    /** The agent is to fall silent politely: neighbours are told to forget us. */
    record Stop() implements Input {}

    /** What we say about ourselves changed, or may have. */
    record LocalChanged(List<LldpTlv> tlvs) implements Input {
      public LocalChanged {
        tlvs = List.copyOf(tlvs);
      }
    }

    /** A neighbour's PDU came in, sent to our destination address. */
    record Received(Lldpdu pdu) implements Input {}

    /** The {@linkplain LldpAgent#deadline deadline} is reached. */
    record Due() implements Input {}
  }

  public sealed interface Effect {
    /** Put this frame on the wire. */
    record Send(Octets frame) implements Effect {}

    /** The neighbour that counts is another, says something else, or is gone. */
    record NeighbourChanged(Optional<Lldpdu> neighbour) implements Effect {}

    /**
     * A PDU was not believed.
     *
     * @param reason usable as a counter's label
     */
    record Ignored(String reason) implements Effect {}
  }

  public static State initial(LldpSettings settings, List<LldpTlv> tlvs) {
    return new State.Stopped(settings, tlvs);
  }

  /** When {@link Input.Due} is to be given next. */
  public static Optional<Instant> deadline(State state) {
    return switch (state) {
      case State.Stopped stopped -> Optional.empty();
      case State.Speaking speaking -> {
        Instant send = sendAt(speaking);
        yield speaking.neighbours().stream()
            .map(Neighbour::until)
            .min(Comparator.naturalOrder())
            .filter(until -> until.isBefore(send))
            .or(() -> Optional.of(send));
      }
    };
  }

  public static Step<State, Effect> step(State state, Input input, Instant now) {
    return switch (state) {
      case State.Stopped stopped ->
          switch (input) {
            case Input.LinkUp up -> speak(begin(stopped, now), now);
            case Input.LocalChanged(List<LldpTlv> tlvs) ->
                Step.to(new State.Stopped(stopped.settings(), tlvs));
            case Input.Received received -> Step.to(state, new Effect.Ignored("LLDP is stopped"));
            case Input.LinkDown down -> Step.to(state);
            case Input.Stop stop -> Step.to(state);
            case Input.Due due -> Step.to(state);
          };
      case State.Speaking speaking ->
          switch (input) {
            case Input.LinkUp up -> Step.to(state);
            case Input.LinkDown down -> stop(speaking, List.of());
            case Input.Stop stop -> stop(speaking, List.of(shutdown(speaking)));
            case Input.LocalChanged(List<LldpTlv> tlvs) -> localChanged(speaking, tlvs, now);
            case Input.Received(Lldpdu pdu) -> received(speaking, pdu, now);
            case Input.Due due -> due(speaking, now);
          };
    };
  }

  private static State.Speaking begin(State.Stopped stopped, Instant now) {
    return new State.Speaking(
        stopped.settings(), stopped.tlvs(), List.of(), MAX_CREDIT, now, now, 0);
  }

  private static Step<State, Effect> stop(State.Speaking speaking, List<Effect> first) {
    List<Effect> effects = new ArrayList<>(first);
    if (speaking.neighbour().isPresent()) {
      effects.add(new Effect.NeighbourChanged(Optional.empty()));
    }
    return new Step<>(new State.Stopped(speaking.settings(), speaking.tlvs()), effects);
  }

  private static Step<State, Effect> localChanged(
      State.Speaking was, List<LldpTlv> tlvs, Instant now) {
    if (tlvs.equals(was.tlvs())) {
      return Step.to(was);
    }
    return speak(
        new State.Speaking(
            was.settings(),
            tlvs,
            was.neighbours(),
            was.credit(),
            was.creditSince(),
            now,
            was.fastLeft()),
        now);
  }

  private static Step<State, Effect> received(State.Speaking was, Lldpdu pdu, Instant now) {
    LldpSettings settings = was.settings();
    if (pdu.chassisId().equals(settings.chassisId()) && pdu.portId().equals(settings.portId())) {
      return Step.to(was, new Effect.Ignored("LLDPDU of our own"));
    }
    List<Neighbour> neighbours = new ArrayList<>(was.neighbours());
    int at = 0;
    while (at < neighbours.size() && !neighbours.get(at).pdu().sameSpeaker(pdu)) {
      at++;
    }
    boolean known = at < neighbours.size();
    if (pdu.isShutdown()) {
      if (!known) {
        return Step.to(was, new Effect.Ignored("shutdown LLDPDU of a neighbour never heard"));
      }
      neighbours.remove(at);
      return changed(was, was.with(neighbours));
    }
    Neighbour heard = new Neighbour(pdu, now.plusSeconds(pdu.ttlSeconds()));
    if (known) {
      neighbours.set(at, heard);
      return changed(was, was.with(neighbours));
    }
    if (neighbours.size() == MAX_NEIGHBOURS) {
      return Step.to(was, new Effect.Ignored("more LLDP neighbours than a link has"));
    }
    neighbours.add(heard);
    Step<State, Effect> noticed = changed(was, was.with(neighbours).hurried(now));
    Step<State, Effect> spoken = speak((State.Speaking) noticed.state(), now);
    return new Step<>(spoken.state(), spokenFirst(spoken, noticed));
  }

  private static Step<State, Effect> due(State.Speaking was, Instant now) {
    List<Neighbour> alive =
        was.neighbours().stream().filter(heard -> heard.until().isAfter(now)).toList();
    State.Speaking aged = alive.size() == was.neighbours().size() ? was : was.with(alive);
    Step<State, Effect> noticed = changed(was, aged);
    Step<State, Effect> spoken = speak(aged, now);
    return new Step<>(spoken.state(), spokenFirst(spoken, noticed));
  }

  /** Moves on, telling of the neighbour that counts only when it differs. */
  private static Step<State, Effect> changed(State.Speaking was, State.Speaking is) {
    Optional<Lldpdu> neighbour = is.neighbour();
    return was.neighbour().equals(neighbour)
        ? Step.to(is)
        : Step.to(is, new Effect.NeighbourChanged(neighbour));
  }

  /** Sends when it is time to and the credit allows. */
  private static Step<State, Effect> speak(State.Speaking speaking, Instant now) {
    if (sendAt(speaking).isAfter(now)) {
      return Step.to(speaking);
    }
    long earned = Duration.between(speaking.creditSince(), now).dividedBy(CREDIT_EVERY);
    int credit = (int) Math.min(MAX_CREDIT, speaking.credit() + earned);
    // A full purse earns nothing: its clock starts with the PDU that opens it.
    Instant since =
        credit == MAX_CREDIT ? now : speaking.creditSince().plus(CREDIT_EVERY.multipliedBy(earned));
    boolean fast = speaking.fastLeft() > 1;
    State.Speaking next =
        new State.Speaking(
            speaking.settings(),
            speaking.tlvs(),
            speaking.neighbours(),
            credit - 1,
            since,
            now.plus(fast ? CREDIT_EVERY : speaking.settings().interval()),
            Math.max(0, speaking.fastLeft() - 1));
    LldpSettings settings = speaking.settings();
    return Step.to(next, send(settings, settings.ttlSeconds(), speaking.tlvs()));
  }

  /** When the next PDU goes out: when it should, but not before there is credit. */
  private static Instant sendAt(State.Speaking speaking) {
    if (speaking.credit() > 0) {
      return speaking.nextSend();
    }
    Instant credit = speaking.creditSince().plus(CREDIT_EVERY);
    return credit.isAfter(speaking.nextSend()) ? credit : speaking.nextSend();
  }

  private static Effect.Send shutdown(State.Speaking speaking) {
    return send(speaking.settings(), 0, List.of());
  }

  private static Effect.Send send(LldpSettings settings, int ttlSeconds, List<LldpTlv> tlvs) {
    Lldpdu pdu = new Lldpdu(settings.chassisId(), settings.portId(), ttlSeconds, tlvs);
    return new Effect.Send(
        new EthernetFrame(settings.destination(), settings.source(), EtherType.LLDP, pdu.encode())
            .encode());
  }

  /**
   * The PDU first, then the news: who acts on the news may have something newer to announce, and
   * what the neighbour hears last is what it believes.
   */
  private static List<Effect> spokenFirst(Step<State, Effect> spoken, Step<State, Effect> noticed) {
    List<Effect> all = new ArrayList<>(spoken.effects());
    all.addAll(noticed.effects());
    return all;
  }
}
