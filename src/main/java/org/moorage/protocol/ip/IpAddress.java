package org.moorage.protocol.ip;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.protocol.Octets;

/**
 * An IPv4 or IPv6 address.
 *
 * @param version which of the two
 * @param high the first eight octets of an IPv6 address; 0 for IPv4
 * @param low the last eight octets of an IPv6 address; the four octets of an IPv4 address
 */
public record IpAddress(IpVersion version, long high, long low) implements Comparable<IpAddress> {

  private static final Pattern DECIMAL_OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern HEX_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;

  public IpAddress {
    if (version == IpVersion.V4 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  /** An IPv4 address from its 32 bits. */
  public static IpAddress v4(long bits) {
    return new IpAddress(IpVersion.V4, 0, bits & 0xFFFF_FFFFL);
  }

  /** An IPv6 address from its two halves. */
  public static IpAddress v6(long high, long low) {
    return new IpAddress(IpVersion.V6, high, low);
  }

  /** The address that stands at an offset; the octets must be there. */
  public static IpAddress of(IpVersion version, Octets octets, int at) {
    return switch (version) {
      case V4 -> v4(octets.u32(at));
      case V6 -> v6(octets.u64(at), octets.u64(at + 8));
    };
  }

  /** Dotted decimal or colon-hex as in RFC 4291, without a zone; empty where it is neither. */
  public static Optional<IpAddress> parse(String text) {
    return text.indexOf(':') < 0 ? parseV4(text).map(IpAddress::v4) : parseV6(text);
  }

  /** A bit counted from the most significant one. */
  public boolean bit(int index) {
    int shift = version.bits() - 1 - index;
    return (shift >= 64 ? high >>> (shift - 64) & 1 : low >>> shift & 1) != 0;
  }

  /** The address with all bits behind the first {@code length} cleared. */
  public IpAddress network(int length) {
    return switch (version) {
      case V4 -> v4(low & (length == 0 ? 0 : 0xFFFF_FFFFL << (32 - length)));
      case V6 ->
          v6(
              high & (length >= 64 ? -1L : length == 0 ? 0 : -1L << (64 - length)),
              low & (length >= 128 ? -1L : length <= 64 ? 0 : -1L << (128 - length)));
    };
  }

  /** In 224.0.0.0/4 or ff00::/8. */
  public boolean isMulticast() {
    return switch (version) {
      case V4 -> low >>> 28 == 0xE;
      case V6 -> high >>> 56 == 0xFF;
    };
  }

  /** 0.0.0.0 or ::. */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  /** In 169.254.0.0/16 or fe80::/10. */
  public boolean isLinkLocal() {
    return switch (version) {
      case V4 -> low >>> 16 == 0xA9FE;
      case V6 -> high >>> 54 == 0xFE80 >>> 6;
    };
  }

  /** No station's: unspecified, "this network", loopback, multicast, IPv4's reserved class E. */
  public boolean isNobodys() {
    return switch (version) {
      case V4 -> low >>> 24 == 0 || low >>> 24 == 127 || low >>> 28 >= 0xE;
      case V6 -> isMulticast() || (high == 0 && (low == 0 || low == 1));
    };
  }

  private static Optional<Long> parseV4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    long bits = 0;
    for (String part : parts) {
      if (!DECIMAL_OCTET.matcher(part).matches() || Integer.parseInt(part) > 255) {
        return Optional.empty();
      }
      bits = bits << 8 | Integer.parseInt(part);
    }
    return Optional.of(bits);
  }

  private static Optional<IpAddress> parseV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true)
          .filter(all -> all.length == GROUPS)
          .map(all -> v6(half(all, 0), half(all, 4)));
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    Optional<int[]> head = groups(text.substring(0, gap), false);
    Optional<int[]> tail = groups(text.substring(gap + 2), true);
    if (head.isEmpty() || tail.isEmpty()) {
      return Optional.empty();
    }
    int[] first = head.get();
    int[] last = tail.get();
    if (first.length + last.length >= GROUPS) {
      return Optional.empty();
    }
    int[] all = new int[GROUPS];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(last, 0, all, GROUPS - last.length, last.length);
    return Optional.of(v6(half(all, 0), half(all, 4)));
  }

  /** Colon-separated groups of 16 bits; the address's last two may be written as IPv4. */
  private static Optional<int[]> groups(String text, boolean last) {
    if (text.isEmpty()) {
      return Optional.of(new int[0]);
    }
    String[] parts = text.split(":", -1);
    boolean embedded = last && parts[parts.length - 1].indexOf('.') >= 0;
    int[] groups = new int[parts.length + (embedded ? 1 : 0)];
    if (groups.length > GROUPS) {
      return Optional.empty();
    }
    for (int i = 0; i < parts.length - (embedded ? 1 : 0); i++) {
      if (!HEX_GROUP.matcher(parts[i]).matches()) {
        return Optional.empty();
      }
      groups[i] = Integer.parseInt(parts[i], 16);
    }
    if (embedded) {
      Optional<Long> bits = parseV4(parts[parts.length - 1]);
      if (bits.isEmpty()) {
        return Optional.empty();
      }
      groups[parts.length - 1] = (int) (bits.get() >>> 16);
      groups[parts.length] = (int) (bits.get() & 0xFFFF);
    }
    return Optional.of(groups);
  }

  private static long half(int[] groups, int from) {
    long bits = 0;
    for (int i = from; i < from + 4; i++) {
      bits = bits << 16 | groups[i];
    }
    return bits;
  }

  @Override
  public int compareTo(IpAddress other) {
    return Comparator.comparing(IpAddress::version)
        .thenComparing(IpAddress::high, Long::compareUnsigned)
        .thenComparing(IpAddress::low, Long::compareUnsigned)
        .compare(this, other);
  }

  /** Dotted decimal, or the form of RFC 5952. */
  @Override
  public String toString() {
    return switch (version) {
      case V4 ->
          (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
      case V6 -> textV6();
    };
  }

  private int group(int index) {
    return (int) ((index < 4 ? high : low) >>> (48 - 16 * (index & 3))) & 0xFFFF;
  }

  private String textV6() {
    int gapAt = -1;
    int gapLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && group(i + run) == 0) {
        run++;
      }
      if (run > gapLength) {
        gapAt = i;
        gapLength = run;
      }
    }
    StringBuilder text = new StringBuilder(39);
    int i = 0;
    while (i < GROUPS) {
      if (i == gapAt) {
        text.append("::");
        i += gapLength;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(group(i++)));
      }
    }
    return text.toString();
  }
}
