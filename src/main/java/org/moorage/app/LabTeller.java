package org.moorage.app;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.moorage.simulator.LabEvent;
import org.moorage.simulator.LabEvent.Kind;
import org.moorage.simulator.LabOutcome;
import org.moorage.simulator.LabOutcome.Verdict;

/**
 * Tells a lab's story line by line: when, where, what. Colours only where {@code coloured}; every
 * colour has its word beside it. What a crowd of VMs does is told in sum, once a second.
 */
final class LabTeller {

  private static final Duration CROWD_EVERY = Duration.ofSeconds(1);

  private enum Colour {
    GREEN("32"),
    RED("31"),
    YELLOW("33"),
    BOLD("1"),
    DIM("2");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  private final PrintWriter out;
  private final boolean coloured;
  private final boolean whole;
  private final String tick;
  private final String cross;
  private final int lines;
  private final Map<String, Map<String, Integer>> crowd = new TreeMap<>();
  private Duration crowdSince = Duration.ZERO;
  private int decided;

  /**
   * @param whole tell what each VM of a crowd does
   * @param charset what {@code out} can print
   * @param lines of the script that look, to count them
   */
  LabTeller(PrintWriter out, boolean coloured, boolean whole, Charset charset, int lines) {
    this.out = out;
    this.coloured = coloured;
    this.whole = whole;
    this.lines = lines;
    boolean marks = charset.newEncoder().canEncode('\u2713');
    tick = marks ? "\u2713 " : "";
    cross = marks ? "\u2717 " : "";
  }

  void tell(LabEvent event) {
    if (event.kind() == Kind.CROWD && !whole) {
      count(event);
      return;
    }
    tellCrowd(event.at());
    out.println(line(event));
    out.flush();
  }

  private String line(LabEvent event) {
    return switch (event.kind()) {
      case DONE -> row(event.moment(), event.where(), paint(Colour.BOLD, event.text()));
      case HAPPENED, CROWD -> row(event.moment(), event.where(), event.text());
      case ALARM -> row(event.moment(), event.where(), paint(Colour.YELLOW, "! " + event.text()));
      case HELD -> {
        String mark = tick + "holds " + ++decided + "/" + lines;
        yield row(event.moment(), paint(Colour.GREEN, pad(mark)), event.text());
      }
      case BROKEN -> row(event.moment(), paint(Colour.RED, pad(cross + "BROKEN")), event.text());
    };
  }

  private static String row(String when, String where, String text) {
    return String.format(Locale.ROOT, "%12s  %s  %s", when, pad(where), text);
  }

  private static String pad(String text) {
    return String.format(Locale.ROOT, "%-14s", text);
  }

  private String paint(Colour colour, String text) {
    return coloured ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
  }

  // What a crowd does: its VM's name is left out, and so is what differs from one to the next.

  private void count(LabEvent event) {
    if (event.at().minus(crowdSince).compareTo(CROWD_EVERY) > 0) {
      tellCrowd(event.at());
    }
    if (crowd.isEmpty()) {
      crowdSince = event.at();
    }
    String did = event.text().substring(event.text().indexOf(' ') + 1).split(", ", 2)[0];
    crowd
        .computeIfAbsent(event.where(), where -> new LinkedHashMap<>())
        .merge(did, 1, Integer::sum);
  }

  private void tellCrowd(Duration at) {
    LabEvent sum = new LabEvent(at, "", Kind.CROWD, "");
    crowd.forEach((where, deeds) ->
        deeds.forEach((did, times) ->
            out.println(row(sum.moment(), where, paint(Colour.DIM, times + " x " + did)))));
    crowd.clear();
    out.flush();
  }

  /** The end of one run. */
  void conclude(LabOutcome outcome, Duration took, String what) {
    tellCrowd(outcome.lasted());
    out.println();
    for (Verdict law : outcome.always()) {
      String mark =
          law.holds() ? paint(Colour.GREEN, tick + "holds") : paint(Colour.RED, cross + "BROKEN");
      out.println("always " + mark + "  " + law.text() + " (" + law.why() + ")");
    }
    out.println(
        (outcome.holds() ? paint(Colour.GREEN, "held") : paint(Colour.RED, "BROKEN"))
            + ": "
            + score(outcome)
            + "; "
            + seconds(outcome.lasted())
            + " of lab time in "
            + seconds(took)
            + ", "
            + outcome.frames()
            + " frames, seed "
            + outcome.seed()
            + ", run "
            + outcome.hash().substring(0, 12));
    if (!outcome.holds()) {
      explain(outcome, what);
    }
    out.flush();
  }

  /** Why a run does not hold, how it ended, and how to see it again. */
  void explain(LabOutcome outcome, String what) {
    out.println();
    for (Verdict verdict : outcome.broken()) {
      String line = verdict.line() > 0 ? "line " + verdict.line() + ", " : "";
      out.println(paint(Colour.RED, cross + "BROKEN") + "  " + line + verdict.text());
      out.println("          " + verdict.why());
    }
    out.println();
    out.println("The last " + outcome.tail().size() + " lines of the story:");
    List<LabEvent> tail = new ArrayList<>(outcome.tail());
    for (LabEvent event : tail) {
      String where = event.where().isEmpty() ? event.kind().name().toLowerCase(Locale.ROOT) : "";
      out.println(row(event.moment(), where.isEmpty() ? event.where() : where, event.text()));
    }
    out.println();
    out.println("To see this run again: " + outcome.replay(what));
    out.flush();
  }

  private static String score(LabOutcome outcome) {
    int laws = outcome.always().size();
    String kept = laws == 0 ? "" : ", " + count(outcome.always()) + (laws == 1 ? " law" : " laws");
    return count(outcome.script()) + " script lines" + kept;
  }

  private static String count(List<Verdict> verdicts) {
    return verdicts.stream().filter(Verdict::holds).count() + " of " + verdicts.size();
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
  }
}
