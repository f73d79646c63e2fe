package org.moorage.agent.capture;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.agent.capture.CaptureRefusal.Kind;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.MirrorTerms;
import org.moorage.dataplane.Mirroring;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;

/**
 * The mirrors and captures of an agent. A capture that ended is kept a while, in memory only: what
 * VMs say to each other is not left on a disk.
 *
 * <p>Any thread.
 */
public final class Captures implements AutoCloseable {

  /** Each has a thread and may hold {@link CaptureTerms#MAX_OCTETS}. */
  public static final int MAX_RUNNING = 4;

  /** Running ones and those that wait to be fetched. */
  public static final int MAX_KEPT = 16;

  /** Of all files together; a running one counts with its bound. */
  public static final int MAX_OCTETS = MAX_RUNNING * CaptureTerms.MAX_OCTETS;

  /** A capture nobody fetches is gone after so long. */
  public static final Duration KEPT = Duration.ofMinutes(10);

  private final DataPlane plane;
  private final InstantSource clock;
  private final Map<String, Capture> captures = new LinkedHashMap<>();
  private long lastNumber;

  public Captures(DataPlane plane, InstantSource clock) {
    this.plane = plane;
    this.clock = clock;
  }

  // Mirrors.

  public List<Mirroring.Mirror> mirrors() {
    return plane.mirroring().map(Mirroring::mirrors).orElse(List.of());
  }

  public void mirror(VPortId vPort, MirrorTerms which, PortName to) throws CaptureRefusal {
    Mirroring mirroring = mirroring();
    if (!mirroring.mirrorPorts().contains(to)) {
      throw new CaptureRefusal(
          Kind.NOT_HERE,
          to
              + " is not a mirror port of this agent; "
              + (mirroring.mirrorPorts().isEmpty()
                  ? "it has none, start it with --mirror-port IF"
                  : "its mirror ports are "
                      + String.join(
                          ", ", mirroring.mirrorPorts().stream().map(PortName::value).toList())));
    }
    requireProgrammed(vPort);
    refuseIf(mirroring.mirror(vPort, which, to));
  }

  public void unmirror(VPortId vPort, PortName to) throws CaptureRefusal {
    if (!mirroring().unmirror(vPort, to)) {
      throw new CaptureRefusal(Kind.NOT_FOUND, "vPort " + vPort + " is not mirrored to " + to);
    }
  }

  // Captures.

  /** Begins one that somebody here asked for; it gets the next number. */
  public synchronized Capture start(VPortId vPort, CaptureTerms terms) throws CaptureRefusal {
    Capture capture = start(Long.toString(lastNumber + 1), vPort, terms);
    lastNumber++;
    return capture;
  }

  /** Begins one that has its name already. */
  public synchronized Capture start(String id, VPortId vPort, CaptureTerms terms)
      throws CaptureRefusal {
    Mirroring mirroring = mirroring();
    requireProgrammed(vPort);
    makeRoom(terms.octets());
    Capture capture = new Capture(id, vPort, terms, clock);
    MirrorTerms which = new MirrorTerms(terms.fromVm(), terms.toVm(), terms.dropped());
    refuseIf(mirroring.tap(vPort, which, capture));
    captures.put(id, capture);
    capture.start(() -> mirroring.untap(vPort, capture));
    return capture;
  }

  public synchronized List<Capture> all() {
    forgetOld();
    return List.copyOf(captures.values());
  }

  public List<Capture> of(VPortId vPort) {
    return all().stream().filter(capture -> capture.vPort().equals(vPort)).toList();
  }

  public synchronized Optional<Capture> find(String id) {
    forgetOld();
    return Optional.ofNullable(captures.get(id));
  }

  /** Stops it where it runs, and forgets it. */
  public synchronized void remove(String id) {
    Capture capture = captures.remove(id);
    if (capture != null) {
      capture.stop();
    }
  }

  @Override
  public synchronized void close() {
    captures.values().forEach(Capture::stop);
    captures.clear();
  }

  private Mirroring mirroring() throws CaptureRefusal {
    return plane
        .mirroring()
        .orElseThrow(() ->
            new CaptureRefusal(
                Kind.NOT_HERE,
                "nothing of this agent forwards frames, so there is nothing to copy; it needs"
                    + " --dataplane soft"));
  }

  private void requireProgrammed(VPortId vPort) throws CaptureRefusal {
    if (plane.counters(vPort).isEmpty()) {
      throw new CaptureRefusal(
          Kind.NOT_FOUND, "there is no vPort " + vPort + " here; moorage vport list shows them");
    }
  }

  private static void refuseIf(Optional<String> obstacle) throws CaptureRefusal {
    if (obstacle.isPresent()) {
      throw new CaptureRefusal(Kind.NOT_NOW, obstacle.get());
    }
  }

  private void forgetOld() {
    Instant oldest = clock.instant().minus(KEPT);
    captures
        .values()
        .removeIf(capture ->
            !capture.isRunning()
                && capture.started().plusSeconds(capture.terms().seconds()).isBefore(oldest));
  }

  /** Those that ended go first, the oldest before all. */
  private void makeRoom(int wanted) throws CaptureRefusal {
    forgetOld();
    long running = captures.values().stream().filter(Capture::isRunning).count();
    if (running >= MAX_RUNNING) {
      throw new CaptureRefusal(
          Kind.NOT_NOW, running + " captures run, the most at once; stop one or wait for its end");
    }
    List<Capture> over =
        new ArrayList<>(
            captures.values().stream().filter(capture -> !capture.isRunning()).toList());
    while (!over.isEmpty() && (captures.size() >= MAX_KEPT || held() + wanted > MAX_OCTETS)) {
      captures.remove(over.removeFirst().id());
    }
  }

  private long held() {
    return captures.values().stream()
        .mapToLong(capture -> capture.isRunning() ? capture.terms().octets() : capture.size())
        .sum();
  }
}
