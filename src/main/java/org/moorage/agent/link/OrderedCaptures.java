package org.moorage.agent.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.capture.Capture;
import org.moorage.agent.capture.CaptureRefusal;
import org.moorage.agent.capture.Captures;
import org.moorage.agentlink.CaptureProgress;
import org.moorage.agentlink.CaptureReport;
import org.moorage.agentlink.Order;
import org.moorage.edge.VPortId;

/**
 * Captures a manager ordered: each is begun here, told about while it runs, handed over when it is
 * whole, and forgotten. Each has a thread that does this; {@link Captures} bounds how many.
 */
final class OrderedCaptures implements AutoCloseable {

  /** How often it is told how a capture is. */
  private static final int TELL_MILLIS = 1_000;

  /** For so long it is tried to hand a file over while no manager is there. */
  private static final int MAX_TRIES = 60;

  private final Captures captures;
  private final UUID identity;
  private final Supplier<@Nullable ManagerDoor> manager;
  private final Set<String> followed = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param identity of the edge
   * @param manager who is connected right now
   */
  OrderedCaptures(Captures captures, UUID identity, Supplier<@Nullable ManagerDoor> manager) {
    this.captures = captures;
    this.identity = identity;
    this.manager = manager;
  }

  /** Never waits; an order that comes again changes nothing. */
  void begin(Order.Capture order) {
    if (followed.size() < Captures.MAX_KEPT && followed.add(order.capture())) {
      Thread.ofPlatform()
          .name("ordered-" + order.capture())
          .daemon(true)
          .start(() -> carryOut(order));
    }
  }

  /** What was taken so far is handed over. */
  void stop(Order.Stop order) {
    captures.find(order.capture()).ifPresent(Capture::stop);
  }

  private void carryOut(Order.Capture order) {
    try {
      follow(captures.start(order.capture(), vPort(order), order.terms()));
    } catch (CaptureRefusal refusal) {
      tell(CaptureReport.failed(order.capture(), order.vPort(), refusal.sentence()));
    } catch (IllegalArgumentException notOurs) {
      tell(
          CaptureReport.failed(
              order.capture(), order.vPort(), "this edge has no vPort " + order.vPort()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      captures.remove(order.capture());
      followed.remove(order.capture());
    }
  }

  private static VPortId vPort(Order.Capture order) {
    return new VPortId(UUID.fromString(order.vPort()));
  }

  private void follow(Capture capture) throws InterruptedException {
    while (capture.isRunning() && closed.getCount() > 0) {
      if (!tell(capture.report())) {
        return;
      }
      try {
        capture.whole().get(TELL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillRunning) {
        // Told again.
      } catch (ExecutionException | CancellationException ended) {
        return;
      }
    }
    if (capture.isRunning() || !tell(capture.report())) {
      return;
    }
    byte[] file = octets(capture);
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      if (handOver(capture.id(), file) || closed.await(TELL_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** False where the manager does not want to hear of it any more. */
  private boolean tell(CaptureReport report) {
    ManagerDoor door = manager.get();
    try {
      if (door != null) {
        door.capture(new CaptureProgress(identity, report));
      }
      return true;
    } catch (LinkTrouble trouble) {
      return trouble.kind() == LinkTrouble.Kind.BROKEN || trouble.kind() == LinkTrouble.Kind.LATER;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether it is over: handed over, or not wanted. */
  private boolean handOver(String capture, byte[] file) throws InterruptedException {
    ManagerDoor door = manager.get();
    if (door == null) {
      return false;
    }
    try {
      door.captureFile(identity, capture, file);
      return true;
    } catch (LinkTrouble trouble) {
      return trouble.kind() == LinkTrouble.Kind.NOT_FOUND
          || trouble.kind() == LinkTrouble.Kind.UNACCEPTABLE;
    }
  }

  private static byte[] octets(Capture capture) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(capture.size());
    try {
      capture.copyTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // between two places in memory
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    closed.countDown();
    followed.forEach(captures::remove);
  }
}
