package org.moorage.profile.rules;

/** What came of reading a sentence as a rule. */
public sealed interface RuleReading {

  /** It is one. */
  record Read(Rule rule) implements RuleReading {}

  /**
   * It is not.
   *
   * @param column where in the text, counting from 1
   * @param sentence what is wrong, and behind a semicolon what to write instead
   */
  record Mistaken(int column, String sentence) implements RuleReading {}

  /**
   * The rule, where the text is our own and cannot be wrong.
   *
   * @throws IllegalArgumentException where it is
   */
  default Rule orThrow() {
    return switch (this) {
      case Read(Rule rule) -> rule;
      case Mistaken(int column, String sentence) ->
          throw new IllegalArgumentException("column " + column + ": " + sentence);
    };
  }
}
