package org.moorage.protocol.pecsp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.pecsp.CspCodePoints.Command;

/**
 * Requests under way while PE CSP is open.
 *
 * @param outstanding ours that are not answered
 * @param waiting ours that are not sent
 * @param unanswered numbers of theirs that we have not answered
 */
record CspExchange(List<Asked> outstanding, List<Asked> waiting, List<Integer> unanswered) {

  static final CspExchange NONE = new CspExchange(List.of(), List.of(), List.of());

  /** A request on its way, or waiting to be. */
  record Asked(int number, CspRequest request, long ticket, Instant answerBy) {}

  /** What is to be sent now. */
  record Sent(CspExchange after, List<CspPdu.Request> requests) {}

  CspExchange {
    outstanding = List.copyOf(outstanding);
    waiting = List.copyOf(waiting);
    unanswered = List.copyOf(unanswered);
  }

  Optional<Instant> deadline() {
    return outstanding.stream().map(Asked::answerBy).min(Instant::compareTo);
  }

  Optional<Asked> outstanding(int number, Command command) {
    return outstanding.stream()
        .filter(each -> each.number() == number && each.request().command() == command)
        .findFirst();
  }

  CspExchange without(Asked answered) {
    return new CspExchange(without(outstanding, answered), waiting, unanswered);
  }

  CspExchange waits(Asked last) {
    return new CspExchange(outstanding, plus(waiting, last), unanswered);
  }

  CspExchange owes(int number) {
    return new CspExchange(outstanding, waiting, plus(unanswered, number));
  }

  CspExchange owesNoLonger(int number) {
    return new CspExchange(outstanding, waiting, without(unanswered, number));
  }

  /** As much of what waits as the other end takes. */
  Sent send(int most, Instant now) {
    List<Asked> out = new ArrayList<>(outstanding);
    List<CspPdu.Request> requests = new ArrayList<>();
    int sent = 0;
    while (out.size() < most && sent < waiting.size()) {
      Asked next = waiting.get(sent++);
      Instant by = now.plus(PeCsp.ANSWER_WITHIN);
      out.add(new Asked(next.number(), next.request(), next.ticket(), by));
      requests.add(new CspPdu.Request(next.number(), next.request()));
    }
    return new Sent(
        new CspExchange(out, waiting.subList(sent, waiting.size()), unanswered), requests);
  }

  private static <T> List<T> plus(List<T> list, T last) {
    List<T> more = new ArrayList<>(list);
    more.add(last);
    return more;
  }

  private static <T> List<T> without(List<T> list, T gone) {
    List<T> rest = new ArrayList<>(list);
    rest.remove(gone);
    return rest;
  }
}
