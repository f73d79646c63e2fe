package org.moorage.edge;

/**
 * What an edge admits at most.
 *
 * @param vPortsPerPort vPorts reserved or active on one port; as many again may be pre-associated
 *     without a reservation
 * @param ruleEntries entries of all vPorts together, counted by {@link VPortPlan#entries()}
 * @param unknownType what a type gets that the catalogue does not know
 */
public record EdgeSettings(int vPortsPerPort, long ruleEntries, UnknownTypePolicy unknownType) {

  /**
   * A port is asked to hold 50,000 VSIs; the bound stands above that and keeps a port's share of
   * memory under 64 MB.
   */
  public static final int VPORTS_PER_PORT = 65_536;

  /** A full port of vPorts with sixty rules each. */
  public static final long RULE_ENTRIES = 4_000_000;

  public static final EdgeSettings DEFAULTS =
      new EdgeSettings(VPORTS_PER_PORT, RULE_ENTRIES, new UnknownTypePolicy.Refuse());

  public EdgeSettings {
    if (vPortsPerPort < 1 || vPortsPerPort > 1_000_000) {
      throw new IllegalArgumentException(
          "vPorts per port " + vPortsPerPort + " is outside 1..1000000");
    }
    if (ruleEntries < 1) {
      throw new IllegalArgumentException("rule entries " + ruleEntries + " is below 1");
    }
  }

  public EdgeSettings with(UnknownTypePolicy policy) {
    return new EdgeSettings(vPortsPerPort, ruleEntries, policy);
  }
}
