package org.moorage.protocol.evb;

import org.moorage.protocol.TimerExponent;

/**
 * What one side of an EVB link wants, before it has heard the other.
 *
 * @param reflectiveRelay bridge: the port can do it; station: it is asked for
 * @param groupIds group IDs and VIDs assigned by the bridge can be used
 * @param maxRetries R, ECP retransmissions, 0..7
 * @param ackTimer RTE, how long ECP waits for an ACK, exponent 0..27
 * @param resourceWaitDelay RWD, how long a bridge may take to answer, exponent 0..27
 * @param reinitKeepAlive RKA, how often a station repeats itself, exponent 0..27
 */
public record EvbSettings(
    boolean reflectiveRelay,
    boolean groupIds,
    int maxRetries,
    TimerExponent ackTimer,
    TimerExponent resourceWaitDelay,
    TimerExponent reinitKeepAlive) {

  /** R takes three bits. */
  public static final int MAX_RETRIES = 7;

  /**
   * 10 ms for an ACK, 10.5 s to answer, a keepalive every 10.5 s. The short ack timer is for peers
   * that send one ECPDU per ack timer: with 164 ms a host of a hundred VSIs could not keep them
   * alive.
   */
  public static final EvbSettings BRIDGE_DEFAULTS = defaults(true, true);

  /** The same timers; reflective relay is for the bridge to offer, so it is not asked for. */
  public static final EvbSettings STATION_DEFAULTS = defaults(false, true);

  public EvbSettings {
    checkRetries(maxRetries);
    checkOffer("ack timer", ackTimer);
    checkOffer("resource wait delay", resourceWaitDelay);
    checkOffer("reinit keep-alive", reinitKeepAlive);
  }

  private static EvbSettings defaults(boolean reflectiveRelay, boolean groupIds) {
    return new EvbSettings(
        reflectiveRelay,
        groupIds,
        3,
        new TimerExponent(10),
        new TimerExponent(20),
        new TimerExponent(20));
  }

  static void checkRetries(int maxRetries) {
    if (maxRetries < 0 || maxRetries > MAX_RETRIES) {
      throw new IllegalArgumentException("ECP retries " + maxRetries + " is outside 0..7");
    }
  }

  private static void checkOffer(String name, TimerExponent exponent) {
    if (exponent.exponent() > TimerExponent.MAX_TOLERATED_BY_PEERS) {
      throw new IllegalArgumentException(
          name + " exponent " + exponent + " is more than 27, which peers do not survive");
    }
  }

  /** The same with another answer to whether reflective relay can be had or is asked for. */
  public EvbSettings withReflectiveRelay(boolean wanted) {
    return new EvbSettings(
        wanted, groupIds, maxRetries, ackTimer, resourceWaitDelay, reinitKeepAlive);
  }
}
