package org.moorage.profile.rules;

import java.util.List;

/**
 * The rules of one direction of a profile, in the order written.
 *
 * @param lines at most {@value #MAX_RULES}
 */
public record RuleList(List<Line> lines) {

  /** What every switch we know of can hold for one port, and far more than a person reviews. */
  public static final int MAX_RULES = 2_000;

  public static final RuleList NONE = new RuleList(List.of());

  /**
   * A rule and where it was written.
   *
   * @param rule what it says
   * @param place {@code profiles/web-server/v2.yaml:9}
   * @param text the words as written
   */
  public record Line(Rule rule, String place, String text) {

    /** Place and words, for the story. */
    public String origin() {
      return place + ": " + text;
    }
  }

  public RuleList {
    lines = List.copyOf(lines);
    if (lines.size() > MAX_RULES) {
      throw new IllegalArgumentException(
          lines.size() + " rules in one direction; at most " + MAX_RULES);
    }
  }
}
