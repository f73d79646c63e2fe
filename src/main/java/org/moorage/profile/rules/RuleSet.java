package org.moorage.profile.rules;

import java.util.List;

/**
 * The compiled rules of a vPort, each direction a list in which the first match wins and whose last
 * rule is the implicit deny.
 *
 * @param fromVm frames the station sends
 * @param toVm frames on their way to the station
 */
public record RuleSet(List<NeutralRule> fromVm, List<NeutralRule> toVm) {

  public RuleSet {
    fromVm = List.copyOf(fromVm);
    toVm = List.copyOf(toVm);
  }

  /**
   * Compiles what is written about both directions.
   *
   * @param noDhcpServer what the VM sends as a DHCP server is denied before anything else
   * @param noRouter the same for ICMPv6 router advertisements and redirects
   */
  public static RuleSet compile(
      RuleList fromVm, RuleList toVm, boolean noDhcpServer, boolean noRouter) {
    return new RuleSet(
        RuleCompiler.fromVm(fromVm, toVm, noDhcpServer, noRouter), RuleCompiler.toVm(toVm, fromVm));
  }

  /** How many entries a switch without lists needs at least: its rules, both ways. */
  public int size() {
    return fromVm.size() + toVm.size();
  }
}
