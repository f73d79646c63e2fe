package org.moorage.profile.rules;

/**
 * A rule as somebody wrote it, its groups resolved.
 *
 * @param action what becomes of a matching frame
 * @param protocol what kind of frame
 * @param from where it comes from
 * @param to where it goes
 * @param log matching frames are worth a line to the operator
 * @param oneWay a permit that does not admit the mirrored reply; never set on a deny
 */
public record Rule(
    RuleAction action,
    RuleProtocol protocol,
    Endpoint from,
    Endpoint to,
    boolean log,
    boolean oneWay) {

  public Rule {
    if (oneWay && action == RuleAction.DENY) {
      throw new IllegalArgumentException("a deny has no reply, so it cannot be one-way");
    }
  }

  /** Neither address nor MAC nor port nor ICMP type: it speaks of whole protocols. */
  boolean isBroad() {
    boolean typed = protocol instanceof RuleProtocol.Icmp icmp && !icmp.types().isEmpty();
    return from.isAny() && to.isAny() && !typed;
  }

  /** The canonical sentence: reading it gives this rule again. */
  public String text() {
    return action.word()
        + " "
        + protocol.text()
        + (from.isAny() ? "" : " from " + from.text())
        + (to.isAny() ? "" : " to " + to.text())
        + (log ? " log" : "")
        + (oneWay ? " one-way" : "");
  }
}
