package org.moorage.profile.rules;

/** What becomes of a frame that a rule matches. */
public enum RuleAction {
  PERMIT("permit"),
  DENY("deny");

  private final String word;

  RuleAction(String word) {
    this.word = word;
  }

  /** As written in a rule. */
  public String word() {
    return word;
  }
}
