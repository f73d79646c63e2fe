package org.moorage.protocol.vdp;

/**
 * The status octet of an association TLV. Bit 6 says which of its two readings holds.
 *
 * <pre>
 *    7   6   5   4   3 2 1 0
 *  +---+---+---+---+---------+
 *  | 0 | 0 | S | M |    0    |  request: S = leaving this station, M = moving to this station
 *  +---+---+---+---+---------+
 *  | 0 | 1 | K | H |  error  |  response: K = state before kept, H = do not retry unchanged
 *  +---+---+---+---+---------+
 * </pre>
 *
 * @param octet 0..255, as on the wire
 */
public record VdpStatus(int octet) {

  public static final int ACK = 0x40;
  public static final int KEEP = 0x20;
  public static final int HARD = 0x10;
  public static final int MIGRATE_FROM = 0x20;
  public static final int MIGRATE_TO = 0x10;

  public static final VdpStatus SUCCESS = new VdpStatus(ACK);

  /** A request without hints; also what an unsolicited de-associate carries. */
  public static final VdpStatus REQUEST = new VdpStatus(0);

  public VdpStatus {
    if (octet < 0 || octet > 0xFF) {
      throw new IllegalArgumentException("VDP status " + octet + " is outside 0..255");
    }
  }

  public static VdpStatus request(boolean migrateTo, boolean migrateFrom) {
    return new VdpStatus((migrateTo ? MIGRATE_TO : 0) | (migrateFrom ? MIGRATE_FROM : 0));
  }

  public static VdpStatus failure(VdpError error, boolean keep, boolean hard) {
    return new VdpStatus(ACK | (keep ? KEEP : 0) | (hard ? HARD : 0) | error.code());
  }

  public boolean isResponse() {
    return (octet & ACK) != 0;
  }

  /** The hint "migrate to" of a request. */
  public boolean migrateTo() {
    return !isResponse() && (octet & MIGRATE_TO) != 0;
  }

  /** The hint "migrate from" (suspended) of a request. */
  public boolean migrateFrom() {
    return !isResponse() && (octet & MIGRATE_FROM) != 0;
  }

  /** A response whose error code is 0, whatever its other bits. */
  public boolean isSuccess() {
    return isResponse() && errorCode() == 0;
  }

  /** A failed response that leaves the state before it in force. */
  public boolean keepsState() {
    return isResponse() && errorCode() != 0 && (octet & KEEP) != 0;
  }

  public boolean isHard() {
    return isResponse() && errorCode() != 0 && (octet & HARD) != 0;
  }

  /** 0..15; codes above 5 are reserved. */
  public int errorCode() {
    return octet & 0x0F;
  }

  /** In words, for a story or a decoder. */
  public String text() {
    if (!isResponse()) {
      return octet == 0
          ? "request"
          : "request"
              + (migrateTo() ? ", migrate to" : "")
              + (migrateFrom() ? ", migrate from" : "");
    }
    String error =
        VdpError.of(errorCode()).map(VdpError::text).orElse("reserved error " + errorCode());
    return error
        + (keepsState() ? ", earlier state kept" : "")
        + (isHard() ? ", do not retry unchanged" : "");
  }

  @Override
  public String toString() {
    return String.format("0x%02x", octet);
  }
}
