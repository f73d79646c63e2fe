package org.moorage.wire;

import org.moorage.protocol.Octets;

/** An ICMP echo request from 10.0.0.2 to 10.0.0.3, as a VM would send it. */
final class Ping {

  private static final String IPV4_AND_ICMP =
      "08004500001c0001000040017cdd0a0000020a0000030800f7ff00000000";

  private Ping() {}

  /**
   * @param tags in hex, outermost first; empty for none
   */
  static Octets frame(String to, String from, String tags) {
    return Octets.ofHex(to + from + tags + IPV4_AND_ICMP).paddedTo(64);
  }
}
