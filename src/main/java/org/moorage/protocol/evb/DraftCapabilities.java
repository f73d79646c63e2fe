package org.moorage.protocol.evb;

/**
 * The capabilities of a draft EVB TLV: 0x04 RTE, 0x02 ECP, 0x01 VDP.
 *
 * @param ackTimer RTE is meant
 * @param ecp ECP draft 0 is spoken
 * @param vdp VDP draft 0 is spoken
 */
public record DraftCapabilities(boolean ackTimer, boolean ecp, boolean vdp) {

  public static final DraftCapabilities NONE = new DraftCapabilities(false, false, false);
  public static final DraftCapabilities ALL = new DraftCapabilities(true, true, true);

  static DraftCapabilities of(int octet) {
    return new DraftCapabilities((octet & 4) != 0, (octet & 2) != 0, (octet & 1) != 0);
  }

  int octet() {
    return (ackTimer ? 4 : 0) | (ecp ? 2 : 0) | (vdp ? 1 : 0);
  }

  DraftCapabilities and(DraftCapabilities other) {
    return new DraftCapabilities(ackTimer && other.ackTimer, ecp && other.ecp, vdp && other.vdp);
  }
}
