package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.dataplane.soft.Rig.BROADCAST;
import static org.moorage.dataplane.soft.Rig.FABRIC;
import static org.moorage.dataplane.soft.Rig.OPEN;
import static org.moorage.dataplane.soft.Rig.P1;
import static org.moorage.dataplane.soft.Rig.P2;
import static org.moorage.dataplane.soft.Rig.anyAddress;
import static org.moorage.dataplane.soft.Rig.arp;
import static org.moorage.dataplane.soft.Rig.frame;
import static org.moorage.dataplane.soft.Rig.open;
import static org.moorage.dataplane.soft.Rig.plan;
import static org.moorage.dataplane.soft.Rig.rules;
import static org.moorage.dataplane.soft.Rig.tagged;
import static org.moorage.dataplane.soft.Rig.terms;
import static org.moorage.dataplane.soft.Rig.udp;
import static org.moorage.dataplane.soft.Rig.untagged;
import static org.moorage.dataplane.soft.Rig.withTag;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameCount;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.BitRate;
import org.moorage.profile.ByteCount;
import org.moorage.profile.Dscp;
import org.moorage.profile.FrameRate;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rate;
import org.moorage.profile.Rates;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.PortRange;
import org.moorage.profile.rules.RuleAction;
import org.moorage.profile.rules.RuleCause;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ip.IpPrefix;

/** What the terms of a profile do to a vPort's frames. */
class VPortTermsTest {

  private static final long VM = 0x0A00_0001;
  private static final long OTHER = 0x0A00_0002;

  private final Rig rig = new Rig();

  @Test
  void aDeniedFrameStopsAndTheRuleThatDecidedIsCounted() {
    VPortTerms web = terms(rules(RuleAction.PERMIT, udpTo(53)));
    VPortPlan plan = rig.apply(plan(1, P1, web, untagged(1, 100)));

    assertThat(rig.receive(P1, udp(1, 9, VM, OTHER, 4000, 53, 10))).containsExactly("f1/100");
    assertThat(rig.receive(P1, udp(1, 9, VM, OTHER, 4000, 54, 10))).isEmpty();
    assertThat(rig.receive(FABRIC, withTag(udp(9, 1, OTHER, VM, 1, 53, 10), 100)))
        .containsExactly("p1");
    assertThat(rig.receive(FABRIC, withTag(udp(9, 1, OTHER, VM, 1, 9, 10), 100))).isEmpty();

    assertThat(rig.counters(plan).hitsFromVm()).containsExactly(1L, 1L);
    assertThat(rig.counters(plan).hitsToVm()).containsExactly(1L, 1L);
    assertThat(rig.counters(plan).ruleHits()).containsExactly(1L, 1L);
    assertThat(rig.counters(plan).droppedFromVm())
        .containsEntry(DropReason.DENIED, new FrameCount(1, 60));
    assertThat(rig.counters(plan).droppedToVm())
        .containsEntry(DropReason.DENIED, new FrameCount(1, 64));
    assertThat(rig.drops(P1)).containsEntry(DropReason.DENIED, 1L);
  }

  @Test
  void aBroadcastDeniedToOneVmStillReachesItsNeighbourOnTheLink() {
    VPortPlan closed =
        rig.apply(plan(1, P1, terms(rules(RuleAction.DENY, FrameMatch.ANY)), tagged(1, 100)));
    VPortPlan open = rig.apply(plan(2, P1, OPEN, tagged(2, 100)));

    assertThat(rig.receive(FABRIC, withTag(frame(9, BROADCAST), 100))).containsExactly("p1/100");
    assertThat(rig.droppedToVm(closed, DropReason.DENIED)).isEqualTo(1);
    assertThat(rig.counters(open).permittedToVm().frames()).isEqualTo(1);

    rig.plane.remove(open.id());
    assertThat(rig.receive(FABRIC, withTag(frame(9, BROADCAST), 100))).isEmpty();
  }

