package org.moorage.frameport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.moorage.frameport.PacketLayout.Pollfd;
import org.moorage.frameport.PacketLayout.Tpacket3;
import org.moorage.frameport.PacketLayout.TpacketBlock;
import org.moorage.frameport.PacketLayout.TpacketReq3;

/**
 * Frames in memory the kernel writes them to, block by block (TPACKET_V3, packet_mmap of the
 * kernel's documentation): no system call for a frame. A block is handed over when it is full or
 * {@value #RETIRE_MILLIS} ms old, so that is how late a frame may be seen.
 */
final class ReceiveRing implements FrameSource {

  /** Some 370 small frames or 40 of 1,500 octets. */
  private static final int BLOCK = 64 * 1024;

  /** Together 4 MiB: what arrives within some 15 ms at a million small frames a second. */
  private static final int BLOCKS = 64;

  private static final int RETIRE_MILLIS = 1;
  private static final int FRAME_SIZE = 2048; // only has to divide the block; frames are packed

  private static final VarHandle STATUS = JAVA_INT.varHandle();

  private final RawSocket socket;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment ring;
  private final MemorySegment polled;
  private int block;

  private ReceiveRing(RawSocket socket, long address) {
    this.socket = socket;
    ring =
        MemorySegment.ofAddress(address)
            .reinterpret((long) BLOCK * BLOCKS, arena, SystemCalls::munmap);
    polled = arena.allocate(Pollfd.SIZE, 8);
    polled.set(JAVA_INT, Pollfd.DESCRIPTOR, socket.descriptor());
    polled.set(JAVA_SHORT, Pollfd.EVENTS, PacketLayout.POLLIN);
  }

  /**
   * A ring for a socket that is not yet bound and describes each frame's offloads; it owns the
   * socket from now on.
   */
  static ReceiveRing of(RawSocket socket) throws FramePortException {
    int level = PacketLayout.SOL_PACKET;
    socket.set(level, PacketLayout.PACKET_VERSION, PacketLayout.TPACKET_V3, "use TPACKET_V3");
    try (Arena call = Arena.ofConfined()) {
      MemorySegment shape = call.allocate(TpacketReq3.SIZE, 4);
      shape.set(JAVA_INT, TpacketReq3.BLOCK_SIZE, BLOCK);
      shape.set(JAVA_INT, TpacketReq3.BLOCK_COUNT, BLOCKS);
      shape.set(JAVA_INT, TpacketReq3.FRAME_SIZE, FRAME_SIZE);
      shape.set(JAVA_INT, TpacketReq3.FRAME_COUNT, BLOCKS * (BLOCK / FRAME_SIZE));
      shape.set(JAVA_INT, TpacketReq3.RETIRE_MILLIS, RETIRE_MILLIS);
      socket.set(level, PacketLayout.PACKET_RX_RING, shape, "make a receive ring");
    }
    long address = SystemCalls.mmap((long) BLOCK * BLOCKS, socket.descriptor());
    if (address < 0) {
      throw socket.refusal("map the receive ring", (int) -address);
    }
    return new ReceiveRing(socket, address);
  }

  @Override
  public int read(HandOver handOver) {
    return read(handOver, 100);
  }

  /**
   * @param millis how long it waits where there is no block
   */
  int read(HandOver handOver, int millis) {
    if (!isOurs()) {
      int ready = SystemCalls.poll(polled, millis);
      if (ready > 0 && (polled.get(JAVA_SHORT, Pollfd.RETURNED) & PacketLayout.POLLERR) != 0) {
        int error = socket.takeError();
        return error == 0 ? -SystemCalls.EAGAIN : -error;
      }
      if (ready <= 0 || !isOurs()) {
        return ready < 0 ? ready : -SystemCalls.EAGAIN;
      }
    }
    int frames = passBlock(handOver);
    handOver.pause();
    STATUS.setRelease(
        ring, (long) block * BLOCK + TpacketBlock.STATUS, PacketLayout.TP_STATUS_KERNEL);
    block = (block + 1) % BLOCKS;
    return frames;
  }

  private boolean isOurs() {
    int status = (int) STATUS.getAcquire(ring, (long) block * BLOCK + TpacketBlock.STATUS);
    return (status & PacketLayout.TP_STATUS_USER) != 0;
  }

  /** Whatever the kernel wrote, nothing outside the block is read. */
  private int passBlock(HandOver handOver) {
    long base = (long) block * BLOCK;
    long end = base + BLOCK;
    int frames = ring.get(JAVA_INT, base + TpacketBlock.FRAMES);
    long at = base + ring.get(JAVA_INT, base + TpacketBlock.FIRST);
    for (int i = 0; i < frames && at >= base && at <= end - Tpacket3.SIZE; i++) {
      int captured = ring.get(JAVA_INT, at + Tpacket3.CAPTURED);
      long mac = at + HandOver.unsignedShort(ring, at + Tpacket3.MAC);
      if (captured >= 0 && mac + captured <= end) {
        boolean cut = captured != ring.get(JAVA_INT, at + Tpacket3.LENGTH);
        pass(handOver, at, mac, captured, cut);
      }
      at += ring.get(JAVA_INT, at + Tpacket3.NEXT);
    }
    return frames;
  }

  private void pass(HandOver handOver, long at, long mac, int captured, boolean cut) {
    int status = ring.get(JAVA_INT, at + Tpacket3.STATUS);
    if ((status & PacketLayout.TP_STATUS_VLAN_VALID) == 0) {
      handOver.pass(ring, mac, captured, cut, HandOver.UNTAGGED, 0);
      return;
    }
    int type =
        (status & PacketLayout.TP_STATUS_VLAN_TPID_VALID) == 0
            ? 0x8100
            : HandOver.unsignedShort(ring, at + Tpacket3.VLAN_TPID);
    int tag = ring.get(JAVA_INT, at + Tpacket3.VLAN_TCI) & 0xFFFF;
    handOver.pass(ring, mac, captured, cut, tag, type);
  }

  @Override
  public long takeKernelDrops() {
    return socket.takeKernelDrops();
  }

  @Override
  public void close() {
    arena.close();
    socket.close();
  }
}
