package org.moorage.frameport;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.StampedLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.frameport.PortCounters.Drop;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/**
 * One half of the frames on a real interface, by a Linux packet socket, never its own: either the
 * control frames (LLDP, ECP and draft ECP, untagged or in an S-channel) or all others. The kernel
 * parts them, so that neither reader pays for the other's frames.
 *
 * <p>It goes on reading when its interface is switched off and on again; {@link #carrier} tells.
 *
 * <p>A frame is handed on as the other end sent it: with the VLAN tag the kernel takes off, and
 * with the checksum a virtual sender leaves unfinished. Frames a sender left unsegmented are
 * dropped and counted, since no port could send them on.
 */
public final class PacketSocket implements FramePort {

  /** After so many errors without a frame between them the port gives up. */
  private static final int MAX_ERRORS_IN_A_ROW = 100;

  /** A batch of the largest frames, several times. */
  private static final int SEND_QUEUE = 1024 * 1024;

  private final String name;
  private final FrameShare share;

  /** Joined; none where every frame on the link is received, whoever it is for. */
  private final Set<MacAddress> groups;

  private final LongSupplier nanoClock;
  private final PortCounters counters = new PortCounters();

  /**
   * Held for reading by whoever sends, so that nothing is closed meanwhile; nothing is allocated
   * for it.
   */
  private final StampedLock lock = new StampedLock();

  private @Nullable Opened opened; // guarded by lock

  private PacketSocket(
      String name, FrameShare share, Set<MacAddress> groups, LongSupplier nanoClock) {
    this.name = name;
    this.share = share;
    this.groups = Set.copyOf(groups);
    this.nanoClock = nanoClock;
  }

  /**
   * LLDP, ECP and draft ECP from the other end of the link, untagged or in an S-channel; the
   * interface is told to receive the reserved group addresses.
   *
   * @param name of the interface; looked for when the port is started
   */
  public static PacketSocket ofControlFrames(String name) {
    Set<MacAddress> groups =
        Arrays.stream(ReservedAddress.values())
            .map(ReservedAddress::mac)
            .collect(Collectors.toSet());
    return ofControlFrames(name, groups);
  }

