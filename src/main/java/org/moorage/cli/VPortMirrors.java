package org.moorage.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code moorage vport mirror | unmirror | mirrors}: copies of a vPort's frames on a port. */
final class VPortMirrors {

  private static final String ID = "the vPort, its VSIID, or any part that names one only";
  private static final String TO = "the mirror port: an interface the agent has as --mirror-port";

  private VPortMirrors() {}

  /** {@code moorage vport mirror ID --to IF}. */
  @Command(
      name = "mirror",
      mixinStandardHelpOptions = true,
      description =
          "Copies a vPort's frames to a mirror port of its agent, with the tag of their network,"
              + " until unmirror. The agent wants its key as $MOORAGE_TOKEN.")
  static final class Begin extends RestOptions {

    @Parameters(paramLabel = "ID", description = ID)
    private String wanted = "";

    @Option(names = "--to", paramLabel = "IF", required = true, description = TO)
    private String to = "";

    @Option(
        names = "--direction",
        paramLabel = "WAY",
        description = "both (default), from-vm, to-vm")
    private Optional<String> direction = Optional.empty();

    @Option(names = "--dropped", description = "also frames the vPort's profile refused")
    private boolean dropped;

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      Map<String, Object> wish = new LinkedHashMap<>();
      wish.put("to", to);
      direction.ifPresent(way -> wish.put("direction", way));
      wish.put("dropped", dropped);
      JsonNode made = rest.post(VPortCommands.path(rest, wanted) + "/mirrors", wish);
      out()
          .println(
              json
                  ? Rest.pretty(made)
                  : "vPort " + Words.text(made, "vPort") + " is mirrored to " + to);
      out().flush();
      return 0;
    }
  }

  /** {@code moorage vport unmirror ID --to IF}. */
  @Command(name = "unmirror", mixinStandardHelpOptions = true, description = "Ends a mirror.")
  static final class End extends RestOptions {

    @Parameters(
        paramLabel = "ID",
        description = "the vPort as moorage vport mirrors shows it, or any part that names one")
    private String wanted = "";

    @Option(names = "--to", paramLabel = "IF", required = true, description = TO)
    private String to = "";

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      List<String> mirrored =
          mirrors(rest).stream()
              .filter(mirror -> Words.text(mirror, "to").equals(to))
              .map(mirror -> Words.text(mirror, "vPort"))
              .filter(vPort -> vPort.contains(wanted))
              .toList();
      if (mirrored.size() != 1) {
        throw new Rest.Unanswered(
            (mirrored.isEmpty() ? "no vPort" : mirrored.size() + " vPorts")
                + " called "
                + wanted
                + " are mirrored to "
                + to
                + "; moorage vport mirrors shows them");
      }
      String vPort = mirrored.getFirst();
      rest.delete(VPortCommands.VPORTS + "/" + Rest.escape(vPort) + "/mirrors/" + Rest.escape(to));
      out().println("vPort " + vPort + " is mirrored to " + to + " no more");
      out().flush();
      return 0;
    }
  }

  /** {@code moorage vport mirrors}. */
  @Command(
      name = "mirrors",
      mixinStandardHelpOptions = true,
      description = "The mirrors there are, one line each.")
  static final class ListThem extends RestOptions {

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      List<JsonNode> mirrors = mirrors(rest);
      if (json) {
        out().println(Rest.pretty(mirrors));
        return 0;
      }
      if (mirrors.isEmpty()) {
        out().println("No vPort is mirrored; begin with: moorage vport mirror ID --to IF");
        return 0;
      }
      Columns columns = new Columns("VPORT", "TO", "DIRECTION", "DROPPED");
      for (JsonNode mirror : mirrors) {
        columns.row(
            Words.text(mirror, "vPort"),
            Words.text(mirror, "to"),
            Words.text(mirror, "direction"),
            mirror.path("dropped").asBoolean(false) ? "too" : "not");
      }
      out().print(columns);
      out().flush();
      return 0;
    }
  }

  private static List<JsonNode> mirrors(Rest rest) throws Rest.Unanswered {
    return rest.list("/api/v1/mirrors");
  }
}
