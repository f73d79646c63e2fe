package org.moorage.profile.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.protocol.ip.IpPrefix;

class RuleParserTest {

  static final Groups GROUPS =
      new Groups(
          Map.of(
              "databases",
                  List.of(IpPrefix.parse("10.1.0.0/24"), IpPrefix.parse("2001:db8:1::/64")),
              "resolvers", List.of(IpPrefix.parse("192.0.2.53"))),
          Map.of("web", List.of(PortRange.of(80), PortRange.of(443))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "permit any | permit any",
        "permit   icmp | permit icmp",
        "deny any log | deny any log",
        "permit tcp from any to group:databases port 5432 log one-way"
            + " | permit tcp to group:databases port 5432 log one-way",
        "permit tcp from any to port 80,443 | permit tcp to port 80,443",
        "permit tcp to port 80, 443 ,8000-8099 | permit tcp to port 80,443,8000-8099",
        "permit udp from 10.0.0.0/8,2001:DB8:0:0::/32 port 53 to any"
            + " | permit udp from 10.0.0.0/8,2001:db8::/32 port 53",
        "permit tcp to group:databases,192.0.2.7/32 port group:web,8080"
            + " | permit tcp to group:databases,192.0.2.7 port group:web,8080",
        "deny any from mac 02-00-00-00-00-01 | deny any from mac 02:00:00:00:00:01",
        "deny any to mac broadcast | deny any to mac ff:ff:ff:ff:ff:ff",
        "permit ip from 10.0.0.1 mac 00:03:0F:00:00:00/24 to any mac 020000000002"
            + " | permit ip from 10.0.0.1 mac 00:03:0f:00:00:00/24 to mac 02:00:00:00:00:02",
        "permit ethertype 0x88CC | permit ethertype 0x88cc",
        "permit ethertype 0x0806 | permit arp",
        "permit ethertype 0x0800 to 10.0.0.1 | permit ipv4 to 10.0.0.1",
        "permit rarp | permit rarp",
        "permit ipv6 to 2001:db8::1 | permit ipv6 to 2001:db8::1",
        "permit protocol 6 to port 22 | permit tcp to port 22",
        "permit protocol 58 | permit icmpv6",
        "permit protocol 253 | permit protocol 253",
        "permit gre from 192.0.2.1 | permit gre from 192.0.2.1",
        "permit icmp type echo-request,unreachable | permit icmp type echo-request,unreachable",
        "permit icmpv4 type 13 | permit icmpv4 type 13",
        "permit icmpv6 type packet-too-big | permit icmpv6 type packet-too-big",
        "permit sctp to port 0-65535 | permit sctp to port 0-65535",
      })
  void printsTheCanonicalSentenceWhichReadsAsTheSameRule(String written, String canonical) {
    Rule rule = read(written);

    assertThat(rule.text()).isEqualTo(canonical);
    assertThat(read(canonical)).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1 | the rule is empty; it starts with \"permit\" or \"deny\"",
        "allow tcp | 1 | \"allow\" is not an action; did you mean \"permit\"?",
        "drop any | 1 | \"drop\" is not an action; did you mean \"deny\"?",
        "premit any | 1 | \"premit\" is not an action; did you mean \"permit\"?",
        "Permit any | 1 | \"Permit\" is not an action; did you mean \"permit\"?",
        "xyzzy any | 1 | \"xyzzy\" is not an action; a rule starts with \"permit\" or \"deny\"",
        "permit | 7 | the protocol is missing; write \"any\" for every frame",
        "permit tpc | 8 | \"tpc\" is not a protocol; did you mean \"tcp\"?",
        "permit prot | 8 | \"prot\" is not a protocol; did you mean \"port\"?",
        "permit from any | 8 | \"from\" is not a protocol; write \"any\" or a protocol before it",
        "permit quic | 8 | \"quic\" is not a protocol; it is one of ah, any, arp, dccp, esp,"
            + " ethertype, gre, icmp, icmpv4, icmpv6, igmp, ip, ipv4, ipv6, ospf, pim, protocol,"
            + " rarp, sctp, tcp, udp, vrrp",
        "permit ethertype 88cc | 18 | \"88cc\" is not an EtherType; write 0x0600..0xffff, as in"
            + " 0x88cc",
        "permit ethertype 0x05ff | 18 | \"0x05ff\" is not an EtherType; write 0x0600..0xffff, as"
            + " in 0x88cc",
        "permit protocol 256 | 17 | \"256\" is not an IP protocol number; write 0..255",
        "permit protocol tcp | 17 | \"tcp\" is not an IP protocol number; write 0..255",
        "permit icmp type 8 | 18 | type 8 differs between the two ICMPs; write icmpv4 or icmpv6,"
            + " or a word",
        "permit icmpv4 type 256 | 20 | \"256\" is not an ICMP type; write 0..255",
        "permit icmp type echo-reqest | 18 | \"echo-reqest\" is not an ICMP message; did you mean"
            + " \"echo-request\"?",
        "permit icmp type ping | 18 | \"ping\" is not an ICMP message; it is one of echo-reply,"
            + " echo-request, neighbour-advertisement, neighbour-solicitation, packet-too-big,"
            + " parameter-problem, redirect, router-advertisement, router-solicitation,"
            + " time-exceeded, timestamp, timestamp-reply, unreachable",
        "permit icmpv4 type packet-too-big | 20 | \"packet-too-big\" is not a message of this ICMP"
            + " version; leave the version to \"icmp\"",
        "permit tcp to group:databases prot 5432 | 31 | \"prot\" is not understood here; did you"
            + " mean \"port\"?",
        "permit tcp to any please | 19 | \"please\" is not understood here; expected \"log\","
            + " \"mac\", \"one-way\", \"port\" or the end of the rule",
        "permit icmp log one-way now | 25 | \"now\" is not understood here; the rule ends before"
            + " it",
        "permit tcp to any from any | 19 | \"from\" comes too late or twice; the order is action,"
            + " protocol, from, to, log, one-way, and mac before port",
        "permit tcp log to any | 16 | \"to\" comes too late or twice; the order is action,"
            + " protocol, from, to, log, one-way, and mac before port",
        "permit tcp port 80 | 12 | \"port\" needs its side; write \"to port\" or \"from port\"",
        "permit tcp to any,10.0.0.1 | 18 | a comma belongs between addresses, ports or types;"
            + " leave it out",
        "permit tcp to | 14 | nothing stands behind \"to\"; write \"any\" or an address",
        "permit tcp from log | 17 | nothing stands behind \"from\"; write \"any\" or an address",
        "permit tcp to 10.0.0.1, | 24 | something is missing behind \",\"",
        "permit tcp to port | 19 | something is missing behind \"port\"",
        "permit tcp to 10.0.0.0/33 | 15 | \"33\" is not a prefix length of IPv4; it is 0..32",
        "permit tcp to 10.1.2.3/24 | 15 | 10.1.2.3/24 has bits behind the prefix; the block is"
            + " 10.1.2.0/24",
        "permit tcp to 10.0.0.256 | 15 | \"10.0.0.256\" is not an IP address; write it as"
            + " 192.0.2.1 or 2001:db8::1",
        "permit tcp to 2001:db8:::1 | 15 | \"2001:db8:::1\" is not an IP address; write it as"
            + " 192.0.2.1 or 2001:db8::1",
        "permit tcp to databases | 15 | \"databases\" is not an address; did you mean"
            + " \"group:databases\"?",
        "permit tcp to prot 80 | 15 | \"prot\" is not an address; did you mean \"port\"?",
        "permit tcp to everywhere | 15 | \"everywhere\" is not an address; write any, 192.0.2.1,"
            + " 192.0.2.0/24, 2001:db8::/32 or group:NAME",
        "permit tcp to group:databasse | 15 | \"group:databasse\" does not exist; did you mean"
            + " \"group:databases\"?",
        "permit tcp to group:zebras | 15 | \"group:zebras\" does not exist; groups.yaml has"
            + " databases, resolvers",
        "permit tcp to port group:wbe | 20 | \"group:wbe\" does not exist; did you mean"
            + " \"group:web\"?",
        "permit any to 02:00:00:00:00:01 | 15 | \"02:00:00:00:00:01\" is a MAC address; write"
            + " \"mac\" before it",
        "permit any to 02-00-00-00-00-01 | 15 | \"02-00-00-00-00-01\" is a MAC address; write"
            + " \"mac\" before it",
        "permit any to mac 02:00 | 19 | \"02:00\" is not a MAC address; write it as"
            + " 02:00:00:00:00:01",
        "permit any to mac 02:00:00:00:00:01/x | 19 | \"x\" is not a MAC prefix length; it is"
            + " 1..48",
        "permit any to mac 02:00:00:00:00:01/49 | 19 | MAC prefix length 49 is outside 1..48",
        "permit any to mac 02:00:00:00:00:01/24 | 19 | 02:00:00:00:00:01/24 has bits behind the"
            + " prefix; the block is 02:00:00:00:00:00/24",
        "permit icmp to port 80 | 16 | \"icmp\" has no ports; only tcp, udp, sctp and dccp have",
        "permit tcp to port https | 20 | \"https\" is not a port; did you mean 443?",
        "permit tcp to port eighty | 20 | \"eighty\" is not a port; write a number, a range such"
            + " as 8000-8099, or group:NAME",
        "permit tcp to port 70000 | 20 | \"70000\" is not a port; ports are 0..65535",
        "permit tcp to port 90-80 | 20 | \"90-80\" runs backwards; did you mean \"80-90\"?",
        "permit arp from 10.0.0.1 | 17 | \"arp\" frames have no IP address; match them by \"mac\"",
        "permit ipv4 to 2001:db8::/32 | 8 | the rule never matches; protocol, from and to must be"
            + " of one IP version",
        "permit tcp from 10.0.0.1 to 2001:db8::1 | 8 | the rule never matches; protocol, from and"
            + " to must be of one IP version",
        "deny any one-way | 10 | \"one-way\" belongs to a permit; a deny admits no reply anyway",
      })
  void saysWhichWordIsWrongAndWhatToWriteInstead(String text, int column, String sentence) {
    assertThat(RuleParser.parse(text, GROUPS))
        .isEqualTo(new RuleReading.Mistaken(column, sentence));
  }

  @Test
  void saysThatThereAreNoGroupsAtAll() {
    assertThat(RuleParser.parse("permit tcp to group:databases", Groups.NONE))
        .isEqualTo(
            new RuleReading.Mistaken(
                15, "\"group:databases\" does not exist; groups.yaml names no such group"));
  }

  @Test
  void boundsTheTextAndWhatAListStandsFor() {
    String many = "10.0.0.1,".repeat(400);
    assertThat(RuleParser.parse("permit ip to " + many + many + "10.0.0.2", GROUPS))
        .isEqualTo(
            new RuleReading.Mistaken(
                RuleParser.MAX_TEXT,
                "the rule has 7221 characters, more than 4000; name its addresses as a group"));

    List<IpPrefix> blocks =
        IntStream.range(0, 1_025)
            .mapToObj(i -> IpPrefix.parse("10.0." + i / 256 + "." + i % 256))
            .toList();
    Groups large = new Groups(Map.of("all", blocks), Map.of());
    assertThat(RuleParser.parse("permit ip to group:all", large))
        .isEqualTo(
            new RuleReading.Mistaken(14, "stands for 1025 addresses; a rule takes at most 1024"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void neverThrowsOnNoiseAndReadsBackWhatItRead(long seed) {
    Random random = new Random(seed);
    List<String> words =
        List.of(
            "permit",
            "deny",
            "any",
            "tcp",
            "udp",
            "icmp",
            "ip",
            "ipv4",
            "ipv6",
            "arp",
            "from",
            "to",
            "port",
            "mac",
            "type",
            "log",
            "one-way",
            "group:databases",
            "group:web",
            "group:",
            "10.0.0.0/8",
            "2001:db8::/32",
            "::/0",
            "02:00:00:00:00:01",
            "80,443",
            "80-",
            ",",
            "-",
            "8000-8099",
            "echo-request",
            "ethertype",
            "0x88cc",
            "protocol",
            "47",
            "\u2603",
            "");
    int read = 0;
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "permit tcp to " : "");
      for (int n = random.nextInt(10); n >= 0; n--) {
        text.append(words.get(random.nextInt(words.size())))
            .append(random.nextInt(8) == 0 ? "" : " ");
      }
      if (random.nextInt(3) == 0 && !text.isEmpty()) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x3000));
      }
      switch (RuleParser.parse(text.toString(), GROUPS)) {
        case RuleReading.Read(Rule rule) -> {
          read++;
          assertThat(read(rule.text())).as(text.toString()).isEqualTo(rule);
        }
        case RuleReading.Mistaken(int column, String sentence) -> {
          assertThat(column).as(text.toString()).isBetween(1, text.length() + 1);
          assertThat(sentence).isNotBlank();
        }
      }
    }
    assertThat(read).as("sentences that are rules").isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void everyRuleThereCanBeReadsBackFromItsText(long seed) {
    RandomRules rules = new RandomRules(new Random(seed));
    for (int i = 0; i < 2_000; i++) {
      Rule rule = rules.rule();
      assertThat(read(rule.text())).as(rule.text()).isEqualTo(rule);
    }
  }

  static Rule read(String text) {
    return RuleParser.parse(text, GROUPS).orThrow();
  }
}
