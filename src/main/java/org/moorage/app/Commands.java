package org.moorage.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.cli.AgentTokenCommand;
import org.moorage.cli.AuditCommand;
import org.moorage.cli.CheckCommand;
import org.moorage.cli.DecodeCommand;
import org.moorage.cli.EdgeCommand;
import org.moorage.cli.TypeCommands;
import org.moorage.cli.VPortCommands;
import org.moorage.cli.VsiCommands;

/**
 * The words that may follow {@code moorage}. A command's class is loaded only when its word is
 * asked for: most of the time until a command runs goes into loading classes.
 */
final class Commands {

  /** In the order the help lists them. */
  static final List<String> WORDS =
      List.of(
          "lab",
          "manager",
          "agent",
          "agent-token",
          "check",
          "doctor",
          "decode",
          "type",
          "vsi",
          "vport",
          "edge",
          "audit",
          "bench",
          "warm-up");

  private Commands() {}

  /** A fresh command object for {@code word}; empty when no command has that name. */
  static Optional<Object> find(String word) {
    return switch (word) {
      case "lab" -> Optional.of(new LabCommand());
      case "manager" -> Optional.of(new ManagerCommand());
      case "agent" -> Optional.of(new AgentCommand());
      case "agent-token" -> Optional.of(new AgentTokenCommand());
      case "check" -> Optional.of(new CheckCommand());
      case "doctor" -> Optional.of(new DoctorCommand());
      case "decode" -> Optional.of(new DecodeCommand());
      case "type" -> Optional.of(new TypeCommands());
      case "vsi" -> Optional.of(new VsiCommands());
      case "vport" -> Optional.of(new VPortCommands());
      case "edge" -> Optional.of(new EdgeCommand());
      case "audit" -> Optional.of(new AuditCommand());
      case "bench" -> Optional.of(new BenchCommand());
      case "warm-up" -> Optional.of(new WarmUpCommand());
      default -> Optional.empty();
    };
  }

  /** All commands, for the help and for a word nobody knows. */
  static Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    WORDS.forEach(word -> find(word).ifPresent(command -> all.put(word, command)));
    return all;
  }
}
