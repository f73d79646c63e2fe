package org.moorage.simulator;

import java.time.Duration;
import org.moorage.simulator.Sentence.Claim;

/** A script is told in the order it happens; this holds the lines to it. */
final class ScriptOrder {

  private Duration lastAt = Duration.ZERO;

  LabFile.Line next(LabFile.Line line) {
    switch (line.when()) {
      case When.At(Duration time) -> {
        if (time.compareTo(lastAt) < 0) {
          throw backwards(time);
        }
        lastAt = time;
      }
      case When.By(Duration time) -> inFuture(time, line);
      case When.Until(Duration time) -> {
        if (line.sentence() instanceof Claim.Reaches) {
          throw new Mistaken("\"until\" cannot watch frames; look with \"by\" or \"at\"");
        }
        inFuture(time, line);
      }
      case When.Within within -> noNegative(line);
    }
    return line;
  }

  private void inFuture(Duration time, LabFile.Line line) {
    if (time.compareTo(lastAt) <= 0) {
      throw backwards(time);
    }
    noNegative(line);
  }

  private Mistaken backwards(Duration time) {
    return new Mistaken(
        "the script goes back to "
            + Quantities.text(time)
            + " after a line at "
            + Quantities.text(lastAt));
  }

  /** "Does not reach" needs its own second of silence, so it has a moment and not a bound. */
  private static void noNegative(LabFile.Line line) {
    if (line.sentence() instanceof Claim.Reaches reaches && !reaches.arrives()) {
      throw new Mistaken("\"does not reach\" is asked \"at\" a moment");
    }
  }
}
