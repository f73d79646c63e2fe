package org.moorage.bench;

import java.util.Locale;
import java.util.stream.IntStream;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.vdp.VsiManagerId;

/**
 * A station that does nothing but associate VSIs, as fast as the bridge takes them.
 *
 * <p>It is made of byte templates, not of the product's own machines: what it measures must be the
 * bridge. Every VSI has one MAC/VID filter entry, a UUID whose last 32 bits are its number, and a
 * MAC address whose last 24 bits are its number.
 */
final class LoadStation {

  private static final int ECP_AT = 14;
  private static final int SEQUENCE_AT = ECP_AT + 2;
  private static final int TLVS_AT = ECP_AT + 4;
  private static final int MANAGER_SIZE = 18;
  private static final int TLV_SIZE = 2 + 25 + 8;
  private static final int REQUEST = 0x1001;
  private static final int ACK = 0x1401;
  private static final int PRE_ASSOCIATE = 1;
  private static final int ASSOCIATE = 3;
  private static final int DE_ASSOCIATE = 4;
  private static final int SUCCESS = 0x40;

  private static final long FIRST_MAC = 0x5254_0000_0000L;

  /** No VSI has this number. */
  private static final int NOBODY = -1;

  /** What fits a frame of 1500 octets of payload behind ECP header and Manager ID TLV. */
  static final int MAX_TLVS = (1500 - 4 - MANAGER_SIZE - 2) / TLV_SIZE;

  /** An ECPDU without an ACK is sent again after this: far above any ack timer measured here. */
  private static final long RESEND_NANOS = 400_000_000L;

  /** An LLDPDU that was not echoed goes out again after this. */
  private static final long ANNOUNCE_NANOS = 1_000_000_000L;

  /** Asks for no reflective relay, knows of none; a bridge echoes the octet. */
  private static final int STATION_STATUS = 0x03;

  private static final int EVB_TLV_SIZE = 9;
  private static final int EVB_HEADER = 127 << 9 | EVB_TLV_SIZE;

  /** How a station behaves, as far as a bridge can tell. */
  record Habit(int tlvsPerEcpdu, boolean endTlv, int maxUnanswered) {

    /** lldpad's: one TLV in an ECPDU, no End TLV behind it, one question at a time. */
    static final Habit LLDPAD = new Habit(1, false, 1);

    /** The same, but not waiting for an answer before the next request. */
    static final Habit LLDPAD_EAGER = new Habit(1, false, 64);

    static Habit packed(int tlvs) {
      return new Habit(tlvs, true, 2 * tlvs);
    }
  }

  /**
   * What came of one run.
   *
   * @param answered associations answered with success
   * @param refused answered with anything else
   * @param nanos from the first request to the last answer
   */
  record Outcome(int answered, int refused, long nanos, Samples answer, Samples ack) {

    double perSecond() {
      return answered * 1e9 / nanos;
    }
  }

  private final RawLink link;
  private final MacAddress mac;
  private final int typeId;
  private final int typeVersion;
  private final byte[] in = new byte[2048];
  private int sequence;
  private int bridgeSequence = -1;

  LoadStation(RawLink link, MacAddress mac, int firstSequence) {
    this(link, mac, firstSequence, BenchProfile.TYPE, BenchProfile.VERSION);
  }

  /** One whose VSIs are all of this type and version. */
  LoadStation(RawLink link, MacAddress mac, int firstSequence, int typeId, int typeVersion) {
    this.link = link;
    this.mac = mac;
    this.typeId = typeId;
    this.typeVersion = typeVersion;
    this.sequence = firstSequence;
  }

  /** The identifier of the VSI with this number, as the door writes it. */
  static String idOf(int vsi) {
    return String.format(Locale.ROOT, "4d6f6f72-6167-4000-8000-0000%08x", vsi);
  }

  /** Its address. */
  static MacAddress macOf(int vsi) {
    return new MacAddress(FIRST_MAC | vsi);
  }

