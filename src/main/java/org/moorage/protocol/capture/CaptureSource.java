package org.moorage.protocol.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.Octets;

/** The octets of a capture file in order, its byte order, and what went wrong with it. */
final class CaptureSource {

  private final InputStream in;
  private final byte[] scratch = new byte[8_192];
  private boolean littleEndian;
  private long offset;
  private long recordStart;
  private long skipped;
  private boolean partial;
  private CaptureReader.@Nullable Problem problem;

  CaptureSource(InputStream in) {
    this.in = in;
  }

  void littleEndian(boolean little) {
    littleEndian = little;
  }

  /** Where a record or block begins: what a problem names. */
  void beginRecord() {
    recordStart = offset;
  }

  /** Four octets as a big-endian number whatever the byte order; empty at the end of the file. */
  Optional<Integer> tag() throws IOException {
    return take(4).map(octets -> (int) octets.u32(0));
  }

  /** So many octets; empty where fewer are left. */
  Optional<Octets> take(int count) throws IOException {
    byte[] bytes = new byte[count];
    int got = in.readNBytes(bytes, 0, count);
    offset += got;
    if (got < count) {
      partial = got > 0;
      return Optional.empty();
    }
    return Optional.of(Octets.copyOf(bytes, 0, count));
  }

  /** Whether the last {@link #take} found some octets, but not enough. */
  boolean endedInside() {
    return partial;
  }

  /** Passes over octets; false where the file ends before. */
  boolean skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int got = in.readNBytes(scratch, 0, (int) Math.min(left, scratch.length));
      offset += got;
      left -= got;
      if (got == 0) {
        return false;
      }
    }
    return true;
  }

  /** Two octets in the file's byte order. */
  int u16(Octets octets, int at) {
    int value = octets.u16(at);
    return littleEndian ? Short.toUnsignedInt(Short.reverseBytes((short) value)) : value;
  }

  /** Four octets in the file's byte order, 0..2^32-1. */
  long u32(Octets octets, int at) {
    long value = octets.u32(at);
    return littleEndian ? Integer.toUnsignedLong(Integer.reverseBytes((int) value)) : value;
  }

  /** Eight octets in the file's byte order. */
  long u64(Octets octets, int at) {
    long value = octets.u64(at);
    return littleEndian ? Long.reverseBytes(value) : value;
  }

  /** Ends the reading at the beginning of the current record. */
  <T> Optional<T> fail(String reason) {
    problem = new CaptureReader.Problem(reason, recordStart);
    return Optional.empty();
  }

  Optional<CaptureReader.Problem> problem() {
    return Optional.ofNullable(problem);
  }

  void countSkipped() {
    skipped++;
  }

  long skipped() {
    return skipped;
  }
}
