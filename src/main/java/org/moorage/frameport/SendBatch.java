package org.moorage.frameport;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.moorage.frameport.PacketLayout.Iovec;
import org.moorage.frameport.PacketLayout.Mmsghdr;

/**
 * Frames that wait to be sent by one system call. Filled and sent by one thread; its memory is
 * given back when nobody refers to it any more.
 */
public final class SendBatch {

  /** More frames than this do not make one of them cheaper. */
  public static final int FRAMES = 64;

  /** Seven of the largest frames. */
  private static final int ROOM = 64 * 1024;

  /** Each frame begins where the processor likes to copy to. */
  private static final int ALIGNMENT = 16;

  private final MemorySegment octets;
  private final MemorySegment vectors;
  private final MemorySegment messages;
  private final int[] lengths = new int[FRAMES];
  private final long base;
  private int count;
  private int used;

  public SendBatch() {
    Arena arena = Arena.ofAuto();
    octets = arena.allocate(ROOM, 64);
    vectors = arena.allocate(FRAMES * Iovec.SIZE, 8);
    messages = arena.allocate(FRAMES * Mmsghdr.SIZE, 8);
    base = octets.address();
    for (int i = 0; i < FRAMES; i++) {
      long at = i * Mmsghdr.SIZE;
      messages.set(ADDRESS, at + Mmsghdr.IOV, vectors.asSlice(i * Iovec.SIZE, Iovec.SIZE));
      messages.set(JAVA_LONG, at + Mmsghdr.IOVLEN, 1);
    }
  }

  /**
   * Takes a copy of a frame.
   *
   * @param length octets of it that are the frame, without FCS, at most {@link FramePort#MAX_FRAME}
   *     and two tags
   * @return false where there is no room: send the batch, then add it again
   */
  public boolean add(byte[] frame, int length) {
    if (!hasRoom(length)) {
      return false;
    }
    MemorySegment.copy(frame, 0, octets, JAVA_BYTE, used, length);
    added(length);
    return true;
  }

  /**
   * Takes a copy of a frame in two pieces.
   *
   * @param from where in the frame the rest begins
   * @param end where it ends
   * @return as above
   */
  public boolean add(byte[] head, int headLength, byte[] frame, int from, int end) {
    int rest = end - from;
    if (!hasRoom(headLength + rest)) {
      return false;
    }
    MemorySegment.copy(head, 0, octets, JAVA_BYTE, used, headLength);
    MemorySegment.copy(frame, from, octets, JAVA_BYTE, (long) used + headLength, rest);
    added(headLength + rest);
    return true;
  }

  private boolean hasRoom(int length) {
    return count < FRAMES && used + length <= ROOM;
  }

  private void added(int length) {
    long vector = count * Iovec.SIZE;
    vectors.set(JAVA_LONG, vector + Iovec.BASE, base + used);
    vectors.set(JAVA_LONG, vector + Iovec.LENGTH, length);
    lengths[count++] = length;
    used = Math.min(ROOM, (used + length + ALIGNMENT - 1) & -ALIGNMENT);
  }

  public boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  /** Octets of the frames from one on up to another, left out. */
  long octets(int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += lengths[i];
    }
    return sum;
  }

  /** The messages from one on, for sendmmsg. */
  MemorySegment messages(int from) {
    return from == 0 ? messages : messages.asSlice(from * Mmsghdr.SIZE);
  }

  /** Forgets what was not sent. */
  public void clear() {
    count = 0;
    used = 0;
  }
}
