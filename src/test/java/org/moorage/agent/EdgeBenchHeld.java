package org.moorage.agent;

import java.util.List;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.vdp.VidField;

/** Plain VSIs as an agent holds them. */
final class EdgeBenchHeld {

  private EdgeBenchHeld() {}

  static HeldVsi of(int number, int vid) {
    return new HeldVsi(
        EdgeBench.associate(number, 4711, 2, vid), List.of(new VidField(false, 0, 100)));
  }
}
