package org.moorage.protocol.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ecp.DraftEcpdu;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.BridgePortStack;
import org.moorage.protocol.stack.BridgePortView;
import org.moorage.protocol.stack.PortEffect;

class ProbeMessageTest {

  private static final MacAddress SOURCE = MacAddress.parse("02:00:00:00:0a:01");
  private static final MacAddress BRIDGE = ReservedAddress.NEAREST_BRIDGE.mac();
  private static final ProbeMessage MESSAGE =
      new ProbeMessage(
          ProbeMessage.What.BACK, 0x0102_0304_0506_0708L, ProbedAddress.USUAL_OWN, 625, 41);

  /** The header of LLDP's first TLV, the message, the End TLV, padding. */
  private static final String LLDP =
      "0180c200000e 02000000 0a01 88cc fe2a"
          + "024d6f 01 6d6f6f726167652070617468 01 02 0102030405060708 034d6f6f7261 0271"
          + "0000000000000029 0000";

  @Test
  void readsTheCapturedFrame() {
    assertThat(read(Octets.ofHex(LLDP))).contains(MESSAGE);
  }

  @ParameterizedTest
  @EnumSource
  void writesWhatItRead(ProbeKind kind) {
    Octets frame = MESSAGE.frame(BRIDGE, SOURCE, kind);
    assertThat(read(frame)).contains(MESSAGE);
    if (kind == ProbeKind.LLDP) {
      assertThat(frame).isEqualTo(Octets.ofHex(LLDP).paddedTo(EthernetFrame.MIN_SIZE));
    }
  }

  @Test
  void refusesEveryTruncationInsideATlv() {
    Octets whole = Octets.ofHex(LLDP);
    for (int size = 0; size < whole.size() - 2; size++) {
      assertThat(read(whole.slice(0, size))).as("%d octets", size).isEmpty();
    }
  }

  @Test
  void neverThrowsOnNoise() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
    PathListener listener = new PathListener(SOURCE);
    List<Octets> answered = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = MESSAGE.frame(BRIDGE, SOURCE, ProbeKind.ECP).toArray();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        octets[12 + random.nextInt(octets.length - 12)] = (byte) random.nextInt(256);
      }
      listener.receive(Octets.of(octets), Instant.EPOCH.plusMillis(i));
      answered.addAll(listener.advance(Instant.EPOCH.plusMillis(i)));
    }
    assertThat(answered.size()).isLessThan(20_000);
  }

  @Test
  void noLldpAgentAndNoEcpEntityTakesOneForItsOwn() {
    assertThat(Lldpdu.decode(payload(ProbeKind.LLDP))).isInstanceOf(Decoded.Malformed.class);
    assertThat(Ecpdu.decode(payload(ProbeKind.ECP))).isInstanceOf(Decoded.Malformed.class);
    assertThat(DraftEcpdu.decode(payload(ProbeKind.DRAFT_ECP)))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void aBridgePortThatIsProbedGoesOnAsBefore() {
    Instant now = Instant.EPOCH.plusSeconds(1_000);
    MacAddress port = MacAddress.parse("02:00:00:00:0b:01");
    BridgePortStack stack =
        new BridgePortStack(
            BridgePortSettings.of(port),
            RandomGeneratorFactory.of("L64X128MixRandom").create(1),
            now);
    stack.linkUp(now);
    BridgePortView before = stack.view();
    List<PortEffect> effects = new ArrayList<>();
    for (ProbePlan.Slot slot : new ProbePlan(ProbedAddress.USUAL_OWN).slots()) {
      effects.addAll(stack.receive(MESSAGE.frame(slot.address().mac(), SOURCE, slot.kind()), now));
    }
    assertThat(effects).isNotEmpty().hasOnlyElementsOfType(PortEffect.Dropped.class);
    assertThat(stack.view().neighbour()).isEqualTo(before.neighbour());
    assertThat(stack.deadline()).isEqualTo(deadlineOf(port, now));
  }

  /** Of a port nobody probed. */
  private static Optional<Instant> deadlineOf(MacAddress port, Instant now) {
    BridgePortStack untouched =
        new BridgePortStack(
            BridgePortSettings.of(port),
            RandomGeneratorFactory.of("L64X128MixRandom").create(1),
            now);
    untouched.linkUp(now);
    return untouched.deadline();
  }

  private static Octets payload(ProbeKind kind) {
    return EthernetFrame.decode(MESSAGE.frame(BRIDGE, SOURCE, kind))
        .toOptional()
        .orElseThrow()
        .payload();
  }

  private static Optional<ProbeMessage> read(Octets frame) {
    return EthernetFrame.decode(frame).toOptional().flatMap(ProbeMessage::of);
  }
}
