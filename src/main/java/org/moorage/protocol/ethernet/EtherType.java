package org.moorage.protocol.ethernet;

/**
 * What follows in a frame.
 *
 * @param value 0x0600..0xFFFF; smaller numbers on the wire are IEEE 802.3 lengths
 */
public record EtherType(int value) {

  public static final EtherType IPV4 = new EtherType(0x0800);
  public static final EtherType ARP = new EtherType(0x0806);
  public static final EtherType RARP = new EtherType(0x8035);
  public static final EtherType C_TAG = new EtherType(0x8100);
  public static final EtherType IPV6 = new EtherType(0x86DD);
  public static final EtherType S_TAG = new EtherType(0x88A8);

  /** OUI-extended EtherType that carries ECP draft 0 under OUI 00-1B-3F. */
  public static final EtherType ECP_DRAFT = new EtherType(0x88B7);

  public static final EtherType LLDP = new EtherType(0x88CC);
  public static final EtherType VN_TAG = new EtherType(0x8926);
  public static final EtherType E_TAG = new EtherType(0x893F);
  public static final EtherType ECP = new EtherType(0x8940);

  public EtherType {
    if (value < 0x0600 || value > 0xFFFF) {
      throw new IllegalArgumentException("EtherType 0x" + Integer.toHexString(value));
    }
  }

  @Override
  public String toString() {
    return String.format("0x%04x", value);
  }
}
