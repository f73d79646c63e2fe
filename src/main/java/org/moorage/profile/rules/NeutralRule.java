package org.moorage.profile.rules;

/**
 * A rule in the form data planes take: resolved, one direction, tied to no switch.
 *
 * @param index its place in the direction's list, 0 first; the first match wins
 * @param action what becomes of a matching frame
 * @param match which frames
 * @param log matching frames are worth a line to the operator
 * @param cause why it exists
 * @param origin the place and the words it came from, for the story: {@code
 *     profiles/web-server/v2.yaml:9: permit icmp}, {@code reply to ...}, {@code implicit deny ...}
 */
public record NeutralRule(
    int index, RuleAction action, FrameMatch match, boolean log, RuleCause cause, String origin) {

  public NeutralRule {
    if (index < 0) {
      throw new IllegalArgumentException("rule index " + index + " is negative");
    }
  }
}
