package org.moorage.protocol.evb;

/** Which side of edge virtual bridging a port is (IEEE 802.1Q, "EVB mode"). */
public enum EvbMode {
  NOT_SUPPORTED(0),
  BRIDGE(1),
  STATION(2),
  RESERVED(3);

  private final int code;

  EvbMode(int code) {
    this.code = code;
  }

  /** The mode of a two-bit code. */
  static EvbMode of(int code) {
    return values()[code];
  }

  int code() {
    return code;
  }
}
