package org.moorage.protocol.nvgre;

import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;

/**
 * The IP header around NVGRE: not to be fragmented, from one provider address to another (RFC 7637,
 * "IP Fragmentation").
 *
 * @param trafficClass DSCP and ECN, 0..255
 * @param timeToLive TTL or hop limit, 1..255
 * @param payload octets behind it, 0..65515
 */
public record OuterHeader(
    IpAddress source, IpAddress destination, int trafficClass, int timeToLive, int payload) {

  /** Octets of an IPv4 header without options. */
  public static final int SIZE_4 = 20;

  public static final int SIZE_6 = 40;

  /** Enough for any network, as Windows sends. */
  public static final int TIME_TO_LIVE = 128;

  private static final int DO_NOT_FRAGMENT = 0x4000;

  public OuterHeader {
    if (source.version() != destination.version()) {
      throw new IllegalArgumentException(source + " and " + destination + " are of two families");
    }
  }

  /** Octets of the header for that family. */
  public static int size(IpVersion version) {
    return switch (version) {
      case V4 -> SIZE_4;
      case V6 -> SIZE_6;
    };
  }

  /** What NVGRE adds to a tenant's IP packet: 42 octets over IPv4, 62 over IPv6. */
  public static int overhead(IpVersion version) {
    return size(version) + NvgreHeader.SIZE + 14;
  }

  public Octets encode() {
    OctetsBuilder octets = Octets.builder();
    switch (source.version()) {
      case V4 -> {
        Octets before = v4(0);
        return v4(checksum(before));
      }
      case V6 ->
          octets
              .u32(6L << 28 | (long) trafficClass << 20)
              .u16(payload)
              .u8(NvgreHeader.IP_PROTOCOL)
              .u8(timeToLive)
              .u64(source.high())
              .u64(source.low())
              .u64(destination.high())
              .u64(destination.low());
    }
    return octets.build();
  }

  private Octets v4(int checksum) {
    return Octets.builder()
        .u8(0x45)
        .u8(trafficClass)
        .u16(SIZE_4 + payload)
        .u16(0)
        .u16(DO_NOT_FRAGMENT)
        .u8(timeToLive)
        .u8(NvgreHeader.IP_PROTOCOL)
        .u16(checksum)
        .u32(source.low())
        .u32(destination.low())
        .build();
  }

  /** Internet checksum (RFC 1071). */
  private static int checksum(Octets header) {
    int sum = 0;
    for (int at = 0; at < header.size(); at += 2) {
      sum += header.u16(at);
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return ~((sum & 0xFFFF) + (sum >>> 16)) & 0xFFFF;
  }
}
