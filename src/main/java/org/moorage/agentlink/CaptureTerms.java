package org.moorage.agentlink;

import java.util.List;

/**
 * What a capture of a vPort is to take, and where it ends: at the first of its bounds.
 *
 * @param direction {@code both}, {@code from-vm}, {@code to-vm}
 * @param dropped whether frames the vPort's terms refused are taken too
 * @param seconds 1..{@value #MAX_SECONDS}
 * @param frames 1..{@value #MAX_FRAMES}
 * @param octets of the file, {@value #MIN_OCTETS}..{@value #MAX_OCTETS}
 * @param snapshot octets kept of each frame at most, {@value #MIN_SNAPSHOT}..{@value #WHOLE_FRAMES}
 */
public record CaptureTerms(
    String direction, boolean dropped, int seconds, int frames, int octets, int snapshot) {

  public static final String BOTH = "both";
  public static final String FROM_VM = "from-vm";
  public static final String TO_VM = "to-vm";
  public static final List<String> DIRECTIONS = List.of(BOTH, FROM_VM, TO_VM);

  /** Longer watching is sFlow's work. */
  public static final int MAX_SECONDS = 600;

  public static final int USUAL_SECONDS = 60;

  /** More than anybody reads; each is an object for a moment. */
  public static final int MAX_FRAMES = 100_000;

  public static final int USUAL_FRAMES = 10_000;

  /** Room for some frames of the largest size. */
  public static final int MIN_OCTETS = 64 << 10;

  /** What the agent link carries in one body; held in memory. */
  public static final int MAX_OCTETS = AgentLink.MAX_BODY;

  /** Ethernet, tags, IP and TCP with options. */
  public static final int MIN_SNAPSHOT = 96;

  /** Longer than any frame. */
  public static final int WHOLE_FRAMES = 65_535;

  public static final CaptureTerms USUAL =
      new CaptureTerms(BOTH, true, USUAL_SECONDS, USUAL_FRAMES, MAX_OCTETS, WHOLE_FRAMES);

  public CaptureTerms {
    if (!DIRECTIONS.contains(direction)) {
      throw new IllegalArgumentException(
          "direction \"" + direction + "\" is none of " + String.join(", ", DIRECTIONS));
    }
    within("seconds", seconds, 1, MAX_SECONDS);
    within("frames", frames, 1, MAX_FRAMES);
    within("octets", octets, MIN_OCTETS, MAX_OCTETS);
    within("snapshot", snapshot, MIN_SNAPSHOT, WHOLE_FRAMES);
  }

  public boolean fromVm() {
    return !direction.equals(TO_VM);
  }

  public boolean toVm() {
    return !direction.equals(FROM_VM);
  }

  private static void within(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          field + " " + value + " is outside " + least + ".." + most);
    }
  }
}
