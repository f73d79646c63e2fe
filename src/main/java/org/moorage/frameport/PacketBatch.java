package org.moorage.frameport;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.moorage.frameport.PacketLayout.Cmsghdr;
import org.moorage.frameport.PacketLayout.Iovec;
import org.moorage.frameport.PacketLayout.Mmsghdr;
import org.moorage.frameport.PacketLayout.TpacketAuxdata;
import org.moorage.frameport.PacketLayout.VirtioNetHdr;

/** Memory for a batch of frames read by one system call. Owned by the reading thread. */
final class PacketBatch {

  /** Frames taken by one call: enough to spread its cost, little enough to stay in the cache. */
  static final int FRAMES = 32;

  /** Room for the offload header and the largest frame, a multiple of 64. */
  private static final int SLOT = (VirtioNetHdr.SIZE + FramePort.MAX_FRAME + 63) / 64 * 64;

  /** Room for the one control message asked for, and what its alignment adds. */
  private static final int CONTROL = 64;

  private final MemorySegment messages;
  private final MemorySegment slots;
  private final MemorySegment controls;
  private final int header;

  /** Slots the last call may have written to: only those are prepared again. */
  private int used = FRAMES;

  /**
   * @param header octets the socket puts in front of each frame; its tag is always beside it
   */
  PacketBatch(Arena arena, int header) {
    this.header = header;
    messages = arena.allocate(FRAMES * Mmsghdr.SIZE, 8);
    slots = arena.allocate((long) FRAMES * SLOT, 64);
    controls = arena.allocate((long) FRAMES * CONTROL, 8);
    MemorySegment vectors = arena.allocate(FRAMES * Iovec.SIZE, 8);
    for (int i = 0; i < FRAMES; i++) {
      vectors.set(ADDRESS, i * Iovec.SIZE + Iovec.BASE, slots.asSlice((long) i * SLOT, SLOT));
      vectors.set(JAVA_LONG, i * Iovec.SIZE + Iovec.LENGTH, SLOT);
      long at = i * Mmsghdr.SIZE;
      messages.set(ADDRESS, at + Mmsghdr.IOV, vectors.asSlice(i * Iovec.SIZE, Iovec.SIZE));
      messages.set(JAVA_LONG, at + Mmsghdr.IOVLEN, 1);
      messages.set(ADDRESS, at + Mmsghdr.CONTROL, controls.asSlice((long) i * CONTROL, CONTROL));
    }
  }

  /**
   * Reads what is there.
   *
   * @param waits whether it waits for the first frame
   * @return how many frames, or minus the error number
   */
  int read(int descriptor, boolean waits) {
    for (int i = 0; i < used; i++) {
      messages.set(JAVA_LONG, i * Mmsghdr.SIZE + Mmsghdr.CONTROLLEN, CONTROL);
      messages.set(JAVA_INT, i * Mmsghdr.SIZE + Mmsghdr.FLAGS, 0);
    }
    int flags = waits ? PacketLayout.MSG_WAITFORONE : PacketLayout.MSG_DONTWAIT;
    int frames = SystemCalls.recvmmsg(descriptor, messages, FRAMES, flags);
    used = Math.min(FRAMES, Math.max(0, frames) + 1);
    return frames;
  }

  /** Passes the frame of one slot on. */
  void pass(int index, HandOver handOver) {
    long message = index * Mmsghdr.SIZE;
    int length = messages.get(JAVA_INT, message + Mmsghdr.LENGTH) - header;
    boolean cut = (messages.get(JAVA_INT, message + Mmsghdr.FLAGS) & PacketLayout.MSG_TRUNC) != 0;
    int tag = strippedTag(index);
    int tagType = tag == HandOver.UNTAGGED ? 0 : tagType(index);
    handOver.pass(slots, (long) index * SLOT + header, length, cut, tag, tagType);
  }

  /** The two octets behind the TPID of a tag the kernel took off. */
  private int strippedTag(int index) {
    long at = auxiliary(index);
    if (at < 0) {
      return HandOver.UNTAGGED;
    }
    int status = controls.get(JAVA_INT, at + TpacketAuxdata.STATUS);
    return (status & PacketLayout.TP_STATUS_VLAN_VALID) == 0
        ? HandOver.UNTAGGED
        : HandOver.unsignedShort(controls, at + TpacketAuxdata.VLAN_TCI);
  }

  private int tagType(int index) {
    long at = auxiliary(index);
    int status = controls.get(JAVA_INT, at + TpacketAuxdata.STATUS);
    return (status & PacketLayout.TP_STATUS_VLAN_TPID_VALID) == 0
        ? 0x8100
        : HandOver.unsignedShort(controls, at + TpacketAuxdata.VLAN_TPID);
  }

  /** Where the kernel's remarks on the frame are; -1 where there are none. */
  private long auxiliary(int index) {
    long filled = messages.get(JAVA_LONG, index * Mmsghdr.SIZE + Mmsghdr.CONTROLLEN);
    long at = (long) index * CONTROL;
    boolean whole =
        filled >= Cmsghdr.SIZE + TpacketAuxdata.SIZE
            && controls.get(JAVA_LONG, at + Cmsghdr.LENGTH) >= Cmsghdr.SIZE + TpacketAuxdata.SIZE
            && controls.get(JAVA_INT, at + Cmsghdr.LEVEL) == PacketLayout.SOL_PACKET
            && controls.get(JAVA_INT, at + Cmsghdr.TYPE) == PacketLayout.PACKET_AUXDATA;
    return whole ? at + Cmsghdr.SIZE : -1;
  }
}
