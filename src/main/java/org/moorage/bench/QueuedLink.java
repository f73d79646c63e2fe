package org.moorage.bench;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moorage.frameport.FramePort;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.PacketSocket;
import org.moorage.protocol.Octets;

/**
 * An interface here, such as the near end of a segment, its arriving frames queued for the thread
 * that measures.
 *
 * <p>The time of a frame is taken by the thread that reads the interface: the way from there to the
 * one that measures is a second wake-up, which is none of the bridge's doing and takes as long.
 */
final class QueuedLink implements RawLink {

  /** More than a window of requests can bring back. */
  private static final int BOUND = 4096;

  private final FramePort port;
  private final BlockingQueue<Arrival> arrived = new ArrayBlockingQueue<>(BOUND);
  private long lastArrivedAt;

  private record Arrival(Octets frame, long at) {}

  private QueuedLink(FramePort port) {
    this.port = port;
  }

  static QueuedLink open(Segment segment) throws BenchFailure {
    return open(segment.near());
  }

  /** Control frames of any interface here. */
  static QueuedLink open(String name) throws BenchFailure {
    QueuedLink link = new QueuedLink(PacketSocket.ofControlFrames(name));
    try {
      link.port.start((frame, length) ->
          link.arrived.offer(new Arrival(Octets.copyOf(frame, 0, length), System.nanoTime())));
    } catch (FramePortException failure) {
      throw new BenchFailure(String.valueOf(failure.getMessage()));
    }
    return link;
  }

  @Override
  public void send(byte[] frame, int length) {
    try {
      port.send(frame, length);
    } catch (FramePortException lost) {
      // A frame that did not go out is a lost frame: the station sends it again.
    }
  }

  @Override
  public int receive(byte[] into, long timeoutNanos) {
    try {
      Arrival arrival = arrived.poll(timeoutNanos, TimeUnit.NANOSECONDS);
      if (arrival == null || arrival.frame.size() > into.length) {
        return 0;
      }
      lastArrivedAt = arrival.at;
      arrival.frame.copyTo(into, 0);
      return arrival.frame.size();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public long arrivedAt() {
    return lastArrivedAt;
  }

  @Override
  public void close() {
    port.close();
  }
}
