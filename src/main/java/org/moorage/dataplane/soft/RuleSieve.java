package org.moorage.dataplane.soft;

import java.util.List;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.PortRange;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/**
 * Tells in a few comparisons that a rule does not fit an IPv4 frame, from what most rules ask: an
 * address block each way, a range of ports, a protocol. What it lets through is asked of the rule
 * itself; what it holds back the rule would not have taken.
 */
final class RuleSieve {

  private static final int WIDTH = 4;
  private static final int TO = 0;
  private static final int FROM = 1;
  private static final int TO_PORTS = 2;
  private static final int REST = 3;

  private static final int ANY_PROTOCOL = 0xFFFF;
  private static final int ALL_PORTS = 0xFFFF;
  private static final long LOW = 0xFFFF_FFFFL;

  /** For each rule: block to, block from, ports to, ports from with the protocol. */
  private final long[] words;

  RuleSieve(List<NeutralRule> rules) {
    words = new long[rules.size() * WIDTH];
    for (int i = 0; i < rules.size(); i++) {
      FrameMatch match = rules.get(i).match();
      words[i * WIDTH + TO] = block(match.to());
      words[i * WIDTH + FROM] = block(match.from());
      words[i * WIDTH + TO_PORTS] = ports(match.toPorts());
      int protocol =
          match.ipProtocols().size() == 1 ? match.ipProtocols().iterator().next() : ANY_PROTOCOL;
      words[i * WIDTH + REST] = ports(match.fromPorts()) | (long) protocol << 32;
    }
  }

  /**
   * Whether the rule may fit.
   *
   * @param frame an IPv4 one
   */
  boolean passes(int rule, FrameView frame) {
    int at = rule * WIDTH;
    long to = words[at + TO];
    long from = words[at + FROM];
    if ((frame.toLow & to >>> 32) != (to & LOW) || (frame.fromLow & from >>> 32) != (from & LOW)) {
      return false;
    }
    long rest = words[at + REST];
    int protocol = (int) (rest >>> 32);
    return isWithin(frame.toPort, words[at + TO_PORTS])
        && isWithin(frame.fromPort, rest)
        && (protocol == ANY_PROTOCOL || frame.protocol < 0 || frame.protocol == protocol);
  }

  /** A port the frame does not say may be any. */
  private static boolean isWithin(int port, long ports) {
    return port < 0 || (port >= (ports >>> 16 & 0xFFFF) && port <= (ports & 0xFFFF));
  }

  /** Mask and address; what is no single IPv4 block lets everything through. */
  private static long block(List<IpPrefix> asked) {
    if (asked.size() != 1 || asked.getFirst().address().version() != IpVersion.V4) {
      return 0;
    }
    long[] compiled = CompiledRule.prefixes(asked);
    return (compiled[4] & LOW) << 32 | compiled[2] & LOW;
  }

  /** The lowest and the highest of all ranges. */
  private static long ports(List<PortRange> asked) {
    if (asked.isEmpty()) {
      return ALL_PORTS;
    }
    int first = asked.stream().mapToInt(PortRange::first).min().orElse(0);
    int last = asked.stream().mapToInt(PortRange::last).max().orElse(ALL_PORTS);
    return (long) first << 16 | last;
  }
}
