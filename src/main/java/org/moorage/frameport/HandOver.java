package org.moorage.frameport;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.moorage.frameport.PacketLayout.VirtioNetHdr;
import org.moorage.frameport.PortCounters.Drop;

/**
 * Makes whole frames of what the kernel hands over and passes them on: the VLAN tag it took off is
 * put back, the checksum the sender left to hardware is finished.
 *
 * <p>Owned by the reading thread. All access goes through bounded segments; the caller compares
 * every length the kernel reports with the room there is before.
 */
final class HandOver {

  /** There was no tag. */
  static final int UNTAGGED = -1;

  /** Made once: a layout made for each access costs more than the frame. */
  private static final ValueLayout.OfShort UNALIGNED_SHORT = JAVA_SHORT.withByteAlignment(1);

  private static final ValueLayout.OfInt UNALIGNED_INT =
      JAVA_INT.withByteAlignment(1).withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle U32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Where SCTP has its checksum (RFC 9260, SCTP Common Header); nobody else has one there. */
  private static final int SCTP_CHECKSUM = 8;

  private static final int CRC = 4;
  private static final int TAG = 4;
  private static final int ADDRESSES = 12;

  private final byte[] frame = new byte[FramePort.MAX_FRAME];
  private final FrameReceiver receiver;
  private final PortCounters counters;
  private final boolean offloads;

  /** What was passed on and not yet counted. */
  private long frames;

  private long octets;

  /**
   * @param offloads whether a struct virtio_net_hdr stands in front of each frame
   */
  HandOver(FrameReceiver receiver, PortCounters counters, boolean offloads) {
    this.receiver = receiver;
    this.counters = counters;
    this.offloads = offloads;
  }

  /** Octets in front of each frame that describe its offloads. */
  int header() {
    return offloads ? VirtioNetHdr.SIZE : 0;
  }

  /**
   * One frame.
   *
   * @param at where it begins; its offload header stands before that
   * @param cut whether it was longer than the room the kernel had for it
   * @param tag the two octets behind the TPID of the tag that was taken off, or {@link #UNTAGGED}
   * @param tagType the TPID of that tag
   */
  void pass(MemorySegment memory, long at, int length, boolean cut, int tag, int tagType) {
    int whole = tag == UNTAGGED ? length : length + TAG;
    if (cut || whole > FramePort.MAX_FRAME) {
      counters.dropped(Drop.OVERSIZE);
      return;
    }
    if (length < ADDRESSES + 2) {
      counters.dropped(Drop.TOO_SHORT);
      return;
    }
    if (offloads && !finish(memory, at, length)) {
      return;
    }
    copy(memory, at, length, tag, tagType);
    frames++;
    octets += whole;
    receiver.received(frame, whole);
  }

  /** What was passed on is counted, and the receiver told that there is no more for now. */
  void pause() {
    if (frames > 0) {
      counters.received(frames, octets);
      frames = 0;
      octets = 0;
      receiver.paused();
    }
  }

  private void copy(MemorySegment memory, long at, int length, int tag, int tagType) {
    if (tag == UNTAGGED) {
      MemorySegment.copy(memory, JAVA_BYTE, at, frame, 0, length);
      return;
    }
    // Moving the addresses within the array is cheaper than a second copy out of the segment.
    MemorySegment.copy(memory, JAVA_BYTE, at, frame, TAG, length);
    U64.set(frame, 0, (long) U64.get(frame, TAG));
    U32.set(frame, 8, (int) U32.get(frame, TAG + 8));
    U32.set(frame, ADDRESSES, tagType << 16 | tag);
  }

  /** Does what the sender left undone; false, and counted, where that cannot be done. */
  private boolean finish(MemorySegment memory, long at, int length) {
    long header = at - VirtioNetHdr.SIZE;
    if (memory.get(JAVA_BYTE, header + VirtioNetHdr.GSO_TYPE)
        != PacketLayout.VIRTIO_NET_HDR_GSO_NONE) {
      counters.dropped(Drop.SEGMENTATION_OFFLOAD);
      return false;
    }
    int flags = memory.get(JAVA_BYTE, header + VirtioNetHdr.FLAGS);
    if ((flags & PacketLayout.VIRTIO_NET_HDR_F_NEEDS_CSUM) == 0) {
      return true;
    }
    int start = unsignedShort(memory, header + VirtioNetHdr.CSUM_START);
    int offset = unsignedShort(memory, header + VirtioNetHdr.CSUM_OFFSET);
    int field = start + offset;
    if (start > length || field > length - (offset == SCTP_CHECKSUM ? CRC : 2)) {
      counters.dropped(Drop.BAD_CHECKSUM_OFFSET);
      return false;
    }
    if (offset == SCTP_CHECKSUM) {
      finishCrc(memory, at, length, start, field);
    } else {
      finishChecksum(memory, at, length, start, field);
    }
    return true;
  }

  /** SCTP's sum is a CRC32c over its packet with 0 in the field, lowest octet first. */
  private static void finishCrc(MemorySegment memory, long at, int length, int start, int field) {
    memory.set(UNALIGNED_INT, at + field, 0);
    CRC32C sum = new CRC32C();
    sum.update(memory.asSlice(at + start, length - start).asByteBuffer());
    memory.set(UNALIGNED_INT, at + field, (int) sum.getValue());
  }

  /**
   * A sender on a virtual link may leave the sum over the payload to hardware that is not there: it
   * wrote the pseudo header's part into the checksum field and says where to begin. The complement
   * of the sum from there on is what belongs into the field.
   */
  private static void finishChecksum(
      MemorySegment memory, long at, int length, int start, int field) {
    long sum = 0;
    for (int i = start; i < length; i++) {
      int octet = memory.get(JAVA_BYTE, at + i) & 0xFF;
      sum += (i - start) % 2 == 0 ? octet << 8 : octet;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    int checksum = (int) ~sum & 0xFFFF;
    int written = checksum == 0 ? 0xFFFF : checksum; // 0 would mean "no checksum" in UDP
    memory.set(JAVA_BYTE, at + field, (byte) (written >>> 8));
    memory.set(JAVA_BYTE, at + field + 1, (byte) written);
  }

  static int unsignedShort(MemorySegment segment, long at) {
    return Short.toUnsignedInt(segment.get(UNALIGNED_SHORT, at));
  }
}
