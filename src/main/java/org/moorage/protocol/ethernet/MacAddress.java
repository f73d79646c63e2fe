package org.moorage.protocol.ethernet;

import java.util.regex.Pattern;
import org.moorage.protocol.Octets;

/**
 * A 48-bit MAC address.
 *
 * @param bits 0..2^48-1, first octet on the wire most significant
 */
public record MacAddress(long bits) implements Comparable<MacAddress> {

  public static final int SIZE = 6;
  public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);
  public static final MacAddress ZERO = new MacAddress(0);

  private static final long GROUP_BIT = 0x0100_0000_0000L;
  private static final Pattern TEXT =
      Pattern.compile("[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}|[0-9a-fA-F]{12}");

  public MacAddress {
    if (bits < 0 || bits > 0xFFFF_FFFF_FFFFL) {
      throw new IllegalArgumentException("MAC address bits 0x" + Long.toHexString(bits));
    }
  }

  public static MacAddress of(Octets octets, int at) {
    return new MacAddress(octets.u48(at));
  }

  /** {@code 02:00:00:00:00:01}, {@code 02-00-00-00-00-01} or twelve hex digits. */
  public static MacAddress parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a MAC address; write it as 02:00:00:00:00:01");
    }
    return new MacAddress(Long.parseLong(text.replaceAll("[:-]", ""), 16));
  }

  /** Group addresses: multicast and broadcast. */
  public boolean isGroup() {
    return (bits & GROUP_BIT) != 0;
  }

  /** One station's address: not a group, not zero. */
  public boolean isUnicast() {
    return bits != 0 && !isGroup();
  }

  /** 01-80-C2-00-00-00 .. 0F, which no bridge forwards. */
  public boolean isReservedForBridges() {
    return (bits & ~0xFL) == 0x0180_C200_0000L;
  }

  @Override
  public int compareTo(MacAddress other) {
    return Long.compare(bits, other.bits);
  }

  /** Lower case with colons. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(17);
    for (int shift = 40; shift >= 0; shift -= 8) {
      int octet = (int) (bits >>> shift) & 0xFF;
      text.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 15, 16));
      if (shift > 0) {
        text.append(':');
      }
    }
    return text.toString();
  }
}
