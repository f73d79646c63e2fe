package org.moorage.frameport;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.moorage.frameport.PacketLayout.Cmsghdr;
import org.moorage.frameport.PacketLayout.Iovec;
import org.moorage.frameport.PacketLayout.Mmsghdr;
import org.moorage.frameport.PacketLayout.TpacketAuxdata;
import org.moorage.frameport.PacketLayout.VirtioNetHdr;
import org.moorage.frameport.PortCounters.Drop;

/**
 * Memory for a batch of frames read by one system call, and what makes whole frames of them again:
 * the VLAN tag the kernel took off is put back, the checksum the sender left to hardware is
 * finished.
 *
 * <p>Owned by the reading thread. All access goes through bounded segments, and every length the
 * kernel reports is compared with its slot before it is used.
 */
final class PacketBatch {

  /** Frames taken by one call: enough to spread its cost, little enough to stay in the cache. */
  static final int FRAMES = 32;

  private static final int TAG = 4;
  private static final int ADDRESSES = 12;

  /** Room for the offload header and the largest frame, a multiple of 64. */
  private static final int SLOT = (VirtioNetHdr.SIZE + FramePort.MAX_FRAME + 63) / 64 * 64;

  /** Room for the one control message asked for, and what its alignment adds. */
  private static final int CONTROL = 64;

  private final MemorySegment messages;
  private final MemorySegment slots;
  private final MemorySegment controls;
  private final byte[] frame = new byte[FramePort.MAX_FRAME];
  private final boolean offloads;
  private final int header;

  /** Slots the last call may have written to: only those are prepared again. */
  private int used = FRAMES;

  /**
   * @param offloads whether the socket describes each frame's offloads in front of it; its tag is
   *     always beside it
   */
  PacketBatch(Arena arena, boolean offloads) {
    this.offloads = offloads;
    header = offloads ? VirtioNetHdr.SIZE : 0;
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

  /** Waits for a frame and reads what is there: how many frames, or minus the error number. */
  int read(int descriptor) {
    for (int i = 0; i < used; i++) {
      messages.set(JAVA_LONG, i * Mmsghdr.SIZE + Mmsghdr.CONTROLLEN, CONTROL);
      messages.set(JAVA_INT, i * Mmsghdr.SIZE + Mmsghdr.FLAGS, 0);
    }
    int frames = SystemCalls.recvmmsg(descriptor, messages, FRAMES, PacketLayout.MSG_WAITFORONE);
    used = Math.min(FRAMES, Math.max(0, frames) + 1);
    return frames;
  }

  /** Hands the frame of one slot on, whole, or counts why not. */
  void deliver(int index, FrameReceiver receiver, PortCounters counters) {
    long message = index * Mmsghdr.SIZE;
    int length = messages.get(JAVA_INT, message + Mmsghdr.LENGTH) - header;
    boolean truncated =
        (messages.get(JAVA_INT, message + Mmsghdr.FLAGS) & PacketLayout.MSG_TRUNC) != 0;
    int tag = strippedTag(index);
    int whole = tag < 0 ? length : length + TAG;
    if (truncated || whole > FramePort.MAX_FRAME) {
      counters.dropped(Drop.OVERSIZE);
      return;
    }
    if (length < ADDRESSES + 2) {
      counters.dropped(Drop.TOO_SHORT);
      return;
    }
    MemorySegment slot = slots.asSlice((long) index * SLOT, header + length);
    if (offloads
        && slot.get(JAVA_BYTE, VirtioNetHdr.GSO_TYPE) != PacketLayout.VIRTIO_NET_HDR_GSO_NONE) {
      counters.dropped(Drop.SEGMENTATION_OFFLOAD);
      return;
    }
    if (offloads && !finishChecksum(slot, length)) {
      counters.dropped(Drop.BAD_CHECKSUM_OFFSET);
      return;
    }
    copy(slot, length, tag, index);
    counters.received(whole);
    receiver.received(frame, whole);
  }

  private void copy(MemorySegment slot, int length, int tag, int index) {
    int from = header;
    if (tag < 0) {
      MemorySegment.copy(slot, JAVA_BYTE, from, frame, 0, length);
      return;
    }
    MemorySegment.copy(slot, JAVA_BYTE, from, frame, 0, ADDRESSES);
    int type = tagType(index);
    frame[ADDRESSES] = (byte) (type >>> 8);
    frame[ADDRESSES + 1] = (byte) type;
    frame[ADDRESSES + 2] = (byte) (tag >>> 8);
    frame[ADDRESSES + 3] = (byte) tag;
    MemorySegment.copy(
        slot, JAVA_BYTE, from + ADDRESSES, frame, ADDRESSES + TAG, length - ADDRESSES);
  }

  /**
   * A sender on a virtual link may leave the sum over the payload to hardware that is not there: it
   * wrote the pseudo header's part into the checksum field and says where to begin. The complement
   * of the sum from there on is what belongs into the field.
   */
  private static boolean finishChecksum(MemorySegment slot, int length) {
    int flags = slot.get(JAVA_BYTE, VirtioNetHdr.FLAGS);
    if ((flags & PacketLayout.VIRTIO_NET_HDR_F_NEEDS_CSUM) == 0) {
      return true;
    }
    int start = unsignedShort(slot, VirtioNetHdr.CSUM_START);
    int field = start + unsignedShort(slot, VirtioNetHdr.CSUM_OFFSET);
    if (start > length || field > length - 2) {
      return false;
    }
    long sum = 0;
    for (int i = start; i < length; i++) {
      int octet = slot.get(JAVA_BYTE, VirtioNetHdr.SIZE + (long) i) & 0xFF;
      sum += (i - start) % 2 == 0 ? octet << 8 : octet;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    int checksum = (int) ~sum & 0xFFFF;
    int written = checksum == 0 ? 0xFFFF : checksum; // 0 would mean "no checksum" in UDP
    slot.set(JAVA_BYTE, VirtioNetHdr.SIZE + (long) field, (byte) (written >>> 8));
    slot.set(JAVA_BYTE, VirtioNetHdr.SIZE + (long) field + 1, (byte) written);
    return true;
  }

  /** The two octets behind the TPID of a tag the kernel took off; -1 where it took none. */
  private int strippedTag(int index) {
    long at = auxiliary(index);
    if (at < 0) {
      return -1;
    }
    int status = controls.get(JAVA_INT, at + TpacketAuxdata.STATUS);
    return (status & PacketLayout.TP_STATUS_VLAN_VALID) == 0
        ? -1
        : unsignedShort(controls, at + TpacketAuxdata.VLAN_TCI);
  }

  private int tagType(int index) {
    long at = auxiliary(index);
    int status = controls.get(JAVA_INT, at + TpacketAuxdata.STATUS);
    return (status & PacketLayout.TP_STATUS_VLAN_TPID_VALID) == 0
        ? 0x8100
        : unsignedShort(controls, at + TpacketAuxdata.VLAN_TPID);
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

  private static int unsignedShort(MemorySegment segment, long at) {
    return Short.toUnsignedInt(segment.get(JAVA_SHORT.withByteAlignment(1), at));
  }
}
