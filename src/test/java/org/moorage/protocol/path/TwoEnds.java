package org.moorage.protocol.path;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

/** A prober and a listener, and between them something that lets through what it likes. */
final class TwoEnds {

  static final MacAddress PROBER = MacAddress.parse("02:00:00:00:0a:01");
  static final MacAddress LISTENER = MacAddress.parse("02:00:00:00:0b:01");
  static final Duration BOUND = Duration.ofSeconds(5);

  /** Whether the frame passes, and there or back. */
  Predicate<Octets> there = any -> true;

  Predicate<Octets> back = any -> true;
  boolean listening = true;

  final PathListener listener = new PathListener(LISTENER);
  final PathProber prober;
  final Instant start = Instant.EPOCH.plusSeconds(1_000);
  Instant now = start;
  int sentThere;
  int sentBack;

  TwoEnds() {
    ProbePlan plan = new ProbePlan(ProbedAddress.USUAL_OWN);
    prober = new PathProber(PROBER, plan, 0x1234_5678_9abc_def0L, BOUND, now);
  }

  /** What the prober learns until it is over; the listener ends behind it. */
  PathSurvey survey() {
    while (!prober.isOver(now)) {
      step();
      Instant next = prober.deadline();
      now = listener.deadline().filter(due -> due.isBefore(next)).orElse(next);
    }
    PathSurvey survey = prober.survey();
    while (listener.deadline().isPresent()) {
      now = listener.deadline().get();
      step();
    }
    return survey;
  }

  private void step() {
    for (Octets frame : prober.advance(now)) {
      sentThere++;
      if (listening && there.test(frame)) {
        listener.receive(frame, now);
      }
    }
    for (Octets frame : listener.advance(now)) {
      sentBack++;
      if (back.test(frame)) {
        prober.receive(frame);
      }
    }
  }

  /** Whatever goes to that address. */
  static Predicate<Octets> to(MacAddress address) {
    return frame -> frame.u48(0) == address.bits();
  }

  /** What a bridge does with the reserved addresses. */
  static Predicate<Octets> toReserved() {
    return frame -> new MacAddress(frame.u48(0)).isReservedForBridges();
  }
}
