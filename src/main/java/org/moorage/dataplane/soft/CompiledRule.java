package org.moorage.dataplane.soft;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.IcmpType;
import org.moorage.profile.rules.MacPrefix;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.PortRange;
import org.moorage.profile.rules.RuleAction;
import org.moorage.profile.rules.RuleCause;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/** A neutral rule as arrays of numbers; an empty array asks nothing. */
final class CompiledRule {

  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final int TCP = 6;
  private static final int ACK_OR_RST = 0x10 | 0x04;

  /** Version, address under the mask (two halves), mask (two halves). */
  private static final int PER_PREFIX = 5;

  final boolean permits;
  final boolean guards;
  private final int[] etherTypes;
  private final int[] protocols;
  private final long[] from;
  private final long[] to;
  private final int[] fromPorts;
  private final int[] toPorts;
  private final long[] fromMacs;
  private final long[] toMacs;
  private final int[] icmpTypes;
  private final boolean tcpAckOrRst;

  /** Asks something only IP has. */
  final boolean asksIp;

  CompiledRule(NeutralRule rule) {
    FrameMatch match = rule.match();
    permits = rule.action() == RuleAction.PERMIT;
    guards = rule.cause() == RuleCause.GUARD;
    etherTypes = match.etherTypes().stream().mapToInt(EtherType::value).toArray();
    protocols = match.ipProtocols().stream().mapToInt(Integer::intValue).toArray();
    from = prefixes(match.from());
    to = prefixes(match.to());
    fromPorts = ranges(match.fromPorts());
    toPorts = ranges(match.toPorts());
    fromMacs = macs(match.fromMacs());
    toMacs = macs(match.toMacs());
    icmpTypes = match.icmpTypes().stream().mapToInt(CompiledRule::icmp).toArray();
    tcpAckOrRst = match.tcpAckOrRst();
    asksIp =
        protocols.length
                    + from.length
                    + to.length
                    + fromPorts.length
                    + toPorts.length
                    + icmpTypes.length
                > 0
            || tcpAckOrRst;
  }

  /** The same answer as {@code FrameQuestion.applies}, which says what it means. */
  boolean matches(FrameView frame) {
    if ((etherTypes.length > 0 && !contains(etherTypes, frame.etherType))
        || (fromMacs.length > 0 && !contains(fromMacs, frame.source))
        || (toMacs.length > 0 && !contains(toMacs, frame.destination))) {
      return false;
    }
    if (!asksIp) {
      return true;
    }
    if (frame.ipVersion == 0) {
      return frame.isBrokenIp() && !permits;
    }
    if ((from.length > 0 && !contains(from, frame.ipVersion, frame.fromHigh, frame.fromLow))
        || (to.length > 0 && !contains(to, frame.ipVersion, frame.toHigh, frame.toLow))
        || (protocols.length > 0 && frame.protocol >= 0 && !hasProtocol(frame))
        || (fromPorts.length > 0 && frame.fromPort >= 0 && !inRange(fromPorts, frame.fromPort))
        || (toPorts.length > 0 && frame.toPort >= 0 && !inRange(toPorts, frame.toPort))
        || (icmpTypes.length > 0 && frame.icmpType >= 0 && !hasIcmpType(frame))
        || (tcpAckOrRst && frame.tcpFlags >= 0 && (frame.tcpFlags & ACK_OR_RST) == 0)) {
      return false;
    }
    return !asksWhatIsMissing(frame) || permits == frame.laterFragment;
  }

  /** What a frame does not say, a permit takes as fitting in a later fragment, a deny elsewhere. */
  private boolean asksWhatIsMissing(FrameView frame) {
    return (protocols.length > 0 && frame.protocol < 0)
        || (fromPorts.length > 0 && frame.fromPort < 0)
        || (toPorts.length > 0 && frame.toPort < 0)
        || (icmpTypes.length > 0 && frame.icmpType < 0)
        || (tcpAckOrRst && frame.tcpFlags < 0 && (frame.protocol < 0 || frame.protocol == TCP));
  }

  private boolean hasProtocol(FrameView frame) {
    return contains(protocols, frame.protocol)
        && (frame.protocol != ICMP || frame.ipVersion == 4)
        && (frame.protocol != ICMPV6 || frame.ipVersion == 6);
  }

  private boolean hasIcmpType(FrameView frame) {
    return contains(icmpTypes, frame.ipVersion << 8 | frame.icmpType);
  }

  private static boolean contains(int[] values, int value) {
    for (int each : values) {
      if (each == value) {
        return true;
      }
    }
    return false;
  }

  static boolean contains(long[] prefixes, int version, long high, long low) {
    for (int i = 0; i < prefixes.length; i += PER_PREFIX) {
      if (prefixes[i] == version
          && (high & prefixes[i + 3]) == prefixes[i + 1]
          && (low & prefixes[i + 4]) == prefixes[i + 2]) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(long[] macs, long mac) {
    for (int i = 0; i < macs.length; i += 2) {
      if ((mac & macs[i + 1]) == macs[i]) {
        return true;
      }
    }
    return false;
  }

  private static boolean inRange(int[] ranges, int port) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] <= port && port <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }

  static long[] prefixes(List<IpPrefix> prefixes) {
    return prefixes.stream()
        .flatMapToLong(prefix -> {
          boolean four = prefix.address().version() == IpVersion.V4;
          int length = prefix.length();
          long high = four || length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
          long low =
              four
                  ? (length == 0 ? 0 : 0xFFFF_FFFFL << (32 - length) & 0xFFFF_FFFFL)
                  : (length <= 64 ? 0 : -1L << (128 - length));
          return LongStream.of(
              four ? 4 : 6, prefix.address().high(), prefix.address().low(), high, low);
        })
        .toArray();
  }

  private static int[] ranges(List<PortRange> ranges) {
    return ranges.stream()
        .flatMapToInt(range -> IntStream.of(range.first(), range.last()))
        .toArray();
  }

  private static long[] macs(List<MacPrefix> macs) {
    return macs.stream()
        .flatMapToLong(mac -> LongStream.of(mac.address().bits(), mac.mask()))
        .toArray();
  }

  private static int icmp(IcmpType type) {
    return (type.version() == IpVersion.V4 ? 4 : 6) << 8 | type.type();
  }
}
