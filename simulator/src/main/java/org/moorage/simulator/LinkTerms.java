package org.moorage.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.moorage.frameport.WireConditions;

/** What the parentheses behind a link say of it. */
final class LinkTerms {

  /** What a few metres of copper and two network cards take. */
  static final WireConditions CABLE = WireConditions.PERFECT.withDelay(Duration.ofNanos(20_000));

  static final List<Terms.Word> WORDS =
      List.of(
          new Terms.Word("loss", "1%", "part of the frames that never arrive"),
          new Terms.Word("delay", "2 ms", "time each frame takes (default 20 us)"),
          new Terms.Word("jitter", "1 ms", "time some take longer, in order all the same"),
          new Terms.Word("duplicate", "1%", "part of the frames that arrive twice"),
          new Terms.Word("reorder", "1%", "part of the frames that later ones overtake"));

  private LinkTerms() {}

  /** The conditions of {@code before}, changed by what is said. */
  static WireConditions of(Terms terms, WireConditions before) {
    terms.allow(WORDS);
    return new WireConditions(
        terms.value("loss").map(Quantities::percent).orElse(before.loss()),
        terms.value("delay").map(LinkTerms::time).orElse(before.delay()),
        terms.value("jitter").map(LinkTerms::time).orElse(before.jitter()),
        terms.value("duplicate").map(Quantities::percent).orElse(before.duplication()),
        terms.value("reorder").map(Quantities::percent).orElse(before.reordering()));
  }

  /** {@code loss 1%, delay 2ms}; empty for an ordinary cable. */
  static String words(WireConditions conditions) {
    List<String> words = new ArrayList<>();
    part(words, "loss", conditions.loss());
    if (!conditions.delay().equals(CABLE.delay())) {
      words.add("delay " + Quantities.text(conditions.delay()));
    }
    if (!conditions.jitter().isZero()) {
      words.add("jitter " + Quantities.text(conditions.jitter()));
    }
    part(words, "duplicate", conditions.duplication());
    part(words, "reorder", conditions.reordering());
    return String.join(", ", words);
  }

  private static void part(List<String> words, String name, double part) {
    if (part > 0) {
      words.add(String.format(Locale.ROOT, "%s %.3g%%", name, part * 100));
    }
  }

  private static Duration time(String text) {
    Duration time = Quantities.duration(text);
    if (time.compareTo(WireConditions.MAX_DELAY) > 0) {
      throw new Mistaken("a frame cannot take " + text + "; at most 10s");
    }
    return time;
  }
}