  /**
   * The same for other group addresses.
   *
   * @param groups what the interface is told to receive, at least one
   */
  public static PacketSocket ofControlFrames(String name, Set<MacAddress> groups) {
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("no group address to receive on " + name);
    }
    return new PacketSocket(name, FrameShare.CONTROL, groups, () -> 0);
  }

  /** The same whatever they are sent to. */
  public static PacketSocket ofAllControlFrames(String name) {
    return new PacketSocket(name, FrameShare.CONTROL, Set.of(), () -> 0);
  }

  /**
   * Every frame on the link that is not one of the control frames.
   *
   * @param name of the interface; looked for when the port is started
   * @param nanoClock tells how busy it is; as System.nanoTime
   */
  public static PacketSocket ofDataFrames(String name, LongSupplier nanoClock) {
    return new PacketSocket(name, FrameShare.DATA, Set.of(), nanoClock);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MacAddress mac() throws FramePortException {
    return SystemInterface.require(name).mac();
  }

  @Override
  public boolean carrier() {
    return SystemInterface.hasCarrier(name);
  }

  @Override
  public void start(FrameReceiver receiver) throws FramePortException {
    long stamp = lock.writeLock();
    try {
      if (opened != null) {
        throw new IllegalStateException("port " + name + " is already open");
      }
      SystemInterface on = SystemInterface.require(name);
      if (!on.up()) {
        throw RawSocket.notUp(name);
      }
      Opened opening = open(on);
      opened = opening;
      Thread.ofPlatform()
          .daemon()
          .name(share == FrameShare.CONTROL ? "control-" + name : "frames-" + name)
          .start(() -> read(opening, receiver));
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  @Override
  public void send(byte[] frame, int length) throws FramePortException {
    if (length < 14 || length > Math.min(MAX_FRAME, frame.length)) {
      throw new FramePortException(
          Reason.BAD_FRAME,
          "a frame of " + length + " octets cannot be sent; 14.." + MAX_FRAME + " can");
    }
    long stamp = lock.readLock();
    try {
      Opened to = opened;
      if (to == null) {
        throw new FramePortException(Reason.NOT_OPEN, "port " + name + " is not open");
      }
      int sent = to.send(frame, length);
      if (sent >= 0) {
        counters.sent(1, length);
      } else if (sent == -SystemCalls.EAGAIN || sent == -SystemCalls.ENOBUFS) {
        counters.dropped(Drop.SEND_QUEUE_FULL);
      } else if (sent == -SystemCalls.EMSGSIZE) {
        throw new FramePortException(
            Reason.BAD_FRAME,
            "a frame of " + length + " octets is larger than the MTU of " + name + " allows");
      } else {
        throw to.sender.refusal("send", -sent);
      }
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Sends many frames by few system calls and empties the batch. What the interface does not take
   * is dropped and counted by its reason, one frame at a time: those behind it are sent. Where the
   * port is not open that is all of them.
   */
  public void send(SendBatch batch) {
    long stamp = lock.readLock();
    try {
      Opened to = opened;
      if (to == null) {
        counters.dropped(Drop.NOT_SENT, batch.count());
        return;
      }
      int descriptor = to.sender.descriptor();
      int done = 0;
      while (done < batch.count()) {
        int sent =
            SystemCalls.sendmmsg(
                descriptor, batch.messages(done), batch.count() - done, PacketLayout.MSG_DONTWAIT);
        if (sent > 0) {
          counters.sent(sent, batch.octets(done, done + sent));
          done += sent;
        } else if (sent != -SystemCalls.EINTR) {
          counters.dropped(unsent(-sent));
          done++;
        }
      }
    } finally {
      batch.clear();
      lock.unlockRead(stamp);
    }
  }

  private static Drop unsent(int error) {
    return switch (error) {
      case SystemCalls.EAGAIN, SystemCalls.ENOBUFS -> Drop.SEND_QUEUE_FULL;
      case SystemCalls.EMSGSIZE -> Drop.OVER_MTU;
      default -> Drop.NOT_SENT;
    };
  }

  @Override
  public Optional<String> remark() {
    long stamp = lock.readLock();
    try {
      return opened == null ? Optional.empty() : opened.source.remark();
    } finally {
      lock.unlockRead(stamp);
    }
  }

  @Override
  public FramePortCounters counters() {
    long stamp = lock.readLock();
    try {
      if (opened != null) {
        counters.dropped(Drop.RECEIVE_QUEUE_FULL, opened.source.takeKernelDrops());
      }
    } finally {
      lock.unlockRead(stamp);
    }
    return counters.snapshot();
  }

  /** Returns when the reading thread has ended, unless it is that thread itself that closes. */
  @Override
  public void close() {
    Opened closing;
    long stamp = lock.writeLock();
    try {
      closing = opened;
      if (closing == null) {
        return;
      }
      opened = null;
      closing.closed = true;
    } finally {
      lock.unlockWrite(stamp);
    }
    closing.end.await();
  }

  private Opened open(SystemInterface on) throws FramePortException {
    RawSocket sender = sender(on);
    try {
      return new Opened(on, sender, share.open(on, groups, nanoClock));
    } catch (FramePortException refused) {
      sender.close();
      throw refused;
    }
  }

  /** A socket that only sends: where it also received, each frame would need an offload header. */
  private static RawSocket sender(SystemInterface on) throws FramePortException {
    RawSocket socket = RawSocket.open(on);
    try {
      socket.sendQueue(SEND_QUEUE);
      socket.bindForSending();
      return socket;
    } catch (FramePortException refused) {
      socket.close();
      throw refused;
    }
  }

  /** The reading thread from its beginning to its end. */
  private void read(Opened from, FrameReceiver receiver) {
    from.end.begins();
    FramePortException why = null;
    try {
      why = readUntilClosed(from, receiver);
    } catch (RuntimeException defect) {
      why = new FramePortException(Reason.DEFECT, "reading from " + name + " failed: " + defect);
      why.initCause(defect);
    } finally {
      long stamp = lock.writeLock();
      try {
        counters.dropped(Drop.RECEIVE_QUEUE_FULL, from.source.takeKernelDrops());
        if (opened == from) {
          opened = null;
        }
        from.release();
      } finally {
        lock.unlockWrite(stamp);
      }
    }
    from.end.reached();
    if (why != null) {
      receiver.stopped(why);
    }
  }

  private @Nullable FramePortException readUntilClosed(Opened from, FrameReceiver receiver) {
    HandOver handOver = new HandOver(receiver, counters, share.offloads());
    int errors = 0;
    boolean down = false;
    while (!from.closed) {
      int frames = from.source.read(handOver);
      if (down && from.isGone()) {
        return RawSocket.vanished(name);
      }
      boolean idle = frames == -SystemCalls.EAGAIN;
      errors = frames >= 0 || idle ? 0 : errors + 1;
      down =
          frames == -SystemCalls.ENETDOWN
              || down && !SystemInterface.find(name).map(SystemInterface::up).orElse(false);
      boolean passing =
          frames >= 0
              || idle
              || frames == -SystemCalls.EINTR
              || frames == -SystemCalls.ENETDOWN
              || frames == -SystemCalls.EINVAL;
      if (frames == -SystemCalls.EINVAL) {
        counters.dropped(Drop.NOT_DESCRIBED);
      }
      if (!passing || errors > MAX_ERRORS_IN_A_ROW) {
        return from.sender.refusal("receive", -frames);
      }
    }
    return null;
  }

  /** What is open between start and close; the reading thread releases it. */
  private static final class Opened {
    private final SystemInterface on;
    final RawSocket sender;
    final FrameSource source;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment sending = arena.allocate(MAX_FRAME, 8); // guarded by itself
    private final ReaderEnd end = new ReaderEnd();
    volatile boolean closed;

    Opened(SystemInterface on, RawSocket sender, FrameSource source) {
      this.on = on;
      this.sender = sender;
      this.source = source;
    }

    int send(byte[] frame, int length) {
      synchronized (sending) {
        MemorySegment.copy(frame, 0, sending, JAVA_BYTE, 0, length);
        return SystemCalls.send(sender.descriptor(), sending, length, PacketLayout.MSG_DONTWAIT);
      }
    }

    /** Whether the interface it was opened on is no more, whatever has its name now. */
    boolean isGone() {
      return SystemInterface.find(on.name()).filter(now -> now.index() == on.index()).isEmpty();
    }

    void release() {
      source.close();
      sender.close();
      arena.close();
    }
  }
}
