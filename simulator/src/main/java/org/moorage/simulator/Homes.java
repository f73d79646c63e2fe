package org.moorage.simulator;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.agent.AgentEvent;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.simulator.Sentence.Place;

/** Where every VSI is held, as the agents tell it. */
final class Homes {

  private final Map<VsiId, Map<PortRef, AgentEvent.Associated>> homes = new HashMap<>();
  private final Map<VsiId, AgentEvent.Refused> refusals = new HashMap<>();

  void associated(PortRef port, AgentEvent.Associated event) {
    homes.computeIfAbsent(event.vsi(), vsi -> new LinkedHashMap<>()).put(port, event);
    refusals.remove(event.vsi());
  }

  void released(PortRef port, VsiId vsi) {
    Map<PortRef, AgentEvent.Associated> held = homes.get(vsi);
    if (held != null && held.remove(port) != null && held.isEmpty()) {
      homes.remove(vsi);
    }
  }

  void refused(AgentEvent.Refused event) {
    refusals.put(event.vsi(), event);
  }

  /** An agent starts: what it holds it says itself. */
  void forget(String edge) {
    homes.values().forEach(held -> held.keySet().removeIf(port -> port.node().equals(edge)));
    homes.values().removeIf(Map::isEmpty);
  }

  Map<PortRef, AgentEvent.Associated> of(VsiId vsi) {
    return homes.getOrDefault(vsi, Map.of());
  }

  /** Ports that hold it with ASSOCIATE. */
  List<PortRef> associated(VsiId vsi) {
    return of(vsi).entrySet().stream()
        .filter(home -> home.getValue().type() == VdpType.ASSOCIATE)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many VSIs are held with ASSOCIATE, there. */
  int countAssociated(Optional<Place> on) {
    int count = 0;
    for (Map<PortRef, AgentEvent.Associated> held : homes.values()) {
      for (Map.Entry<PortRef, AgentEvent.Associated> home : held.entrySet()) {
        boolean there = on.isEmpty() || on.get().includes(home.getKey());
        if (there && home.getValue().type() == VdpType.ASSOCIATE) {
          count++;
          break;
        }
      }
    }
    return count;
  }

  /** Every VSI that is held anywhere. */
  List<VsiId> held() {
    return List.copyOf(homes.keySet());
  }

  /** The last answer, where that was a refusal. */
  Optional<AgentEvent.Refused> refusal(VsiId vsi) {
    return Optional.ofNullable(refusals.get(vsi));
  }
}
