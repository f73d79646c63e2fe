package org.moorage.protocol.path;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * What a survey of a path learnt.
 *
 * @param peer the end that answered; empty where nobody did
 * @param peers how many answered
 * @param there a bit for each probe that arrived at the other end
 * @param back a bit for each of its probes that arrived here
 */
public record PathSurvey(
    ProbePlan plan, Optional<MacAddress> peer, int peers, long there, long back) {

  /** What became of the frames of one kind to one address. */
  public enum Fate {
    SURVIVES,
    /** They arrive at the other end, and its own do not arrive here. */
    THERE_ONLY,
    /** The other end's arrive here, and ours do not arrive there. */
    BACK_ONLY,
    EATEN,
    /** Not part of the survey. */
    NOT_PROBED
  }

  /** The fate of a kind of frame to an address. */
  public Fate fate(MacAddress address, ProbeKind kind) {
    return plan.slot(address, kind).map(this::fate).orElse(Fate.NOT_PROBED);
  }

  private Fate fate(ProbePlan.Slot slot) {
    boolean arrived = (there >>> slot.number() & 1) == 1;
    boolean heard = (back >>> slot.number() & 1) == 1;
    if (arrived) {
      return heard ? Fate.SURVIVES : Fate.THERE_ONLY;
    }
    return heard ? Fate.BACK_ONLY : Fate.EATEN;
  }

  /** Whether what EVB needs, LLDP and ECP without a tag, passes both ways. */
  public boolean carriesEvb(MacAddress address) {
    return fate(address, ProbeKind.LLDP) == Fate.SURVIVES
        && fate(address, ProbeKind.ECP) == Fate.SURVIVES;
  }

  /** What all kinds of frames to an address have in common; empty where they fare differently. */
  public Optional<Fate> common(MacAddress address) {
    Set<Fate> fates = EnumSet.noneOf(Fate.class);
    Arrays.stream(ProbeKind.values())
        .map(kind -> fate(address, kind))
        .filter(fate -> fate != Fate.NOT_PROBED)
        .forEach(fates::add);
    return fates.size() == 1 ? fates.stream().findFirst() : Optional.empty();
  }

  /** Those of what is needed that do not pass both ways. */
  public List<PathNeed> unmet(List<PathNeed> needs) {
    return needs.stream()
        .filter(need -> fate(need.address(), need.kind()) != Fate.SURVIVES)
        .toList();
  }
}
