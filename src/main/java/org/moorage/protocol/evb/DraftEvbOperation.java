package org.moorage.protocol.evb;

import org.moorage.protocol.TimerExponent;

/**
 * What both sides of a draft 0 EVB link go by. The draft's other times are fixed: ECP waits 500 ms
 * for an ACK whatever RTE says, a station repeats itself every 10 s.
 *
 * @param reflectiveRelayOn both support it and, on the bridge, the data plane does it
 * @param capabilities what both can do
 * @param ackTimer RTE, the larger one where both have it
 */
public record DraftEvbOperation(
    boolean reflectiveRelayOn, DraftCapabilities capabilities, TimerExponent ackTimer) {

  /** Whether VSIs can be announced. */
  public boolean vdpUsable() {
    return capabilities.ecp() && capabilities.vdp();
  }
}
