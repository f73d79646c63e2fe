package org.moorage.cli;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code moorage edge}: the switch beside an agent, its ports and what they hold. */
@Command(
    name = "edge",
    mixinStandardHelpOptions = true,
    description = "The edge switch: its ports, who is behind them, what they hold and drop.")
public final class EdgeCommand extends RestOptions {

  @Parameters(
      arity = "0..1",
      paramLabel = "show",
      description = "may be left out: showing is all there is")
  private String what = "show";

  @Override
  int ask(Rest rest) throws Rest.Unanswered {
    if (!what.equals("show")) {
      throw new Rest.Unanswered("\"" + what + "\" is not something to do with an edge; write show");
    }
    for (JsonNode edge : rest.list("/api/v1/edges")) {
      String path = "/api/v1/edges/" + Rest.escape(Words.text(edge, "name")) + "/uplinks";
      var uplinks = rest.list(path);
      if (json) {
        if (edge instanceof ObjectNode object) {
          object.putArray("uplinks").addAll(uplinks);
        }
        out().println(Rest.pretty(edge));
      } else {
        tell(edge, uplinks);
      }
    }
    out().flush();
    return 0;
  }

  private void tell(JsonNode edge, Iterable<JsonNode> uplinks) {
    out()
        .printf(
            "Edge %s, running since %s, data plane %s, %s profiles%n",
            Words.text(edge, "name"),
            Words.second(edge, "started"),
            Words.text(edge, "dataplane"),
            Words.number(edge, "profiles"));
    JsonNode counts = edge.path("associations");
    StringJoiner words = new StringJoiner(", ");
    for (Map.Entry<String, JsonNode> count : new TreeMap<>(fields(counts)).entrySet()) {
      words.add(count.getValue().asString() + " " + count.getKey());
    }
    out().println("Associations: " + (words.length() == 0 ? "none" : words));
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
