package org.moorage.dataplane.soft;

import java.util.List;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.PortRange;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/**
 * Finds in a few comparisons for each rule the next one that may fit an IPv4 frame, from what most
 * rules ask: an address block each way, a range of ports, a protocol. What it lets through is asked
 * of the rule itself, unless the rule asks nothing else; what it holds back the rule would not have
 * taken.
 */
final class RuleSieve {

  private static final int ANY_PROTOCOL = 0xFFFF;
  private static final int ALL_PORTS = 0xFFFF;
  private static final int ICMP = 1;
  private static final long LOW = 0xFFFF_FFFFL;

  // One array for each question, so that those a rule fails first are read one after the other.
  private final long[] to;
  private final long[] from;
  private final int[] toPorts;
  private final int[] fromPorts;
  private final int[] protocols;

  /** The rule asks nothing but what is asked here. */
  private final boolean[] whole;

  RuleSieve(List<NeutralRule> rules) {
    int size = rules.size();
    to = new long[size];
    from = new long[size];
    toPorts = new int[size];
    fromPorts = new int[size];
    protocols = new int[size];
    whole = new boolean[size];
    for (int i = 0; i < size; i++) {
      FrameMatch match = rules.get(i).match();
      to[i] = block(match.to());
      from[i] = block(match.from());
      toPorts[i] = ports(match.toPorts());
      fromPorts[i] = ports(match.fromPorts());
      protocols[i] =
          match.ipProtocols().size() == 1 ? match.ipProtocols().iterator().next() : ANY_PROTOCOL;
      whole[i] = isWhole(match);
    }
  }

  /**
   * The first rule that may fit, from one on; as many as there are where none does.
   *
   * @param frame an IPv4 one
   */
  int next(int first, FrameView frame) {
    int toAddress = (int) frame.toLow;
    int fromAddress = (int) frame.fromLow;
    for (int i = first; i < to.length; i++) {
      long toBlock = to[i];
      long fromBlock = from[i];
      if ((toAddress & (int) (toBlock >>> 32)) == (int) toBlock
          && (fromAddress & (int) (fromBlock >>> 32)) == (int) fromBlock
          && isWithin(frame.toPort, toPorts[i])
          && isWithin(frame.fromPort, fromPorts[i])
          && isProtocol(frame.protocol, protocols[i])) {
        return i;
      }
    }
    return to.length;
  }

  /** Whether a rule this lets through fits, without being asked itself. */
  boolean decides(int rule, FrameView frame) {
    return whole[rule] && frame.fromPort >= 0 && frame.toPort >= 0;
  }

  /** A port the frame does not say may be any. */
  private static boolean isWithin(int port, int ports) {
    return port < 0 || (port >= ports >>> 16 && port <= (ports & 0xFFFF));
  }

  private static boolean isProtocol(int protocol, int asked) {
    return asked == ANY_PROTOCOL || protocol < 0 || protocol == asked;
  }

  private static boolean isWhole(FrameMatch match) {
    return (match.etherTypes().isEmpty() || match.etherTypes().contains(EtherType.IPV4))
        && match.fromMacs().isEmpty()
        && match.toMacs().isEmpty()
        && match.icmpTypes().isEmpty()
        && !match.tcpAckOrRst()
        && isBlock(match.to())
        && isBlock(match.from())
        && match.toPorts().size() <= 1
        && match.fromPorts().size() <= 1
        && match.ipProtocols().size() <= 1
        && !match.ipProtocols().contains(ICMP);
  }

  private static boolean isBlock(List<IpPrefix> asked) {
    return asked.isEmpty()
        || (asked.size() == 1 && asked.getFirst().address().version() == IpVersion.V4);
  }

  /** Mask and address; what is no single IPv4 block lets everything through. */
  private static long block(List<IpPrefix> asked) {
    if (asked.isEmpty() || !isBlock(asked)) {
      return 0;
    }
    long[] compiled = CompiledRule.prefixes(asked);
    return (compiled[4] & LOW) << 32 | compiled[2] & LOW;
  }

  /** The lowest and the highest of all ranges. */
  private static int ports(List<PortRange> asked) {
    if (asked.isEmpty()) {
      return ALL_PORTS;
    }
    int first = asked.stream().mapToInt(PortRange::first).min().orElse(0);
    int last = asked.stream().mapToInt(PortRange::last).max().orElse(ALL_PORTS);
    return first << 16 | last;
  }
}
