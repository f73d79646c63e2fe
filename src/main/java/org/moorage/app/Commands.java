package org.moorage.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The words that may follow {@code moorage}. A command's class is loaded only when its word is
 * asked for: an agent must listen within half a second, and most of that is loading classes.
 */
final class Commands {

  /** In the order the help lists them. */
  private static final Map<String, String> CLASSES = classes();

  private Commands() {}

  private static Map<String, String> classes() {
    Map<String, String> classes = new LinkedHashMap<>();
    classes.put("lab", "org.moorage.app.LabCommand");
    classes.put("agent", "org.moorage.app.AgentCommand");
    classes.put("check", "org.moorage.cli.CheckCommand");
    classes.put("doctor", "org.moorage.app.DoctorCommand");
    classes.put("decode", "org.moorage.cli.DecodeCommand");
    classes.put("vsi", "org.moorage.cli.VsiCommands");
    classes.put("edge", "org.moorage.cli.EdgeCommand");
    classes.put("bench", "org.moorage.app.BenchCommand");
    classes.put("warm-up", "org.moorage.app.WarmUpCommand");
    return classes;
  }

  /** A fresh command object for {@code word}; empty when no command has that name. */
  static Optional<Object> find(String word) {
    String className = CLASSES.get(word);
    if (className == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Class.forName(className).getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("command " + word + " cannot be made", e);
    }
  }

  /** All commands, for the help and for a word nobody knows. */
  static Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    CLASSES.keySet().forEach(word -> find(word).ifPresent(command -> all.put(word, command)));
    return all;
  }
}
