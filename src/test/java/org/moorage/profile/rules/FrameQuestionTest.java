package org.moorage.profile.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;

/** What rules see of a frame, and what becomes of frames that do not say everything. */
class FrameQuestionTest {

  private static final String A = "10.0.0.1";
  private static final String B = "192.0.2.9";
  private static final Octets PORTS = Octets.builder().u16(4_000).u16(443).u32(0).build();
  private static final int MORE_FRAGMENTS = 0x2000;

  @Test
  void looksBehindVlanTags() {
    Octets untagged = Frames.ip(A, B, RuleProtocol.UDP, PORTS);
    Octets tagged =
        untagged.slice(0, 12).plus(Octets.ofHex("88a80064 8100e065")).plus(untagged.from(12));

    assertThat(Frames.view(tagged)).isEqualTo(Frames.view(untagged));
    assertThat(Frames.view(tagged).ip().orElseThrow().destinationPort()).hasValue(443);
  }

  @Test
  void looksBehindIpv6ExtensionHeaders() {
    Octets hopByHop = Octets.ofHex("3c00000000000000"); // next: destination options
    Octets options = Octets.ofHex("1100000000000000"); // next: UDP
    FrameView view =
        Frames.view(Frames.ip("fd00::1", "fd00::2", 0, hopByHop.plus(options).plus(PORTS)));

    assertThat(view.ip().orElseThrow().protocol()).hasValue(RuleProtocol.UDP);
    assertThat(view.ip().orElseThrow().destinationPort()).hasValue(443);
  }

  @Test
  void aFrameOfTheOldLengthFormHasNoEtherType() {
    Octets spanningTree = Frames.ethernet(Frames.VM, Frames.PEER, 0x0026, Octets.zeros(46));

    assertThat(Frames.view(spanningTree).etherType()).isEmpty();
    assertThat(permits("permit any", spanningTree)).isTrue();
    assertThat(permits("permit ip", spanningTree)).isFalse();
  }

  @Test
  void anIpv4PacketEndsWhereItsLengthSays() {
    Octets padded = Frames.ip(A, B, RuleProtocol.UDP, Octets.EMPTY); // 60 octets, the rest padding

    assertThat(Frames.view(padded).ip().orElseThrow().destinationPort()).isEmpty();
  }

  @Test
  void aLaterFragmentPassesWithAPermitAndSlipsPastADeny() {
    Octets later = fragment(185, RuleProtocol.UDP, Octets.zeros(64));

    assertThat(permits("permit udp to port 443", later)).isTrue();
    assertThat(permits("permit udp to 192.0.2.8 port 443", later)).isFalse();
    assertThat(permits("permit tcp to port 443", later)).isFalse();
    assertThat(denies("deny udp to port 443", later)).isFalse();
    assertThat(denies("deny udp", later)).isTrue();
  }

  @Test
  void aFirstFragmentIsJudgedByItsPorts() {
    Octets first = fragment(MORE_FRAGMENTS, RuleProtocol.UDP, PORTS);

    assertThat(permits("permit udp to port 443", first)).isTrue();
    assertThat(permits("permit udp to port 444", first)).isFalse();
  }

  @Test
  void whatHidesItsPortsIsDeniedByWhoAsksForThem() {
    Octets cut = fragment(MORE_FRAGMENTS, RuleProtocol.UDP, Octets.zeros(2));
    Octets overlapping = fragment(1, RuleProtocol.TCP, Octets.zeros(16));
    Octets broken = Frames.ethernet(Frames.VM, Frames.PEER, 0x0800, Octets.ofHex("66"));
    Octets endless = Frames.ip("fd00::1", "fd00::2", 0, Octets.ofHex("0000000000000000".repeat(9)));

    for (var each : Map.of("udp", cut, "tcp", overlapping).entrySet()) {
      String word = each.getKey();
      Octets frame = each.getValue();
      assertThat(permits("permit " + word + " to port 443", frame)).isFalse();
      assertThat(denies("deny " + word + " to port 443", frame)).isTrue();
      assertThat(permits("permit " + word, frame)).isTrue();
    }
    for (Octets frame : List.of(broken, endless)) {
      assertThat(permits("permit udp", frame)).isFalse();
      assertThat(denies("deny udp", frame)).isTrue();
      assertThat(permits("permit any", frame)).isTrue();
    }
    assertThat(
            denies("deny udp", Frames.ethernet(Frames.VM, Frames.PEER, 0x88B5, Octets.zeros(46))))
        .isFalse();
  }

