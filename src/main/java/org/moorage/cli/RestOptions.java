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

  /** A manager on this machine. */
  static final String LOCAL_MANAGER = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "whom to ask (default: $MOORAGE_URL, else an agent at "
              + LOCAL_DOOR
              + " or, for what only a manager knows, "
              + LOCAL_MANAGER
              + "); $MOORAGE_TOKEN is shown to it")
  private Optional<String> url = Optional.empty();

  @Option(names = "--json", description = "print the answer as JSON")
  boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public final Integer call() {
    String whom = url.or(() -> environment("MOORAGE_URL")).orElse(usual());
    try {
      return ask(new Rest(whom, environment("MOORAGE_TOKEN")));
    } catch (Rest.Unanswered e) {
      spec.commandLine().getErr().println(spec.qualifiedName() + ": " + e.getMessage());
      return NOT_SO;
    }
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /** Whom to ask when nobody says. */
  String usual() {
    return LOCAL_DOOR;
  }

  /** Asks, prints, and returns the exit status. */
  abstract int ask(Rest rest) throws Rest.Unanswered;

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
