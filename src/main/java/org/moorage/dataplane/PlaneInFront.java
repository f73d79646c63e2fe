package org.moorage.dataplane;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortPlan;

/**
 * A data plane that hands everything on to the one behind it. Whoever wants to know of some of it,
 * or to change it, extends this: what the contract gains later goes through by itself.
 */
public class PlaneInFront implements DataPlane {

  private final DataPlane behind;

  protected PlaneInFront(DataPlane behind) {
    this.behind = behind;
  }

  @Override
  public Applied apply(VPortPlan plan) {
    return behind.apply(plan);
  }

  @Override
  public void remove(VPortId id) {
    behind.remove(id);
  }

  @Override
  public Map<VPortId, VPortCounters> counters() {
    return behind.counters();
  }

  @Override
  public Optional<VPortCounters> counters(VPortId id) {
    return behind.counters(id);
  }

  @Override
  public Map<DropReason, Long> drops(PortName port) {
    return behind.drops(port);
  }

  @Override
  public Set<VPortId> programmed() {
    return behind.programmed();
  }

  @Override
  public void reflectiveRelay(PortName port, boolean on) {
    behind.reflectiveRelay(port, on);
  }

  @Override
  public void openChannel(PortName channel, PortName on, int svid) {
    behind.openChannel(channel, on, svid);
  }

  @Override
  public void closeChannel(PortName channel) {
    behind.closeChannel(channel);
  }

  @Override
  public Optional<Mirroring> mirroring() {
    return behind.mirroring();
  }

  @Override
  public Optional<PortExtension> extension() {
    return behind.extension();
  }

  @Override
  public Optional<OverlayForwarding> overlay() {
    return behind.overlay();
  }

  @Override
  public void close() {
    behind.close();
  }
}