  @Test
  void aGuardThatRefusesIsToldFromAWrittenRule() {
    List<NeutralRule> guarded =
        List.of(
            new NeutralRule(0, RuleAction.DENY, udpTo(68), false, RuleCause.GUARD, "guard"),
            new NeutralRule(
                1, RuleAction.PERMIT, FrameMatch.ANY, false, RuleCause.WRITTEN, "permit any"));
    VPortPlan plan = rig.apply(plan(1, P1, terms(guarded), untagged(1, 100)));

    rig.receive(P1, udp(1, 9, VM, OTHER, 67, 68, 10));
    assertThat(rig.droppedFromVm(plan, DropReason.ROGUE_SERVER)).isEqualTo(1);
  }

  @Test
  void aRateHoldsWithinATenthAtTwiceTheLoadBothWays() {
    Rate rate = new Rate(new BitRate(100_000_000), new ByteCount(64_000));
    VPortTerms limited =
        open(new Rates(Optional.of(rate), Optional.of(rate)), Marking.NONE, Guard.PLAIN);
    VPortPlan plan = rig.apply(plan(1, P1, limited, untagged(1, 100)));
    byte[] out = udp(1, 9, VM, OTHER, 1, 2, 1_200);
    byte[] in = withTag(udp(9, 1, OTHER, VM, 2, 1, 1_200), 100);

    // 200 Mbit/s for two seconds.
    int frames = 2 * 200_000_000 / 8 / out.length;
    for (int i = 0; i < frames; i++) {
      rig.receive(P1, out);
      rig.receive(FABRIC, in);
      rig.pass(Duration.ofNanos(2_000_000_000L / frames));
    }

    long expected = 2 * 100_000_000 / 8;
    assertThat(rig.counters(plan).permittedFromVm().octets())
        .isBetween(expected * 9 / 10, expected * 11 / 10);
    assertThat(rig.counters(plan).permittedToVm().octets())
        .isBetween(expected * 9 / 10, expected * 11 / 10);
    assertThat(rig.droppedFromVm(plan, DropReason.OVER_RATE)).isPositive();
    assertThat(rig.droppedToVm(plan, DropReason.OVER_RATE)).isPositive();
  }

  @Test
  void aBurstPassesAtOnceAndNoMore() {
    Rate rate = new Rate(new BitRate(8_000), new ByteCount(6_000));
    VPortTerms limited =
        open(new Rates(Optional.of(rate), Optional.empty()), Marking.NONE, Guard.PLAIN);
    VPortPlan plan = rig.apply(plan(1, P1, limited, untagged(1, 100)));
    for (int i = 0; i < 200; i++) {
      rig.receive(P1, frame(1, BROADCAST));
    }

    assertThat(rig.counters(plan).permittedFromVm()).isEqualTo(new FrameCount(100, 6_000));
    rig.apply(plan(1, P1, limited, untagged(1, 100), tagged(1, 200)));
    assertThat(rig.receive(P1, frame(1, BROADCAST))).as("a changed plan fills no bucket").isEmpty();
  }

  @Test
  void aClockSetBackDoesNotSilenceAVm() {
    Rate rate = new Rate(new BitRate(8_000), new ByteCount(6_000));
    VPortTerms limited =
        open(new Rates(Optional.of(rate), Optional.empty()), Marking.NONE, Guard.PLAIN);
    rig.apply(plan(1, P1, limited, untagged(1, 100)));
    rig.receive(P1, frame(1, BROADCAST));
    rig.pass(Duration.ofHours(-1));

    assertThat(rig.receive(P1, frame(1, BROADCAST))).containsExactly("f1/100");
  }

  @Test
  void aTerabitIsNotTakenForNoLimit() {
    Policer policer =
        new Policer(Policer.Bucket.of(new Rate(new BitRate(BitRate.MAX), new ByteCount(64_000))));
    long passed = 0;
    for (int i = 0; i < 100_000; i++) {
      passed += policer.admitsFrame(64, i / 10) ? 64 : 0;
    }
    // 10,000 ns at 1 Tbit/s are 1.25 MB.
    assertThat(passed).isBetween(1_250_000L * 9 / 10, 1_250_000L * 11 / 10 + 64_000);
  }

