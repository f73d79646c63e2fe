package org.moorage.simulator;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a lab.
 *
 * @param lasted by the lab's own clock
 * @param frames put on any wire
 * @param hash of everything that happened; the same for the same lab and seed
 * @param tail the last lines of the story
 */
public record LabOutcome(
    String lab,
    long seed,
    List<Verdict> script,
    List<Verdict> always,
    Duration lasted,
    long frames,
    String hash,
    List<LabEvent> tail) {

  /** Lines of story worth printing when a lab fails. */
  static final int TAIL = 20;

  /**
   * What came of one line.
   *
   * @param text as written
   * @param line in the file
   * @param at when it was decided
   * @param why what was seen instead where it does not hold, what was seen where it does
   */
  public record Verdict(String text, int line, boolean holds, Duration at, String why) {}

  public LabOutcome {
    script = List.copyOf(script);
    always = List.copyOf(always);
    tail = List.copyOf(tail);
  }

  public boolean holds() {
    return broken().isEmpty();
  }

  /** Lines that do not hold, the script's first. */
  public List<Verdict> broken() {
    return Stream.concat(script.stream(), always.stream())
        .filter(verdict -> !verdict.holds())
        .toList();
  }

  /**
   * The command that plays the same run again.
   *
   * @param what the name or the file as it was given
   */
  public String replay(String what) {
    return "./moorage lab --headless --seed " + seed + " " + what;
  }
}
