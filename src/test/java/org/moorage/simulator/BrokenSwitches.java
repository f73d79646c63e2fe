package org.moorage.simulator;

import org.moorage.dataplane.Applied;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.PlaneInFront;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.dataplane.soft.SoftSwitchSettings;
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

  private static class Defective extends PlaneInFront {

    private final boolean keeps;
    private final boolean ignores;

    Defective(DataPlane plane, boolean keeps, boolean ignores) {
      super(plane);
      this.keeps = keeps;
      this.ignores = ignores;
    }

    @Override
    public Applied apply(VPortPlan plan) {
      return ignores ? new Applied.Done(1) : super.apply(plan);
    }

    @Override
    public void remove(VPortId id) {
      if (!keeps) {
        super.remove(id);
      }
    }
  }
}
