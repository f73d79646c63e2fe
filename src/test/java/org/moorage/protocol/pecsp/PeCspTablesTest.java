package org.moorage.protocol.pecsp;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.MachineTable;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspCodePoints.Command;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;

class PeCspTablesTest {

  private static final CspSpeaker BRIDGE = speaker(CspRole.CONTROLLING_BRIDGE, 1);
  private static final CspSpeaker EXTENDER = speaker(CspRole.PORT_EXTENDER, 7);
  private static final CspRequest CREATE =
      new CspRequest.CreatePort(new ExtendedPort(1, "e1", true, 0));
  private static final CspRequest ASKED = new CspRequest.SetPort(1, true, 0);

  private static CspSpeaker speaker(CspRole role, long session) {
    return new CspSpeaker(role, session, MacAddress.parse("02:00:00:00:00:01"), 8, 8, 1);
  }

  @Test
  void peCsp() {
    CspExchange.Asked sent =
        new CspExchange.Asked(5, ASKED, 40, MachineTable.NOW.plus(PeCsp.ANSWER_WITHIN));
    CspExchange.Asked late = new CspExchange.Asked(5, ASKED, 40, MachineTable.NOW);
    MachineTable.<PeCsp.State, PeCsp.Input, PeCsp.Effect>of(
            "pe-csp", "PE CSP, either end", PeCsp::step)
        .about(
            """
            Seen from the controlling bridge, session 1; the extender's is 7. It takes one request
            before it has answered one. Code points are Moorage's own.\
            """)
        .state("closed", PeCsp.initial(BRIDGE))
        .state("opening", opening(Optional.empty(), false))
        .state("opening, accepted", opening(Optional.empty(), true))
        .state("opening, other known", opening(Optional.of(EXTENDER), false))
        .state("open", open(List.of(), List.of(), List.of()))
        .state("open, 5 outstanding", open(List.of(sent), List.of(), List.of()))
        .state("open, 5 overdue, 6 waits", open(List.of(late), List.of(sixth()), List.of()))
        .state("open, theirs unanswered", open(List.of(), List.of(), List.of(3)))
        .input("peer heard", new PeCsp.Input.PeerHeard())
        .input("peer lost", new PeCsp.Input.PeerLost("unplugged"))
        .input("opens, session 7", received(new CspPdu.Request(3, open(EXTENDER))))
        .input(
            "opens, session 8",
            received(new CspPdu.Request(3, open(speaker(CspRole.PORT_EXTENDER, 8)))))
        .input("a bridge opens", received(new CspPdu.Request(3, open(BRIDGE))))
        .input("opening accepted", response(1, Command.CSP_OPEN, CspResponse.done()))
        .input(
            "opening refused",
            response(1, Command.CSP_OPEN, CspResponse.refused(Completion.IDENTITY_IN_USE)))
        .input("port create", received(new CspPdu.Request(4, CREATE)))
        .input("asks what bridges ask", received(new CspPdu.Request(4, ASKED)))
        .input(
            "asks what is not known",
            received(new CspPdu.Unanswerable(4, 99, Completion.UNKNOWN_COMMAND)))
        .input("answers 5", response(5, Command.PORT_PARAMETER_SET, CspResponse.done()))
        .input("to ask", new PeCsp.Input.Ask(ASKED, 41))
        .input(
            "to answer 3",
            new PeCsp.Input.Answer(3, Command.EXTENDED_PORT_CREATE, CspResponse.done()))
        .input("not acknowledged", new PeCsp.Input.Undelivered())
        .input("due", new PeCsp.Input.Due())
        .nextStateAs(PeCspTablesTest::name)
        .effectAs(PeCspTablesTest::name)
        .check();
  }

  private static CspExchange.Asked sixth() {
    return new CspExchange.Asked(6, ASKED, 42, MachineTable.NOW);
  }

  private static CspRequest open(CspSpeaker who) {
    return new CspRequest.Open(who);
  }

  private static PeCsp.Input received(CspPdu pdu) {
    return new PeCsp.Input.Received(pdu);
  }

  private static PeCsp.Input response(int number, Command command, CspResponse response) {
    return received(new CspPdu.Response(number, command, response));
  }

  private static PeCsp.State opening(Optional<CspSpeaker> other, boolean accepted) {
    return new PeCsp.State.Opening(BRIDGE, 2, other, accepted, Optional.empty(), MachineTable.NOW);
  }

  private static PeCsp.State open(
      List<CspExchange.Asked> outstanding,
      List<CspExchange.Asked> waiting,
      List<Integer> unanswered) {
    return new PeCsp.State.Open(
        BRIDGE, 7, EXTENDER, new CspExchange(outstanding, waiting, unanswered));
  }

  private static String name(PeCsp.State state) {
    return switch (state) {
      case PeCsp.State.Closed closed -> "closed, session " + closed.self().session();
      case PeCsp.State.Opening opening ->
          "opening, session "
              + opening.self().session()
              + (opening.accepted() ? ", accepted" : "")
              + opening.other().map(other -> ", other " + other.session()).orElse("")
              + opening.refused().map(why -> ", refused: " + why.words()).orElse("");
      case PeCsp.State.Open open ->
          "open, "
              + open.exchange().outstanding().size()
              + " outstanding, "
              + open.exchange().waiting().size()
              + " waiting, "
              + open.exchange().unanswered().size()
              + " unanswered";
    };
  }

  private static String name(PeCsp.Effect effect) {
    return switch (effect) {
      case PeCsp.Effect.Send(CspPdu pdu) -> "send " + name(pdu);
      case PeCsp.Effect.Opened opened -> "opened";
      case PeCsp.Effect.Closed(String because) -> "closed: " + because;
      case PeCsp.Effect.Refused(Completion because) -> "refused: " + because.words();
      case PeCsp.Effect.Requested(int number, CspRequest request) ->
          "asked: " + request.command() + " " + number;
      case PeCsp.Effect.Answered(long ticket, CspResponse response) ->
          "answered " + ticket + ": " + response.completion().words();
      case PeCsp.Effect.NotTaken(long ticket) -> "not taken: " + ticket;
      case PeCsp.Effect.Ignored(String reason) -> "ignored: " + reason;
    };
  }

  private static String name(CspPdu pdu) {
    return switch (pdu) {
      case CspPdu.Request(int number, CspRequest request) -> request.command() + " " + number;
      case CspPdu.Unanswerable(int number, int command, Completion because) ->
          "answer " + number + ": " + because.words();
      case CspPdu.Response(int number, Command command, CspResponse response) ->
          "answer " + number + ": " + response.completion().words();
    };
  }
}
