package org.moorage.protocol.ip;

import org.moorage.protocol.ethernet.EtherType;

/** The two versions of IP, with what tells them apart. */
public enum IpVersion {
  V4(32, EtherType.IPV4),
  V6(128, EtherType.IPV6);

  private final int bits;
  private final EtherType etherType;

  IpVersion(int bits, EtherType etherType) {
    this.bits = bits;
    this.etherType = etherType;
  }

  /** The width of an address. */
  public int bits() {
    return bits;
  }

  /** What a frame says in front of such a packet. */
  public EtherType etherType() {
    return etherType;
  }

  @Override
  public String toString() {
    return this == V4 ? "IPv4" : "IPv6";
  }
}
