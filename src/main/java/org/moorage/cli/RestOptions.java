package org.moorage.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command that speaks REST takes, and how it ends. */
abstract class RestOptions implements Callable<Integer> {

  /** What was asked does not hold, or nobody answered. */
  static final int NOT_SO = 1;

  /** An agent's own door. */
  static final String LOCAL_DOOR = "http://127.0.0.1:8081";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "whom to ask (default: $MOORAGE_URL, else " + LOCAL_DOOR + ")")
  private Optional<String> url = Optional.empty();

  @Option(names = "--json", description = "print the answer as JSON")
  boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public final Integer call() {
    String variable = System.getenv("MOORAGE_URL");
    String environment = variable == null || variable.isBlank() ? LOCAL_DOOR : variable;
    try {
      return ask(new Rest(url.orElse(environment)));
    } catch (Rest.Unanswered e) {
      spec.commandLine().getErr().println(spec.qualifiedName() + ": " + e.getMessage());
      return NOT_SO;
    }
  }

  /** Asks, prints, and returns the exit status. */
  abstract int ask(Rest rest) throws Rest.Unanswered;

  PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
