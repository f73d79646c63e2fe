package org.moorage.agent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.moorage.edge.PortName;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.OctetsReader;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.vdp.VsiId;

/**
 * What stands in a journal file: records one behind the other, each with a checksum of its own. The
 * last record about a VSI on a port counts.
 *
 * <pre>
 * +-----------+------------+------------+---------+------------------+
 * | 4D 52 (2) | length (2) | CRC32C (4) | kind(1) | rest of length   |
 * +-----------+------------+------------+---------+------------------+
 * kind 0: nothing, a try whether the disk takes anything
 * kind 1: held      port length (1) port, since in microseconds (8), the VSI as HeldCodec has it
 * kind 3: held on an S-channel   SCID (1), SVID (2), then as kind 1
 * kind 2: released  port length (1) port, VSIID format (1), VSIID (16)
 * </pre>
 *
 * <p>Whatever is damaged is skipped: reading goes on at the next place where marker, length and
 * checksum agree. A tail that was torn by a crash is such a damage.
 */
final class JournalRecords {

  /** Marker, length and checksum. */
  static final int HEADER = 8;

  private static final int MARKER = 0x4D52;
  private static final int NOTHING = 0;
  private static final int HELD = 1;
  private static final int RELEASED = 2;
  private static final int HELD_ON_CHANNEL = 3;

  private static final int SCHANNEL_SIZE = 3;
  private static final int SINCE_SIZE = 8;
  private static final int VSI_SIZE = 1 + VsiId.SIZE;

  /** Organisational TLVs of a longer record are left out: they do not decide anything. */
  private static final int MAX_PAYLOAD = 16_384;

  private JournalRecords() {}

  /**
   * What came of reading a file.
   *
   * @param live the records of what is held, as they stand in the file
   * @param kept what they say
   * @param damaged octets that belong to no record, or to one that says nothing
   */
  record Reading(List<Octets> live, List<Kept> kept, int damaged) {}

  /** Whom a record is about, in the octets it has in the file: port, and VSIID with its format. */
  private record Subject(Octets port, Octets vsi) {}

  static Octets nothing() {
    return record(Octets.builder().u8(NOTHING));
  }

  static Octets held(Kept kept) {
    Octets packed = HeldCodec.encode(kept.held());
    if (packed.size() > MAX_PAYLOAD - 128) {
      HeldVsi held = kept.held();
      packed = HeldCodec.encode(new HeldVsi(held.request().with(List.of()), held.answered()));
    }
    OctetsBuilder payload = Octets.builder().u8(kept.channel().isEmpty() ? HELD : HELD_ON_CHANNEL);
    kept.channel().ifPresent(channel -> payload.u8(channel.scid()).u16(channel.svid()));
    named(payload, kept.port())
        .u64(ChronoUnit.MICROS.between(Instant.EPOCH, kept.since()))
        .octets(packed);
    return record(payload);
  }

  static Octets released(PortName port, VsiId vsi) {
    return record(
        named(Octets.builder().u8(RELEASED), port).u8(vsi.format().code()).octets(vsi.octets()));
  }

  static Reading read(Octets file) {
    List<Octets> live = new ArrayList<>();
    List<Kept> kept = new ArrayList<>();
    int damaged = 0;
    Newest newest = newest(file);
    for (Octets record : newest.live.values()) {
      Optional<Kept> vsi = heldIn(record.from(HEADER));
      if (vsi.isPresent()) {
        live.add(record);
        kept.add(vsi.get());
      } else {
        damaged += record.size();
      }
    }
    return new Reading(live, kept, newest.damaged + damaged);
  }

  /**
   * The records of what is held, as they stand in the file. What else they say is not looked at:
   * tens of thousands are gone through while the agent goes on.
   */
  static Collection<Octets> live(Octets file) {
    return newest(file).live.values();
  }

  private record Newest(Map<Subject, Octets> live, int damaged) {}

  private static Newest newest(Octets file) {
    Map<Subject, Octets> live = new LinkedHashMap<>();
    int damaged = 0;
    int at = 0;
    while (at < file.size()) {
      int size = recordAt(file, at);
      if (size == 0 || !take(file.slice(at, size), live)) {
        damaged++;
        at++;
      } else {
        at += size;
      }
    }
    return new Newest(live, damaged);
  }

