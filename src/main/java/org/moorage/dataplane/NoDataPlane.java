package org.moorage.dataplane;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortPlan;

/**
 * Forwards nothing and refuses nothing ({@code --dataplane none}): the protocols and the stories
 * without a switch behind them.
 */
public final class NoDataPlane implements DataPlane {

  private final Set<VPortId> programmed = ConcurrentHashMap.newKeySet();

  @Override
  public Applied apply(VPortPlan plan) {
    programmed.add(plan.id());
    return new Applied.Done(0);
  }

  @Override
  public void remove(VPortId id) {
    programmed.remove(id);
  }

  @Override
  public Map<VPortId, VPortCounters> counters() {
    return Map.of();
  }

  @Override
  public Optional<VPortCounters> counters(VPortId id) {
    return programmed.contains(id) ? Optional.of(VPortCounters.NONE) : Optional.empty();
  }

  @Override
  public Map<DropReason, Long> drops(PortName port) {
    return Map.of();
  }

  @Override
  public Set<VPortId> programmed() {
    return Set.copyOf(programmed);
  }

  @Override
  public void openChannel(PortName channel, PortName on, int svid) {}

  @Override
  public void closeChannel(PortName channel) {}

  @Override
  public void reflectiveRelay(PortName port, boolean on) {}

  @Override
  public void close() {
    programmed.clear();
  }
}
