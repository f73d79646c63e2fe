package org.moorage.protocol.ecp;

import java.time.Duration;

/**
 * How a draft 0 ECP transmitter sends. Waiting time and number of transmissions are fixed by the
 * draft.
 *
 * @param opensEmpty whether the first PDU after link up is an empty request, as stations send it
 * @param minimumGap least time from the end of one PDU (its ACK, or giving up) to the next, zero
 *     for none
 * @param maxQueue payloads that may wait, 0..65536
 */
public record DraftEcpSettings(boolean opensEmpty, Duration minimumGap, int maxQueue) {

  /** How long an ACK is waited for, whatever RTE was agreed. */
  public static final Duration ACK_TIMER = Duration.ofMillis(500);

  /** The first transmission and two more. */
  public static final int TRANSMISSIONS = 3;

  public DraftEcpSettings {
    if (minimumGap.isNegative()) {
      throw new IllegalArgumentException("ECP gap " + minimumGap + " is negative");
    }
    if (maxQueue < 0 || maxQueue > EcpSettings.QUEUE_LIMIT) {
      throw new IllegalArgumentException("ECP queue of " + maxQueue + " is outside 0..65536");
    }
  }
}
