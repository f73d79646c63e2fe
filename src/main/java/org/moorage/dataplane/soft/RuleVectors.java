package org.moorage.dataplane.soft;

import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.soft.RuleAxis.Span;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.IcmpType;
import org.moorage.profile.rules.MacPrefix;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.PortRange;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/**
 * Many rules asked at once. For each header field the rules its value fits are a row of bits; what
 * is in all rows fits the frame, and the lowest bit is the first match. In front of a row stands a
 * summary, one bit for each of its words that is not empty, so that a frame costs nearly the same
 * under twenty rules and under thousands.
 *
 * <p>Gives the answers of {@link CompiledRule#matches}, asked of one rule after the other.
 */
final class RuleVectors {

  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final int TCP = 6;
  private static final int ACK_OR_RST = 0x10 | 0x04;

  private final int summaries;
  private final long[] every;

  /** Rules that ask nothing only IP has. */
  private final long[] notIp;

  /** The same, and denies: what says it is IP and is not is not let past one. */
  private final long[] brokenIp;

  private final RuleAxis etherTypes;
  private final RuleAxis fromMacs;
  private final RuleAxis toMacs;
  private final RuleAxis protocols;
  private final RuleAxis fromV4;
  private final RuleAxis fromV6;
  private final RuleAxis toV4;
  private final RuleAxis toV6;
  private final RuleAxis fromPorts;
  private final RuleAxis toPorts;
  private final RuleAxis icmpTypes;

  /** By whether ACK or RST is set. */
  private final RuleAxis tcpFlags;

  /**
   * @param compiled the same rules
   */
  RuleVectors(List<NeutralRule> rules, CompiledRule[] compiled) {
    BitSet all = new BitSet(rules.size());
    all.set(0, rules.size());
    BitSet plain = new BitSet(rules.size());
    BitSet broken = new BitSet(rules.size());
    for (int i = 0; i < compiled.length; i++) {
      plain.set(i, !compiled[i].asksIp);
      broken.set(i, !compiled[i].asksIp || !compiled[i].permits);
    }
    summaries = summaries(rules.size());
    every = row(all, rules.size());
    notIp = row(plain, rules.size());
    brokenIp = row(broken, rules.size());
    etherTypes =
        new RuleAxis(rules, match -> spans(match.etherTypes(), type -> Span.of(type.value())));
    fromMacs = new RuleAxis(rules, match -> spans(match.fromMacs(), RuleVectors::span));
    toMacs = new RuleAxis(rules, match -> spans(match.toMacs(), RuleVectors::span));
    protocols = new RuleAxis(rules, RuleVectors::protocols);
    fromV4 = new RuleAxis(rules, match -> spans(match.from(), IpVersion.V4));
    fromV6 = new RuleAxis(rules, match -> spans(match.from(), IpVersion.V6));
    toV4 = new RuleAxis(rules, match -> spans(match.to(), IpVersion.V4));
    toV6 = new RuleAxis(rules, match -> spans(match.to(), IpVersion.V6));
    fromPorts = new RuleAxis(rules, match -> spans(match.fromPorts(), RuleVectors::span));
    toPorts = new RuleAxis(rules, match -> spans(match.toPorts(), RuleVectors::span));
    icmpTypes = new RuleAxis(rules, match -> spans(match.icmpTypes(), RuleVectors::span));
    tcpFlags = new RuleAxis(rules, match -> match.tcpAckOrRst() ? List.of(Span.of(1)) : null);
  }

  /** The index of the rule that decides, or -1. */
  int decide(FrameView frame) {
    long[] type = etherTypes.fitting(frame.etherType);
    long[] fromMac = fromMacs.fitting(frame.source);
    long[] toMac = toMacs.fitting(frame.destination);
    if (frame.ipVersion == 0) {
      long[] rest = frame.isBrokenIp() ? brokenIp : notIp;
      return first(type, fromMac, toMac, rest, every, every, every, every, every, every);
    }
    boolean later = frame.laterFragment;
    boolean four = frame.ipVersion == 4;
    int version = frame.ipVersion << 8;
    return first(
        type,
        fromMac,
        toMac,
        four ? fromV4.fitting(frame.fromLow) : fromV6.fitting(frame.fromHigh, frame.fromLow),
        four ? toV4.fitting(frame.toLow) : toV6.fitting(frame.toHigh, frame.toLow),
        frame.protocol < 0 ? protocols.missing(later) : protocols.fitting(version | frame.protocol),
        fromPorts.fittingOrMissing(frame.fromPort, later),
        toPorts.fittingOrMissing(frame.toPort, later),
        frame.icmpType < 0 ? icmpTypes.missing(later) : icmpTypes.fitting(version | frame.icmpType),
        flags(frame));
  }

