package org.moorage.app;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.FrameSink;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.edge.PortName;
import org.moorage.frameport.FrameReceiver;
import org.moorage.frameport.PacketSocket;
import org.moorage.frameport.SendBatch;

/**
 * The frames of one real interface on their way through the soft switch: what comes in together
 * goes out together, by one system call for each interface it leaves by.
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

  private final SoftSwitch soft;
  private final PortName in;
  private final InstantSource clock;
  private final Map<PortName, PacketSocket> ways;

  private final Map<PortName, Outbox> outboxes = new HashMap<>();
  private final List<Outbox> waiting = new ArrayList<>();

  /** When the frames in hand came; null before the first of them. */
  private @Nullable Instant now;

  /**
   * @param ways the interfaces frames may leave by
   */
  Forwarding(SoftSwitch soft, PortName in, InstantSource clock, Map<PortName, PacketSocket> ways) {
    this.soft = soft;
    this.in = in;
    this.clock = clock;
    this.ways = ways;
  }

  @Override
  public void received(byte[] frame, int length) {
    Instant came = now;
    if (came == null) {
      came = clock.instant();
      now = came;
    }
    soft.receive(in, frame, length, came, this);
  }

  @Override
  public void send(PortName out, byte[] frame, int length) {
    Outbox box = outboxes.get(out);
    if (box == null) {
      PacketSocket port = ways.get(out);
      if (port == null) {
        return;
      }
      box = new Outbox(port);
      outboxes.put(out, box);
    }
    if (box.batch.isEmpty()) {
      waiting.add(box);
    }
    if (!box.batch.add(frame, length)) {
      box.port.send(box.batch);
      boolean ignored = box.batch.add(frame, length);
    }
  }

  @Override
  public void paused() {
    now = null;
    for (int i = 0; i < waiting.size(); i++) {
      Outbox box = waiting.get(i);
      box.port.send(box.batch);
    }
    waiting.clear();
  }
}
