package org.moorage.protocol.pecsp;

import org.moorage.protocol.ethernet.MacAddress;

/**
 * Who one end of a cascade link is, and how much it takes (IEEE 802.1BR, "CSP Open"; the limits as
 * ieee8021BridgePEPortTable has them).
 *
 * @param session another number after each start, so that the other end notices a restart;
 *     0..2^32-1
 * @param address PE address of an extender, the bridge's own address otherwise
 * @param ports extended ports it has or takes, 0..{@value #MAX_PORTS}
 * @param groups remote replication groups it takes, 0..{@value #MAX_GROUPS}
 * @param outstanding requests it takes before it has answered one, 1..255
 */
public record CspSpeaker(
    CspRole role, long session, MacAddress address, int ports, int groups, int outstanding) {

  /** Of one cascade port; the largest extenders on the market have 96. */
  public static final int MAX_PORTS = 256;

  /** Of one cascade port: each VLAN of a full port needs at most two. */
  public static final int MAX_GROUPS = 8_192;

  /** A controlling bridge with all the room this program has. */
  public static CspSpeaker ofBridge(long session, MacAddress address) {
    return new CspSpeaker(
        CspRole.CONTROLLING_BRIDGE, session, address, MAX_PORTS, MAX_GROUPS, PeCsp.OUTSTANDING);
  }

  public CspSpeaker {
    if (session < 0 || session > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("session " + session + " is outside 0..2^32-1");
    }
    if (ports < 0 || ports > MAX_PORTS) {
      throw new IllegalArgumentException("extended ports " + ports + " are outside 0..256");
    }
    if (groups < 0 || groups > MAX_GROUPS) {
      throw new IllegalArgumentException("replication groups " + groups + " are outside 0..8192");
    }
    if (outstanding < 1 || outstanding > 255) {
      throw new IllegalArgumentException("outstanding " + outstanding + " is outside 1..255");
    }
  }
}
