package org.moorage.manager.edge;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.moorage.agentlink.EdgeReport;

/**
 * A station-facing port, as REST shows it: the shape of an agent's own door.
 *
 * @param droppedFrames all drops together
 */
public record UplinkView(@JsonUnwrapped EdgeReport.Uplink uplink, long droppedFrames) {

  static UplinkView of(EdgeReport.Uplink uplink) {
    return new UplinkView(uplink, sum(uplink.dropped()) + sum(uplink.frameDrops()));
  }

  private static long sum(java.util.Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
