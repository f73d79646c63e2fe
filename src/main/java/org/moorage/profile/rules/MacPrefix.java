package org.moorage.profile.rules;

import org.moorage.protocol.ethernet.MacAddress;

/**
 * MAC addresses that share their first bits: one station, or the addresses of a maker.
 *
 * @param address no bit behind the prefix is set
 * @param length 1..48; 48 is a single address
 */
public record MacPrefix(MacAddress address, int length) {

  public static final int SINGLE = 48;
  public static final MacPrefix BROADCAST = of(MacAddress.BROADCAST);

  public MacPrefix {
    if (length < 1 || length > SINGLE) {
      throw new IllegalArgumentException("MAC prefix length " + length + " is outside 1..48");
    }
    if ((address.bits() & ~mask(length)) != 0) {
      throw new IllegalArgumentException(
          address
              + "/"
              + length
              + " has bits behind the prefix; the block is "
              + new MacAddress(address.bits() & mask(length))
              + "/"
              + length);
    }
  }

  public static MacPrefix of(MacAddress address) {
    return new MacPrefix(address, SINGLE);
  }

  /** The 48 bits a frame's address is compared under. */
  public long mask() {
    return mask(length);
  }

  public boolean contains(MacAddress other) {
    return (other.bits() & mask()) == address.bits();
  }

  private static long mask(int length) {
    return -1L << (SINGLE - length) & 0xFFFF_FFFF_FFFFL;
  }

  @Override
  public String toString() {
    return length == SINGLE ? address.toString() : address + "/" + length;
  }
}
