package org.moorage.protocol.evb;

/**
 * The EVB station status octet: the station's own in what it sends, the last one heard in what a
 * bridge sends.
 *
 * <pre>
 *   7   6   5   4    3      2      1   0
 * +---------------+------+-------+--------+
 * |   reserved    | SGID | RRREQ | RRSTAT |
 * +---------------+------+-------+--------+
 * </pre>
 *
 * @param groupIds SGID: the station can use group IDs and VIDs the bridge assigns
 * @param relayRequested RRREQ: the station asks for reflective relay
 * @param relay RRSTAT: what the station believes
 */
public record StationStatus(boolean groupIds, boolean relayRequested, RelayStatus relay) {

  /** What is sent while no station was heard. */
  public static final StationStatus NONE = new StationStatus(false, false, RelayStatus.OFF);

  static StationStatus of(int octet) {
    return new StationStatus((octet & 8) != 0, (octet & 4) != 0, RelayStatus.of(octet & 3));
  }

  int octet() {
    return (groupIds ? 8 : 0) | (relayRequested ? 4 : 0) | relay.code();
  }
}
