package org.moorage.protocol.evb;

/** What a station believes about reflective relay at its bridge (IEEE 802.1Q, "RRSTAT"). */
public enum RelayStatus {
  OFF(0),
  ON(1),
  RESERVED(2),
  /** Nothing was heard from the bridge yet. */
  UNKNOWN(3);

  private final int code;

  RelayStatus(int code) {
    this.code = code;
  }

  /** The status of a two-bit code. */
  static RelayStatus of(int code) {
    return values()[code];
  }

  int code() {
    return code;
  }
}