  static int sizeOf(Collection<Octets> records) {
    return records.stream().mapToInt(Octets::size).sum();
  }

  /** The size of the record that begins here; 0 where none does. */
  private static int recordAt(Octets file, int at) {
    if (file.size() - at < HEADER + 1 || file.u16(at) != MARKER) {
      return 0;
    }
    int length = file.u16(at + 2);
    if (length < 1 || length > file.size() - at - HEADER) {
      return 0;
    }
    boolean whole = checksum(file.slice(at + HEADER, length)) == file.u32(at + 4);
    return whole ? HEADER + length : 0;
  }

  private static boolean take(Octets record, Map<Subject, Octets> live) {
    OctetsReader in = new OctetsReader(record.from(HEADER));
    int kind = in.u8();
    if (kind == NOTHING) {
      return true;
    }
    if (kind == HELD_ON_CHANNEL && in.has(SCHANNEL_SIZE)) {
      in.take(SCHANNEL_SIZE);
    }
    int length = in.has(1) ? in.u8() : 0;
    if (length == 0 || !in.has(length)) {
      return false;
    }
    Octets port = in.take(length);
    return switch (kind) {
      case HELD, HELD_ON_CHANNEL -> {
        int before = SINCE_SIZE + HeldCodec.VSI_AT;
        boolean whole = in.has(before + VSI_SIZE);
        if (whole) {
          in.take(before);
          live.put(new Subject(port, in.take(VSI_SIZE)), record);
        }
        yield whole;
      }
      case RELEASED -> {
        boolean whole = in.remaining() == VSI_SIZE;
        if (whole) {
          live.remove(new Subject(port, in.take(VSI_SIZE)));
        }
        yield whole;
      }
      default -> false;
    };
  }

  private static Optional<Kept> heldIn(Octets payload) {
    OctetsReader in = new OctetsReader(payload);
    boolean onChannel = in.u8() == HELD_ON_CHANNEL;
    Optional<SChannel> channel = onChannel ? channelIn(in) : Optional.empty();
    Optional<PortName> port = portIn(in);
    if (port.isEmpty() || onChannel && channel.isEmpty() || !in.has(SINCE_SIZE)) {
      return Optional.empty();
    }
    long micros = in.u32() << 32 | in.u32();
    return switch (HeldCodec.decode(in.rest())) {
      case Decoded.Value<HeldVsi>(HeldVsi held) ->
          Optional.of(new Kept(port.get(), channel, held, instant(micros)));
      case Decoded.Malformed<HeldVsi> malformed -> Optional.empty();
    };
  }

  private static Optional<SChannel> channelIn(OctetsReader in) {
    if (!in.has(SCHANNEL_SIZE)) {
      return Optional.empty();
    }
    int scid = in.u8();
    int svid = in.u16();
    boolean possible =
        scid > 1 && scid <= SChannel.MAX_SCID && svid > 1 && svid <= SChannel.MAX_SVID;
    return possible ? Optional.of(new SChannel(scid, svid)) : Optional.empty();
  }

  private static Optional<PortName> portIn(OctetsReader in) {
    int length = in.has(1) ? in.u8() : 0;
    if (length < 1 || length > PortName.MAX_LENGTH || !in.has(length)) {
      return Optional.empty();
    }
    String name = new String(in.take(length).toArray(), StandardCharsets.ISO_8859_1);
    boolean visible = name.chars().allMatch(c -> c > ' ' && c <= '~');
    return visible ? Optional.of(new PortName(name)) : Optional.empty();
  }

  private static OctetsBuilder named(OctetsBuilder payload, PortName port) {
    Octets name = Octets.of(port.value().getBytes(StandardCharsets.US_ASCII));
    return payload.u8(name.size()).octets(name);
  }

  private static Octets record(OctetsBuilder built) {
    Octets payload = built.build();
    return Octets.builder()
        .u16(MARKER)
        .u16(payload.size())
        .u32(checksum(payload))
        .octets(payload)
        .build();
  }

  private static long checksum(Octets payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.wrap(payload.toArray()));
    return crc.getValue();
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
