package org.moorage.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code moorage agent-token NAME}: makes the token an agent shows its manager. */
@Command(
    name = "agent-token",
    mixinStandardHelpOptions = true,
    description =
        "Makes a token for an agent and prints it, once; give it to the agent as"
            + " MOORAGE_AGENT_TOKEN or in a file with --token-file.")
public final class AgentTokenCommand extends RestOptions {

  private static final int MOST_DAYS = 3_650;

  @Parameters(paramLabel = "NAME", description = "what the token is called, as the edge it is for")
  private String name = "";

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "it is good for so many days (default: a year)")
  private Optional<Integer> days = Optional.empty();

  @Override
  String usual() {
    return LOCAL_MANAGER;
  }

  @Override
  int ask(Rest rest) throws Rest.Unanswered {
    if (days.isPresent() && (days.get() < 1 || days.get() > MOST_DAYS)) {
      throw new Rest.Unanswered("--days " + days.get() + " is outside 1.." + MOST_DAYS);
    }
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("name", name);
    wanted.put("role", "agent");
    days.ifPresent(number -> wanted.put("days", number));
    JsonNode made = rest.post("/api/v1/tokens", wanted);
    if (json) {
      out().println(Rest.pretty(made));
      return 0;
    }
    if (!made.hasNonNull("secret")) {
      throw new Rest.Unanswered("the manager made no token: its answer has no secret");
    }
    out().println(Words.text(made, "secret"));
    out().flush();
    err()
        .println(
            "Keep it now: it is not shown again. It is revoked on the manager's page /tokens.");
    return 0;
  }
}