  @Test
  void aStormOfBroadcastsIsCutButUnicastPasses() {
    Guard guard =
        new Guard(
            Guard.MacGuard.FILTER,
            new Guard.IpGuard.Off(),
            false,
            false,
            false,
            Optional.of(new FrameRate(1_000)));
    VPortPlan plan =
        rig.apply(plan(1, P1, open(Rates.UNLIMITED, Marking.NONE, guard), untagged(1, 100)));
    rig.receive(FABRIC, withTag(frame(9, 1), 100));
    for (int i = 0; i < 20_000; i++) {
      rig.receive(P1, frame(1, BROADCAST));
      assertThat(rig.receive(P1, frame(1, 9))).containsExactly("f1/100");
      rig.pass(Duration.ofNanos(100_000));
    }

    assertThat(rig.droppedFromVm(plan, DropReason.STORM)).isBetween(17_700L, 18_100L);
  }

  @Test
  void framesAreMarkedAndTheIpv4ChecksumStaysRight() {
    Marking marking = new Marking(OptionalInt.of(3), Optional.of(Dscp.parse("af21")));
    rig.apply(
        plan(1, P1, open(Rates.UNLIMITED, marking, Guard.PLAIN), untagged(1, 100), tagged(1, 200)));
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] sent =
          udp(1, 9, random.nextInt() & 0xFFFF_FFFFL, random.nextInt() & 0xFFFF_FFFFL, 1, 2, i);
      sent[15] = (byte) random.nextInt();
      Rig.put(sent, 24, 0, 2);
      Rig.put(sent, 24, Rig.checksum(sent, 14), 2);

