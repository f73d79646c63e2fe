package org.moorage.manager.edge;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.EdgeReport.VPortCount;
import org.springframework.stereotype.Component;

/** The last report of each edge, and what its vPorts counted. In memory only. */
@Component
public class EdgeReports {

  private static final int MAX_EDGES = 10_000;

  private final InstantSource clock;
  private final Map<UUID, Kept> edges = new ConcurrentHashMap<>();

  EdgeReports(InstantSource clock) {
    this.clock = clock;
  }

  /** A report and when it came. */
  public record Received(EdgeReport report, Instant receivedAt) {}

  /** A second's worth of what passes a vPort. */
  public record Rates(
      double framesFromVm, double octetsFromVm, double framesToVm, double octetsToVm) {}

  public void take(EdgeReport report) {
    if (edges.size() < MAX_EDGES || edges.containsKey(report.identity())) {
      edges
          .computeIfAbsent(report.identity(), edge -> new Kept())
          .take(new Received(report, clock.instant()));
    }
  }

  public Optional<Received> of(UUID edge) {
    return Optional.ofNullable(edges.get(edge)).flatMap(Kept::last);
  }

  public Optional<VPortCount> count(UUID edge, String vPort) {
    return Optional.ofNullable(edges.get(edge)).flatMap(kept -> kept.count(vPort));
  }

  /** From the last two counts; nothing passes a vPort that the last report does not name. */
  public Optional<Rates> rates(UUID edge, String vPort) {
    return Optional.ofNullable(edges.get(edge)).flatMap(kept -> kept.rates(vPort));
  }

  /** What is kept of one edge. */
  private static final class Kept {

    private @Nullable Received last;
    private final Map<String, Counted> vPorts = new HashMap<>();

    private record Counted(VPortCount count, Instant at, @Nullable Rates rates) {}

    synchronized void take(Received received) {
      last = received;
      for (VPortCount count : received.report().vPorts()) {
        Counted before = vPorts.get(count.vPort());
        vPorts.put(
            count.vPort(),
            new Counted(
                count,
                received.receivedAt(),
                before == null ? null : rates(before, count, received.receivedAt())));
      }
    }

    synchronized Optional<Received> last() {
      return Optional.ofNullable(last);
    }

    synchronized Optional<VPortCount> count(String vPort) {
      return Optional.ofNullable(vPorts.get(vPort)).map(Counted::count);
    }

    synchronized Optional<Rates> rates(String vPort) {
      Counted counted = vPorts.get(vPort);
      if (counted == null || last == null) {
        return Optional.empty();
      }
      return counted.at().equals(last.receivedAt())
          ? Optional.ofNullable(counted.rates())
          : Optional.of(new Rates(0, 0, 0, 0));
    }

    private static Rates rates(Counted before, VPortCount now, Instant at) {
      double seconds = Math.max(1, at.toEpochMilli() - before.at().toEpochMilli()) / 1e3;
      VPortCount then = before.count();
      return new Rates(
          Math.max(0, now.framesFromVm() - then.framesFromVm()) / seconds,
          Math.max(0, now.octetsFromVm() - then.octetsFromVm()) / seconds,
          Math.max(0, now.framesToVm() - then.framesToVm()) / seconds,
          Math.max(0, now.octetsToVm() - then.octetsToVm()) / seconds);
    }
  }
}
