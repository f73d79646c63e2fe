package org.moorage.agent.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.agent.AgentReports;
import org.moorage.agent.AgentView;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.EdgeReport;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.FrameCount;
import org.moorage.dataplane.VPortCounters;
import org.moorage.edge.VPortId;

/** Makes reports: the counters of vPorts that changed since they were last reported, in turn. */
final class ReportMaker {

  private final DataPlane plane;
  private final int most;

  /** Frames of each vPort, passed and dropped, when it was last reported. */
  private final Map<VPortId, Long> reported = new HashMap<>();

  /** Those still to be looked at in this round. */
  private final Set<VPortId> round = new LinkedHashSet<>();

  ReportMaker(DataPlane plane) {
    this(plane, AgentLink.MAX_VPORTS);
  }

  ReportMaker(DataPlane plane, int most) {
    this.plane = plane;
    this.most = most;
  }

  EdgeReport report(AgentView view, Optional<String> trouble, long waitingEvents) {
    return AgentReports.edge(view, trouble, waitingEvents, changed());
  }

  /** Everything is to be reported again: another manager, or one that has forgotten. */
  void beginAnew() {
    reported.clear();
    round.clear();
  }

  private List<EdgeReport.VPortCount> changed() {
    if (round.isEmpty()) {
      Set<VPortId> programmed = plane.programmed();
      reported.keySet().retainAll(programmed);
      round.addAll(programmed);
    }
    List<EdgeReport.VPortCount> changed = new ArrayList<>();
    var each = round.iterator();
    while (each.hasNext() && changed.size() < most) {
      VPortId id = each.next();
      each.remove();
      Optional<VPortCounters> counters = plane.counters(id);
      if (counters.isPresent()) {
        long frames = frames(counters.get());
        if (reported.getOrDefault(id, 0L) != frames) {
          reported.put(id, frames);
          changed.add(AgentReports.count(id.toString(), counters.get()));
        }
      }
    }
    return changed;
  }

  private static long frames(VPortCounters counters) {
    return counters.permittedFromVm().frames()
        + counters.permittedToVm().frames()
        + sum(counters.droppedFromVm().values())
        + sum(counters.droppedToVm().values());
  }

  private static long sum(Iterable<FrameCount> counts) {
    long sum = 0;
    for (FrameCount count : counts) {
      sum += count.frames();
    }
    return sum;
  }
}
