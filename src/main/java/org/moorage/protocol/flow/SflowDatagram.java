package org.moorage.protocol.flow;

import java.util.List;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;

/**
 * An sFlow version 5 datagram (sflow.org, "sFlow Version 5", section "sFlow Datagram Format"): XDR,
 * big endian, everything in 32-bit words.
 *
 * <pre>
 * +-------------+--------------+---------+-----------+----------+--------+---------+---------
 * | version (4) | address type | address | sub-agent | sequence | uptime | number  | samples
 * | = 5         | 1 or 2 (4)   | (4, 16) | ID (4)    | (4)      | ms (4) | (4)     | ...
 * +-------------+--------------+---------+-----------+----------+--------+---------+---------
 * </pre>
 *
 * @param agent address of the agent, 4 octets or 16
 * @param sequence of the datagrams of this agent, from 1
 * @param uptimeMillis since the agent started
 * @param samples each as {@link SflowSample#encode} has it
 */
public record SflowDatagram(Octets agent, long sequence, long uptimeMillis, List<Octets> samples) {

  /** UDP port of collectors. */
  public static final int PORT = 6343;

  /** Octets of a frame that are sent. */
  public static final int MAX_HEADER = 128;

  /** What passes an Ethernet without fragments, with room for tunnels. */
  public static final int MAX_SIZE = 1_400;

  private static final int VERSION = 5;
  private static final int IPV4 = 1;
  private static final int IPV6 = 2;
  private static final int IPV4_SIZE = 4;
  private static final int IPV6_SIZE = 16;

  /** Octets before the samples where the agent has an IPv6 address. */
  public static final int MAX_OVERHEAD = 24 + IPV6_SIZE;

  public SflowDatagram {
    samples = List.copyOf(samples);
    if (agent.size() != IPV4_SIZE && agent.size() != IPV6_SIZE) {
      throw new IllegalArgumentException("an address has 4 or 16 octets, not " + agent.size());
    }
  }

  public Octets encode() {
    OctetsBuilder out =
        Octets.builder()
            .u32(VERSION)
            .u32(agent.size() == IPV4_SIZE ? IPV4 : IPV6)
            .octets(agent)
            .u32(0)
            .u32(sequence & 0xFFFF_FFFFL)
            .u32(uptimeMillis & 0xFFFF_FFFFL)
            .u32(samples.size());
    samples.forEach(out::octets);
    return out.build();
  }
}
