package org.moorage.frameport;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moorage.frameport.RawSocket.Instruction;

/**
 * All frames of an interface but the control frames: from a queue while there are few, so that none
 * waits; from a ring while there are many, which costs a tenth. Both sockets are one fan-out group
 * of the kernel's, and it is told which of the two gets the frames; what waits in the one is read
 * before the other is.
 *
 * <p>The ring's memory, and the timer the kernel runs for it, are there only around busy times.
 */
final class DataSource implements FrameSource {

  private static final int QUEUE = 0;
  private static final int RING = 1;

  /** Longer than a block waits to be handed over, on kernels that count in jiffies too. */
  private static final int LAST_BLOCK_MILLIS = 30;

  private static final List<Instruction> NOTHING = List.of(new Instruction(0x06, 0, 0, 0));

  /** What is read. */
  private enum State {
    FROM_QUEUE,
    /** The ring gets the frames; what is in the queue came before. */
    REST_OF_QUEUE,
    FROM_RING,
    /** The queue gets the frames; what is in the ring came before. */
    REST_OF_RING
  }

  private final SystemInterface on;
  private final RawSocket socket;
  private final int group;
  private final QueueSource queue;
  private final LongSupplier nanoClock;
  private final ReadingPace pace;
  private State state = State.FROM_QUEUE;

  private final Object lock = new Object();
  private @Nullable ReceiveRing ring; // guarded by lock; changed by the reading thread alone
  private volatile Optional<String> remark = Optional.empty();
  private long dropsOfRings; // guarded by lock: of those that are closed

  /**
   * @param group the fan-out group of which the socket is the first member
   */
  DataSource(SystemInterface on, RawSocket socket, int group, LongSupplier nanoClock) {
    this.on = on;
    this.socket = socket;
    this.group = group;
    this.nanoClock = nanoClock;
    pace = new ReadingPace(nanoClock.getAsLong());
    queue = new QueueSource(socket, FrameShare.DATA.header());
  }

  @Override
  public int read(HandOver handOver) {
    int frames = readFrom(handOver);
    long now = nanoClock.getAsLong();
    ReadingPace.Mode wanted = pace.read(Math.max(0, frames), now);
    if (state == State.FROM_QUEUE && wanted == ReadingPace.Mode.BUSY) {
      turnToRing(now);
    } else if (state == State.FROM_RING && wanted == ReadingPace.Mode.CALM) {
      turnToQueue();
    } else if (state == State.FROM_QUEUE && pace.isLongCalm(now)) {
      closeRing();
    }
    return frames;
  }

  private int readFrom(HandOver handOver) {
    ReceiveRing open = ring;
    if (open == null || state == State.FROM_QUEUE) {
      return queue.read(handOver);
    }
    return switch (state) {
      case FROM_RING -> open.read(handOver);
      case REST_OF_RING -> {
        int frames = open.read(handOver, LAST_BLOCK_MILLIS);
        state = frames == -SystemCalls.EAGAIN ? State.FROM_QUEUE : state;
        yield frames;
      }
      default -> {
        int frames = queue.read(handOver, false);
        state = frames == -SystemCalls.EAGAIN ? State.FROM_RING : state;
        yield frames;
      }
    };
  }

  private void turnToRing(long now) {
    try {
      if (ring == null) {
        ReceiveRing opened = openRing();
        synchronized (lock) {
          ring = opened;
        }
      }
      socket.leadFanout(RING);
      remark = Optional.empty();
      state = State.REST_OF_QUEUE;
    } catch (FramePortException noRing) {
      // The queue does the same, only slower.
      pace.staysCalm(now);
      remark =
          Optional.of(
              on.name()
                  + " is busy and its frames are read without a receive ring, which takes more of"
                  + " the CPU: "
                  + noRing.getMessage());
    }
  }

  private void turnToQueue() {
    try {
      socket.leadFanout(QUEUE);
      state = State.REST_OF_RING;
    } catch (FramePortException notNow) {
      // The ring goes on; the next call tries again.
    }
  }

  private ReceiveRing openRing() throws FramePortException {
    RawSocket second = RawSocket.open(on);
    ReceiveRing opened;
    try {
      FrameShare.DATA.describe(second);
      // Between being bound and having joined it would get every frame as well as the queue.
      second.filter(NOTHING);
      opened = ReceiveRing.of(second);
    } catch (FramePortException refused) {
      second.close();
      throw refused;
    }
    try {
      second.bind();
      second.joinFanout(group);
      second.filter(FrameShare.DATA.filter());
      return opened;
    } catch (FramePortException refused) {
      opened.close();
      throw refused;
    }
  }

  private void closeRing() {
    synchronized (lock) {
      if (ring != null) {
        dropsOfRings += ring.takeKernelDrops();
        ring.close();
        ring = null;
      }
    }
  }

  @Override
  public long takeKernelDrops() {
    synchronized (lock) {
      long drops = queue.takeKernelDrops() + dropsOfRings;
      dropsOfRings = 0;
      return ring == null ? drops : drops + ring.takeKernelDrops();
    }
  }

  @Override
  public Optional<String> remark() {
    return remark;
  }

  @Override
  public void close() {
    closeRing();
    queue.close();
  }
}
