package org.moorage.manager.edge;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  /**
   * The names of an edge's ports in the order they are shown: each uplink, behind it the S-channels
   * on it by SCID.
   *
   * @param report null before the edge has reported
   */
  static Set<String> names(List<String> uplinks, @Nullable EdgeReport report) {
    List<String> channels =
        report == null
            ? List.of()
            : report.uplinks().stream()
                .filter(uplink -> uplink.sChannel() != null)
                .map(EdgeReport.Uplink::name)
                .sorted(Comparator.comparingInt(String::length).thenComparing(name -> name))
                .toList();
    Set<String> names = new LinkedHashSet<>();
    for (String uplink : uplinks) {
      names.add(uplink);
      channels.stream().filter(name -> name.startsWith(uplink + "/")).forEach(names::add);
    }
    return names;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
