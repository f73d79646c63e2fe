package org.moorage.profile.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.protocol.ip.IpVersion;

/** What happens to this frame, asked of compiled rules. */
class RuleSetTest {

  private static final String VM = "10.0.0.1";
  private static final String PEER = "192.0.2.9";

  @Test
  void oneWrittenRuleStaysOneRule() {
    RuleSet rules =
        compile(
            List.of("permit tcp from 10.0.0.0/8,2001:db8::/32 to group:databases port 1,2,5-9"),
            List.of());

    assertThat(rules.fromVm()).filteredOn(rule -> rule.cause() == RuleCause.WRITTEN).hasSize(1);
    assertThat(rules.toVm()).filteredOn(rule -> rule.cause() == RuleCause.REPLY).hasSize(1);
  }

  @Test
  void everyRuleSaysWhereItCameFrom() {
    RuleSet rules =
        RuleSet.compile(
            list("from-vm", "permit tcp to 192.0.2.9 port 5432", "deny any log"),
            list("to-vm", "deny ip from 10.6.0.0/16", "permit udp to port 53"),
            true,
            true);

    assertThat(rules.fromVm())
        .extracting(rule -> rule.index() + " " + rule.action().word() + " " + rule.origin())
        .containsExactly(
            "0 deny guard dhcp-snooping: the VM is no DHCP server",
            "1 deny guard dhcp-snooping: the VM is no DHCPv6 server",
            "2 deny guard router-advertisements: the VM is no router",
            "3 permit built in: ARP passes, under guard",
            "4 permit built in: neighbour discovery passes, under guard",
            "5 permit built in: DHCP passes, under guard",
            "6 permit built in: DHCPv6 passes, under guard",
            "7 permit from-vm:1: permit tcp to 192.0.2.9 port 5432",
            "8 deny no reply to to-vm:1: deny ip from 10.6.0.0/16",
            "9 permit reply to to-vm:2: permit udp to port 53",
            "10 deny from-vm:2: deny any log",
            "11 deny implicit deny: no rule of from-vm matched");
    assertThat(rules.toVm())
        .extracting(NeutralRule::origin)
        .containsExactly(
            "built in: ARP passes, under guard",
            "built in: neighbour discovery passes, under guard",
            "built in: DHCP passes, under guard",
            "built in: DHCPv6 passes, under guard",
            "to-vm:1: deny ip from 10.6.0.0/16",
            "to-vm:2: permit udp to port 53",
            "reply to from-vm:1: permit tcp to 192.0.2.9 port 5432",
            "implicit deny: no rule of to-vm matched");
    assertThat(rules.size()).isEqualTo(20);
  }

