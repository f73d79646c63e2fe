package org.moorage.agentlink;

import java.util.List;
import java.util.UUID;

/**
 * Events of an edge, in order. Sending the same again is harmless.
 *
 * @param identity of the edge
 * @param epoch of all of them
 */
public record EventBatch(UUID identity, long epoch, List<NumberedEvent> events) {
  public EventBatch {
    events = List.copyOf(events);
  }

  /**
   * One event.
   *
   * @param sequence 1, 2, 3 ... within the epoch
   * @param gapBefore true where events before this one were given up
   * @param ageMillis how long ago it happened, when the batch was sent, by the edge's own clock
   */
  public record NumberedEvent(long sequence, boolean gapBefore, long ageMillis, LinkEvent event) {}

  /**
   * The answer.
   *
   * @param lastSequence the last event kept; the next batch starts behind it. Where it is lower
   *     than what was sent, something before was missing or the batch was too large
   */
  public record Kept(long lastSequence) {}
}