      rig.receive(P1, i % 2 == 0 ? sent : withTag(sent, 0xE000 | 200));
      Rig.Sent out = rig.sent.getFirst();
      assertThat(out.pcp()).isEqualTo(3);
      assertThat(out.frame().u16(18) & 0xFC).isEqualTo(18 << 2);
      assertThat(out.frame().u16(18) & 3).as("ECN stays").isEqualTo(sent[15] & 3);
      assertThat(Rig.checksum(out.frame().toArray(), 18)).isZero();
    }
  }

  @Test
  void ipv6IsMarkedInItsTrafficClass() {
    Marking marking = new Marking(OptionalInt.empty(), Optional.of(new Dscp(46)));
    rig.apply(plan(1, P1, open(Rates.UNLIMITED, marking, Guard.PLAIN), untagged(1, 100)));
    byte[] sent = frame(1, 9, 0x86DD, "6abcdef1" + "0000" + "3b40" + "00".repeat(32));
    rig.receive(P1, sent);

    Rig.Sent out = rig.sent.getFirst();
    assertThat(out.frame().u16(18)).isEqualTo(0x6000 | (46 << 2 | 3) << 4 | 0xC);
    assertThat(out.frame().u16(20)).isEqualTo(0xDEF1);
  }

  @Test
  void whatIsNotMarkedStaysAsTheVmSentIt() {
    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    byte[] sent = withTag(udp(1, 9, VM, OTHER, 1, 2, 3), 0xB000 | 100);

    rig.receive(P1, sent);
    assertThat(rig.sent.getFirst().frame()).isEqualTo(Octets.of(sent));
  }

  @Test
  void aVmKeepsTheAddressItAnnouncedFirst() {
    VPortPlan plan = rig.apply(plan(1, P1, guarded(new Guard.IpGuard.Learned()), untagged(1, 100)));

    assertThat(rig.receive(P1, udp(1, BROADCAST, 0, 0xFFFF_FFFFL, 68, 67, 10))).hasSize(1);
    assertThat(rig.receive(P1, arp(1, BROADCAST, Rig.mac(1), VM, OTHER))).hasSize(1);
    assertThat(rig.receive(P1, udp(1, 9, VM, OTHER, 1, 2, 3))).hasSize(1);
    assertThat(rig.receive(P1, udp(1, 9, OTHER, VM, 1, 2, 3))).isEmpty();
    assertThat(rig.receive(P1, arp(1, BROADCAST, Rig.mac(1), OTHER, VM))).isEmpty();
    assertThat(rig.receive(P1, arp(1, BROADCAST, Rig.mac(7), VM, OTHER))).isEmpty();

    assertThat(rig.droppedFromVm(plan, DropReason.SPOOFED_IP)).isEqualTo(1);
    assertThat(rig.droppedFromVm(plan, DropReason.SPOOFED_ARP)).isEqualTo(2);
  }

  @Test
  void anAddressNotUsedForAnHourMakesRoomForAnother() {
    rig.apply(plan(1, P1, guarded(new Guard.IpGuard.Learned()), untagged(1, 100)));
    rig.receive(P1, udp(1, 9, VM, OTHER, 1, 2, 3));
    rig.pass(Duration.ofMinutes(59));
    assertThat(rig.receive(P1, udp(1, 9, OTHER, VM, 1, 2, 3))).isEmpty();
    rig.pass(Duration.ofMinutes(2));
    assertThat(rig.receive(P1, udp(1, 9, OTHER, VM, 1, 2, 3))).hasSize(1);
  }

  @Test
  void whatADhcpServerGrantsIsTheVmsAddress() {
    rig.apply(plan(1, P1, guarded(new Guard.IpGuard.Learned()), untagged(1, 100)));
    rig.receive(P1, udp(1, 9, VM, OTHER, 1, 2, 3));

    rig.receive(FABRIC, withTag(grant(9, 1, 5, OTHER), 100));
    assertThat(rig.receive(P1, udp(1, 9, OTHER, VM, 1, 2, 3))).hasSize(1);
    assertThat(rig.receive(P1, udp(1, 9, VM, OTHER, 1, 2, 3))).isEmpty();

    rig.receive(FABRIC, withTag(grant(9, 1, 2, VM), 100));
    assertThat(rig.receive(P1, udp(1, 9, VM, OTHER, 1, 2, 3))).as("an offer is none").isEmpty();
  }

  @Test
  void aVmWithFixedAddressesUsesThoseOnly() {
    rig.apply(
        plan(
            1,
            P1,
            guarded(new Guard.IpGuard.Fixed(List.of(IpPrefix.parse("10.0.0.0/30")))),
            untagged(1, 100)));

    assertThat(rig.receive(P1, udp(1, 9, VM, OTHER, 1, 2, 3))).hasSize(1);
    assertThat(rig.receive(P1, udp(1, 9, 0x0A00_0005, OTHER, 1, 2, 3))).isEmpty();
    assertThat(rig.receive(P1, ipv6(0xFE80L << 48, 1))).as("no IPv6 was given").isEmpty();
  }

  @Test
  void aVmHasAFewIpv6AddressesButNotAny() {
    rig.apply(plan(1, P1, guarded(new Guard.IpGuard.Learned()), untagged(1, 100)));
    for (int address = 1; address <= 4; address++) {
      assertThat(rig.receive(P1, ipv6(0x2001_0DB8L << 32, address))).hasSize(1);
    }
    assertThat(rig.receive(P1, ipv6(0x2001_0DB8L << 32, 5))).isEmpty();
    assertThat(rig.receive(P1, ipv6(0x2001_0DB8L << 32, 3))).hasSize(1);
    assertThat(rig.receive(P1, ipv6(0, 0))).as("duplicate address detection").hasSize(1);
    assertThat(rig.receive(P1, advertisement(3, 4))).hasSize(1);
    assertThat(rig.receive(P1, advertisement(3, 6))).as("another's address").isEmpty();
  }

  @Test
  void withoutAMacGuardAVidFilterTakesAnyAddressButLearnsNoneThatIsTaken() {
    Guard none =
        new Guard(
            Guard.MacGuard.OFF, new Guard.IpGuard.Off(), false, false, false, Optional.empty());
    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    rig.apply(plan(2, P2, open(Rates.UNLIMITED, Marking.NONE, none), anyAddress(100)));

    assertThat(rig.receive(P2, withTag(frame(1, BROADCAST), 100))).contains("f1/100");
    assertThat(rig.receive(FABRIC, withTag(frame(9, 1), 100))).containsExactly("p1/100");
  }

  @Test
  void countersOutliveAChangeOfPlanAndHitsAChangeOfNothingButMatches() {
    VPortPlan plan = rig.apply(plan(1, P1, OPEN, untagged(1, 100)));
    rig.receive(P1, frame(1, BROADCAST));
    rig.apply(plan(1, P1, OPEN, untagged(1, 100), tagged(1, 200)));
    rig.receive(P1, frame(1, BROADCAST));

    assertThat(rig.counters(plan).permittedFromVm().frames()).isEqualTo(2);
    assertThat(rig.counters(plan).hitsFromVm()).containsExactly(2L, 0L);

    rig.apply(plan(1, P1, terms(rules(RuleAction.PERMIT, FrameMatch.ANY)), untagged(1, 100)));
    assertThat(rig.counters(plan).permittedFromVm().frames()).isEqualTo(2);
  }

  @Test
  void aManyMemberedGroupIsJudgedByItsTerms() {
    VPortTerms closed = terms(rules(RuleAction.PERMIT, udpTo(53)));
    for (int i = 1; i <= FloodTable.FEW + 1; i++) {
      rig.apply(plan(i, P2, closed, anyAddress(i)));
      rig.apply(plan(100 + i, P1, closed, tagged(i, 100)));
    }
    assertThat(rig.receive(FABRIC, withTag(frame(999, BROADCAST), 100))).isEmpty();
    assertThat(rig.receive(FABRIC, withTag(udp(999, BROADCAST, VM, OTHER, 1, 53, 9), 100)))
        .containsExactly("p1/100");
  }

  private static FrameMatch udpTo(int port) {
    return new FrameMatch(
        List.of(EtherType.IPV4),
        List.of(17),
        List.of(),
        List.of(),
        List.of(),
        List.of(PortRange.of(port)),
        List.of(),
        List.of(),
        List.of(),
        false);
  }

  private static VPortTerms guarded(Guard.IpGuard addresses) {
    return open(
        Rates.UNLIMITED,
        Marking.NONE,
        new Guard(Guard.MacGuard.FILTER, addresses, true, true, false, Optional.empty()));
  }

  private static byte[] ipv6(long high, long low) {
    byte[] frame = frame(1, 9, 0x86DD, "60000000" + "0008" + "1140" + "00".repeat(40));
    Rig.put(frame, 22, high, 8);
    Rig.put(frame, 30, low, 8);
    return frame;
  }

  private static byte[] advertisement(int from, int target) {
    byte[] frame = frame(1, 9, 0x86DD, "60000000" + "0018" + "3aff" + "00".repeat(56));
    Rig.put(frame, 22, 0x2001_0DB8L << 32, 8);
    Rig.put(frame, 30, from, 8);
    Rig.put(frame, 54, 136 << 8, 2);
    Rig.put(frame, 62, 0x2001_0DB8L << 32, 8);
    Rig.put(frame, 70, target, 8);
    return frame;
  }

  private static byte[] grant(int from, int client, int type, long address) {
    byte[] frame = udp(from, BROADCAST, 0x0A00_00FE, 0xFFFF_FFFFL, 67, 68, 260);
    Rig.put(frame, 42, 0x0201_0600, 4);
    Rig.put(frame, 42 + 16, address, 4);
    Rig.put(frame, 42 + 28, Rig.mac(client), 6);
    Rig.put(frame, 42 + 236, 0x6382_5363L, 4);
    Rig.put(frame, 42 + 240, 0x0035_0100L | type, 4);
    frame[42 + 244] = (byte) 0xFF;
    return frame;
  }
}
