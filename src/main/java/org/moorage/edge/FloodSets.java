package org.moorage.edge;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which ports of a port extender hear the same flooded frames in the same form, so that one copy
 * can serve them all (IEEE 802.1BR, "remote replication"). Kept as vPorts come and go, at a cost
 * that does not grow with their number.
 */
public final class FloodSets {

  /**
   * Whose copy: frames flooded in a VLAN, with a C-TAG of this VID.
   *
   * @param vlan 1..4094
   * @param tag 0 for copies without a tag
   */
  public record Copy(int vlan, int tag) implements Comparable<Copy> {
    @Override
    public int compareTo(Copy other) {
      return vlan == other.vlan
          ? Integer.compare(tag, other.tag)
          : Integer.compare(vlan, other.vlan);
    }
  }

  /** One cascade port: for each copy how many matches of which port want it. */
  private static final class Sets {
    final Map<Copy, Map<PortName, Integer>> byCopy = new TreeMap<>();
    long changes;
  }

  private final Map<PortName, Sets> byCascade = new HashMap<>();

  /** Of each port of an extender the cascade port it is behind. */
  private final Map<PortName, PortName> extended = new HashMap<>();

  FloodSets() {}

  /** A port of an extender came up. */
  void open(PortName port, PortName cascade) {
    extended.put(port, cascade);
  }

  /** It is gone, or was none of an extender. */
  void close(PortName port) {
    extended.remove(port);
  }

  /** How often the sets of a cascade port have changed. */
  public long changes(PortName cascade) {
    Sets sets = byCascade.get(cascade);
    return sets == null ? 0 : sets.changes;
  }

  /** Those of two ports and more, in the order of their VLANs. */
  public Map<Copy, Set<PortName>> of(PortName cascade) {
    Map<Copy, Set<PortName>> shared = new TreeMap<>();
    Sets sets = byCascade.get(cascade);
    if (sets != null) {
      sets.byCopy.forEach((copy, ports) -> {
        if (ports.size() > 1) {
          shared.put(copy, Set.copyOf(ports.keySet()));
        }
      });
    }
    return shared;
  }

  /** A vPort is there; only those that frames pass count, and only behind an extender. */
  void add(VPort vPort) {
    PortName cascade = extended.get(vPort.port());
    VPortPlan plan = vPort.plan();
    if (cascade == null || vPort.state() != VPortState.ACTIVE || plan.overlay().isPresent()) {
      return;
    }
    Sets sets = byCascade.computeIfAbsent(cascade, any -> new Sets());
    for (VPortMatch match : plan.matches()) {
      Map<PortName, Integer> ports =
          sets.byCopy.computeIfAbsent(copy(match), any -> new HashMap<>());
      if (ports.merge(plan.port(), 1, Integer::sum) == 1) {
        sets.changes++;
      }
    }
  }

  /** It is there no more. */
  void remove(VPort vPort) {
    PortName cascade = extended.get(vPort.port());
    Sets sets = cascade == null ? null : byCascade.get(cascade);
    VPortPlan plan = vPort.plan();
    if (sets == null || vPort.state() != VPortState.ACTIVE || plan.overlay().isPresent()) {
      return;
    }
    for (VPortMatch match : plan.matches()) {
      Map<PortName, Integer> ports = sets.byCopy.getOrDefault(copy(match), new HashMap<>());
      if (ports.merge(plan.port(), -1, Integer::sum) <= 0) {
        ports.remove(plan.port());
        sets.changes++;
      }
      if (ports.isEmpty()) {
        sets.byCopy.remove(copy(match));
      }
    }
  }

  private static Copy copy(VPortMatch match) {
    return new Copy(match.inbound().value(), match.untagged() ? 0 : match.vid().value());
  }
}
