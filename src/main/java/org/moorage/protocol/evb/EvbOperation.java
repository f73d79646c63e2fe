package org.moorage.protocol.evb;

import java.time.Duration;
import org.moorage.protocol.TimerExponent;

/**
 * What both sides of an EVB link go by: of each number the larger of the two proposals, or our own
 * as long as the other side was not heard (IEEE 802.1Q, "EVB TLV", operational values).
 *
 * @param reflectiveRelayOn the bridge sends frames back where they came from
 * @param groupIdsUsable both sides can use group IDs and VIDs assigned by the bridge
 * @param maxRetries R, ECP retransmissions, 0..7
 * @param ackExponent RTE
 * @param resourceWaitExponent RWD
 * @param keepAliveExponent RKA
 */
public record EvbOperation(
    boolean reflectiveRelayOn,
    boolean groupIdsUsable,
    int maxRetries,
    TimerExponent ackExponent,
    TimerExponent resourceWaitExponent,
    TimerExponent keepAliveExponent) {

  public EvbOperation {
    EvbSettings.checkRetries(maxRetries);
  }

  /** Ours alone: nobody was heard. */
  static EvbOperation alone(EvbSettings ours) {
    return new EvbOperation(
        false,
        false,
        ours.maxRetries(),
        ours.ackTimer(),
        ours.resourceWaitDelay(),
        ours.reinitKeepAlive());
  }

  /** Ours and theirs. */
  static EvbOperation agreed(
      EvbSettings ours, EvbTlv theirs, boolean theirGroupIds, boolean reflectiveRelayOn) {
    return new EvbOperation(
        reflectiveRelayOn,
        ours.groupIds() && theirGroupIds,
        Math.max(ours.maxRetries(), theirs.maxRetries()),
        ours.ackTimer().max(theirs.ackTimer()),
        ours.resourceWaitDelay().max(theirs.resourceWaitDelay().exponent()),
        ours.reinitKeepAlive().max(theirs.reinitKeepAlive().exponent()));
  }

  /** How long ECP waits for an ACK before it sends again. */
  public Duration ackTimer() {
    return ackExponent.duration();
  }

  /** How long ECP tries before it gives a PDU up: the first transmission and R more. */
  public Duration worstDelivery() {
    return ackTimer().multipliedBy(1 + maxRetries);
  }

  /** How long a station waits for the answer to a request ("respWaitDelay"). */
  public Duration respWaitDelay() {
    return withMargin(resourceWaitExponent);
  }

  /** How long a bridge holds a VSI that does not speak ("toutKeepAlive"). */
  public Duration toutKeepAlive() {
    return withMargin(keepAliveExponent);
  }

  /** How long a bridge may take to find resources and answer. */
  public Duration resourceWaitDelay() {
    return resourceWaitExponent.duration();
  }

  /** How often a station repeats a request that stands. */
  public Duration reinitKeepAlive() {
    return keepAliveExponent.duration();
  }

  /** Half as much again as the wait and every retransmission there and back. */
  private Duration withMargin(TimerExponent wait) {
    long micros = (1 + 2L * maxRetries) * ackExponent.micros() + wait.micros();
    return Duration.ofNanos(micros * 1_500);
  }
}
