package org.moorage.profile.rules;

import java.util.List;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ip.IpPrefix;

/**
 * Which frames a neutral rule is about: every condition must hold; in each list one member
 * suffices; an empty list asks nothing.
 *
 * <p>IP conditions imply IP: whoever lists protocols, addresses or ports also lists the EtherTypes
 * they can occur in.
 *
 * @param etherTypes behind all VLAN tags
 * @param ipProtocols 0..255, behind IPv6 extension headers (AH and ESP are protocols); 1 (ICMP)
 *     counts in IPv4 only and 58 (ICMPv6) in IPv6 only, so that the two may stand in one list
 * @param from source addresses
 * @param to destination addresses
 * @param fromPorts source ports of TCP, UDP or SCTP
 * @param toPorts destination ports
 * @param fromMacs source MAC addresses
 * @param toMacs destination MAC addresses
 * @param icmpTypes types of the ICMP version that carries them
 * @param tcpAckOrRst a TCP segment fits only with ACK or RST set; other protocols are not concerned
 */
public record FrameMatch(
    List<EtherType> etherTypes,
    List<Integer> ipProtocols,
    List<IpPrefix> from,
    List<IpPrefix> to,
    List<PortRange> fromPorts,
    List<PortRange> toPorts,
    List<MacPrefix> fromMacs,
    List<MacPrefix> toMacs,
    List<IcmpType> icmpTypes,
    boolean tcpAckOrRst) {

  /** Every frame. */
  public static final FrameMatch ANY =
      new FrameMatch(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of(), false);

  public FrameMatch {
    etherTypes = List.copyOf(etherTypes);
    ipProtocols = List.copyOf(ipProtocols);
    from = List.copyOf(from);
    to = List.copyOf(to);
    fromPorts = List.copyOf(fromPorts);
    toPorts = List.copyOf(toPorts);
    fromMacs = List.copyOf(fromMacs);
    toMacs = List.copyOf(toMacs);
    icmpTypes = List.copyOf(icmpTypes);
    for (int protocol : ipProtocols) {
      if (protocol < 0 || protocol > 255) {
        throw new IllegalArgumentException("IP protocol " + protocol + " is outside 0..255");
      }
    }
  }
}
