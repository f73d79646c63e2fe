package org.moorage.manager.edge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.EdgeReport.VPortCount;
import org.moorage.manager.console.LiveHub;
import org.springframework.stereotype.Component;

/**
 * How edges are right now, by their own reports; in memory only.
 *
 * <p>Any thread.
 */
@Component
public class EdgeReports {

  /** Edges remembered; the one heard of least recently is forgotten first. */
  public static final int MAX_EDGES = 10_000;

  /** vPorts of one edge; the one heard of least recently is forgotten first. */
  public static final int MAX_VPORTS = 65_536;

  /** An edge that has been silent for longer is away. */
  public static final Duration AWAY = Duration.ofMillis(3L * EdgeReport.PERIOD_MILLIS);

  /**
   * A report.
   *
   * @param receivedAt by our clock
   */
  public record Received(EdgeReport report, Instant receivedAt) {}

  /** What passes a vPort, by the difference of its last two counts. */
  public record Rate(
      double framesFromVm, double octetsFromVm, double framesToVm, double octetsToVm) {
    static final Rate NONE = new Rate(0, 0, 0, 0);
  }

  private record Counted(
      VPortCount count, Instant at, @Nullable VPortCount before, @Nullable Instant beforeAt) {}

  private static final class Known {
    private @Nullable Received last;
    private @Nullable Received before;
    private final Map<String, Counted> vPorts =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Counted> eldest) {
            return size() > MAX_VPORTS;
          }
        };
  }

  private final Map<UUID, Known> edges =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Known> eldest) {
          return size() > MAX_EDGES;
        }
      };

  private final InstantSource clock;
  private final LiveHub pages;

  EdgeReports(InstantSource clock, LiveHub pages) {
    this.clock = clock;
    this.pages = pages;
  }

  /** A report came in. */
  public void take(EdgeReport report) {
    Instant now = clock.instant();
    synchronized (edges) {
      Known known = edges.computeIfAbsent(report.identity(), identity -> new Known());
      Received last = known.last;
      if (last != null && !last.report().started().equals(report.started())) {
        known.vPorts.clear();
        last = null;
      }
      known.before = last;
      known.last = new Received(report, now);
      for (VPortCount count : report.vPorts()) {
        Counted old = known.vPorts.get(count.vPort());
        known.vPorts.put(
            count.vPort(),
            new Counted(
                count, now, old == null ? null : old.count(), old == null ? null : old.at()));
      }
    }
    pages.changed(LiveHub.Topic.COUNTERS);
    pages.changed(LiveHub.Topic.EDGES);
  }

  /** A vPort is no more. */
  public void ended(UUID edge, String vPort) {
    synchronized (edges) {
      Known known = edges.get(edge);
      if (known != null) {
        known.vPorts.remove(vPort);
      }
    }
  }

  /** Another took the place of this edge. */
  public void forget(UUID edge) {
    synchronized (edges) {
      edges.remove(edge);
    }
  }

  /** The last report of an edge. */
  public Optional<Received> of(UUID edge) {
    synchronized (edges) {
      Known known = edges.get(edge);
      return known == null ? Optional.empty() : Optional.ofNullable(known.last);
    }
  }

  /** The report before the last one of the same run of the agent. */
  public Optional<Received> before(UUID edge) {
    synchronized (edges) {
      Known known = edges.get(edge);
      return known == null ? Optional.empty() : Optional.ofNullable(known.before);
    }
  }

  /** Whether an edge has been heard of lately. */
  public boolean isHeard(UUID edge) {
    Instant now = clock.instant();
    return of(edge).filter(last -> last.receivedAt().plus(AWAY).isAfter(now)).isPresent();
  }

  /** The last counts of a vPort. */
  public Optional<VPortCount> count(UUID edge, String vPort) {
    return counted(edge, vPort).map(Counted::count);
  }

  /** What passes a vPort; nothing where its counts have not changed lately. */
  public Rate rate(UUID edge, String vPort) {
    Instant now = clock.instant();
    return counted(edge, vPort)
        .filter(counted -> counted.at().plus(AWAY).isAfter(now))
        .map(EdgeReports::rate)
        .orElse(Rate.NONE);
  }

  private Optional<Counted> counted(UUID edge, String vPort) {
    synchronized (edges) {
      Known known = edges.get(edge);
      return known == null ? Optional.empty() : Optional.ofNullable(known.vPorts.get(vPort));
    }
  }

  private static Rate rate(Counted counted) {
    VPortCount before = counted.before();
    Instant beforeAt = counted.beforeAt();
    if (before == null || beforeAt == null || !counted.at().isAfter(beforeAt)) {
      return Rate.NONE;
    }
    // A count that did not change is not sent: what came after a pause came since the last report.
    double seconds = Duration.between(beforeAt, counted.at()).toNanos() / 1e9;
    double period = EdgeReport.PERIOD_MILLIS / 1_000.0;
    double span = Math.clamp(seconds, period / 4, period * 2);
    VPortCount now = counted.count();
    return new Rate(
        Math.max(0, now.framesFromVm() - before.framesFromVm()) / span,
        Math.max(0, now.octetsFromVm() - before.octetsFromVm()) / span,
        Math.max(0, now.framesToVm() - before.framesToVm()) / span,
        Math.max(0, now.octetsToVm() - before.octetsToVm()) / span);
  }
}
