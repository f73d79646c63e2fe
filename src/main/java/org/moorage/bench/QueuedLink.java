package org.moorage.bench;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moorage.frameport.FramePort;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.PacketSocket;

/** The near end of a segment, its arriving frames queued for the thread that measures. */
final class QueuedLink implements RawLink {

  /** More than a window of requests can bring back. */
  private static final int BOUND = 4096;

  private final FramePort port;
  private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(BOUND);

  private QueuedLink(FramePort port) {
    this.port = port;
  }

  static QueuedLink open(Segment segment) throws BenchFailure {
    QueuedLink link = new QueuedLink(PacketSocket.ofControlFrames(segment.near()));
    try {
      link.port.start((frame, length) -> link.arrived.offer(Arrays.copyOf(frame, length)));
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
      byte[] frame = arrived.poll(timeoutNanos, TimeUnit.NANOSECONDS);
      if (frame == null || frame.length > into.length) {
        return 0;
      }
      System.arraycopy(frame, 0, into, 0, frame.length);
      return frame.length;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public void close() {
    port.close();
  }
}
