package org.moorage.protocol.evb;

import org.moorage.protocol.TimerExponent;

/**
 * A timer exponent as an EVB TLV carries it, with the mark of whose it is.
 *
 * @param adopted ROL ("remote or local"): the sender took the value over from its peer. Some peers
 *     set it on equal values too, so nothing may depend on it.
 */
public record OfferedTimer(boolean adopted, TimerExponent exponent) {

  static OfferedTimer of(int octet) {
    return new OfferedTimer((octet & 0x20) != 0, new TimerExponent(octet & 0x1F));
  }

  static OfferedTimer own(TimerExponent exponent) {
    return new OfferedTimer(false, exponent);
  }

  int octet() {
    return (adopted ? 0x20 : 0) | exponent.exponent();
  }

  @Override
  public String toString() {
    return exponent + (adopted ? " (adopted)" : "");
  }
}
