package org.moorage.protocol.evb;

import org.moorage.protocol.TimerExponent;

/**
 * What one side of a draft 0 EVB link wants.
 *
 * @param side {@link EvbMode#BRIDGE} programs reflective relay, {@link EvbMode#STATION} uses it.
 *     The TLV itself does not say.
 * @param reflectiveRelay supported
 * @param supportedVsis 0..65535
 * @param ackTimer RTE, 0..27
 */
public record DraftEvbSettings(
    EvbMode side, boolean reflectiveRelay, int supportedVsis, TimerExponent ackTimer) {

  /** What the field's other implementation offers. */
  public static final int DEFAULT_VSIS = 3295;

  private static final TimerExponent DEFAULT_ACK_TIMER = new TimerExponent(15);

  public static final DraftEvbSettings BRIDGE_DEFAULTS =
      new DraftEvbSettings(EvbMode.BRIDGE, true, DEFAULT_VSIS, DEFAULT_ACK_TIMER);

  public static final DraftEvbSettings STATION_DEFAULTS =
      new DraftEvbSettings(EvbMode.STATION, false, DEFAULT_VSIS, DEFAULT_ACK_TIMER);

  public DraftEvbSettings {
    if (side != EvbMode.BRIDGE && side != EvbMode.STATION) {
      throw new IllegalArgumentException("EVB side " + side + " is neither bridge nor station");
    }
    checkVsis(supportedVsis);
    if (ackTimer.exponent() > TimerExponent.MAX_TOLERATED_BY_PEERS) {
      throw new IllegalArgumentException(
          "ack timer exponent " + ackTimer + " is more than 27, which peers do not survive");
    }
  }

  static void checkVsis(int count) {
    if (count < 0 || count > 0xFFFF) {
      throw new IllegalArgumentException("number of VSIs " + count + " is outside 0..65535");
    }
  }

  DraftForwarding supported() {
    return reflectiveRelay ? DraftForwarding.BOTH : DraftForwarding.STANDARD;
  }
}
