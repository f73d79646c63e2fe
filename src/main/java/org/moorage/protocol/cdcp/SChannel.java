package org.moorage.protocol.cdcp;

/**
 * An S-channel of an uplink access port: the pair a CDCP TLV lists.
 *
 * @param scid S-channel ID, 1..{@value #MAX_SCID}; unique on its port
 * @param svid S-VLAN ID its frames carry in their S-TAG, 1..4094; 0 where a station asks for one
 */
public record SChannel(int scid, int svid) {

  /** As many pairs as a TLV has room for. */
  public static final int MAX_SCID = 167;

  public static final int MAX_SVID = 4_094;

  /** The S-channel every port has; its frames travel without an S-TAG. */
  public static final SChannel DEFAULT = new SChannel(1, 1);

  public SChannel {
    if (scid < 1 || scid > MAX_SCID) {
      throw new IllegalArgumentException("SCID " + scid + " is outside 1.." + MAX_SCID);
    }
    if (svid < 0 || svid > MAX_SVID) {
      throw new IllegalArgumentException("SVID " + svid + " is outside 0.." + MAX_SVID);
    }
  }

  /** An S-channel whose SVID the bridge is asked for. */
  public static SChannel wanted(int scid) {
    return new SChannel(scid, 0);
  }

  public boolean isDefault() {
    return scid == DEFAULT.scid;
  }

  public boolean isAssigned() {
    return svid != 0;
  }

  /** {@code 2/100}, as pages and commands write it. */
  @Override
  public String toString() {
    return scid + "/" + svid;
  }
}
