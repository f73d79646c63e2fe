package org.moorage.profile.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/**
 * Makes the neutral rules of one direction: guards, what always passes, the rules as written, the
 * mirror image of the other direction, the closing denies as written, the implicit deny.
 *
 * <p>Where a direction's written rules end in broad denies ({@code deny any log}), replies come
 * before those: a written closing deny is the implicit one with a voice. Any other written rule
 * comes before the replies and so wins over them. Behind the replies there are only denies; that is
 * why mirroring the other direction rule by rule, denies included, is exact: a frame is admitted as
 * a reply where the frame it answers would have been permitted.
 */
final class RuleCompiler {

  private static final List<EtherType> BOTH_IP = List.of(EtherType.IPV4, EtherType.IPV6);
  private static final List<Integer> BOTH_ICMP = List.of(RuleProtocol.ICMPV4, RuleProtocol.ICMPV6);

  private final List<NeutralRule> rules = new ArrayList<>();

  private RuleCompiler() {}

  static List<NeutralRule> fromVm(
      RuleList own, RuleList other, boolean noDhcpServer, boolean noRouter) {
    RuleCompiler compiler = new RuleCompiler();
    if (noDhcpServer) {
      compiler.add(
          RuleAction.DENY,
          dhcp(67, 68, IpVersion.V4),
          RuleCause.GUARD,
          "guard dhcp-snooping: the VM is no DHCP server");
      compiler.add(
          RuleAction.DENY,
          dhcp(547, 546, IpVersion.V6),
          RuleCause.GUARD,
          "guard dhcp-snooping: the VM is no DHCPv6 server");
    }
    if (noRouter) {
      compiler.add(
          RuleAction.DENY,
          icmpV6(134, 137),
          RuleCause.GUARD,
          "guard router-advertisements: the VM is no router");
    }
    compiler.alwaysPasses(dhcp(68, 67, IpVersion.V4), dhcp(546, 547, IpVersion.V6));
    compiler.written(own, other);
    compiler.implicitDeny("from-vm");
    return List.copyOf(compiler.rules);
  }

  static List<NeutralRule> toVm(RuleList own, RuleList other) {
    RuleCompiler compiler = new RuleCompiler();
    compiler.alwaysPasses(dhcp(67, 68, IpVersion.V4), dhcp(547, 546, IpVersion.V6));
    compiler.written(own, other);
    compiler.implicitDeny("to-vm");
    return List.copyOf(compiler.rules);
  }

  private void alwaysPasses(FrameMatch dhcpV4, FrameMatch dhcpV6) {
    add(
        RuleAction.PERMIT,
        ofTypes(List.of(EtherType.ARP)),
        RuleCause.BUILT_IN,
        "built in: ARP passes, under guard");
    add(
        RuleAction.PERMIT,
        icmpV6(133, 134, 135, 136, 137),
        RuleCause.BUILT_IN,
        "built in: neighbour discovery passes, under guard");
    add(RuleAction.PERMIT, dhcpV4, RuleCause.BUILT_IN, "built in: DHCP passes, under guard");
    add(RuleAction.PERMIT, dhcpV6, RuleCause.BUILT_IN, "built in: DHCPv6 passes, under guard");
  }

  private void written(RuleList own, RuleList other) {
    int closing = closingFrom(own);
    for (RuleList.Line line : own.lines().subList(0, closing)) {
      add(line);
    }
    boolean closesWithLog =
        own.lines().subList(closing, own.lines().size()).stream().anyMatch(l -> l.rule().log());
    replies(other, closesWithLog);
    for (RuleList.Line line : own.lines().subList(closing, own.lines().size())) {
      add(line);
    }
  }

  /** Where the broad denies at the end of the list begin. */
  private static int closingFrom(RuleList own) {
    int from = own.lines().size();
    while (from > 0) {
      Rule rule = own.lines().get(from - 1).rule();
      if (rule.action() != RuleAction.DENY || !rule.isBroad()) {
        break;
      }
      from--;
    }
    return from;
  }

  private void replies(RuleList other, boolean logRefused) {
    List<RuleList.Line> lines = other.lines();
    int last = lines.size() - 1;
    while (last >= 0 && !admitsReply(lines.get(last).rule())) {
      last--;
    }
    for (RuleList.Line line : lines.subList(0, last + 1)) {
      boolean admitted = admitsReply(line.rule());
      Optional<FrameMatch> mirrored = admitted ? replyTo(line.rule()) : answerableBy(line.rule());
      mirrored.ifPresent(match ->
          add(
              admitted ? RuleAction.PERMIT : RuleAction.DENY,
              match,
              !admitted && logRefused,
              RuleCause.REPLY,
              (admitted ? "reply to " : "no reply to ") + line.origin()));
    }
  }

  private static boolean admitsReply(Rule rule) {
    return rule.action() == RuleAction.PERMIT && !rule.oneWay() && replyTo(rule).isPresent();
  }

  /** The answers to what a rule matches: IP only, ends swapped, TCP with ACK or RST. */
  static Optional<FrameMatch> replyTo(Rule rule) {
    FrameMatch match = match(rule);
    List<EtherType> ip =
        match.etherTypes().isEmpty()
            ? BOTH_IP
            : match.etherTypes().stream().filter(BOTH_IP::contains).toList();
    List<IcmpType> answers =
        match.icmpTypes().stream().map(IcmpType::reply).flatMap(Optional::stream).toList();
    if (ip.isEmpty() || answers.isEmpty() && !match.icmpTypes().isEmpty()) {
      return Optional.empty();
    }
    boolean mayBeTcp =
        match.ipProtocols().isEmpty() || match.ipProtocols().contains(RuleProtocol.TCP);
    return Optional.of(swapped(match, ip, answers, mayBeTcp));
  }

