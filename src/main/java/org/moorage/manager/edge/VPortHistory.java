package org.moorage.manager.edge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The rates of the vPorts somebody looks at, over the last minutes. Recording begins when a page
 * first shows a vPort and ends when none has for {@link #WATCHED_FOR}; so ten thousand vPorts cost
 * nothing and the few that matter have a curve.
 */
@Component
class VPortHistory {

  /** Five minutes at one sample a report. */
  static final int SAMPLES = 150;

  private static final int MAX_WATCHED = 2_000;
  private static final Duration WATCHED_FOR = Duration.ofMinutes(30);
  private static final int EVERY_MILLIS = 2_000;

  private final EdgeReports reports;
  private final InstantSource clock;
  private final Map<String, Watched> watched = new HashMap<>();

  VPortHistory(EdgeReports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /** One moment: frames a second. */
  record Sample(double fromVm, double toVm) {}

  private static final class Watched {
    private final UUID edge;
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private Instant lookedAt;

    Watched(UUID edge, Instant lookedAt) {
      this.edge = edge;
      this.lookedAt = lookedAt;
    }
  }

  /** What is known, oldest first; recorded from now on where it was not. */
  synchronized List<Sample> watch(UUID edge, String vPort) {
    Watched known = watched.get(vPort);
    if (known != null) {
      known.lookedAt = clock.instant();
      return new ArrayList<>(known.samples);
    }
    if (watched.size() < MAX_WATCHED) {
      watched.put(vPort, new Watched(edge, clock.instant()));
    }
    return List.of();
  }

  @Scheduled(fixedRate = EVERY_MILLIS)
  synchronized void sample() {
    Instant tooLongAgo = clock.instant().minus(WATCHED_FOR);
    watched.values().removeIf(vPort -> vPort.lookedAt.isBefore(tooLongAgo));
    watched.forEach((vPort, kept) -> {
      if (reports.count(kept.edge, vPort).isPresent()) {
        if (kept.samples.size() == SAMPLES) {
          kept.samples.removeFirst();
        }
        EdgeReports.Rate rate = reports.rate(kept.edge, vPort);
        kept.samples.addLast(new Sample(rate.framesFromVm(), rate.framesToVm()));
      }
    });
  }
}
