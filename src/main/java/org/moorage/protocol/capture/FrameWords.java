package org.moorage.protocol.capture;

import java.util.List;
import org.moorage.protocol.Octets;

final class FrameWords {
  private FrameWords() {}

  static Explanation explain(Octets f) {
    return new Explanation("Frame", 0, f.size(), f.hex(), Explanation.Verdict.UNKNOWN, List.of());
  }

  static Explanation explainVdp(Octets f) {
    return new Explanation("VDP", 0, f.size(), f.hex(), Explanation.Verdict.UNKNOWN, List.of());
  }
}
