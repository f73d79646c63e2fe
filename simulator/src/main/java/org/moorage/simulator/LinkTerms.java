package org.moorage.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.moorage.frameport.WireConditions;

/** What the parentheses behind a link say of it. */
final class LinkTerms {

  /** What a few metres of copper and two network cards take. */
  static final WireConditions CABLE = WireConditions.PERFECT.withDelay(Duration.ofNanos(20_000));

  /** Cables of one LAG; more is no use to a server. */
  static final int MAX_MEMBERS = 8;

  /** What can change while a lab runs. */
  static final List<Terms.Word> CONDITIONS =
      List.of(
          new Terms.Word("loss", "1%", "part of the frames that never arrive"),
          new Terms.Word("delay", "2 ms", "time each frame takes (default 20 us)"),
          new Terms.Word("jitter", "1 ms", "time some take longer, in order all the same"),
          new Terms.Word("duplicate", "1%", "part of the frames that arrive twice"),
          new Terms.Word("reorder", "1%", "part of the frames that later ones overtake"));

  /** All there is to say of a link that is laid. */
  static final List<Terms.Word> WORDS =
      Stream.concat(
              CONDITIONS.stream(),
              Stream.of(
                  new Terms.Word(
                      "members", "2", "cables that together are one port (LAG), 1..8 (default 1)")))
          .toList();

  private LinkTerms() {}

  /** How many cables it is. */
  static int members(Terms terms) {
    return terms
        .value("members")
        .map(text -> Quantities.number(text, "members", 1, MAX_MEMBERS))
        .orElse(1);
  }

  /** The conditions of a link that is laid. */
  static WireConditions laid(Terms terms) {
    terms.allow(WORDS);
    return conditions(terms, CABLE);
  }

  /** The conditions of {@code before}, changed by what is said. */
  static WireConditions of(Terms terms, WireConditions before) {
    terms.allow(CONDITIONS);
    return conditions(terms, before);
  }

  private static WireConditions conditions(Terms terms, WireConditions before) {
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
