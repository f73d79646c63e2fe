package org.moorage.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody wrote for an agent, option by option, with the place where it was written: {@code
 * --ecp-rte} or {@code agent.yaml:7: ecp-rte}. The command line and the agent file both become
 * this, so that they are checked by the same code. Options are named as on the command line,
 * without the hyphens.
 */
public final class OptionWords {

  /**
   * One value.
   *
   * @param where the place, as a sentence about the value starts with it
   */
  record Word(String text, String where) {

    OptionMistake mistake(String what) {
      return new OptionMistake(where + ": " + what);
    }
  }

  private final Map<String, List<Word>> words = new LinkedHashMap<>();

  /** Adds a value; options that may be given several times collect them. */
  public OptionWords add(String option, String text, String where) {
    words.computeIfAbsent(option, any -> new ArrayList<>()).add(new Word(text, where));
    return this;
  }

  /** These words, and those of {@code others} for options that are not among these. */
  public OptionWords orElse(OptionWords others) {
    OptionWords merged = new OptionWords();
    merged.words.putAll(others.words);
    merged.words.putAll(words);
    return merged;
  }

  List<Word> all(String option) {
    return List.copyOf(words.getOrDefault(option, List.of()));
  }

  /** The value of an option that is given once; the last one where it was repeated. */
  Optional<Word> one(String option) {
    List<Word> given = words.getOrDefault(option, List.of());
    return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
  }
}
