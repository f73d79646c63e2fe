package org.moorage.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code moorage vsi list | show | why}: which VSIs are held, and why one is or is not. */
@Command(
    name = "vsi",
    mixinStandardHelpOptions = true,
    description = "Which VSIs an edge holds, and why.",
    subcommands = {VsiCommands.ListThem.class, VsiCommands.Show.class, VsiCommands.Why.class})
public final class VsiCommands implements Callable<Integer> {

  private static final String ASSOCIATIONS = "/api/v1/associations";

  /** Filters shown on one line of a table. */
  private static final int FILTERS_ON_A_LINE = 1;

  /** Characters of a story beside its times and words: together a hundred columns. */
  private static final int STORY_WIDTH = 68;

  /** Filters shown of one VSI. */
  private static final int FILTERS_OF_A_VSI = 40;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what: moorage vsi list, moorage vsi show ID, moorage vsi why ID");
  }

  /** {@code moorage vsi list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "The VSIs, one line for each home.")
  static final class ListThem extends RestOptions {

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description =
            "only these: pre-associated, pre-associated-rr, associated, de-associated, refused")
    private Optional<String> state = Optional.empty();

    @Option(names = "--edge", paramLabel = "NAME", description = "only those on this edge")
    private Optional<String> edge = Optional.empty();

    @Option(names = "--mac", paramLabel = "MAC", description = "only those with this address")
    private Optional<String> mac = Optional.empty();

    @Option(names = "--vid", paramLabel = "VID", description = "only those with this VLAN ID")
    private Optional<String> vid = Optional.empty();

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      List<JsonNode> associations = new ArrayList<>(rest.list(ASSOCIATIONS + query()));
      associations.removeIf(association -> !isWanted(association));
      if (json) {
        out().println(Rest.pretty(associations));
        return 0;
      }
      if (associations.isEmpty()) {
        out()
            .println(
                !query().isEmpty()
                    ? "No VSI is " + state.orElse("held") + (isNarrow() ? " so." : ".")
                    : "No VSI has been announced yet. A hypervisor announces one by VDP when it"
                        + " starts a VM; moorage edge says which ports listen.");
        return 0;
      }
      Columns columns = new Columns("VSI", "STATE", "PROFILE", "UPLINK", "FILTER", "SINCE");
      for (JsonNode association : associations) {
        columns.row(
            Words.text(association, "vsiId"),
            Words.text(association, "state"),
            Words.profile(association),
            Words.text(association, "edge") + ":" + Words.text(association, "uplink"),
            Words.filters(association, FILTERS_ON_A_LINE),
            Words.second(association, "since"));
      }
      out().print(columns);
      out().flush();
      return 0;
    }

    private String query() {
      StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
      state.ifPresent(wanted -> query.add("state=" + Rest.escape(wanted)));
      edge.ifPresent(wanted -> query.add("edge=" + Rest.escape(wanted)));
      mac.ifPresent(wanted -> query.add("mac=" + Rest.escape(wanted)));
      vid.ifPresent(wanted -> query.add("vid=" + Rest.escape(wanted)));
      return query.toString();
    }

    private boolean isNarrow() {
      return edge.isPresent() || mac.isPresent() || vid.isPresent();
    }

    /** A manager has looked already; an agent's door does not look for all of it. */
    private boolean isWanted(JsonNode association) {
      return edge.map(Words.text(association, "edge")::equals).orElse(true)
          && (mac.isEmpty() || hasFilter(association, filter -> isMac(filter, mac.get())))
          && (vid.isEmpty()
              || hasFilter(
                  association,
                  filter ->
                      Words.number(filter, "vid").equals(vid.get())
                          || Words.number(filter, "answered").equals(vid.get())));
    }

    private static boolean hasFilter(JsonNode association, Predicate<JsonNode> wanted) {
      for (JsonNode filter : association.path("filters")) {
        if (wanted.test(filter)) {
          return true;
        }
      }
      return false;
    }

    private static boolean isMac(JsonNode filter, String mac) {
      return bare(Words.text(filter, "mac")).equals(bare(mac));
    }

    private static String bare(String mac) {
      return mac.replaceAll("[-:.]", "").toLowerCase(Locale.ROOT);
    }
  }

  /** A command about one VSI. */
  abstract static class OfOne extends RestOptions {

    @Parameters(
        paramLabel = "ID",
        description = "the VSIID, or as much of its beginning as names one VSI only")
    private String vsi = "";

    @Override
    final int ask(Rest rest) throws Rest.Unanswered {
      List<JsonNode> homes = rest.list(ASSOCIATIONS + "?vsi=" + Rest.escape(vsi));
      Set<String> names = new TreeSet<>();
      homes.forEach(home -> names.add(Words.text(home, "vsiId")));
      if (names.isEmpty()) {
        throw new Rest.Unanswered(
            "no VSI begins with "
                + vsi
                + "; moorage vsi list shows what was announced. If the VM runs, its hypervisor has"
                + " not been heard: moorage edge shows the ports");
      }
      if (names.size() > 1) {
        throw new Rest.Unanswered(
            names.size()
                + " VSIs begin with "
                + vsi
                + "; write more of one: "
                + String.join(", ", names.stream().limit(5).toList()));
      }
      return tell(rest, homes);
    }

    abstract int tell(Rest rest, List<JsonNode> homes) throws Rest.Unanswered;
  }

  /** {@code moorage vsi show ID}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One VSI: where it is held and on which terms.")
  static final class Show extends OfOne {

    @Override
    int tell(Rest rest, List<JsonNode> homes) {
      if (json) {
        out().println(Rest.pretty(homes));
        return 0;
      }
      for (JsonNode home : homes) {
        headline(out(), home);
        terms(out(), home);
      }
      out().flush();
      return 0;
    }
  }

  /** {@code moorage vsi why ID}. */
  @Command(
      name = "why",
      mixinStandardHelpOptions = true,
      description = "The story of one VSI, step by step: heard, looked up, decided, programmed.")
  static final class Why extends OfOne {

    @Override
    int tell(Rest rest, List<JsonNode> homes) throws Rest.Unanswered {
      for (JsonNode home : homes) {
        JsonNode story =
            rest.get(ASSOCIATIONS + "/" + Rest.escape(Words.text(home, "id")) + "/story");
        if (json) {
          out().println(Rest.pretty(story));
          continue;
        }
        headline(out(), home);
        steps(out(), story);
        verdict(out(), home);
      }
      out().flush();
      return 0;
    }
  }

  private static void headline(PrintWriter out, JsonNode home) {
    Instant now = Clock.systemUTC().instant();
    out.println(
        "VSI "
            + Words.text(home, "vsiId")
            + " on "
            + Words.text(home, "edge")
            + ":"
            + Words.text(home, "uplink")
            + " is "
            + Words.text(home, "state")
            + " since "
            + Words.second(home, "since")
            + " ("
            + Words.ago(home, "since", now)
            + ")");
  }

  private static void terms(PrintWriter out, JsonNode home) {
    line(out, "profile", Words.profile(home) + " (type " + Words.number(home, "typeId") + ")");
    line(out, "filters", Words.filters(home, FILTERS_OF_A_VSI));
    line(out, "manager", Words.text(home, "managerId"));
    line(out, "spoken", Words.text(home, "standard"));
    if (home.hasNonNull("vPort")) {
      line(
          out,
          "vPort",
          Words.text(home, "vPort") + ", " + Words.number(home, "entries") + " entries");
      line(
          out,
          "keepalives",
          Words.number(home, "keepAlives") + ", last heard " + Words.second(home, "lastHeard"));
    }
    verdict(out, home);
  }

  private static void steps(PrintWriter out, JsonNode story) {
    out.println();
    for (JsonNode step : story.path("steps")) {
      boolean begins = step.path("begins").asBoolean(false);
      String when =
          begins
              ? Words.microsecond(step, "at")
              : step.hasNonNull("micros") ? "+" + Words.number(step, "micros") + " us" : "";
      String word = Words.text(step, "step");
      for (String line : Words.wrapped(Words.text(step, "text"), STORY_WIDTH)) {
        out.printf("  %15s  %-10s  %s%n", when, word, line);
        when = "";
        word = "";
      }
      if (step.hasNonNull("octets")) {
        String hex = Words.text(step, "octets");
        for (int at = 0; at < hex.length(); at += STORY_WIDTH) {
          int end = Math.min(at + STORY_WIDTH, hex.length());
          out.printf("  %15s  %-10s  %s%n", "", "", hex.substring(at, end));
        }
      }
    }
    if (story.path("shortened").asBoolean(false)) {
      out.println("  (an older story, kept in short)");
    }
  }

  private static void verdict(PrintWriter out, JsonNode home) {
    if (home.hasNonNull("reason")) {
      line(out, "reason", Words.text(home, "reason"));
    }
    if (home.hasNonNull("fix")) {
      line(out, "fix", Words.text(home, "fix"));
    }
  }

  private static void line(PrintWriter out, String what, String value) {
    out.printf("  %-10s  %s%n", what, value);
  }
}
