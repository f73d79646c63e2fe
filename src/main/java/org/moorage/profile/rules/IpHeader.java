package org.moorage.profile.rules;

import java.util.OptionalInt;
import org.moorage.protocol.ip.IpAddress;

/**
 * What a rule can ask about a packet; what the frame is too short to say is absent.
 *
 * @param protocol behind IPv6 hop-by-hop, routing, fragment and destination options, 0..255
 * @param fragment whether the frame holds a whole packet
 * @param sourcePort of TCP, UDP, SCTP and DCCP, 0..65535
 * @param destinationPort the same
 * @param tcpFlags the octet of flags, FIN = 1 .. CWR = 128
 * @param icmpType of the ICMP that belongs to the IP version, 0..255
 */
public record IpHeader(
    IpAddress source,
    IpAddress destination,
    OptionalInt protocol,
    Fragment fragment,
    OptionalInt sourcePort,
    OptionalInt destinationPort,
    OptionalInt tcpFlags,
    OptionalInt icmpType) {

  public static final int RST = 4;
  public static final int ACK = 16;

  /** Parts of a packet. */
  public enum Fragment {
    WHOLE,
    FIRST,
    /** Without a transport header; of no use to a receiver that lacks the first. */
    LATER
  }
}
