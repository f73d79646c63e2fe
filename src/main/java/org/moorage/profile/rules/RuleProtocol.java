package org.moorage.profile.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ip.IpVersion;

/** What kind of frame a rule is about: its second word. */
public sealed interface RuleProtocol {

  int TCP = 6;
  int UDP = 17;
  int SCTP = 132;
  int ICMPV4 = 1;
  int ICMPV6 = 58;
  int DCCP = 33;

  /** The IP protocols with a word of their own, besides the two ICMPs. */
  Map<String, Integer> NUMBERS = numbers();

  /** {@code any}: every frame. */
  record Any() implements RuleProtocol {}

  /** {@code ip}, {@code ipv4}, {@code ipv6}. */
  record Ip(Optional<IpVersion> version) implements RuleProtocol {}

  /** {@code tcp}, {@code gre}, {@code protocol 47}; not ICMP. */
  record Transport(int number) implements RuleProtocol {
    public Transport {
      if (number < 0 || number > 255 || number == ICMPV4 || number == ICMPV6) {
        throw new IllegalArgumentException("IP protocol " + number + " is no transport");
      }
    }

    boolean hasPorts() {
      return isPorted(number);
    }
  }

  /**
   * {@code icmp}, {@code icmpv4}, {@code icmpv6}.
   *
   * @param version which; both where empty
   * @param types which messages; all where empty
   */
  record Icmp(Optional<IpVersion> version, List<IcmpWord> types) implements RuleProtocol {
    public Icmp {
      types = List.copyOf(types);
    }
  }

  /** {@code arp}, {@code rarp}, {@code ethertype 0x88cc}; not IP. */
  record OfEtherType(EtherType type) implements RuleProtocol {
    public OfEtherType {
      if (type.equals(EtherType.IPV4) || type.equals(EtherType.IPV6)) {
        throw new IllegalArgumentException("EtherType " + type + " is IP");
      }
    }
  }

  /** Whether an IP protocol starts with a source and a destination port. */
  static boolean isPorted(int number) {
    return number == TCP || number == UDP || number == SCTP || number == DCCP;
  }

  /** Whether frames of the kind can have an IP address. */
  default boolean canHaveAddresses() {
    return switch (this) {
      case Any(), Ip _, Transport _, Icmp _ -> true;
      case OfEtherType _ -> false;
    };
  }

  /** As written in a rule. */
  default String text() {
    return switch (this) {
      case Any() -> "any";
      case Ip(Optional<IpVersion> version) -> "ip" + suffix(version);
      case Transport(int number) ->
          NUMBERS.entrySet().stream()
              .filter(each -> each.getValue() == number)
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse("protocol " + number);
      case Icmp(Optional<IpVersion> version, List<IcmpWord> types) ->
          "icmp"
              + suffix(version)
              + (types.isEmpty()
                  ? ""
                  : types.stream()
                      .map(IcmpWord::text)
                      .collect(Collectors.joining(",", " type ", "")));
      case OfEtherType(EtherType type) ->
          type.equals(EtherType.ARP)
              ? "arp"
              : type.equals(EtherType.RARP) ? "rarp" : "ethertype " + type;
    };
  }

  private static String suffix(Optional<IpVersion> version) {
    return version.map(each -> each == IpVersion.V4 ? "v4" : "v6").orElse("");
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put("tcp", TCP);
    numbers.put("udp", UDP);
    numbers.put("sctp", SCTP);
    numbers.put("dccp", DCCP);
    numbers.put("gre", 47);
    numbers.put("esp", 50);
    numbers.put("ah", 51);
    numbers.put("igmp", 2);
    numbers.put("ospf", 89);
    numbers.put("pim", 103);
    numbers.put("vrrp", 112);
    return numbers;
  }
}
