package org.moorage.control;

import java.util.UUID;

/**
 * The number of one event of one edge.
 *
 * @param edge the identity of the edge, not its name: names can be given again
 * @param epoch counts the starts of the edge's agent, from 1
 * @param sequence 1, 2, 3 ... within the epoch, without gaps
 */
public record EventNumber(UUID edge, long epoch, long sequence) {

  public EventNumber {
    if (epoch < 1 || sequence < 1) {
      throw new IllegalArgumentException(
          "event number " + epoch + "." + sequence + "; epoch and sequence start at 1");
    }
  }
}
