package org.moorage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.bench.LoadStation.Habit;
import org.moorage.bench.LoadStation.Outcome;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

class LoadStationTest {

  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:0a:01");
  private static final long LIMIT = 5_000_000_000L;

  @Test
  void everyAssociationIsAnsweredOnce() {
    EchoBridge bridge = new EchoBridge(0x40);
    Outcome outcome = new LoadStation(bridge, MAC, 7).associate(1, 100, Habit.packed(8), LIMIT);
    assertThat(outcome.answered()).isEqualTo(100);
    assertThat(outcome.refused()).isZero();
    assertThat(outcome.answer().count()).isEqualTo(100);
    assertThat(bridge.requests).hasSize(13);
  }

  @Test
  void aRefusalIsNotCountedAsAnAnswer() {
    Outcome outcome =
        new LoadStation(new EchoBridge(0x42), MAC, 7).associate(1, 10, Habit.LLDPAD, LIMIT);
    assertThat(outcome.answered()).isZero();
    assertThat(outcome.refused()).isEqualTo(10);
  }

  @Test
  void aRequestWithoutAnAcknowledgementIsSentAgain() {
    EchoBridge bridge = new EchoBridge(0x40);
    bridge.deaf = 1;
    Outcome outcome = new LoadStation(bridge, MAC, 7).associate(1, 1, Habit.LLDPAD, LIMIT);
    assertThat(outcome.answered()).isEqualTo(1);
    assertThat(bridge.requests.get(0)).isEqualTo(bridge.requests.get(1));
  }

  @Test
  void aStationHearsThatAVsiIsGoneAndAcknowledgesIt() {
    EchoBridge bridge = new EchoBridge(0x00);
    LoadStation station = new LoadStation(bridge, MAC, 7);
    bridge.order(4, 5);
    bridge.order(4, 9);
    assertThat(station.hearsGone(9, LIMIT)).isTrue();
    assertThat(bridge.acknowledged).containsExactly(501, 502);
  }

  @Test
  void whatIsSaidOfOthersOrRepeatedIsNotTakenForAnEnd() {
    EchoBridge bridge = new EchoBridge(0x00);
    LoadStation station = new LoadStation(bridge, MAC, 7);
    bridge.order(4, 9);
    assertThat(station.hearsGone(9, LIMIT)).isTrue();
    bridge.toStation.add(bridge.said);
    bridge.order(3, 9);
    bridge.order(4, 8);
    assertThat(station.hearsGone(9, 1_000_000)).isFalse();
    assertThat(bridge.acknowledged).containsExactly(501, 501, 502, 503);
  }

  @Test
  void aDeAssociateMayBeOvertakenByTheBridgesOwn() {
    EchoBridge bridge = new EchoBridge(0x40);
    bridge.order(4, 1);
    Outcome outcome = new LoadStation(bridge, MAC, 7).deAssociate(1, 1, Habit.LLDPAD, LIMIT);
    assertThat(outcome.answered() + outcome.refused()).isEqualTo(1);
  }

  @Test
  void aVsiIsNamedAsTheDoorNamesIt() {
    EchoBridge bridge = new EchoBridge(0x40);
    new LoadStation(bridge, MAC, 7).preAssociate(0x0A0B0C, 1, Habit.LLDPAD, LIMIT);
    Octets tlv = bridge.requests.getFirst().slice(18 + 18, 35);
    assertThat(tlv.u16(0) >>> 9).isEqualTo(1);
    assertThat(tlv.slice(2 + 6, 16).hex()).isEqualTo(LoadStation.idOf(0x0A0B0C).replace("-", ""));
    assertThat(LoadStation.macOf(0x0A0B0C)).isEqualTo(MacAddress.of(tlv, 2 + 22 + 3));
  }

  /** Acknowledges each ECPDU and sends it back as its own answer. */
  private static final class EchoBridge implements RawLink {
    private final int status;
    private final Deque<byte[]> toStation = new ArrayDeque<>();
    private final List<Octets> requests = new ArrayList<>();
    private final List<Integer> acknowledged = new ArrayList<>();
    private byte[] said = new byte[0];
    private int deaf;
    private int sequence = 500;

    EchoBridge(int status) {
      this.status = status;
    }

    @Override
    public void send(byte[] frame, int length) {
      Octets sent = Octets.copyOf(frame, 0, length);
      if (sent.u16(14) == 0x1401) {
        acknowledged.add(sent.u16(16));
      }
      if (sent.u16(14) != 0x1001) {
        return;
      }
      requests.add(sent);
      if (deaf-- > 0) {
        return;
      }
      byte[] ack = Octets.copyOf(frame, 0, 18).toArray();
      ack[14] = 0x14;
      toStation.add(ack);
      byte[] answer = sent.toArray();
      sequence++;
      answer[16] = (byte) (sequence >> 8);
      answer[17] = (byte) sequence;
      for (int at = 18 + 18; at + 2 < length && answer[at] != 0; at += 35) {
        answer[at + 2] = (byte) status;
      }
      toStation.add(answer);
    }

    /** Says something of a VSI unasked. */
    void order(int type, int vsi) {
      said =
          Octets.builder()
              .zeros(12)
              .u16(0x8940)
              .u16(0x1001)
              .u16(++sequence)
              .u16(5 << 9 | 16)
              .zeros(16)
              .u16(type << 9 | 33)
              .u8(0)
              .zeros(17)
              .u32(vsi)
              .zeros(11)
              .u16(0)
              .build()
              .toArray();
      toStation.add(said);
    }

    @Override
    public int receive(byte[] into, long timeoutNanos) {
      byte[] next = toStation.poll();
      if (next == null) {
        return 0;
      }
      System.arraycopy(next, 0, into, 0, next.length);
      return next.length;
    }

    @Override
    public long arrivedAt() {
      return System.nanoTime();
    }

    @Override
    public void close() {}
  }
}
