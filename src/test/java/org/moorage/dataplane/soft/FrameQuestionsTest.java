package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.dataplane.soft.Rig.FABRIC;
import static org.moorage.dataplane.soft.Rig.P1;
import static org.moorage.dataplane.soft.Rig.plan;
import static org.moorage.dataplane.soft.Rig.tagged;
import static org.moorage.dataplane.soft.Rig.terms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.FrameQuestion;
import org.moorage.profile.rules.IcmpType;
import org.moorage.profile.rules.MacPrefix;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.PortRange;
import org.moorage.profile.rules.RuleAction;
import org.moorage.profile.rules.RuleCause;
import org.moorage.profile.rules.RuleSet;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/** What happens to this frame: the switch says what the reference says, for frames of all kinds. */
class FrameQuestionsTest {

  private static final SwitchPort ANYWHERE = new SwitchPort(Rig.P1, true, 0);

  private static final int RULE_SETS = 150;
  private static final int FRAMES_EACH = 120;

  private static final VPortMatch ANY_ADDRESS =
      new VPortMatch(Optional.empty(), new VlanId(100), true, new VlanId(100), new VlanId(100));

  private final Random random = new Random(20_260_101);

  @Test
  void theSwitchDecidesByTheSameRuleAsTheReference() {
    int permitted = 0;
    int[] decidedAt = new int[13];
    for (int set = 0; set < RULE_SETS; set++) {
      List<NeutralRule> rules = rules(random.nextInt(1, 12));
      VPortTerms terms =
          terms(new RuleSet(rules, rules), Rates.UNLIMITED, Marking.NONE, Guard.PLAIN);
      Rig rig = new Rig();
      VPortPlan plan = rig.apply(plan(1, P1, terms, ANY_ADDRESS));
      Rig towards = new Rig();
      towards.apply(
          plan(1, P1, terms, tagged(1, 100), tagged(2, 100), tagged(3, 100), tagged(5, 100)));
      long[] hits = new long[rules.size()];
      for (int i = 0; i < FRAMES_EACH; i++) {
        byte[] frame = frame();
        NeutralRule expected =
            FrameQuestion.decide(
                rules, org.moorage.profile.rules.FrameView.of(Octets.of(frame)).orElseThrow());
        long before = rig.counters(plan).permittedFromVm().frames();
        rig.receive(P1, frame);
        boolean passed = rig.counters(plan).permittedFromVm().frames() > before;

        hits[expected.index()]++;
        decidedAt[expected.index()]++;
        permitted += passed ? 1 : 0;
        assertThat(passed)
            .as(() -> "set " + expected + " frame " + Octets.of(frame))
            .isEqualTo(expected.action() == RuleAction.PERMIT);
        assertThat(rig.counters(plan).hitsFromVm().get(expected.index()))
            .as(() -> "rule " + expected + " decides frame " + Octets.of(frame))
            .isEqualTo(hits[expected.index()]);

        assertThat(!towards.receive(FABRIC, Rig.withTag(frame, 100)).isEmpty()).isEqualTo(passed);
      }
    }
    // The questions must be worth asking.
    assertThat(permitted).isBetween(RULE_SETS * FRAMES_EACH / 10, RULE_SETS * FRAMES_EACH * 9 / 10);
    for (int i = 0; i < 5; i++) {
      assertThat(decidedAt[i]).isGreaterThan(100);
    }
  }

