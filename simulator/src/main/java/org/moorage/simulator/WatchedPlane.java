package org.moorage.simulator;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.PlaneInFront;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortPlan;

/** A data plane that remembers what it was told, so that a law can compare. */
final class WatchedPlane extends PlaneInFront {

  private final Map<VPortId, VPortPlan> plans = new LinkedHashMap<>();
  private final Map<VPortId, VPortPlan> touched = new LinkedHashMap<>();
  private final Map<PortName, Integer> counts = new LinkedHashMap<>();

  WatchedPlane(DataPlane plane) {
    super(plane);
  }

  Collection<VPortPlan> plans() {
    return plans.values();
  }

  /** How many there are on each port that has any. */
  Map<PortName, Integer> counts() {
    return counts;
  }

  /** Whether the data plane itself says that it has it. */
  boolean isProgrammed(VPortId id) {
    return counters(id).isPresent();
  }

  Optional<VPortPlan> plan(VPortId id) {
    return Optional.ofNullable(plans.get(id));
  }

  /** What was applied or removed since the last time somebody asked. */
  List<VPortPlan> takeTouched() {
    List<VPortPlan> taken = List.copyOf(touched.values());
    touched.clear();
    return taken;
  }

  @Override
  public Applied apply(VPortPlan plan) {
    Applied applied = super.apply(plan);
    touched.put(plan.id(), plan);
    if (applied instanceof Applied.Done) {
      if (plans.put(plan.id(), plan) == null) {
        counts.merge(plan.port(), 1, Integer::sum);
      }
    }
    return applied;
  }

  @Override
  public void remove(VPortId id) {
    super.remove(id);
    VPortPlan gone = plans.remove(id);
    if (gone != null) {
      touched.put(id, gone);
      counts.computeIfPresent(gone.port(), (port, count) -> count == 1 ? null : count - 1);
    }
  }
}
