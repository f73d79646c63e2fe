package org.moorage.agent.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.OctetsReader;

/**
 * What stands in the file of events: records one behind the other, each with a checksum.
 *
 * <pre>
 * +-----------+------------+------------+---------+------------------+
 * | 4D 53 (2) | length (4) | CRC32C (4) | kind(1) | rest of length   |
 * +-----------+------------+------------+---------+------------------+
 * kind 1: event  epoch (8), sequence (8), gap before (1), microseconds (8), subject length (2)
 *                subject, the event as JSON
 * kind 2: kept   epoch (8), sequence (8): the manager keeps everything up to here
 * </pre>
 *
 * <p>Whatever is damaged is skipped: reading goes on at the next place where marker, length and
 * checksum agree.
 */
final class SpoolRecords {

  static final int HEADER = 10;

  private static final int MARKER = 0x4D53;
  private static final int EVENT = 1;
  private static final int KEPT = 2;
  private static final int EVENT_FIXED = 28;
  private static final int KEPT_SIZE = 17;
  private static final int MAX_PAYLOAD = 4 << 20;

  private SpoolRecords() {}

  /**
   * What came of reading a file.
   *
   * @param events not yet kept by a manager
   * @param damaged octets that belong to no record
   */
  record Reading(List<SpooledEvent> events, int damaged) {
    Reading {
      events = List.copyOf(events);
    }
  }

  static Octets event(SpooledEvent event) {
    Octets subject = Octets.of(event.subject().getBytes(StandardCharsets.UTF_8));
    return record(
        Octets.builder()
            .u8(EVENT)
            .u64(event.epoch())
            .u64(event.sequence())
            .u8(event.gapBefore() ? 1 : 0)
            .u64(event.atMicros())
            .u16(subject.size())
            .octets(subject)
            .octets(event.json()));
  }

  static Octets kept(long epoch, long sequence) {
    return record(Octets.builder().u8(KEPT).u64(epoch).u64(sequence));
  }

  static Reading read(Octets file) {
    List<SpooledEvent> events = new ArrayList<>();
    int damaged = 0;
    int at = 0;
    while (at < file.size()) {
      int length = payloadAt(file, at);
      if (length == 0 || !take(file.slice(at + HEADER, length), events)) {
        damaged++;
        at++;
      } else {
        at += HEADER + length;
      }
    }
    return new Reading(events, damaged);
  }

  /** The size of the payload of the record that begins here; 0 where none does. */
  private static int payloadAt(Octets file, int at) {
    if (file.size() - at < HEADER + KEPT_SIZE || file.u16(at) != MARKER) {
      return 0;
    }
    long length = file.u32(at + 2);
    if (length < KEPT_SIZE || length > MAX_PAYLOAD || length > file.size() - at - HEADER) {
      return 0;
    }
    Octets payload = file.slice(at + HEADER, (int) length);
    return checksum(payload) == file.u32(at + 6) ? (int) length : 0;
  }

  private static boolean take(Octets payload, List<SpooledEvent> events) {
    OctetsReader in = new OctetsReader(payload);
    int kind = in.u8();
    if (kind == KEPT) {
      long epoch = long64(in);
      long sequence = long64(in);
      events.removeIf(event -> event.epoch() == epoch && event.sequence() <= sequence);
      return true;
    }
    if (kind != EVENT || payload.size() < EVENT_FIXED) {
      return false;
    }
    long epoch = long64(in);
    long sequence = long64(in);
    boolean gap = in.u8() == 1;
    long micros = long64(in);
    int subject = in.u16();
    if (!in.has(subject)) {
      return false;
    }
    String about = new String(in.take(subject).toArray(), StandardCharsets.UTF_8);
    events.add(new SpooledEvent(epoch, sequence, gap, micros, about, in.rest()));
    return true;
  }

  private static long long64(OctetsReader in) {
    return in.u32() << 32 | in.u32();
  }

  private static Octets record(OctetsBuilder built) {
    Octets payload = built.build();
    return Octets.builder()
        .u16(MARKER)
        .u32(payload.size())
        .u32(checksum(payload))
        .octets(payload)
        .build();
  }

  private static long checksum(Octets payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.wrap(payload.toArray()));
    return crc.getValue();
  }
}
