package org.moorage.app;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.agent.AgentOptions;
import org.moorage.agent.CascadeOptions;
import org.moorage.agent.MirrorPorts;
import org.moorage.agent.OptionWords;

/**
 * The plain form of an agent's command line: options with a value each, and the one without one.
 * Reading it here instead of by the command library saves a fifth of an agent's start. Whatever is
 * not plain ({@code --help}, a typing mistake) is left to the library, which explains it.
 *
 * @param words what was written, as {@link AgentCommand} would have it
 * @param config the agent file
 */
record AgentArguments(OptionWords words, Optional<String> config) {

  /** Options of {@link AgentCommand} that take a value. */
  static final List<String> OPTIONS =
      Stream.concat(
              Stream.of(
                  "config",
                  "uplink",
                  "fabric",
                  CascadeOptions.CASCADE,
                  MirrorPorts.OPTION,
                  "manager"),
              AgentOptions.SINGLE.stream())
          .filter(option -> !option.equals(AgentOptions.INSECURE_HTTP))
          .toList();

  /**
   * @param arguments those behind the word {@code agent}
   */
  static Optional<AgentArguments> read(List<String> arguments) {
    OptionWords words = new OptionWords();
    Optional<String> config = Optional.empty();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--" + AgentOptions.INSECURE_HTTP)) {
        words.add(AgentOptions.INSECURE_HTTP, "on", argument);
        continue;
      }
      int equals = argument.indexOf('=');
      boolean apart = equals < 0;
      String option = apart ? argument : argument.substring(0, equals);
      if (!option.startsWith("--") || !OPTIONS.contains(option.substring(2))) {
        return Optional.empty();
      }
      if (apart && (i + 1 == arguments.size() || arguments.get(i + 1).startsWith("-"))) {
        return Optional.empty();
      }
      String value = apart ? arguments.get(++i) : argument.substring(equals + 1);
      if (option.equals("--config")) {
        config = Optional.of(value);
      } else {
        words.add(option.substring(2), value, option);
      }
    }
    return Optional.of(new AgentArguments(words, config));
  }
}
