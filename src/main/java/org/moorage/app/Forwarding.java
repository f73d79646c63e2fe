package org.moorage.app;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.FrameSink;
import org.moorage.edge.PortName;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;
import org.moorage.frameport.PacketSocket;
import org.moorage.frameport.SendBatch;

/**
 * The frames of one real interface on their way through the switch: what comes in together goes out
 * together, by one system call for each interface it leaves by.
 *
 * <p>Used by the reading thread of its interface alone, so that no two of them wait for each other.
 */
final class Forwarding implements FrameReceiver, FrameSink {

  /** What waits to leave by one interface. */
  private static final class Outbox {
    final PacketSocket port;
    final SendBatch batch = new SendBatch();

    Outbox(PacketSocket port) {
      this.port = port;
    }
  }

  private final Taking taking;
  private final Map<PortName, Way> ways;
  private final LongSupplier clock;

  private final IdentityHashMap<PacketSocket, Outbox> outboxes = new IdentityHashMap<>();
  private final List<Outbox> waiting = new ArrayList<>();

  /** The one before: most frames leave where their predecessor did. */
  private @Nullable PortName lastOut;

  private @Nullable Way lastWay;
  private @Nullable Outbox last;

  /** When the frames in hand came. */
  private long now;

  private boolean inHand;

  /**
   * @param taking what becomes of them
   * @param ways the interfaces frames may leave by
   * @param clock nanoseconds that run at the speed of time
   */
  Forwarding(Taking taking, Map<PortName, Way> ways, LongSupplier clock) {
    this.taking = taking;
    this.ways = ways;
    this.clock = clock;
  }

  @Override
  public void received(byte[] frame, int length) {
    if (!inHand) {
      inHand = true;
      now = clock.getAsLong();
    }
    taking.take(frame, length, now, this);
  }

  @Override
  public void send(PortName out, byte[] frame, int length) {
    Outbox box = outbox(out, frame);
    if (box != null && !box.batch.add(frame, length)) {
      box.port.send(box.batch);
      boolean ignored = box.batch.add(frame, length);
    }
  }

  @Override
  public void send(PortName out, byte[] head, int headLength, byte[] frame, int from, int length) {
    Outbox box = outbox(out, frame);
    if (box != null && !box.batch.add(head, headLength, frame, from, length)) {
      box.port.send(box.batch);
      boolean ignored = box.batch.add(head, headLength, frame, from, length);
    }
  }

  /**
   * Where what is sent to a port waits; null where it has no interface.
   *
   * @param frame its addresses tell by which member of a group it leaves
   */
  private @Nullable Outbox outbox(PortName out, byte[] frame) {
    Way way = lastWay;
    if (way == null || !out.equals(lastOut)) {
      way = ways.get(out);
      if (way == null) {
        return null;
      }
      lastWay = way;
      lastOut = out;
    }
    PacketSocket port = way.of(frame);
    Outbox box = last;
    if (box == null || box.port != port) {
      box = outboxes.computeIfAbsent(port, Outbox::new);
      last = box;
    }
    if (box.batch.isEmpty()) {
      waiting.add(box);
    }
    return box;
  }

  /** The reader has ended: what it had in hand goes with it. */
  @Override
  public void stopped(FramePortException why) {
    inHand = false;
    waiting.forEach(box -> box.batch.clear());
    waiting.clear();
    taking.paused();
  }

  @Override
  public void paused() {
    inHand = false;
    taking.paused();
    for (int i = 0; i < waiting.size(); i++) {
      Outbox box = waiting.get(i);
      box.port.send(box.batch);
    }
    waiting.clear();
  }
}
