package org.moorage.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code moorage edge [show [NAME] | list]}: switches, their ports and what they hold. */
@Command(
    name = "edge",
    mixinStandardHelpOptions = true,
    description = "The edge switch: its ports, who is behind them, what they hold and drop.")
public final class EdgeCommand extends RestOptions {

  private static final String EDGES = "/api/v1/edges";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "show|list",
      description = "each with its ports (default), or one line for each")
  private String what = "show";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "only this edge")
  private Optional<String> name = Optional.empty();

  @Override
  int ask(Rest rest) throws Rest.Unanswered {
    List<JsonNode> edges =
        name.isPresent()
            ? List.of(rest.get(EDGES + "/" + Rest.escape(name.get())))
            : rest.list(EDGES);
    if (what.equals("list")) {
      list(edges);
      return 0;
    }
    if (!what.equals("show")) {
      throw new Rest.Unanswered(
          "\"" + what + "\" is not something to do with an edge; write show or list");
    }
    for (JsonNode edge : edges) {
      String path = EDGES + "/" + Rest.escape(Words.text(edge, "name"));
      var uplinks = rest.list(path + "/uplinks");
      JsonNode extenders = rest.get(path + "/extenders");
      if (json) {
        if (edge instanceof ObjectNode object) {
          object.putArray("uplinks").addAll(uplinks);
          object.set("extenders", extenders);
        }
        out().println(Rest.pretty(edge));
      } else {
        tell(edge, uplinks);
        extenders.forEach(this::extender);
        alarms(edge);
      }
    }
    out().flush();
    return 0;
  }

  private void list(List<JsonNode> edges) {
    if (json) {
      out().println(Rest.pretty(edges));
      return;
    }
    if (edges.isEmpty()) {
      out()
          .println(
              "No edge has reported yet. Start an agent beside a switch: moorage agent --manager"
                  + " URL --name leaf-1 --uplink eth1");
      return;
    }
    Columns columns = new Columns("EDGE", "STATE", "DATA PLANE", "RUNNING SINCE", "ASSOCIATIONS");
    for (JsonNode edge : edges) {
      columns.row(
          Words.text(edge, "name"),
          Words.text(edge, "state"),
          Words.text(edge, "dataplane"),
          Words.second(edge, "started"),
          counts(edge));
    }
    out().print(columns);
    out().flush();
  }

  private static String counts(JsonNode edge) {
    StringJoiner words = new StringJoiner(", ");
    for (Map.Entry<String, JsonNode> count :
        new TreeMap<>(fields(edge.path("associations"))).entrySet()) {
      words.add(count.getValue().asString() + " " + count.getKey());
    }
    return words.length() == 0 ? "none" : words.toString();
  }

  private void tell(JsonNode edge, Iterable<JsonNode> uplinks) {
    out()
        .printf(
            "Edge %s, running since %s, data plane %s, %s profiles%n",
            Words.text(edge, "name"),
            Words.second(edge, "started"),
            Words.text(edge, "dataplane"),
            Words.number(edge, "profiles"));
    out().println("Associations: " + counts(edge));
    Columns columns =
        new Columns("UPLINK", "STATE", "STATION", "SPEAKS", "RELAY", "VSIS", "DROPPED", "TIMERS");
    for (JsonNode uplink : uplinks) {
      columns.row(
          Words.text(uplink, "name"),
          Words.text(uplink, "state"),
          Words.text(uplink, "neighbour"),
          Words.text(uplink, "standard"),
          uplink.path("reflectiveRelay").asBoolean(false) ? "on" : "off",
          Words.number(uplink, "associations"),
          Words.number(uplink, "droppedFrames"),
          Words.text(uplink, "timers"));
    }
    out().print(columns);
  }

  private void extender(JsonNode extender) {
    String cascade = Words.text(extender, "cascade");
    String trouble = extender.path("trouble").asString("");
    switch (Words.text(extender, "state")) {
      case "led" ->
          out()
              .printf(
                  "Port extender %s at %s (%s)%s, %s replication groups%n",
                  Words.text(extender, "name"),
                  cascade,
                  Words.text(extender, "address"),
                  inventory(extender),
                  Words.number(extender, "groups"));
      case "heard" ->
          out()
              .printf(
                  "Port extender %s at %s is not led%s%n",
                  Words.text(extender, "name"),
                  cascade,
                  trouble.isEmpty() ? " yet" : ": " + trouble);
      case "down" -> out().printf("Cascade port %s has no link%n", cascade);
      default -> out().printf("Cascade port %s: no port extender is heard%n", cascade);
    }
    if (extender.path("ports").isEmpty()) {
      return;
    }
    Columns columns =
        new Columns("PORT", "CALLED", "E-CHANNEL", "LINK", "MBIT/S", "IN", "OUT", "DROPPED");
    for (JsonNode port : extender.path("ports")) {
      columns.row(
          Words.text(port, "name"),
          Words.text(port, "said"),
          Words.number(port, "eChannel"),
          port.path("up").asBoolean(false) ? "up" : "down",
          Words.number(port, "megabits"),
          Words.number(port, "framesIn"),
          Words.number(port, "framesOut"),
          Words.number(port, "dropped"));
    }
    out().print(columns);
  }

  private static String inventory(JsonNode extender) {
    StringJoiner words = new StringJoiner(", ", ", ", "").setEmptyValue("");
    for (String each : List.of("manufacturer", "model", "serial", "hardware", "software")) {
      String said = extender.path(each).asString("");
      if (!said.isEmpty()) {
        words.add(each + " " + said);
      }
    }
    return words.toString();
  }

  private void alarms(JsonNode edge) {
    for (JsonNode alarm : edge.path("alarms")) {
      out().println("ALARM " + Words.second(alarm, "at") + "  " + Words.text(alarm, "text"));
    }
  }

  private static Map<String, JsonNode> fields(JsonNode node) {
    Map<String, JsonNode> fields = new TreeMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }
}