  /** The written rule is from-vm; the frame goes to the VM. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // TCP: what the other end sends once there is a connection, or refuses one with
        "permit tcp to 192.0.2.9 port 5432 | tcp 192.0.2.9:5432 ACK | permit",
        "permit tcp to 192.0.2.9 port 5432 | tcp 192.0.2.9:5432 SYN_ACK | permit",
        "permit tcp to 192.0.2.9 port 5432 | tcp 192.0.2.9:5432 RST | permit",
        "permit tcp to 192.0.2.9 port 5432 | tcp 192.0.2.9:5432 SYN | deny",
        "permit tcp to 192.0.2.9 port 5432 | tcp 192.0.2.9:5433 ACK | deny",
        "permit tcp to 192.0.2.9 port 5432 | tcp 192.0.2.8:5432 ACK | deny",
        "permit tcp to 192.0.2.9 port 5432 one-way | tcp 192.0.2.9:5432 ACK | deny",
        "permit tcp to 192.0.2.9 port 5432 | udp 192.0.2.9:5432 | deny",
        // UDP: swapped addresses and ports
        "permit udp to 192.0.2.9 port 53 | udp 192.0.2.9:53 | permit",
        "permit udp to 192.0.2.9 port 53 | udp 192.0.2.9:54 | deny",
        "permit udp to 192.0.2.9 port 53 one-way | udp 192.0.2.9:53 | deny",
        "permit udp from port 4000 | udp 192.0.2.9:53 | permit",
        "permit udp from port 4001 | udp 192.0.2.9:53 | deny",
        // ICMP: untyped both ways; a question admits its answer only
        "permit icmp | icmp 0 | permit",
        "permit icmp | icmp 8 | permit",
        "permit icmp one-way | icmp 0 | deny",
        "permit icmp type echo-request | icmp 0 | permit",
        "permit icmp type echo-request | icmp 8 | deny",
        "permit icmp type unreachable | icmp 3 | deny",
        "permit icmpv6 | icmp 0 | deny",
        // what speaks of all of IP
        "permit ip to 192.0.2.9 | tcp 192.0.2.9:80 SYN | deny",
        "permit ip to 192.0.2.9 | tcp 192.0.2.9:80 ACK | permit",
        "permit ip to 192.0.2.9 | udp 192.0.2.9:80 | permit",
        "permit any | tcp 192.0.2.9:80 SYN | deny",
        "permit any | tcp 192.0.2.9:80 ACK | permit",
        "permit any | icmp 8 | permit",
        "permit any | ethertype | deny",
        "permit gre to 192.0.2.9 | protocol 47 | permit",
        "permit ipv6 | udp 192.0.2.9:80 | deny",
        // what is not IP has no reply
        "permit ethertype 0x88b5 | ethertype | deny",
        // a deny has none either
        "deny udp to 192.0.2.9 port 53 | udp 192.0.2.9:53 | deny",
      })
  void aPermitAdmitsTheMirroredReply(String written, String frame, String verdict) {
    RuleSet rules = compile(List.of(written), List.of());

    assertThat(FrameQuestion.decide(rules.toVm(), frame(frame)).action().word()).isEqualTo(verdict);
  }

  @Test
  void aWrittenRuleWinsOverAReplyButAClosingDenyDoesNot() {
    List<String> toVm = List.of("permit tcp from any to port 80");
    FrameView reply = Frames.tcp(VM, 80, PEER, 4_000, Frames.SYN_ACK);

    assertThat(verdict(compile(List.of("deny any log"), toVm).fromVm(), reply))
        .isEqualTo("permit reply to to-vm:1: permit tcp from any to port 80");
    assertThat(verdict(compile(List.of("deny tcp", "deny ip log"), toVm).fromVm(), reply))
        .isEqualTo("permit reply to to-vm:1: permit tcp from any to port 80");
    assertThat(verdict(compile(List.of("deny ip to 192.0.2.0/24"), toVm).fromVm(), reply))
        .isEqualTo("deny from-vm:1: deny ip to 192.0.2.0/24");
    assertThat(verdict(compile(List.of("deny tcp", "permit udp"), toVm).fromVm(), reply))
        .isEqualTo("deny from-vm:1: deny tcp");
  }

  @Test
  void whatTheOtherDirectionDeniesFirstGetsNoReply() {
    RuleSet rules =
        compile(
            List.of("deny any log"),
            List.of("deny udp from 192.0.2.0/24", "permit udp from any to port 53"));

    assertThat(FrameQuestion.decide(rules.fromVm(), Frames.udp(VM, 53, PEER, 4_000)))
        .returns(RuleAction.DENY, NeutralRule::action)
        .returns("no reply to to-vm:1: deny udp from 192.0.2.0/24", NeutralRule::origin)
        .returns(true, NeutralRule::log);
    assertThat(verdict(rules.fromVm(), Frames.udp(VM, 53, "10.9.9.9", 4_000)))
        .isEqualTo("permit reply to to-vm:2: permit udp from any to port 53");
  }

  @Test
  void arpNeighbourDiscoveryAndDhcpAlwaysPass() {
    RuleSet rules = compile(List.of("deny any"), List.of("deny any"));

    for (List<NeutralRule> direction : List.of(rules.fromVm(), rules.toVm())) {
      assertThat(verdict(direction, Frames.ofType(0x0806)))
          .isEqualTo("permit built in: ARP passes, under guard");
      for (int type = 133; type <= 137; type++) {
        assertThat(verdict(direction, Frames.icmp("fe80::1", "ff02::1", type)))
            .isEqualTo("permit built in: neighbour discovery passes, under guard");
      }
      assertThat(verdict(direction, Frames.icmp("fe80::1", "ff02::1", 128))).startsWith("deny");
    }
    assertThat(verdict(rules.fromVm(), Frames.udp("0.0.0.0", 68, "255.255.255.255", 67)))
        .isEqualTo("permit built in: DHCP passes, under guard");
    assertThat(verdict(rules.toVm(), Frames.udp("10.0.0.254", 67, VM, 68)))
        .isEqualTo("permit built in: DHCP passes, under guard");
    assertThat(verdict(rules.fromVm(), Frames.udp("fe80::1", 546, "ff02::1:2", 547)))
        .isEqualTo("permit built in: DHCPv6 passes, under guard");
    assertThat(verdict(rules.toVm(), Frames.udp("fe80::2", 547, "fe80::1", 546)))
        .isEqualTo("permit built in: DHCPv6 passes, under guard");
  }

  @Test
  void guardsComeBeforeAnyPermit() {
    RuleSet guarded =
        RuleSet.compile(list("from-vm", "permit any"), list("to-vm", "permit any"), true, true);
    RuleSet free =
        RuleSet.compile(list("from-vm", "permit any"), list("to-vm", "permit any"), false, false);
    FrameView offer = Frames.udp("10.0.0.1", 67, "255.255.255.255", 68);
    FrameView router = Frames.icmp("fe80::1", "ff02::1", 134);

    assertThat(verdict(guarded.fromVm(), offer))
        .isEqualTo("deny guard dhcp-snooping: the VM is no DHCP server");
    assertThat(verdict(guarded.fromVm(), router))
        .isEqualTo("deny guard router-advertisements: the VM is no router");
    assertThat(verdict(guarded.toVm(), router)).startsWith("permit");
    assertThat(verdict(free.fromVm(), offer)).startsWith("permit");
    assertThat(verdict(free.fromVm(), router)).startsWith("permit");
  }

  @Test
  void nothingWrittenMeansDeny() {
    RuleSet rules = compile(List.of(), List.of());

    assertThat(verdict(rules.fromVm(), Frames.udp(VM, 1, PEER, 2)))
        .isEqualTo("deny implicit deny: no rule of from-vm matched");
    assertThat(verdict(rules.toVm(), Frames.udp(PEER, 1, VM, 2)))
        .isEqualTo("deny implicit deny: no rule of to-vm matched");
  }

  /**
   * The order of the compiled list against its meaning said directly: a written rule that does not
   * close decides; else the frame passes as a reply if the first rule of the other direction about
   * the exchange admits one; else it is denied.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void compiledRulesMeanWhatTheWrittenOnesSay(long seed) {
    Random random = new Random(seed);
    RandomRules source = new RandomRules(random);
    int replies = 0;
    for (int i = 0; i < 200; i++) {
      List<Rule> from = rules(source, random);
      List<Rule> to = rules(source, random);
      RuleSet compiled = RuleSet.compile(list("from-vm", from), list("to-vm", to), false, false);
      for (int j = 0; j < 40; j++) {
        FrameView frame = RandomFrames.frame(random);
        boolean builtIn = isBuiltIn(frame);
        boolean admitted = builtIn || PlainMeaning.admits(from, to, frame);
        NeutralRule decided = FrameQuestion.decide(compiled.fromVm(), frame);
        if ((decided.action() == RuleAction.PERMIT) != admitted) {
          fail("seed %d: %s and %s on %s by %s", seed, from, to, frame, decided.origin());
        }
        replies += decided.cause() == RuleCause.REPLY && admitted ? 1 : 0;
      }
    }
    assertThat(replies).as("frames admitted as replies").isPositive();
  }

  private static boolean isBuiltIn(FrameView frame) {
    return frame.ip().isPresent()
        && frame.ip().get().icmpType().isPresent()
        && frame.ip().get().source().version() == IpVersion.V6
        && frame.ip().get().icmpType().getAsInt() >= 133
        && frame.ip().get().icmpType().getAsInt() <= 137;
  }

  private static List<Rule> rules(RandomRules source, Random random) {
    return Stream.generate(source::rule).limit(random.nextInt(6)).toList();
  }

  private static FrameView frame(String words) {
    String[] word = words.split(" ");
    return switch (word[0]) {
      case "tcp" -> {
        String[] end = word[1].split(":");
        yield Frames.tcp(end[0], Integer.parseInt(end[1]), VM, 4_000, flags(word[2]));
      }
      case "udp" -> {
        String[] end = word[1].split(":");
        yield Frames.udp(end[0], Integer.parseInt(end[1]), VM, 4_000);
      }
      case "icmp" -> Frames.icmp(PEER, VM, Integer.parseInt(word[1]));
      case "protocol" -> Frames.other(PEER, VM, Integer.parseInt(word[1]));
      case "ethertype" -> Frames.ofType(0x88B5);
      default -> throw new IllegalArgumentException(words);
    };
  }

  private static int flags(String word) {
    return switch (word) {
      case "SYN" -> Frames.SYN;
      case "SYN_ACK" -> Frames.SYN_ACK;
      case "ACK" -> IpHeader.ACK;
      case "RST" -> Frames.RST;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static String verdict(List<NeutralRule> direction, FrameView frame) {
    NeutralRule rule = FrameQuestion.decide(direction, frame);
    return rule.action().word() + " " + rule.origin();
  }

  private static RuleSet compile(List<String> fromVm, List<String> toVm) {
    return RuleSet.compile(
        list("from-vm", fromVm.toArray(String[]::new)),
        list("to-vm", toVm.toArray(String[]::new)),
        false,
        false);
  }

  private static RuleList list(String direction, String... texts) {
    return new RuleList(
        IntStream.range(0, texts.length)
            .mapToObj(i ->
                new RuleList.Line(
                    RuleParserTest.read(texts[i]), direction + ":" + (i + 1), texts[i]))
            .toList());
  }

  private static RuleList list(String direction, List<Rule> rules) {
    return list(direction, rules.stream().map(Rule::text).toArray(String[]::new));
  }
}
