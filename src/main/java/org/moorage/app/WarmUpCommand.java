package org.moorage.app;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Exercises a role without any effect outside this process, so that the JVM can record which
 * classes the role needs (its AOT cache). Called by the launcher, not by people.
 */
@Command(name = "warm-up", hidden = true, description = "Exercise a role, for its start-up cache.")
final class WarmUpCommand implements Callable<Integer> {

  enum Role {
    agent,
    lab,
    manager,
    cli
  }

  @Parameters(paramLabel = "ROLE", description = "One of: ${COMPLETION-CANDIDATES}")
  private Role role = Role.cli;

  @Override
  public Integer call() throws Exception {
    if (role == Role.agent) {
      AgentWarmUp.run();
    }
    if (role == Role.lab) {
      LabWarmUp.run();
    }
    if (role == Role.manager) {
      PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
      new CommandLine(new LabCommand()).setOut(nowhere).execute("--headless", "migration");
      ManagerWarmUp.run();
    }
    for (String word : words()) {
      Commands.find(word).ifPresent(WarmUpCommand::describe);
    }
    return 0;
  }

  private List<String> words() {
    return switch (role) {
      case agent -> List.of("agent");
      case lab -> List.of("lab");
      case manager -> List.of("manager", "lab", "bench");
      case cli -> List.of("check", "doctor", "decode", "vsi", "edge", "vport", "type");
    };
  }

  /** Parses and explains a command, which loads what its options need. */
  private static void describe(Object command) {
    new CommandLine(command).usage(new PrintWriter(Writer.nullWriter()));
  }
}
