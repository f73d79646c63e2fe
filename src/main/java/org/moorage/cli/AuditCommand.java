package org.moorage.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code moorage audit}: who changed what, the latest first. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Who changed what on a manager, the latest first.")
public final class AuditCommand extends RestOptions {

  private static final int MOST = 1_000;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "50",
      description = "so many (default: ${DEFAULT-VALUE})")
  private int last = 50;

  @Override
  String usual() {
    return LOCAL_MANAGER;
  }

  @Override
  int ask(Rest rest) throws Rest.Unanswered {
    if (last < 1 || last > MOST) {
      throw new Rest.Unanswered("--last " + last + " is outside 1.." + MOST);
    }
    List<JsonNode> entries = new ArrayList<>();
    rest.get("/api/v1/audit?limit=" + last).forEach(entries::add);
    if (json) {
      out().println(Rest.pretty(entries));
      return 0;
    }
    if (entries.isEmpty()) {
      out().println("Nobody has changed anything yet.");
      return 0;
    }
    Columns columns = new Columns("AT", "WHO", "FROM", "DID", "TO", "DETAIL");
    for (JsonNode each : entries) {
      columns.row(
          Words.second(each, "at"),
          Words.text(each, "actor"),
          Words.text(each, "origin"),
          Words.text(each, "action"),
          Words.text(each, "subject"),
          Words.text(each, "detail"));
    }
    out().print(columns);
    out().flush();
    return 0;
  }
}
