package org.moorage.simulator;

import java.time.Duration;
import java.util.List;
import org.moorage.simulator.LabTimer.Span;

/** The first half of a script line: when its sentence is done, or how long it has to come true. */
sealed interface When {

  /** At that moment, neither earlier nor later. */
  record At(Duration time) implements When {}

  /** At some moment after the last {@code at} line above, and not later than this. */
  record By(Duration time) implements When {}

  /** The same, the bound counted from the last {@code at} line above. */
  record Within(Span span) implements When {}

  /** From the moment the line above it was done, without a gap, to this moment. */
  record Until(Duration time) implements When {}

  List<String> WORDS = List.of("at", "by", "within", "until");

  static When parse(String text) {
    int blank = text.indexOf(' ');
    String word = blank < 0 ? text : text.substring(0, blank);
    String rest = blank < 0 ? "" : text.substring(blank + 1).strip();
    if (!WORDS.contains(word)) {
      String nearest = DidYouMean.question(word, WORDS);
      throw new Mistaken(
          "\""
              + word
              + "\" does not begin a script line"
              + (nearest.isEmpty() ? "; at, by, within and until do" : nearest));
    }
    if (rest.isEmpty()) {
      throw new Mistaken("\"" + word + "\" lacks its time, for example \"" + word + " 2s\"");
    }
    return switch (word) {
      case "at" -> new At(Quantities.duration(rest));
      case "by" -> new By(Quantities.duration(rest));
      case "until" -> new Until(Quantities.duration(rest));
      default -> new Within(Span.parse(rest));
    };
  }
}
