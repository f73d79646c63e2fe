package org.moorage.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.VPortCounters;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortPlan;

/** Switches with a defect each, to see that a lab notices. */
final class BrokenSwitches {

  private BrokenSwitches() {}

  /** What was removed stays in force. */
  static SwitchParts leaky(SoftSwitchSettings settings) {
    SoftSwitch soft = new SoftSwitch(settings);
    return new SwitchParts(new Defective(soft, true, false), soft::receive);
  }

  /** Says that it has done what it has not. */
  static SwitchParts idle(SoftSwitchSettings settings) {
    SoftSwitch soft = new SoftSwitch(settings);
    return new SwitchParts(new Defective(soft, false, true), soft::receive);
  }

  /** Sends every frame out of every other port, and back, as a hub does. */
  static SwitchParts hub(SoftSwitchSettings settings) {
    SoftSwitch soft = new SoftSwitch(settings);
    return new SwitchParts(
        soft,
        (in, frame, length, now, out) -> {
          settings.stationPorts().forEach(port -> out.send(port, frame, length));
          settings.fabricPorts().stream()
              .filter(port -> !port.name().equals(in))
              .forEach(port -> out.send(port.name(), frame, length));
        });
  }

  /** Throws where it should program. */
  static SwitchParts throwing(SoftSwitchSettings settings) {
    SoftSwitch soft = new SoftSwitch(settings);
    DataPlane plane =
        new Defective(soft, false, false) {
          @Override
          public Applied apply(VPortPlan plan) {
            throw new IllegalStateException("a defect, for a test");
          }
        };
    return new SwitchParts(plane, soft::receive);
  }

  private static class Defective implements DataPlane {

    private final DataPlane plane;
    private final boolean keeps;
    private final boolean ignores;

    Defective(DataPlane plane, boolean keeps, boolean ignores) {
      this.plane = plane;
      this.keeps = keeps;
      this.ignores = ignores;
    }

    @Override
    public Applied apply(VPortPlan plan) {
      return ignores ? new Applied.Done(1) : plane.apply(plan);
    }

    @Override
    public void remove(VPortId id) {
      if (!keeps) {
        plane.remove(id);
      }
    }

    @Override
    public Map<VPortId, VPortCounters> counters() {
      return plane.counters();
    }

    @Override
    public Optional<VPortCounters> counters(VPortId id) {
      return plane.counters(id);
    }

    @Override
    public Map<DropReason, Long> drops(PortName port) {
      return plane.drops(port);
    }

    @Override
    public Set<VPortId> programmed() {
      return plane.programmed();
    }

    @Override
    public void openChannel(PortName channel, PortName on, int svid) {
      plane.openChannel(channel, on, svid);
    }

    @Override
    public void closeChannel(PortName channel) {
      plane.closeChannel(channel);
    }

    @Override
    public void reflectiveRelay(PortName port, boolean on) {
      plane.reflectiveRelay(port, on);
    }

    @Override
    public void close() {
      plane.close();
    }
  }
}
