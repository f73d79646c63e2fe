package org.moorage.manager.capture;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.CaptureProgress;
import org.moorage.agentlink.CaptureReport;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.agentlink.Order;
import org.moorage.manager.Keys;
import org.moorage.manager.Rejection;
import org.moorage.manager.association.AssociationView;
import org.moorage.manager.association.Associations;
import org.moorage.manager.audit.AuditLog;
import org.moorage.manager.console.LiveHub;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The captures there are. They are kept in memory only, so what VMs say is on no disk of the
 * manager and gone when it ends.
 *
 * <p>Any thread.
 */
@Component
public class VPortCaptures {

  /** Of all edges together. */
  static final int MAX_RUNNING = 16;

  /** Those that run and those that can be fetched; beyond that the oldest go. */
  static final int MAX_KEPT = 64;

  /** Of all files together; beyond that the oldest go. */
  static final long MAX_OCTETS = 8L * CaptureTerms.MAX_OCTETS;

  /** A capture can be fetched for so long after it was asked for. */
  static final Duration KEPT = Duration.ofHours(1);

  /** An agent answers an order at once; one that does not know captures never does. */
  static final Duration ANSWER = Duration.ofSeconds(10);

  /** A capture whose agent says nothing for so long has failed: it may hand over for a minute. */
  static final Duration SILENCE = Duration.ofSeconds(90);

  private static final int LOOK_MILLIS = 2_000;

  /** A capture and what is known of it. */
  private static final class Held {
    private final UUID edge;
    private CaptureView view;
    private Instant heardAt;
    private byte @Nullable [] file;

    Held(UUID edge, CaptureView view) {
      this.edge = edge;
      this.view = view;
      heardAt = view.at();
    }
  }

  private final CaptureOrders orders;
  private final Associations associations;
  private final AuditLog audit;
  private final LiveHub pages;
  private final Keys keys;
  private final InstantSource clock;

  /** The oldest first; guarded by itself. */
  private final Map<String, Held> captures = new LinkedHashMap<>();

