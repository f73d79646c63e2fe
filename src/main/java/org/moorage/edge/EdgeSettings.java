package org.moorage.edge;

import java.time.Duration;
import java.util.Map;
import org.moorage.profile.BitRate;

/**
 * What an edge admits at most.
 *
 * @param vPortsPerPort vPorts reserved or active on one port; as many again may be pre-associated
 *     without a reservation
 * @param ruleEntries entries of all vPorts together, counted by {@link VPortPlan#entries()}
 * @param capacities what the committed rates of a link's vPorts may come to, each way; a link
 *     without one promises as much as it is asked for
 * @param reservationHold how long a reservation waits for its associate, {@link
 *     #LEAST_HOLD}..{@link #MOST_HOLD}
 * @param unknownType what a type gets that the catalogue does not know
 */
public record EdgeSettings(
    int vPortsPerPort,
    long ruleEntries,
    Map<PortName, BitRate> capacities,
    Duration reservationHold,
    UnknownTypePolicy unknownType) {

  /**
   * A port is asked to hold 50,000 VSIs; the bound stands above that and keeps a port's share of
   * memory under 64 MB.
   */
  public static final int VPORTS_PER_PORT = 65_536;

  /** A full port of vPorts with sixty rules each. */
  public static final long RULE_ENTRIES = 4_000_000;

  public static final Duration LEAST_HOLD = Duration.ofSeconds(1);
  public static final Duration MOST_HOLD = Duration.ofDays(1);

  /** A large VM is copied in minutes; who reserves and then never comes is no longer waited for. */
  public static final Duration USUAL_HOLD = Duration.ofMinutes(30);

  public static final EdgeSettings DEFAULTS =
      new EdgeSettings(
          VPORTS_PER_PORT, RULE_ENTRIES, Map.of(), USUAL_HOLD, new UnknownTypePolicy.Refuse());

  public EdgeSettings {
    capacities = Map.copyOf(capacities);
    if (vPortsPerPort < 1 || vPortsPerPort > 1_000_000) {
      throw new IllegalArgumentException(
          "vPorts per port " + vPortsPerPort + " is outside 1..1000000");
    }
    if (ruleEntries < 1) {
      throw new IllegalArgumentException("rule entries " + ruleEntries + " is below 1");
    }
    if (reservationHold.compareTo(LEAST_HOLD) < 0 || reservationHold.compareTo(MOST_HOLD) > 0) {
      throw new IllegalArgumentException(
          "reservation hold " + reservationHold + " is outside 1 s..1 d");
    }
  }

  public EdgeSettings with(UnknownTypePolicy policy) {
    return new EdgeSettings(vPortsPerPort, ruleEntries, capacities, reservationHold, policy);
  }

  public EdgeSettings withBounds(int vPorts, long entries) {
    return new EdgeSettings(vPorts, entries, capacities, reservationHold, unknownType);
  }

  /**
   * @param links those that have a bound
   */
  public EdgeSettings withCapacities(Map<PortName, BitRate> links) {
    return new EdgeSettings(vPortsPerPort, ruleEntries, links, reservationHold, unknownType);
  }

  public EdgeSettings withReservationHold(Duration hold) {
    return new EdgeSettings(vPortsPerPort, ruleEntries, capacities, hold, unknownType);
  }
}
