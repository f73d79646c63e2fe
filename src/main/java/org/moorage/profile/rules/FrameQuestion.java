package org.moorage.profile.rules;

import java.util.List;
import java.util.OptionalInt;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/**
 * What happens to this frame: the meaning of neutral rules, one after the other, without any
 * shortcut. Data planes are compared with it.
 *
 * <p>Where a rule asks for something the frame does not say:
 *
 * <ul>
 *   <li>a later fragment has no ports, flags or type. A permit takes them as fitting, because alone
 *       the fragment is of no use; a deny takes them as not fitting;
 *   <li>in any other frame that is cut short or hides its transport header, a deny takes them as
 *       fitting and a permit as not.
 * </ul>
 */
public final class FrameQuestion {

  private enum Fit {
    YES,
    NO,
    LATER_FRAGMENT,
    UNREADABLE;

    /** Both conditions at once. */
    Fit and(Fit other) {
      if (this == NO || other == NO) {
        return NO;
      }
      return this == UNREADABLE || other == YES ? this : other;
    }
  }

  private FrameQuestion() {}

  /** The first rule of a direction that matches; the last rule matches everything. */
  public static NeutralRule decide(List<NeutralRule> direction, FrameView frame) {
    for (NeutralRule rule : direction) {
      if (applies(rule, frame)) {
        return rule;
      }
    }
    throw new IllegalArgumentException("the rules do not end in an implicit deny");
  }

  /** Whether one rule is about a frame. */
  public static boolean applies(NeutralRule rule, FrameView frame) {
    Fit fit = fit(rule.match(), frame);
    return switch (rule.action()) {
      case PERMIT -> fit == Fit.YES || fit == Fit.LATER_FRAGMENT;
      case DENY -> fit == Fit.YES || fit == Fit.UNREADABLE;
    };
  }

  private static Fit fit(FrameMatch match, FrameView frame) {
    boolean macs =
        (match.fromMacs().isEmpty()
                || match.fromMacs().stream().anyMatch(mac -> mac.contains(frame.source())))
            && (match.toMacs().isEmpty()
                || match.toMacs().stream().anyMatch(mac -> mac.contains(frame.destination())));
    boolean type =
        match.etherTypes().isEmpty()
            || frame.etherType().filter(match.etherTypes()::contains).isPresent();
    if (!macs || !type) {
      return Fit.NO;
    }
    return asksIp(match) ? ip(match, frame) : Fit.YES;
  }

  private static boolean asksIp(FrameMatch match) {
    return !(match.ipProtocols().isEmpty()
        && match.from().isEmpty()
        && match.to().isEmpty()
        && match.fromPorts().isEmpty()
        && match.toPorts().isEmpty()
        && match.icmpTypes().isEmpty()
        && !match.tcpAckOrRst());
  }

  private static Fit ip(FrameMatch match, FrameView frame) {
    if (frame.ip().isEmpty()) {
      boolean broken =
          frame
              .etherType()
              .filter(each -> each.equals(EtherType.IPV4) || each.equals(EtherType.IPV6))
              .isPresent();
      return broken ? Fit.UNREADABLE : Fit.NO;
    }
    IpHeader ip = frame.ip().get();
    if (!contains(match.from(), ip.source()) || !contains(match.to(), ip.destination())) {
      return Fit.NO;
    }
    Fit protocol = protocol(match, ip);
    if (protocol != Fit.YES) {
      return protocol;
    }
    return ports(match.fromPorts(), ip, ip.sourcePort())
        .and(ports(match.toPorts(), ip, ip.destinationPort()))
        .and(icmpType(match, ip))
        .and(flags(match, ip));
  }

  private static boolean contains(List<IpPrefix> prefixes, IpAddress address) {
    return prefixes.isEmpty() || prefixes.stream().anyMatch(each -> each.contains(address));
  }

  private static Fit protocol(FrameMatch match, IpHeader ip) {
    if (match.ipProtocols().isEmpty()) {
      return Fit.YES;
    }
    if (ip.protocol().isEmpty()) {
      return unsaid(ip);
    }
    int protocol = ip.protocol().getAsInt();
    IpVersion version = ip.source().version();
    boolean foreignIcmp =
        protocol == RuleProtocol.ICMPV4 && version == IpVersion.V6
            || protocol == RuleProtocol.ICMPV6 && version == IpVersion.V4;
    return match.ipProtocols().contains(protocol) && !foreignIcmp ? Fit.YES : Fit.NO;
  }

  private static Fit ports(List<PortRange> ranges, IpHeader ip, OptionalInt port) {
    if (ranges.isEmpty()) {
      return Fit.YES;
    }
    if (port.isEmpty()) {
      return unsaid(ip);
    }
    return ranges.stream().anyMatch(range -> range.contains(port.getAsInt())) ? Fit.YES : Fit.NO;
  }

  private static Fit icmpType(FrameMatch match, IpHeader ip) {
    if (match.icmpTypes().isEmpty()) {
      return Fit.YES;
    }
    if (ip.icmpType().isEmpty()) {
      return unsaid(ip);
    }
    IcmpType type = new IcmpType(ip.source().version(), ip.icmpType().getAsInt());
    return match.icmpTypes().contains(type) ? Fit.YES : Fit.NO;
  }

  private static Fit flags(FrameMatch match, IpHeader ip) {
    if (!match.tcpAckOrRst()) {
      return Fit.YES;
    }
    if (ip.protocol().isPresent() && ip.protocol().getAsInt() != RuleProtocol.TCP) {
      return Fit.YES;
    }
    if (ip.tcpFlags().isEmpty()) {
      return unsaid(ip);
    }
    return (ip.tcpFlags().getAsInt() & (IpHeader.ACK | IpHeader.RST)) != 0 ? Fit.YES : Fit.NO;
  }

  private static Fit unsaid(IpHeader ip) {
    return ip.fragment() == IpHeader.Fragment.LATER ? Fit.LATER_FRAGMENT : Fit.UNREADABLE;
  }
}
