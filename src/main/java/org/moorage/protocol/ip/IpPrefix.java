package org.moorage.protocol.ip;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of addresses in CIDR notation; a single address is a block of full length.
 *
 * @param address the first address of the block: no bit behind the prefix is set
 * @param length 0..32 for IPv4, 0..128 for IPv6
 */
public record IpPrefix(IpAddress address, int length) {

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");

  public IpPrefix {
    int bits = address.version().bits();
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException("prefix length " + length + " is outside 0.." + bits);
    }
    if (!address.network(length).equals(address)) {
      throw new IllegalArgumentException(
          address
              + "/"
              + length
              + " has bits behind the prefix; the block is "
              + address.network(length)
              + "/"
              + length);
    }
  }

  /** The block of one address. */
  public static IpPrefix of(IpAddress address) {
    return new IpPrefix(address, address.version().bits());
  }

  /**
   * {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a bare address.
   *
   * @throws IllegalArgumentException naming what is wrong, for text a person wrote
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    Optional<IpAddress> parsed = IpAddress.parse(address);
    if (parsed.isEmpty()) {
      throw new IllegalArgumentException(
          "\"" + address + "\" is not an IP address; write it as 192.0.2.1 or 2001:db8::1");
    }
    if (slash < 0) {
      return of(parsed.get());
    }
    String length = text.substring(slash + 1);
    int bits = parsed.get().version().bits();
    if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > bits) {
      throw new IllegalArgumentException(
          "\""
              + length
              + "\" is not a prefix length of "
              + parsed.get().version()
              + "; it is 0.."
              + bits);
    }
    return new IpPrefix(parsed.get(), Integer.parseInt(length));
  }

  public IpVersion version() {
    return address.version();
  }

  public boolean contains(IpAddress other) {
    return other.version() == address.version() && other.network(length).equals(address);
  }

  public boolean contains(IpPrefix other) {
    return other.length >= length && contains(other.address);
  }

  /** One address, not a block. */
  public boolean isSingle() {
    return length == address.version().bits();
  }

  /** A bare address for a single one, CIDR otherwise. */
  @Override
  public String toString() {
    return isSingle() ? address.toString() : address + "/" + length;
  }
}