  /**
   * The answers that a deny, or a one-way permit, of the other direction keeps from being admitted
   * by a later rule there. TCP flags play no part: nothing in such an exchange is admitted.
   */
  private static Optional<FrameMatch> answerableBy(Rule rule) {
    return replyTo(rule)
        .map(reply ->
            new FrameMatch(
                reply.etherTypes(),
                reply.ipProtocols(),
                reply.from(),
                reply.to(),
                reply.fromPorts(),
                reply.toPorts(),
                reply.fromMacs(),
                reply.toMacs(),
                reply.icmpTypes(),
                false));
  }

  private static FrameMatch swapped(
      FrameMatch match, List<EtherType> etherTypes, List<IcmpType> icmpTypes, boolean mayBeTcp) {
    return new FrameMatch(
        etherTypes,
        match.ipProtocols(),
        match.to(),
        match.from(),
        match.toPorts(),
        match.fromPorts(),
        match.toMacs(),
        match.fromMacs(),
        icmpTypes,
        mayBeTcp);
  }

  private void implicitDeny(String direction) {
    add(
        RuleAction.DENY,
        FrameMatch.ANY,
        RuleCause.IMPLICIT,
        "implicit deny: no rule of " + direction + " matched");
  }

  private void add(RuleList.Line line) {
    Rule rule = line.rule();
    add(rule.action(), match(rule), rule.log(), RuleCause.WRITTEN, line.origin());
  }

  private void add(RuleAction action, FrameMatch match, RuleCause cause, String origin) {
    add(action, match, false, cause, origin);
  }

  private void add(
      RuleAction action, FrameMatch match, boolean log, RuleCause cause, String origin) {
    rules.add(new NeutralRule(rules.size(), action, match, log, cause, origin));
  }

  /** What a written rule asks of a frame. */
  static FrameMatch match(Rule rule) {
    List<IpPrefix> from = prefixes(rule.from());
    List<IpPrefix> to = prefixes(rule.to());
    return new FrameMatch(
        etherTypes(rule.protocol(), from, to),
        ipProtocols(rule.protocol()),
        from,
        to,
        ranges(rule.from()),
        ranges(rule.to()),
        rule.from().macs(),
        rule.to().macs(),
        rule.protocol() instanceof RuleProtocol.Icmp icmp
            ? icmp.types().stream().flatMap(t -> t.types(icmp.version()).stream()).toList()
            : List.of(),
        false);
  }

  /** The EtherTypes a rule can be about; empty means any. */
  private static List<EtherType> etherTypes(
      RuleProtocol protocol, List<IpPrefix> from, List<IpPrefix> to) {
    return switch (protocol) {
      case RuleProtocol.OfEtherType(EtherType type) -> List.of(type);
      case RuleProtocol.Any() ->
          from.isEmpty() && to.isEmpty() ? List.of() : ofVersions(Optional.empty(), from, to);
      case RuleProtocol.Ip(Optional<IpVersion> version) -> ofVersions(version, from, to);
      case RuleProtocol.Transport _ -> ofVersions(Optional.empty(), from, to);
      case RuleProtocol.Icmp(Optional<IpVersion> version, List<IcmpWord> types) ->
          ofVersions(version, from, to);
    };
  }

  private static List<EtherType> ofVersions(
      Optional<IpVersion> asked, List<IpPrefix> from, List<IpPrefix> to) {
    return versions(asked, from, to).map(IpVersion::etherType).toList();
  }

  /** The IP versions in which both ends have an address; none means the rule can never match. */
  static Stream<IpVersion> versions(
      Optional<IpVersion> asked, Collection<IpPrefix> from, Collection<IpPrefix> to) {
    return Stream.of(IpVersion.values())
        .filter(version -> asked.isEmpty() || asked.get() == version)
        .filter(version -> from.isEmpty() || from.stream().anyMatch(p -> p.version() == version))
        .filter(version -> to.isEmpty() || to.stream().anyMatch(p -> p.version() == version));
  }

  private static List<Integer> ipProtocols(RuleProtocol protocol) {
    return switch (protocol) {
      case RuleProtocol.Any(), RuleProtocol.Ip _, RuleProtocol.OfEtherType _ -> List.of();
      case RuleProtocol.Transport(int number) -> List.of(number);
      case RuleProtocol.Icmp(Optional<IpVersion> version, List<IcmpWord> types) ->
          version.isEmpty()
              ? BOTH_ICMP
              : List.of(version.get() == IpVersion.V4 ? RuleProtocol.ICMPV4 : RuleProtocol.ICMPV6);
    };
  }

  static List<IpPrefix> prefixes(Endpoint end) {
    return end.addresses().stream().flatMap(term -> term.prefixes().stream()).distinct().toList();
  }

  static List<PortRange> ranges(Endpoint end) {
    return end.ports().stream().flatMap(term -> term.ranges().stream()).distinct().toList();
  }

  private static FrameMatch ofTypes(List<EtherType> types) {
    return new FrameMatch(
        types, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of(), false);
  }

  private static FrameMatch icmpV6(int... types) {
    List<IcmpType> all = new ArrayList<>();
    for (int type : types) {
      all.add(new IcmpType(IpVersion.V6, type));
    }
    return new FrameMatch(
        List.of(EtherType.IPV6),
        List.of(RuleProtocol.ICMPV6),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        all,
        false);
  }

  private static FrameMatch dhcp(int from, int to, IpVersion version) {
    return new FrameMatch(
        List.of(version.etherType()),
        List.of(RuleProtocol.UDP),
        List.of(),
        List.of(),
        List.of(PortRange.of(from)),
        List.of(PortRange.of(to)),
        List.of(),
        List.of(),
        List.of(),
        false);
  }
}
