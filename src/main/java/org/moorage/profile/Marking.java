package org.moorage.profile;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is written into the frames a VM sends; what is not named stays as the VM sent it.
 *
 * @param pcp priority of the C-TAG, 0..7
 * @param dscp code point of IPv4 and IPv6 packets
 */
public record Marking(OptionalInt pcp, Optional<Dscp> dscp) {

  public static final int MAX_PCP = 7;
  public static final Marking NONE = new Marking(OptionalInt.empty(), Optional.empty());

  public Marking {
    if (pcp.isPresent() && (pcp.getAsInt() < 0 || pcp.getAsInt() > MAX_PCP)) {
      throw new IllegalArgumentException("PCP " + pcp.getAsInt() + " is outside 0..7");
    }
  }
}
