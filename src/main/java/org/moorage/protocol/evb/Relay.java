package org.moorage.protocol.evb;

/**
 * How far a bridge port is with reflective relay. It is announced only while {@link #ON}: after the
 * data plane said so.
 */
public enum Relay {
  OFF,
  /** The data plane was asked to switch it on. */
  SWITCHING_ON,
  ON,
  /** The data plane was asked to switch it off. */
  SWITCHING_OFF,
  /** The data plane could not; it is asked again when the wish is renewed. */
  REFUSED;

  /**
   * Where a wish leads; the data plane has to be told when the state changes to a switching one.
   */
  Relay wish(boolean on) {
    return switch (this) {
      case OFF -> on ? SWITCHING_ON : OFF;
      case SWITCHING_ON -> on ? SWITCHING_ON : SWITCHING_OFF;
      case ON -> on ? ON : SWITCHING_OFF;
      case SWITCHING_OFF -> on ? SWITCHING_ON : SWITCHING_OFF;
      case REFUSED -> on ? REFUSED : OFF;
    };
  }

  /** Where the data plane's report of its own state leads. */
  Relay applied(boolean on) {
    return switch (this) {
      case OFF -> on ? SWITCHING_OFF : OFF;
      case SWITCHING_ON -> on ? ON : REFUSED;
      case ON -> on ? ON : REFUSED;
      case SWITCHING_OFF -> on ? SWITCHING_OFF : OFF;
      case REFUSED -> on ? ON : REFUSED;
    };
  }
}