  /** Sizes around those of a word of 64 rules and of a summary of 64 words. */
  @ParameterizedTest
  @ValueSource(ints = {CompiledRules.FEW, 127, 128, 129, 200, 2_000, 4_095, 4_096, 4_200})
  void manyRulesDecideAsTheReferenceDoes(int count) {
    List<NeutralRule> rules = rules(count, this::narrow);
    CompiledRules compiled = new CompiledRules(rules);
    FrameView view = new FrameView();
    Set<Integer> deciders = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      byte[] frame = frame();
      NeutralRule expected =
          FrameQuestion.decide(
              rules, org.moorage.profile.rules.FrameView.of(Octets.of(frame)).orElseThrow());
      view.read(frame, frame.length, 2_000, ANYWHERE);
      assertThat(compiled.decide(view))
          .as(() -> "rule " + expected + " decides frame " + Octets.of(frame))
          .isEqualTo(expected.index());
      deciders.add(expected.index());
    }
    assertThat(deciders).hasSizeGreaterThan(Math.min(count / 3, 200));
  }

  /** Asks much, so that rules further down are reached. */
  private FrameMatch narrow() {
    return new FrameMatch(
        some(9, () -> pick(EtherType.IPV4, EtherType.IPV6, EtherType.ARP, new EtherType(0x88B5))),
        List.of(random.nextInt(256), pick(1, 6, 17, 33, 47, 58, 132)),
        hosts(),
        hosts(),
        some(2, this::ports),
        some(2, this::ports),
        some(2, this::macs),
        some(2, this::macs),
        some(6, () -> new IcmpType(pick(IpVersion.V4, IpVersion.V6), random.nextInt(3))),
        random.nextInt(5) == 0);
  }

  /** A host of each version, or now and then any prefixes. */
  private List<IpPrefix> hosts() {
    return random.nextInt(20) == 0
        ? List.of(prefix(), prefix())
        : List.of(
            new IpPrefix(IpAddress.v4(address4()), 32),
            new IpPrefix(IpAddress.v6(high(), random.nextInt(4)), 128));
  }

  private List<NeutralRule> rules(int count) {
    return rules(count, this::match);
  }

  private List<NeutralRule> rules(int count, Supplier<FrameMatch> match) {
    List<NeutralRule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(rule(i, random.nextBoolean() ? RuleAction.PERMIT : RuleAction.DENY, match.get()));
    }
    rules.add(rule(count, RuleAction.DENY, FrameMatch.ANY));
    return rules;
  }

  private static NeutralRule rule(int index, RuleAction action, FrameMatch match) {
    return new NeutralRule(index, action, match, false, RuleCause.WRITTEN, "rule " + index);
  }

  private FrameMatch match() {
    return new FrameMatch(
        some(2, () -> pick(EtherType.IPV4, EtherType.IPV6, EtherType.ARP, new EtherType(0x88B5))),
        some(2, () -> pick(1, 6, 17, 33, 47, 58, 132)),
        some(4, this::prefix),
        some(4, this::prefix),
        some(4, this::ports),
        some(4, this::ports),
        some(6, this::macs),
        some(6, this::macs),
        some(6, () -> new IcmpType(pick(IpVersion.V4, IpVersion.V6), random.nextInt(3))),
        random.nextInt(5) == 0);
  }

  /** Empty but for one time in so many. */
  private <T> List<T> some(int oneIn, Supplier<T> member) {
    List<T> list = new ArrayList<>();
    if (random.nextInt(oneIn) == 0) {
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        list.add(member.get());
      }
    }
    return list;
  }

  @SafeVarargs
  private <T> T pick(T... all) {
    return all[random.nextInt(all.length)];
  }

  private IpPrefix prefix() {
    IpVersion version = pick(IpVersion.V4, IpVersion.V6);
    int bits = version == IpVersion.V4 ? 32 : 128;
    int length = pick(0, 1, bits / 2, bits / 2 + 1, bits - 1, bits, random.nextInt(bits + 1));
    IpAddress address =
        version == IpVersion.V4
            ? IpAddress.v4(address4())
            : IpAddress.v6(high(), random.nextInt(4));
    return new IpPrefix(address.network(length), length);
  }

  private PortRange ports() {
    int first = random.nextInt(6);
    return new PortRange(first, first + random.nextInt(3));
  }

  private MacPrefix macs() {
    return pick(
        MacPrefix.of(new MacAddress(Rig.mac(random.nextInt(1, 4)))),
        MacPrefix.BROADCAST,
        new MacPrefix(new MacAddress(0x0200_0000_0000L), 40));
  }

  private long address4() {
    return 0x0A00_0000L | random.nextInt(2) << 23 | random.nextInt(4);
  }

  private long high() {
    return 0x2001_0DB8_0000_0000L | random.nextInt(2);
  }

  /** IPv4, IPv6 and others; fragments, options, extension headers; cut short now and then. */
  private byte[] frame() {
    byte[] frame = new byte[180];
    int to = pick(1, 2, 3, Rig.BROADCAST, 5);
    Rig.put(frame, 0, Rig.mac(to), 6);
    Rig.put(frame, 6, Rig.mac(random.nextInt(1, 4)), 6);
    int end =
        switch (random.nextInt(8)) {
          case 0 -> other(frame);
          case 1, 2, 3 -> ipv6(frame);
          default -> ipv4(frame);
        };
    int size = random.nextInt(5) == 0 ? random.nextInt(14, end + 1) : end + random.nextInt(20);
    return Arrays.copyOf(frame, Math.min(size, frame.length));
  }

  private int other(byte[] frame) {
    Rig.put(frame, 12, pick(0x0806, 0x88B5, 0x0040, 0x0800, 0x86DD), 2);
    return 60;
  }

  private int ipv4(byte[] frame) {
    int header = 20 + 4 * pick(0, 0, 1, 3);
    int size = random.nextInt(30);
    Rig.put(frame, 12, 0x0800, 2);
    frame[14] = (byte) (0x40 | header / 4);
    Rig.put(frame, 16, pick(header + size, header + size, header + 3, 0, 2_000), 2);
    Rig.put(frame, 20, pick(0, 0, 0x4000, 0x2000, 1, 0x2001, 0x0100), 2);
    Rig.put(frame, 23, pick(1, 6, 17, 33, 47, 58, 132), 1);
    Rig.put(frame, 26, address4(), 4);
    Rig.put(frame, 30, address4(), 4);
    transport(frame, 14 + header);
    return 14 + header + size;
  }

  private int ipv6(byte[] frame) {
    Rig.put(frame, 12, 0x86DD, 2);
    frame[14] = 0x60;
    Rig.put(frame, 22, high(), 8);
    Rig.put(frame, 30, random.nextInt(4), 8);
    Rig.put(frame, 38, high(), 8);
    Rig.put(frame, 46, random.nextInt(4), 8);
    int at = 54;
    int nextAt = 20;
    for (int i = pick(0, 0, 0, 1, 2, 9); i > 0; i--) {
      int kind = pick(0, 43, 44, 60);
      frame[nextAt] = (byte) kind;
      nextAt = at;
      if (kind == 44) {
        Rig.put(frame, at + 2, pick(0, 1, 8, 9, 16), 2);
      }
      at += 8;
    }
    frame[nextAt] = (byte) (int) pick(1, 6, 17, 47, 58, 132, 51);
    int size = random.nextInt(30);
    Rig.put(frame, 18, pick(at - 54 + size, at - 54 + size, 3, 0, 2_000), 2);
    transport(frame, at);
    return at + size;
  }

  private void transport(byte[] frame, int at) {
    Rig.put(frame, at, random.nextInt(3) == 0 ? random.nextInt(3) << 8 : random.nextInt(8), 2);
    Rig.put(frame, at + 2, random.nextInt(8), 2);
    frame[at + 13] = (byte) (int) pick(0, 2, 4, 16, 18, 255);
  }
}
