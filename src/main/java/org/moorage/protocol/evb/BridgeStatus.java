package org.moorage.protocol.evb;

/**
 * The EVB bridge status octet: the bridge's own in what it sends, the last one heard in what a
 * station sends.
 *
 * <pre>
 *   7   6   5   4   3    2      1       0
 * +-------------------+------+-------+-------+
 * |     reserved      | BGID | RRCAP | RRCTR |
 * +-------------------+------+-------+-------+
 * </pre>
 *
 * @param groupIds BGID: the bridge can use group IDs and assign VIDs
 * @param relayCapable RRCAP: the bridge port can do reflective relay
 * @param relayOn RRCTR: the bridge has switched reflective relay on
 */
public record BridgeStatus(boolean groupIds, boolean relayCapable, boolean relayOn) {

  /** What is sent while no bridge was heard. */
  public static final BridgeStatus NONE = new BridgeStatus(false, false, false);

  static BridgeStatus of(int octet) {
    return new BridgeStatus((octet & 4) != 0, (octet & 2) != 0, (octet & 1) != 0);
  }

  int octet() {
    return (groupIds ? 4 : 0) | (relayCapable ? 2 : 0) | (relayOn ? 1 : 0);
  }
}
