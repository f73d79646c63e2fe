package org.moorage.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code moorage vport ...}: the ports held for VSIs, what passes them, and copies of it. */
@Command(
    name = "vport",
    mixinStandardHelpOptions = true,
    description = "The vPorts, one for each VSI, and what passed and was dropped there.",
    subcommands = {
      VPortCommands.ListThem.class,
      VPortCommands.Show.class,
      VPortCapture.class,
      VPortMirrors.Begin.class,
      VPortMirrors.End.class,
      VPortMirrors.ListThem.class
    })
public final class VPortCommands implements Callable<Integer> {

  static final String VPORTS = "/api/v1/vports";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "say what: moorage vport list, moorage vport show ID, moorage vport capture ID, moorage"
            + " vport mirror ID");
  }

  /** {@code moorage vport list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "The vPorts, one line each.")
  static final class ListThem extends RestOptions {

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      List<JsonNode> vPorts = rest.list(VPORTS);
      if (json) {
        out().println(Rest.pretty(vPorts));
        return 0;
      }
      if (vPorts.isEmpty()) {
        out().println("No vPort is held; one is made when a VSI is granted: moorage vsi list");
        return 0;
      }
      Columns columns =
          new Columns("VPORT", "PROFILE", "STATE", "FROM VM", "TO VM", "DROPPED", "SINCE");
      for (JsonNode vPort : vPorts) {
        columns.row(
            Words.text(vPort, "id"),
            Words.text(vPort, "profile"),
            Words.text(vPort, "state"),
            Words.number(vPort.path("fromVm"), "frames"),
            Words.number(vPort.path("toVm"), "frames"),
            Long.toString(sum(vPort, "droppedFromVm") + sum(vPort, "droppedToVm")),
            Words.second(vPort, "since"));
      }
      out().print(columns);
      out().flush();
      return 0;
    }
  }

  /** {@code moorage vport show ID}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One vPort: whose frames are its, what passed, what was dropped and why.")
  static final class Show extends RestOptions {

    @Parameters(
        paramLabel = "ID",
        description = "the vPort, its VSIID, or any part that names one only")
    private String wanted = "";

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      JsonNode vPort = find(rest, wanted);
      if (json) {
        out().println(Rest.pretty(vPort));
        return 0;
      }
      out().println("vPort " + Words.text(vPort, "id"));
      line("VSI", Words.text(vPort, "vsiId"));
      line("profile", Words.text(vPort, "profile"));
      line("state", Words.text(vPort, "state") + " since " + Words.second(vPort, "since"));
      line("frames", matches(vPort));
      line("from VM", passed(vPort, "fromVm") + dropped(vPort, "droppedFromVm"));
      line("to VM", passed(vPort, "toVm") + dropped(vPort, "droppedToVm"));
      out().flush();
      return 0;
    }

    private void line(String what, String value) {
      out().printf("  %-10s  %s%n", what, value);
    }
  }

  /** The one vPort whose ID or VSIID this is, or part of. */
  static JsonNode find(Rest rest, String wanted) throws Rest.Unanswered {
    List<JsonNode> found =
        rest.list(VPORTS).stream()
            .filter(vPort ->
                Words.text(vPort, "id").contains(wanted)
                    || Words.text(vPort, "vsiId").startsWith(wanted))
            .toList();
    if (found.size() != 1) {
      Set<String> names = new TreeSet<>();
      found.forEach(vPort -> names.add(Words.text(vPort, "id")));
      throw new Rest.Unanswered(
          found.isEmpty()
              ? "no vPort is called " + wanted + "; moorage vport list shows them"
              : found.size()
                  + " vPorts are called so; write more of one: "
                  + String.join(", ", names.stream().limit(5).toList()));
    }
    return found.getFirst();
  }

  /** Where the vPort of this name is. */
  static String path(Rest rest, String wanted) throws Rest.Unanswered {
    return VPORTS + "/" + Rest.escape(Words.text(find(rest, wanted), "id"));
  }

  private static String matches(JsonNode vPort) {
    StringJoiner words = new StringJoiner(", ").setEmptyValue("-");
    vPort.path("matches").forEach(match -> words.add(match.asString()));
    return words.toString();
  }

  private static String passed(JsonNode vPort, String way) {
    JsonNode count = vPort.path(way);
    return Words.number(count, "frames") + " frames, " + Words.number(count, "octets") + " octets";
  }

  private static String dropped(JsonNode vPort, String way) {
    StringJoiner words = new StringJoiner(", ", "; dropped: ", "").setEmptyValue("");
    for (Map.Entry<String, JsonNode> reason : vPort.path(way).properties()) {
      words.add(reason.getValue().asString() + " " + reason.getKey());
    }
    return words.toString();
  }

  private static long sum(JsonNode vPort, String way) {
    long sum = 0;
    for (JsonNode count : vPort.path(way)) {
      sum += count.asLong(0);
    }
    return sum;
  }
}