  /** Only TCP has flags; where it is not known whether it is TCP, they are missing. */
  private long[] flags(FrameView frame) {
    if (frame.tcpFlags >= 0) {
      return tcpFlags.fitting((frame.tcpFlags & ACK_OR_RST) == 0 ? 0 : 1);
    }
    return frame.protocol < 0 || frame.protocol == TCP
        ? tcpFlags.missing(frame.laterFragment)
        : every;
  }

  @SuppressWarnings("TooManyParameters") // an array of rows would have to be allocated
  private int first(
      long[] a,
      long[] b,
      long[] c,
      long[] d,
      long[] e,
      long[] f,
      long[] g,
      long[] h,
      long[] i,
      long[] j) {
    for (int s = 0; s < summaries; s++) {
      long words = a[s] & b[s] & c[s] & d[s] & e[s] & f[s] & g[s] & h[s] & i[s] & j[s];
      while (words != 0) {
        int word = s * Long.SIZE + Long.numberOfTrailingZeros(words);
        int at = summaries + word;
        long fits = a[at] & b[at] & c[at] & d[at] & e[at] & f[at] & g[at] & h[at] & i[at] & j[at];
        if (fits != 0) {
          return word * Long.SIZE + Long.numberOfTrailingZeros(fits);
        }
        words &= words - 1;
      }
    }
    return -1;
  }

  /** A set of rules as a row: the summary, then the bits. */
  static long[] row(BitSet rules, int size) {
    int summaries = summaries(size);
    long[] bits = rules.toLongArray();
    long[] row = new long[summaries + words(size)];
    System.arraycopy(bits, 0, row, summaries, bits.length);
    for (int word = 0; word < bits.length; word++) {
      if (bits[word] != 0) {
        row[word / Long.SIZE] |= 1L << word;
      }
    }
    return row;
  }

  private static int words(int size) {
    return (size + Long.SIZE - 1) / Long.SIZE;
  }

  private static int summaries(int size) {
    return words(words(size));
  }

  private static <T> @Nullable List<Span> spans(List<T> asked, Function<T, Span> span) {
    return asked.isEmpty() ? null : asked.stream().map(span).toList();
  }

  private static Span span(MacPrefix mac) {
    long first = mac.address().bits();
    return Span.of(first, first | ~mac.mask() & 0xFFFF_FFFF_FFFFL);
  }

  private static Span span(PortRange ports) {
    return Span.of(ports.first(), ports.last());
  }

  private static Span span(IcmpType type) {
    return Span.of((type.version() == IpVersion.V4 ? 4 : 6) << 8 | type.type());
  }

  /** The addresses of one version; empty where only such of the other are asked for. */
  private static @Nullable List<Span> spans(List<IpPrefix> prefixes, IpVersion version) {
    return prefixes.isEmpty()
        ? null
        : prefixes.stream()
            .filter(prefix -> prefix.address().version() == version)
            .map(RuleVectors::span)
            .toList();
  }

  private static Span span(IpPrefix prefix) {
    long[] compiled = CompiledRule.prefixes(List.of(prefix));
    boolean four = compiled[0] == 4;
    long behindHigh = four ? 0 : ~compiled[3];
    long behindLow = four ? ~compiled[4] & 0xFFFF_FFFFL : ~compiled[4];
    return new Span(compiled[1], compiled[2], compiled[1] | behindHigh, compiled[2] | behindLow);
  }

  private static @Nullable List<Span> protocols(FrameMatch match) {
    return match.ipProtocols().isEmpty()
        ? null
        : match.ipProtocols().stream()
            .flatMap(number -> Stream.of(4 << 8 | number, 6 << 8 | number))
            .filter(Predicate.not(RuleVectors::isIcmpOfTheOtherVersion))
            .map(Span::of)
            .toList();
  }

  private static boolean isIcmpOfTheOtherVersion(int versionAndProtocol) {
    return versionAndProtocol == (6 << 8 | ICMP) || versionAndProtocol == (4 << 8 | ICMPV6);
  }
}
