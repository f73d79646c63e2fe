package org.moorage.protocol.evb;

/**
 * The forwarding modes of a draft EVB TLV: 0x80 standard, 0x40 reflective relay.
 *
 * @param standard as an ordinary bridge forwards
 * @param reflectiveRelay also back where a frame came from
 */
public record DraftForwarding(boolean standard, boolean reflectiveRelay) {

  public static final DraftForwarding STANDARD = new DraftForwarding(true, false);
  public static final DraftForwarding REFLECTIVE_RELAY = new DraftForwarding(false, true);
  public static final DraftForwarding BOTH = new DraftForwarding(true, true);

  static DraftForwarding of(int octet) {
    return new DraftForwarding((octet & 0x80) != 0, (octet & 0x40) != 0);
  }

  int octet() {
    return (standard ? 0x80 : 0) | (reflectiveRelay ? 0x40 : 0);
  }

  /** Whether no forwarding mode is named at all. */
  public boolean isEmpty() {
    return !standard && !reflectiveRelay;
  }
}
