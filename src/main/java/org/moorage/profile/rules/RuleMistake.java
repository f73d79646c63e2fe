package org.moorage.profile.rules;

/** Leaves the descent through a rule at its first wrong word; never leaves the parser. */
final class RuleMistake extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int column;
  private final String sentence;

  RuleMistake(RuleWords.Word word, String sentence) {
    super(sentence, null, false, false);
    this.column = word.column();
    this.sentence = sentence;
  }

  int column() {
    return column;
  }

  String sentence() {
    return sentence;
  }
}
