package org.moorage.simulator;

import java.time.Duration;

/**
 * A line of a lab's story.
 *
 * @param at since the lab began
 * @param where a node or a port; empty where the lab as a whole speaks
 * @param text what happened, a sentence without its subject's place
 */
public record LabEvent(Duration at, String where, Kind kind, String text) {

  /** What kind of line it is; a teller may colour by it, the words say it too. */
  public enum Kind {
    /** The script made it happen. */
    DONE,
    /** It happened. */
    HAPPENED,
    /** One of a crowd did what the crowd does: kept, but told in sum. */
    CROWD,
    /** Somebody should look at it. */
    ALARM,
    /** A line of the script holds. */
    HELD,
    /** A line of the script, or a law, does not. */
    BROKEN
  }

  /** {@code 412.030 ms}, or from a second on {@code 5.0021 s}. */
  public String moment() {
    return Quantities.moment(at);
  }
}
