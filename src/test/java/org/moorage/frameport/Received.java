package org.moorage.frameport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moorage.protocol.Octets;

/** Collects what a port hands on, for a test to wait for. */
final class Received implements FrameReceiver {

  private static final int PATIENCE_SECONDS = 10;

  private final BlockingQueue<Octets> frames = new LinkedBlockingQueue<>();
  private final BlockingQueue<FramePortException> ends = new LinkedBlockingQueue<>();

  @Override
  public void received(byte[] frame, int length) {
    frames.add(Octets.copyOf(frame, 0, length));
  }

  @Override
  public void stopped(FramePortException why) {
    ends.add(why);
  }

  Octets next() {
    return await(frames, "no frame arrived");
  }

  /**
   * The next frame of one that is sent again and again: for a while after an interface was switched
   * on the kernel loses what its other end sends.
   */
  Octets nextOf(FramePort sender, Octets frame) throws FramePortException {
    for (int i = 0; i < 10 * PATIENCE_SECONDS; i++) {
      sender.send(frame);
      try {
        Octets taken = frames.poll(100, TimeUnit.MILLISECONDS);
        if (taken != null) {
          return taken;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("no frame arrived within " + PATIENCE_SECONDS + " s");
  }

  List<Octets> next(int count) {
    List<Octets> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(next());
    }
    return all;
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  FramePortException end() {
    return await(ends, "the port did not stop");
  }

  private static <T> T await(BlockingQueue<T> queue, String otherwise) {
    try {
      T taken = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (taken == null) {
        throw new AssertionError(otherwise + " within " + PATIENCE_SECONDS + " s");
      }
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
