package org.moorage.protocol.ecp;

import java.time.Duration;

/**
 * How an ECP transmitter sends.
 *
 * @param maxRetries R, transmissions after the first, 0..7
 * @param ackTimer how long to wait for an ACK, more than zero
 * @param minimumGap least time from the end of one PDU (its ACK, or giving up) to the next, zero
 *     for none. Peers that lose the first of two PDUs a moment apart need 5 ms; counted from the
 *     ACK, because only that says when such a peer came to take the first one.
 * @param maxQueue payloads that may wait, 0..65536
 */
public record EcpSettings(int maxRetries, Duration ackTimer, Duration minimumGap, int maxQueue) {

  /** The gap that peers with a single input buffer need. */
  public static final Duration GAP_FOR_SLOW_PEERS = Duration.ofMillis(5);

  /** One port holds at most that many VSIs, and each waits at most once. */
  public static final int QUEUE_LIMIT = 65_536;

  public EcpSettings {
    if (maxRetries < 0 || maxRetries > 7) {
      throw new IllegalArgumentException("ECP retries " + maxRetries + " is outside 0..7");
    }
    if (!ackTimer.isPositive()) {
      throw new IllegalArgumentException("ECP ack timer " + ackTimer + " is not positive");
    }
    if (minimumGap.isNegative()) {
      throw new IllegalArgumentException("ECP gap " + minimumGap + " is negative");
    }
    if (maxQueue < 0 || maxQueue > QUEUE_LIMIT) {
      throw new IllegalArgumentException("ECP queue of " + maxQueue + " is outside 0..65536");
    }
  }
}
