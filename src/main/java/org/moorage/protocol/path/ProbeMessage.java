package org.moorage.protocol.path;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * What the ends of a path say to each other, in frames every LLDP agent and every ECP entity on the
 * way or at the end leaves alone.
 *
 * <p>An LLDPDU must begin with a Chassis ID; one that does not is discarded whole (IEEE 802.1AB,
 * "LLDPDU validation"). Ours begins with an organizationally specific TLV, so that it makes no
 * neighbour, ages none and, unlike a TTL of 0, ends none, also not where an agent keeps but one.
 * Behind the EtherTypes of ECP stand only ones where its header would be: no version, operation,
 * OUI or mode that exists, so that nothing is delivered and nothing acknowledged.
 *
 * <pre>
 * +-----------+---------+----------------+---------+------+-----+-----------+--------+-------+
 * | 02-4D-6F  | subtype | "moorage path" | version | what | run | own group | period | value |
 * | 3         | 1: 1    | 12             | 1: 1    | 1    | 8   | 6         | 2      | 8     |
 * +-----------+---------+----------------+---------+------+-----+-----------+--------+-------+
 * </pre>
 *
 * @param what of the codes below
 * @param run names the survey; drawn by who began it
 * @param own the group address probed besides the reserved ones
 * @param periodMillis how long each wave of probes takes, {@value #MIN_PERIOD}..{@value
 *     #MAX_PERIOD} ms
 * @param value of a probe its number, of an answer a bit for each probe that arrived
 */
record ProbeMessage(What what, long run, MacAddress own, int periodMillis, long value) {

  /** What it is. */
  enum What {
    /** A probe of the end that asks. */
    THERE(1),
    /** A probe of the end that listens. */
    BACK(2),
    /** What has arrived at the end that listens. */
    ANSWER(3),
    /** The same, and no more will come. */
    LAST_ANSWER(4);

    private final int code;

    What(int code) {
      this.code = code;
    }

    private static Optional<What> of(int code) {
      return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }
  }

  static final int MIN_PERIOD = 50;
  static final int MAX_PERIOD = 10_000;

  /** Locally administered, so nobody's; "Mo" in letters. */
  private static final int OUI = 0x024D6F;

  private static final int SUBTYPE = 1;
  private static final Octets NAME = Octets.of("moorage path".getBytes(StandardCharsets.US_ASCII));
  private static final int VERSION = 1;
  private static final int SIZE = 42;
  private static final int ORGANIZATIONAL_TLV = 127 << 9 | SIZE;
  private static final int LLDP_HEADER = 2;
  private static final int ECP_HEADER = 4;
  private static final int DRAFT_ECP_HEADER = 9;

  ProbeMessage {
    if (periodMillis < MIN_PERIOD || periodMillis > MAX_PERIOD) {
      throw new IllegalArgumentException(
          periodMillis + " ms is outside " + MIN_PERIOD + ".." + MAX_PERIOD);
    }
  }

  /** The whole frame that carries it. */
  Octets frame(MacAddress destination, MacAddress source, ProbeKind kind) {
    return new EthernetFrame(destination, source, kind.tags(), kind.type(), payload(kind.type()))
        .encode();
  }

  /** What follows the EtherType. */
  private Octets payload(EtherType type) {
    OctetsBuilder out = Octets.builder();
    if (type.equals(EtherType.LLDP)) {
      return out.u16(ORGANIZATIONAL_TLV).octets(encode()).u16(0).build();
    }
    for (int i = 0; i < header(type); i++) {
      out.u8(0xFF);
    }
    return out.octets(encode()).build();
  }

  private Octets encode() {
    return Octets.builder()
        .u24(OUI)
        .u8(SUBTYPE)
        .octets(NAME)
        .u8(VERSION)
        .u8(what.code)
        .u64(run)
        .u48(own.bits())
        .u16(periodMillis)
        .u64(value)
        .build();
  }

  /** Reads a frame; empty where it is anything else. */
  static Optional<ProbeMessage> of(EthernetFrame frame) {
    int header = header(frame.type());
    if (header == 0 || frame.payload().size() < header + SIZE) {
      return Optional.empty();
    }
    Octets in = frame.payload().slice(header, SIZE);
    Optional<What> what = What.of(in.u8(17));
    int period = in.u16(32);
    boolean ours =
        in.u24(0) == OUI
            && in.u8(3) == SUBTYPE
            && in.slice(4, NAME.size()).equals(NAME)
            && in.u8(16) == VERSION
            && period >= MIN_PERIOD
            && period <= MAX_PERIOD;
    return ours
        ? what.map(
            code -> new ProbeMessage(code, in.u64(18), MacAddress.of(in, 26), period, in.u64(34)))
        : Optional.empty();
  }

  /** Octets before it; 0 where the EtherType is none of ours. */
  private static int header(EtherType type) {
    if (type.equals(EtherType.LLDP)) {
      return LLDP_HEADER;
    }
    if (type.equals(EtherType.ECP)) {
      return ECP_HEADER;
    }
    return type.equals(EtherType.ECP_DRAFT) ? DRAFT_ECP_HEADER : 0;
  }
}
