package org.moorage.simulator;

import java.time.Instant;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.FrameSink;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.PortName;

/**
 * What a switch of a lab forwards with: how it is told, and how frames pass. Both are one soft
 * switch, unless somebody wants to see a lab notice that they are not.
 */
record SwitchParts(DataPlane plane, Forwarding forwarding) {

  /** Takes a frame and sends what becomes of it. */
  interface Forwarding {
    void receive(PortName in, byte[] frame, int length, Instant now, FrameSink out);
  }

  static SwitchParts soft(SoftSwitchSettings settings) {
    SoftSwitch soft = new SoftSwitch(settings);
    return new SwitchParts(soft, soft::receive);
  }
}
