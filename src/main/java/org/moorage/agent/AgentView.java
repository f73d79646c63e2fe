package org.moorage.agent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moorage.agentlink.ControlPath;
import org.moorage.dataplane.DropReason;
import org.moorage.edge.LinkCapacity;
import org.moorage.edge.PortName;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.stack.BridgePortView;
import org.moorage.protocol.stack.UapView;

/**
 * An agent at one moment, without its associations.
 *
 * @param states how many associations are in which state, ended ones as far as remembered
 * @param extenders one for each cascade port, whether somebody is there or not
 * @param fabricDrops frames dropped that came in on fabric ports, by label of the reason
 * @param alarms the newest last, at most {@link EdgeAgent#MAX_ALARMS}
 * @param counters events counted since the start
 * @param ruleEntries entries of all vPorts together
 * @param journalTrouble why what is held cannot be written down; empty while it can
 */
public record AgentView(
    EdgeAgentSettings settings,
    Instant started,
    Map<AssociationState, Long> states,
    List<PortView> ports,
    List<ExtenderView> extenders,
    Map<String, Long> fabricDrops,
    List<AgentEvent.Alarm> alarms,
    Map<AgentCounter, Long> counters,
    long ruleEntries,
    Optional<String> journalTrouble) {

  public AgentView {
    states = Map.copyOf(states);
    ports = List.copyOf(ports);
    extenders = List.copyOf(extenders);
    fabricDrops = Map.copyOf(fabricDrops);
    alarms = List.copyOf(alarms);
    counters = Map.copyOf(counters);
  }

  /**
   * A station-facing port.
   *
   * @param channel the S-channel it is; empty where it is an uplink's own
   * @param uap its S-channels, where it is an uplink that has some
   * @param failed a defect stopped it; its vPorts stay as they were
   * @param stack what the protocols on it say
   * @param associations held on it
   * @param drops frames the data plane dropped that came in on it
   * @param capacity what of its link is promised; empty without a bound, and on S-channels
   * @param path at which addresses control frames of its link arrive; empty on S-channels
   */
  public record PortView(
      PortName name,
      Optional<SChannel> channel,
      boolean linkUp,
      boolean failed,
      BridgePortView stack,
      Optional<UapView> uap,
      int associations,
      Map<DropReason, Long> drops,
      Optional<LinkCapacity> capacity,
      Optional<ControlPath> path) {

    public PortView {
      drops = Map.copyOf(drops);
    }

    /** Control frames and TLVs not acted upon by its protocols, CDCP among them, by reason. */
    public Map<String, Long> controlDrops() {
      Map<String, Long> all = new TreeMap<>(stack.dropped());
      uap.ifPresent(
          cdcp -> cdcp.dropped().forEach((why, count) -> all.merge(why, count, Long::sum)));
      return all;
    }
  }
}
