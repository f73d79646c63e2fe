package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.wire.Station.Vsi;

/**
 * Frames nobody should send, on a real wire. After each of them a good association is answered at
 * once and the agent is as healthy as before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFramesIT {

  private static final String CUSTOMER_BRIDGE = "0180c2000000";
  private static final String US = "525400660001";
  private static final String ECP = "8940";
  private static final String LLDP = "88cc";

  /** A busy machine may take its time; a port that hangs until a timer fires takes longer. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  /** How long it is listened for what must not come. */
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  /** R 3: a station sends an ECPDU four times before it gives up. */
  private static final int TRANSMISSIONS = 4;

  private static final int RATIFIED_VDP_REQUEST = 0x1001;
  private static final int RATIFIED_VDP_ACK = 0x1401;
  private static final int ASSOCIATE = 3;
  private static final int GRANTED = 0x40;
  private static final int INVALID_FORMAT = 0x41;

  /** 25 fixed octets and one entry of MAC and VID. */
  private static final int FITTING_LENGTH = 25 + 8;

  private final Wiring wiring = Wiring.make();
  private Agent agent;
  private RawPort raw;
  private int sequence = 40_000;
  private int vsis;

  @BeforeAll
  void start(@TempDir Path folder) {
    // Jumbo frames, or the kernel would refuse to send what is oversized.
    wiring.host().run("ip", "link", "set", Wiring.HOST_PORT, "mtu", "9000").orFail();
    wiring.edge().run("ip", "link", "set", Wiring.EDGE_PORT, "mtu", "9000").orFail();
    agent = wiring.agent(folder);
    raw = RawPort.open(wiring.host(), Wiring.HOST_PORT);
  }

  @AfterAll
  void end() {
    raw.close();
    wiring.close();
  }

  /** The good association after each bad input. */
  @AfterEach
  void theNextGoodAssociationIsAnsweredAtOnce() {
    raw.awaitSent();
    assertThat(answerTo(nextVsi(), FITTING_LENGTH))
        .as("answer to a good association\n%s", agent.log())
        .contains(GRANTED);
    assertThat(agent.health()).isEqualTo("up");
    assertThat(Agent.text(agent.uplink(Wiring.EDGE_PORT), "state")).isEqualTo("up");
  }

  @Test
  void aTlvWhoseLengthDoesNotFitIsAnsweredInvalidFormat() {
    assertThat(answerTo(nextVsi(), FITTING_LENGTH - 3)).contains(INVALID_FORMAT);
  }

  @Test
  void anEcpduCutAnywhereIsSurvived() {
    Octets whole = frame(ECP, ecpdu(++sequence, association(FITTING_LENGTH, nextVsi())));
    // The kernel does not send a header alone.
    for (int length = 15; length < whole.size(); length++) {
      raw.send(whole.slice(0, length));
    }
  }

  @Test
  void aFrameFullOfTlvsIsSurvived() {
    OctetsBuilder tlvs = Octets.builder().octets(manager());
    for (int i = 0; i < 200; i++) {
      tlvs.octets(association(FITTING_LENGTH, nextVsi()).slice(18, 2 + FITTING_LENGTH));
    }
    raw.send(frame(ECP, ecpdu(++sequence, tlvs.build())));
    raw.send(frame(ECP, ecpdu(++sequence, Octets.zeros(8_000))));
  }

  @Test
  void anUnknownVersionOrSubtypeIsNotAcknowledged() {
    Octets good = association(FITTING_LENGTH, nextVsi());
    for (int header : new int[] {0x2001, 0x1003, 0x1c01}) {
      raw.send(frame(ECP, Octets.builder().u16(header).u16(++sequence).octets(good).build()));
      assertThat(raw.hear(heard -> isAck(heard, sequence), A_WHILE)).isEmpty();
    }
  }

  @Test
  void aFrameToSomebodyElseIsNotAnswered() {
    Octets good = ecpdu(++sequence, association(FITTING_LENGTH, nextVsi()));
    raw.send(Octets.ofHex("525400770077" + US + ECP).plus(good));
    assertThat(raw.hear(heard -> isAck(heard, sequence), A_WHILE)).isEmpty();
  }

  @Test
  void aReplayedRequestIsAcknowledgedAndNotAnsweredAgain() {
    int vsi = nextVsi();
    Octets request = frame(ECP, ecpdu(++sequence, association(FITTING_LENGTH, vsi)));
    raw.send(request);
    assertThat(raw.hear(heard -> statusOf(vsi, heard).isPresent(), AT_ONCE)).isPresent();
    raw.send(request);
    assertThat(raw.hear(heard -> isAck(heard, sequence), AT_ONCE)).isPresent();
    assertThat(raw.hear(heard -> statusOf(vsi, heard).isPresent(), A_WHILE)).isEmpty();
  }

  @Test
  void aFloodIsSurvived() {
    Octets unknown = Octets.builder().u16(0x0bff).zeros(64).build();
    for (int i = 0; i < 100; i++) {
      raw.send(200, frame(ECP, ecpdu(++sequence, unknown)));
    }
  }

  @Test
  void noiseInEveryProtocolIsSurvived() {
    Random random = new Random(20_261_121);
    for (int i = 0; i < 1_000; i++) {
      byte[] noise = new byte[random.nextInt(46, 1_400)];
      random.nextBytes(noise);
      String type = i % 3 == 0 ? LLDP : i % 3 == 1 ? ECP : "88b7";
      String to = i % 2 == 0 ? CUSTOMER_BRIDGE : "0180c200000e";
      raw.send(Octets.ofHex(to + US + type).plus(Octets.of(noise)));
    }
  }

  @Test
  void anEvbTlvOfTheWrongLengthIsSurvivedAndCounted() {
    int before = dropped();
    Octets evb = Octets.ofHex("fe06" + "0080c20d" + "0003");
    raw.send(
        frame(
            LLDP,
            Octets.ofHex("0207" + "04" + US + "0407" + "03" + US + "06020078")
                .plus(evb)
                .plus(Octets.zeros(2))));
    Eventually.within(
        Duration.ofSeconds(5), agent::log, () -> assertThat(dropped()).isGreaterThan(before));
  }

  @Test
  void lldpadIsServedOnTheSameWire(@TempDir Path folder) {
    raw.send(50, frame(ECP, Octets.zeros(46)));
    try (Station station = wiring.station(folder)) {
      station.associate(
          new Vsi("0d15ea5e-0000-4000-8000-000000000001", 4711, 2, "100-52:54:00:00:04:01"));
    }
  }

  private int dropped() {
    return agent.uplink(Wiring.EDGE_PORT).path("droppedFrames").asInt(0);
  }

  private int nextVsi() {
    return ++vsis;
  }

  /** Sends one request as ECP does and returns the status that the bridge answers for that VSI. */
  private Optional<Integer> answerTo(int vsi, int length) {
    Octets request = frame(ECP, ecpdu(++sequence, association(length, vsi)));
    Optional<Octets> answer = Optional.empty();
    for (int i = 0; i < TRANSMISSIONS && answer.isEmpty(); i++) {
      raw.send(request);
      answer =
          raw.hear(heard -> statusOf(vsi, heard).isPresent(), AT_ONCE.dividedBy(TRANSMISSIONS));
    }
    return answer.flatMap(heard -> statusOf(vsi, heard));
  }

  /** Manager ID TLV, then an Associate for a VSI of its own with one MAC/VID entry in VLAN 100. */
  private static Octets association(int length, int vsi) {
    Octets info =
        Octets.builder()
            .u8(0)
            .u24(4711)
            .u8(2)
            .u8(5)
            .octets(Octets.ofHex("4057113000004000800000000000"))
            .u16(vsi)
            .u8(2)
            .u16(1)
            .octets(Octets.ofHex("52540099"))
            .u16(vsi)
            .u16(100)
            .build();
    return Octets.builder()
        .octets(manager())
        .u16(ASSOCIATE << 9 | length)
        .octets(info.slice(0, length))
        .u16(0)
        .build();
  }

  private static Octets manager() {
    return Octets.builder().u16(0x0a10).zeros(16).build();
  }

  private static Octets ecpdu(int sequence, Octets payload) {
    return Octets.builder()
        .u16(RATIFIED_VDP_REQUEST)
        .u16(sequence & 0xffff)
        .octets(payload)
        .build();
  }

  private static Octets frame(String type, Octets payload) {
    return Octets.ofHex(CUSTOMER_BRIDGE + US + type).plus(payload);
  }

  private static boolean isEcp(Octets frame) {
    return frame.size() >= 18 && frame.u16(12) == 0x8940 && !frame.slice(6, 6).hex().equals(US);
  }

  private static boolean isAck(Octets frame, int sequence) {
    return isEcp(frame)
        && frame.u16(14) == RATIFIED_VDP_ACK
        && frame.u16(16) == (sequence & 0xffff);
  }

  /** The status of that VSI's TLV in an ECPDU of the bridge, which may answer several in one. */
  private static Optional<Integer> statusOf(int vsi, Octets frame) {
    if (!isEcp(frame) || frame.u16(14) != RATIFIED_VDP_REQUEST) {
      return Optional.empty();
    }
    for (int at = 18; at + 2 <= frame.size() && frame.u16(at) != 0; at += 2 + length(frame, at)) {
      boolean association = frame.u8(at) >>> 1 <= 4 && length(frame, at) >= 22;
      if (association && at + 24 <= frame.size() && frame.u16(at + 22) == vsi) {
        return Optional.of(frame.u8(at + 2));
      }
    }
    return Optional.empty();
  }

  private static int length(Octets frame, int at) {
    return frame.u16(at) & 0x1ff;
  }
}