  VPortCaptures(
      CaptureOrders orders,
      Associations associations,
      AuditLog audit,
      LiveHub pages,
      Keys keys,
      InstantSource clock) {
    this.orders = orders;
    this.associations = associations;
    this.audit = audit;
    this.pages = pages;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Orders a capture from the agent that holds the vPort.
   *
   * @throws Rejection 404 where no edge holds it, 409 where its agent is not connected, 429 where
   *     too many run
   */
  public CaptureView start(String vPort, CaptureTerms terms) {
    AssociationView home =
        associations
            .withVPort(vPort)
            .orElseThrow(() ->
                Rejection.notFound(
                    "no edge holds vPort " + vPort + " now, so nothing passes it; see /vports"));
    CaptureView ordered =
        new CaptureView(
            keys.next().toString(),
            vPort,
            home.edge(),
            CaptureView.ORDERED,
            0,
            0,
            0,
            terms.seconds(),
            null,
            null,
            AuditLog.actor(),
            clock.instant(),
            terms);
    synchronized (captures) {
      makeRoom(0);
      long running = captures.values().stream().filter(held -> !held.view.isOver()).count();
      if (running >= MAX_RUNNING) {
        throw Rejection.tooMuch(
            (int) ANSWER.toSeconds(),
            running + " captures run, the most at once; stop one or wait for its end");
      }
      captures.put(ordered.id(), new Held(home.edgeId(), ordered));
    }
    if (!orders.hand(home.edgeId(), new Order.Capture(ordered.id(), vPort, terms))) {
      synchronized (captures) {
        captures.remove(ordered.id());
      }
      throw Rejection.conflict(
          "edge-away",
          "the agent of "
              + home.edge()
              + " is not connected to this manager; capture there with moorage vport capture "
              + vPort
              + ", or try again when it is back");
    }
    audit.record(
        "capture.start",
        vPort,
        "on "
            + home.edge()
            + ", "
            + terms.direction()
            + ", at most "
            + terms.seconds()
            + " s and "
            + terms.frames()
            + " frames");
    changed();
    return ordered;
  }

  /** Those of a vPort, the latest first. */
  public List<CaptureView> of(String vPort) {
    synchronized (captures) {
      return captures.values().stream()
          .map(held -> held.view)
          .filter(view -> view.vPort().equals(vPort))
          .toList()
          .reversed();
    }
  }

  /**
   * @throws Rejection 404
   */
  CaptureView find(String vPort, String id) {
    return held(vPort, id).view;
  }

  /** Ends one that runs; what was taken so far is handed over. */
  CaptureView stop(String vPort, String id) {
    Held held = held(vPort, id);
    if (!held.view.isOver()) {
      orders.hand(held.edge, new Order.Stop(id));
      audit.record("capture.stop", vPort, "on " + held.view.edge());
    }
    return find(vPort, id);
  }

  /** Forgets one, and its file; where it runs it is stopped. */
  void forget(String vPort, String id) {
    Held held = held(vPort, id);
    synchronized (captures) {
      captures.remove(id);
    }
    if (!held.view.isOver()) {
      orders.hand(held.edge, new Order.Stop(id));
    }
    audit.record("capture.forget", vPort, "on " + held.view.edge());
    changed();
  }

  /**
   * The file.
   *
   * @throws Rejection 404, 409 where it is not there yet
   */
  byte[] file(String vPort, String id) {
    Held held = held(vPort, id);
    byte[] file = held.file;
    if (file == null) {
      throw Rejection.conflict(
          "no-file",
          held.view.isOver()
              ? "this capture failed: " + held.view.trouble()
              : "this capture is not whole yet; wait or stop it");
    }
    audit.record("capture.fetch", vPort, held.view.frames() + " frames from " + held.view.edge());
    return file;
  }

  private Held held(String vPort, String id) {
    synchronized (captures) {
      Held held = captures.get(id);
      if (held == null || !held.view.vPort().equals(vPort)) {
        throw gone(id);
      }
      return held;
    }
  }

  private static Rejection gone(String id) {
    return Rejection.notFound(
        "there is no capture "
            + id
            + " of this vPort; one is kept for "
            + KEPT.toMinutes()
            + " minutes, as long as there is room, and not over a restart of the manager");
  }

  // What agents say.

  /**
   * @throws Rejection 404 where nobody wants it any more
   */
  public void heard(CaptureProgress progress) {
    CaptureReport report = progress.capture();
    synchronized (captures) {
      Held held = ofEdge(progress.identity(), report.id());
      if (held.view.isOver()) {
        return;
      }
      held.heardAt = clock.instant();
      held.view =
          with(
              held.view,
              report.state().equals(CaptureReport.DONE) ? CaptureView.HANDING_OVER : report.state(),
              report);
    }
    changed();
  }

  /**
   * @throws Rejection 404 where nobody wants it any more
   */
  public void handed(UUID edge, String id, byte[] file) {
    synchronized (captures) {
      Held held = ofEdge(edge, id);
      makeRoom(file.length);
      held.file = file;
      held.heardAt = clock.instant();
      CaptureView view = held.view;
      held.view =
          new CaptureView(
              id,
              view.vPort(),
              view.edge(),
              CaptureView.DONE,
              view.frames(),
              file.length,
              view.missing(),
              0,
              view.ended(),
              null,
              view.by(),
              view.at(),
              view.terms());
    }
    changed();
  }

  private Held ofEdge(UUID edge, String id) {
    Held held = captures.get(id);
    if (held == null || !held.edge.equals(edge)) {
      throw gone(id);
    }
    return held;
  }

  private static CaptureView with(CaptureView view, String state, CaptureReport report) {
    return new CaptureView(
        view.id(),
        view.vPort(),
        view.edge(),
        state,
        report.frames(),
        report.octets(),
        report.missing(),
        report.secondsLeft(),
        report.ended(),
        report.trouble(),
        view.by(),
        view.at(),
        view.terms());
  }

  /** What nobody answered has failed; what is old goes. */
  @Scheduled(fixedDelay = LOOK_MILLIS)
  void look() {
    Instant now = clock.instant();
    boolean news = false;
    synchronized (captures) {
      for (Held held : captures.values()) {
        boolean unanswered = held.view.state().equals(CaptureView.ORDERED);
        if (!held.view.isOver() && held.heardAt.plus(unanswered ? ANSWER : SILENCE).isBefore(now)) {
          String trouble =
              "the agent of "
                  + held.view.edge()
                  + (unanswered
                      ? " did not answer; does it run this release?"
                      : " was not heard any more");
          held.view =
              with(
                  held.view,
                  CaptureView.FAILED,
                  CaptureReport.failed(held.view.id(), held.view.vPort(), trouble));
          news = true;
        }
      }
      news |= makeRoom(0);
    }
    if (news) {
      changed();
    }
  }

  /** Those that are over go, the oldest first; true where some went. */
  private boolean makeRoom(int wanted) {
    Instant oldest = clock.instant().minus(KEPT);
    boolean went =
        captures.values().removeIf(held -> held.view.isOver() && held.view.at().isBefore(oldest));
    List<String> over = new ArrayList<>();
    captures.forEach((id, held) -> {
      if (held.view.isOver()) {
        over.add(id);
      }
    });
    while (!over.isEmpty() && (captures.size() >= MAX_KEPT || octets() + wanted > MAX_OCTETS)) {
      captures.remove(over.removeFirst());
      went = true;
    }
    return went;
  }

  private long octets() {
    long octets = 0;
    for (Held held : captures.values()) {
      byte[] file = held.file;
      octets += file == null ? 0 : file.length;
    }
    return octets;
  }

  private void changed() {
    pages.changed(LiveHub.Topic.CAPTURES);
  }
}
