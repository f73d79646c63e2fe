package org.moorage.protocol.vdp;

import java.nio.charset.StandardCharsets;
import org.moorage.protocol.Octets;

/**
 * Names the database that knows the VSI type. Opaque: seen in the wild are IPv6 and IPv4-mapped
 * addresses, zero-padded ASCII (lldpad's vdptool) and one octet followed by zeros (libvirt).
 *
 * @param octets exactly 16
 */
public record VsiManagerId(Octets octets) {

  public static final int SIZE = 16;

  /** "The bridge's default manager". */
  public static final VsiManagerId DEFAULT = new VsiManagerId(Octets.zeros(SIZE));

  public VsiManagerId {
    if (octets.size() != SIZE) {
      throw new IllegalArgumentException("VSI manager ID of " + octets.size() + " octets, not 16");
    }
  }

  /** Zero-padded ASCII, as vdptool writes it; at most 16 characters. */
  public static VsiManagerId ofText(String text) {
    return new VsiManagerId(Octets.of(text.getBytes(StandardCharsets.US_ASCII)).paddedTo(SIZE));
  }

  /** One octet and fifteen zeros, as libvirt writes it. */
  public static VsiManagerId ofNumber(int number) {
    return new VsiManagerId(Octets.builder().u8(number).zeros(SIZE - 1).build());
  }

  /** The text where it is zero-padded printable ASCII, else hex digits. */
  @Override
  public String toString() {
    if (octets.isAllZero()) {
      return "default";
    }
    int length = SIZE;
    while (length > 0 && octets.u8(length - 1) == 0) {
      length--;
    }
    if (length == 1 && octets.u8(0) < 0x30) {
      return Integer.toString(octets.u8(0));
    }
    for (int i = 0; i < length; i++) {
      if (octets.u8(i) <= 0x20 || octets.u8(i) > 0x7E) {
        return octets.hex();
      }
    }
    return new String(octets.slice(0, length).toArray(), StandardCharsets.US_ASCII);
  }
}