  @Test
  void icmpOfTheOtherVersionIsNotIcmp() {
    assertThat(permits("permit icmp", Frames.ip(A, B, RuleProtocol.ICMPV6, Octets.zeros(8))))
        .isFalse();
    assertThat(permits("permit icmp", Frames.ip("fd00::1", "fd00::2", 1, Octets.zeros(8))))
        .isFalse();
    assertThat(permits("permit icmp", Frames.ip("fd00::1", "fd00::2", 58, Octets.zeros(8))))
        .isTrue();
  }

  @Test
  void macAddressesMatchByPrefix() {
    Octets frame = Frames.ethernet("00:03:0f:12:34:56", "ff:ff:ff:ff:ff:ff", 0x88B5, Octets.EMPTY);

    assertThat(permits("permit any from mac 00:03:0f:00:00:00/24 to mac broadcast", frame))
        .isTrue();
    assertThat(permits("permit any from mac 00:03:0e:00:00:00/24", frame)).isFalse();
    assertThat(permits("permit any to mac 02:00:00:00:00:01", frame)).isFalse();
  }

  @Test
  void tooShortForAnEthernetHeaderIsNoFrame() {
    assertThat(FrameView.of(Octets.zeros(13))).isEmpty();
    assertThat(FrameView.of(Octets.zeros(12).plus(Octets.ofHex("8100 0001")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neverThrowsOnNoise(long seed) {
    Random random = new Random(seed);
    RandomRules rules = new RandomRules(random);
    int seen = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      if (bytes.length > 20) {
        boolean v4 = random.nextBoolean();
        bytes[12] = (byte) (v4 ? 0x08 : 0x86);
        bytes[13] = (byte) (v4 ? 0x00 : 0xDD);
        bytes[14] = (byte) (v4 ? 0x45 : 0x60);
        bytes[20] = (byte) List.of(0, 6, 17, 43, 44, 58, 60).get(random.nextInt(7)).intValue();
      }
      Optional<FrameView> view = FrameView.of(Octets.of(bytes));
      if (view.isPresent()) {
        seen++;
        FrameQuestion.applies(neutral(rules.rule()), view.get());
      }
    }
    assertThat(seen).as("frames long enough to be asked about").isGreaterThan(1_000);
  }

  @Test
  void refusesAListWithoutAnEnd() {
    assertThatThrownBy(
            () -> FrameQuestion.decide(List.of(), Frames.view(Frames.ip(A, B, 17, PORTS))))
        .hasMessage("the rules do not end in an implicit deny");
  }

  @Test
  void absentMeansAbsent() {
    IpHeader ip = Frames.view(Frames.ip(A, B, 47, Octets.zeros(8))).ip().orElseThrow();

    assertThat(ip.sourcePort()).isEqualTo(OptionalInt.empty());
    assertThat(ip.tcpFlags()).isEqualTo(OptionalInt.empty());
    assertThat(ip.icmpType()).isEqualTo(OptionalInt.empty());
    assertThat(Frames.ofType(0x0806).etherType()).hasValue(EtherType.ARP);
  }

  private static Octets fragment(int field, int protocol, Octets body) {
    return Frames.ethernet(Frames.VM, Frames.PEER, 0x0800, Frames.v4(A, B, protocol, field, body));
  }

  private static boolean permits(String rule, Octets frame) {
    return FrameQuestion.applies(neutral(RuleParserTest.read(rule)), Frames.view(frame));
  }

  private static boolean denies(String rule, Octets frame) {
    return permits(rule, frame);
  }

  private static NeutralRule neutral(Rule rule) {
    return new NeutralRule(
        0, rule.action(), RuleCompiler.match(rule), false, RuleCause.WRITTEN, rule.text());
  }
}