  /**
   * Tells the bridge by an EVB TLV that there is a station, as stations do: only then do its
   * configured timers count. Every timer announced is the shortest in use, so that the bridge's own
   * prevails. Returns whether the bridge has echoed it before the time was up.
   */
  boolean introduce(long limitNanos) {
    byte[] announcement = announcement();
    long end = System.nanoTime() + limitNanos;
    while (System.nanoTime() < end) {
      link.send(announcement, announcement.length);
      long again = Math.min(end, System.nanoTime() + ANNOUNCE_NANOS);
      for (long left = ANNOUNCE_NANOS; left > 0; left = again - System.nanoTime()) {
        if (echoes(link.receive(in, left))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the frame is an LLDPDU whose EVB TLV carries our own status. */
  private boolean echoes(int length) {
    if (length < 16 || u16(12) != EtherType.LLDP.value()) {
      return false;
    }
    int at = 14;
    while (at + 2 + EVB_TLV_SIZE <= length) {
      int header = u16(at);
      if (header == EVB_HEADER && u16(at + 2) == 0x0080 && u16(at + 4) == 0xC20D) {
        return in[at + 7] == STATION_STATUS;
      }
      at += 2 + (header & 0x1FF);
    }
    return false;
  }

  private byte[] announcement() {
    return Octets.builder()
        .u48(ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac().bits())
        .u48(mac.bits())
        .u16(EtherType.LLDP.value())
        .u16(1 << 9 | 7)
        .u8(4)
        .u48(mac.bits())
        .u16(2 << 9 | 7)
        .u8(3)
        .u48(mac.bits())
        .u16(3 << 9 | 2)
        .u16(0xFFFF)
        .u16(EVB_HEADER)
        .u24(0x0080C2)
        .u8(0x0D)
        .u8(0)
        .u8(STATION_STATUS)
        .u8(3 << 5 | 3)
        .u8(2 << 6 | 20)
        .u8(20)
        .u16(0)
        .build()
        .paddedTo(60)
        .toArray();
  }

  /** Announces the VSIs numbered {@code first .. first + count - 1}, with nothing reserved. */
  Outcome preAssociate(int first, int count, Habit habit, long limitNanos) {
    return ask(new Run(PRE_ASSOCIATE, first, count, habit), limitNanos);
  }

  /** Associates the VSIs numbered {@code first .. first + count - 1}; stops at the limit. */
  Outcome associate(int first, int count, Habit habit, long limitNanos) {
    return ask(new Run(ASSOCIATE, first, count, habit), limitNanos);
  }

  /** Takes the VSIs numbered {@code first .. first + count - 1} away again. */
  Outcome deAssociate(int first, int count, Habit habit, long limitNanos) {
    return ask(new Run(DE_ASSOCIATE, first, count, habit), limitNanos);
  }

  /**
   * Waits until the bridge says, unasked or not, that a VSI is gone, and acknowledges what it says.
   * Returns whether it has before the time was up.
   */
  boolean hearsGone(int vsi, long limitNanos) {
    long end = System.nanoTime() + limitNanos;
    for (long left = limitNanos; left > 0; left = end - System.nanoTime()) {
      int length = link.receive(in, left);
      if (isNewRequest(length) && saysGone(vsi, length)) {
        return true;
      }
    }
    return false;
  }

  /** Acknowledges what the bridge says for so long. */
  void attend(long nanos) {
    hearsGone(NOBODY, nanos);
  }

  private boolean saysGone(int vsi, int length) {
    return tlvs(length, (type, status, number) -> type == DE_ASSOCIATE && number == vsi);
  }

  /** Takes one association TLV; whether it was the one looked for. */
  private interface TlvTaker {
    boolean take(int type, int status, int vsi);
  }

  /** Hands on each association TLV of the ECPDU read; whether any was looked for. */
  private boolean tlvs(int length, TlvTaker taker) {
    boolean any = false;
    int at = TLVS_AT;
    while (at + 2 <= length) {
      int header = u16(at);
      int size = header & 0x1FF;
      int type = header >>> 9;
      if (type == 0) {
        break;
      }
      if (type <= DE_ASSOCIATE && size >= 25 && at + 2 + size <= length) {
        any |= taker.take(type, in[at + 2] & 0xFF, u16(at + 2 + 18) << 16 | u16(at + 2 + 20));
      }
      at += 2 + size;
    }
    return any;
  }

  /** Acknowledges an ECPDU of the bridge's; false for any other frame, and for one repeated. */
  private boolean isNewRequest(int length) {
    if (length < TLVS_AT || u16(12) != EtherType.ECP.value() || u16(ECP_AT) != REQUEST) {
      return false;
    }
    int number = u16(SEQUENCE_AT);
    acknowledge(number);
    boolean duplicate = number == bridgeSequence;
    bridgeSequence = number;
    return !duplicate;
  }

  private Outcome ask(Run run, long limitNanos) {
    long start = System.nanoTime();
    long end = start + limitNanos;
    long last = start;
    while (run.answered + run.refused < run.count && System.nanoTime() < end) {
      run.sendNext();
      int length = link.receive(in, Math.min(RESEND_NANOS, Math.max(0, end - System.nanoTime())));
      if (length == 0) {
        run.resend();
      } else if (run.take(length)) {
        last = link.arrivedAt();
      }
    }
    return new Outcome(run.answered, run.refused, Math.max(1, last - start), run.answer, run.ack);
  }

  /** The state of one {@link #associate}. */
  private final class Run {
    private final int type;
    private final int first;
    private final int count;
    private final Habit habit;
    private final long[] sentAt;
    private final boolean[] done;
    private final Samples answer = new Samples();
    private final Samples ack = new Samples();
    private byte[] outstanding = new byte[0];
    private long outstandingSince;
    private int next;
    private int answered;
    private int refused;

    Run(int type, int first, int count, Habit habit) {
      this.type = type;
      this.first = first;
      this.count = count;
      this.habit = habit;
      sentAt = new long[count];
      done = new boolean[count];
    }

    void sendNext() {
      int room = habit.maxUnanswered - (next - answered - refused);
      int tlvs = Math.min(Math.min(habit.tlvsPerEcpdu, room), count - next);
      boolean wholePdu = tlvs == Math.min(habit.tlvsPerEcpdu, count - next);
      if (outstanding.length > 0 || tlvs <= 0 || !wholePdu) {
        return;
      }
      int[] indexes = IntStream.range(next, next + tlvs).toArray();
      next += tlvs;
      request(indexes);
    }

    private void request(int[] indexes) {
      sequence = sequence == 0xFFFF ? 1 : sequence + 1;
      outstanding = requests(type, first, indexes, habit.endTlv);
      outstandingSince = System.nanoTime();
      for (int index : indexes) {
        sentAt[index] = outstandingSince;
      }
      link.send(outstanding, outstanding.length);
    }

    /** Nothing came for a while: the ECPDU again, or the VSIs whose answer was lost. */
    void resend() {
      if (outstanding.length > 0) {
        outstandingSince = System.nanoTime();
        link.send(outstanding, outstanding.length);
        return;
      }
      int[] unanswered =
          IntStream.range(0, next).filter(i -> !done[i]).limit(habit.tlvsPerEcpdu).toArray();
      if (unanswered.length > 0) {
        request(unanswered);
      }
    }

    /** Whether the frame answered an association. */
    boolean take(int length) {
      if (length < TLVS_AT || u16(12) != EtherType.ECP.value()) {
        return false;
      }
      if (u16(ECP_AT) == ACK) {
        if (outstanding.length > 0 && u16(SEQUENCE_AT) == sequence) {
          ack.add(link.arrivedAt() - outstandingSince);
          outstanding = new byte[0];
        }
        return false;
      }
      long now = link.arrivedAt();
      return isNewRequest(length) && tlvs(length, (type, status, vsi) -> answer(vsi, status, now));
    }

    private boolean answer(int vsi, int status, long now) {
      int index = vsi - first;
      if (index < 0 || index >= next || done[index]) {
        return false;
      }
      done[index] = true;
      if (status == SUCCESS) {
        answered++;
        answer.add(now - sentAt[index]);
      } else {
        refused++;
      }
      return true;
    }
  }

  private void acknowledge(int bridgesSequence) {
    byte[] frame = header().u16(ACK).u16(bridgesSequence).build().paddedTo(60).toArray();
    link.send(frame, frame.length);
  }

  private byte[] requests(int type, int first, int[] indexes, boolean endTlv) {
    var out = header().u16(REQUEST).u16(sequence);
    out.u16(5 << 9 | 16).octets(VsiManagerId.DEFAULT.octets());
    for (int index : indexes) {
      int vsi = first + index;
      out.u16(type << 9 | (TLV_SIZE - 2)).u8(0);
      out.u24(typeId).u8(typeVersion).u8(5);
      out.u64(0x4D6F_6F72_6167_4000L).u32(0x8000_0000L).u32(vsi);
      out.u8(2).u16(1).u48(FIRST_MAC | vsi).u16(BenchProfile.VLAN);
    }
    if (endTlv) {
      out.u16(0);
    }
    return out.build().paddedTo(60).toArray();
  }

  private OctetsBuilder header() {
    return Octets.builder()
        .u48(ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac().bits())
        .u48(mac.bits())
        .u16(EtherType.ECP.value());
  }

  private int u16(int at) {
    return (in[at] & 0xFF) << 8 | in[at + 1] & 0xFF;
  }
}
