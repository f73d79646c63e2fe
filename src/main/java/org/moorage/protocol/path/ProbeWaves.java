package org.moorage.protocol.path;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * All probes of a plan, three times over, evenly spaced: a lost frame is not taken for an eaten
 * one, and no bridge that polices its control frames sees a burst.
 */
final class ProbeWaves {

  static final int WAVES = 3;

  private final ProbePlan plan;
  private final MacAddress source;
  private final ProbeMessage pattern;
  private final Duration gap;
  private Instant next;
  private int sent;

  /**
   * @param pattern what each probe says, but for its number
   */
  ProbeWaves(ProbePlan plan, MacAddress source, ProbeMessage pattern, Instant now) {
    this.plan = plan;
    this.source = source;
    this.pattern = pattern;
    gap = Duration.ofMillis(pattern.periodMillis()).dividedBy(plan.slots().size());
    next = now;
  }

  boolean isOver() {
    return sent == WAVES * plan.slots().size();
  }

  Optional<Instant> deadline() {
    return isOver() ? Optional.empty() : Optional.of(next);
  }

  /** The probes that are due. */
  List<Octets> advance(Instant now) {
    List<Octets> frames = new ArrayList<>(1);
    while (!isOver() && !next.isAfter(now)) {
      ProbePlan.Slot slot = plan.slots().get(sent % plan.slots().size());
      ProbeMessage probe =
          new ProbeMessage(
              pattern.what(), pattern.run(), pattern.own(), pattern.periodMillis(), slot.number());
      frames.add(probe.frame(slot.address().mac(), source, slot.kind()));
      sent++;
      next = next.plus(gap);
    }
    return frames;
  }
}
