package org.moorage.frameport;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.frameport.PacketLayout.VirtioNetHdr;
import org.moorage.frameport.PortCounters.Drop;
import org.moorage.frameport.RawSocket.Instruction;
import org.moorage.protocol.ethernet.EtherType;
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

  /** Bursts of some thousand frames wait in the kernel while the reader is busy. */
  private static final int DATA_QUEUE = 4 * 1024 * 1024;

  /** Room for some thousand control frames the reader has not taken yet. */
  private static final int CONTROL_QUEUE = 2 * 1024 * 1024;

  /** After so many errors without a frame between them the port gives up. */
  private static final int MAX_ERRORS_IN_A_ROW = 100;

  /**
   * A reader without frames looks up as often: whether it is to end, and whether an interface that
   * was switched off is back or gone. Nothing else wakes it; to wait for a waker as well would cost
   * each acknowledgement a second system call.
   */
  private static final int LOOK_UP_MILLIS = 200;

  /** Which frames one of them takes. */
  private enum Share {
    CONTROL,
    DATA;

    private static final int WHOLE = 0x40000;

    /**
     * Tells LLDP, ECP and draft ECP, untagged or behind one S-TAG, from everything else.
     *
     * <p>Codes of linux/bpf_common.h: 0x20 load word, 0x28 load half-word, 0x15 jump if equal, 0x06
     * return. Offsets -4096 + 48 and + 60 are SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT and
     * SKF_AD_VLAN_TPID of linux/filter.h: the kernel has taken the tag off before the filter looks.
     */
    List<Instruction> filter() {
      boolean control = this == CONTROL;
      return List.of(
          new Instruction(0x20, 0, 0, -4096 + 48),
          new Instruction(0x15, 2, 0, 0),
          new Instruction(0x20, 0, 0, -4096 + 60),
          new Instruction(0x15, 0, 4, EtherType.S_TAG.value()),
          new Instruction(0x28, 0, 0, 12),
          new Instruction(0x15, 3, 0, EtherType.LLDP.value()),
          new Instruction(0x15, 2, 0, EtherType.ECP.value()),
          new Instruction(0x15, 1, 0, EtherType.ECP_DRAFT.value()),
          new Instruction(0x06, 0, 0, control ? 0 : WHOLE),
          new Instruction(0x06, 0, 0, control ? WHOLE : 0));
    }

    /** Whether frames may have a checksum to be finished. */
    boolean offloads() {
      return this == DATA;
    }

    /** Octets in front of each frame that describe its offloads. */
    int header() {
      return offloads() ? VirtioNetHdr.SIZE : 0;
    }

    int queue() {
      return this == DATA ? DATA_QUEUE : CONTROL_QUEUE;
    }
  }

  private final String name;
  private final Share share;

  /** Joined; none where every frame on the link is received, whoever it is for. */
  private final Set<MacAddress> groups;

  private final PortCounters counters = new PortCounters();
  private final Object lock = new Object();
  private @Nullable Opened opened; // guarded by lock

  private PacketSocket(String name, Share share, Set<MacAddress> groups) {
    this.name = name;
    this.share = share;
    this.groups = Set.copyOf(groups);
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
    return new PacketSocket(name, Share.CONTROL, groups);
  }

  /** The same whatever they are sent to. */
  public static PacketSocket ofAllControlFrames(String name) {
    return new PacketSocket(name, Share.CONTROL, Set.of());
  }

  /**
   * Every frame on the link that is not one of the control frames.
   *
   * @param name of the interface; looked for when the port is started
   */
  public static PacketSocket ofDataFrames(String name) {
    return new PacketSocket(name, Share.DATA, Set.of());
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
    synchronized (lock) {
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
          .name(share == Share.CONTROL ? "control-" + name : "frames-" + name)
          .start(() -> read(opening, receiver));
    }
  }

  @Override
  public void send(byte[] frame, int length) throws FramePortException {
    if (length < 14 || length > Math.min(MAX_FRAME, frame.length)) {
      throw new FramePortException(
          Reason.BAD_FRAME,
          "a frame of " + length + " octets cannot be sent; 14.." + MAX_FRAME + " can");
    }
    synchronized (lock) {
      Opened to = opened;
      if (to == null) {
        throw new FramePortException(Reason.NOT_OPEN, "port " + name + " is not open");
      }
      int header = share.header();
      MemorySegment.copy(frame, 0, to.sending, JAVA_BYTE, header, length);
      int sent =
          SystemCalls.send(
              to.socket.descriptor(),
              to.sending,
              (long) header + length,
              PacketLayout.MSG_DONTWAIT);
      if (sent >= 0) {
        counters.sent(length);
      } else if (sent == -SystemCalls.EAGAIN || sent == -SystemCalls.ENOBUFS) {
        counters.dropped(Drop.SEND_QUEUE_FULL);
      } else if (sent == -SystemCalls.EMSGSIZE) {
        throw new FramePortException(
            Reason.BAD_FRAME,
            "a frame of " + length + " octets is larger than the MTU of " + name + " allows");
      } else {
        throw to.socket.refusal("send", -sent);
      }
    }
  }

  @Override
  public FramePortCounters counters() {
    synchronized (lock) {
      if (opened != null) {
        counters.dropped(Drop.RECEIVE_QUEUE_FULL, opened.socket.takeKernelDrops());
      }
    }
    return counters.snapshot();
  }

  /** Returns when the reading thread has ended, unless it is that thread itself that closes. */
  @Override
  public void close() {
    Opened closing;
    synchronized (lock) {
      closing = opened;
      if (closing == null) {
        return;
      }
      opened = null;
      closing.closed = true;
    }
    closing.end.await();
  }

  private Opened open(SystemInterface on) throws FramePortException {
    RawSocket socket = RawSocket.open(on);
    try {
      int level = PacketLayout.SOL_PACKET;
      socket.set(level, PacketLayout.PACKET_AUXDATA, 1, "ask for VLAN tags");
      if (share.offloads()) {
        socket.set(level, PacketLayout.PACKET_VNET_HDR, 1, "ask for unfinished checksums");
      }
      socket.set(level, PacketLayout.PACKET_IGNORE_OUTGOING, 1, "leave out our own frames");
      socket.filter(share.filter());
      socket.receiveQueue(share.queue());
      receiveGroups(socket);
      socket.waitAtMost(LOOK_UP_MILLIS);
      socket.bind();
      return new Opened(on, socket);
    } catch (FramePortException refused) {
      socket.close();
      throw refused;
    }
  }

  /** Makes the interface receive what is not sent to its own address. */
  private void receiveGroups(RawSocket socket) throws FramePortException {
    if (groups.isEmpty()) {
      socket.promiscuous();
    }
    for (MacAddress group : groups) {
      socket.join(group);
    }
  }

  /** The reading thread from its beginning to its end. */
  private void read(Opened from, FrameReceiver receiver) {
    from.end.begins();
    FramePortException why = null;
    try (Arena arena = Arena.ofConfined()) {
      why = readUntilClosed(from, receiver, arena);
    } catch (RuntimeException defect) {
      why = new FramePortException(Reason.DEFECT, "reading from " + name + " failed: " + defect);
      why.initCause(defect);
    } finally {
      synchronized (lock) {
        counters.dropped(Drop.RECEIVE_QUEUE_FULL, from.socket.takeKernelDrops());
        if (opened == from) {
          opened = null;
        }
        from.release();
      }
    }
    from.end.reached();
    if (why != null) {
      receiver.stopped(why);
    }
  }

  private @Nullable FramePortException readUntilClosed(
      Opened from, FrameReceiver receiver, Arena arena) {
    PacketBatch batch = new PacketBatch(arena, share.offloads());
    int errors = 0;
    boolean down = false;
    while (!from.closed) {
      int frames = batch.read(from.socket.descriptor());
      for (int i = 0; i < frames; i++) {
        batch.deliver(i, receiver, counters);
      }
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
        return from.socket.refusal("receive", -frames);
      }
    }
    return null;
  }

  /** What is open between start and close; the reading thread releases it. */
  private static final class Opened {
    private final SystemInterface on;
    final RawSocket socket;
    final Arena arena = Arena.ofShared();
    final MemorySegment sending = arena.allocate(VirtioNetHdr.SIZE + (long) MAX_FRAME, 8);
    private final ReaderEnd end = new ReaderEnd();
    volatile boolean closed;

    Opened(SystemInterface on, RawSocket socket) {
      this.on = on;
      this.socket = socket;
    }

    /** Whether the interface it was opened on is no more, whatever has its name now. */
    boolean isGone() {
      return SystemInterface.find(on.name()).filter(now -> now.index() == on.index()).isEmpty();
    }

    void release() {
      socket.close();
      arena.close();
    }
  }
}
