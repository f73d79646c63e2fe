package org.moorage.dataplane.soft;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.moorage.protocol.ip.IpPrefix;

/**
 * Frames an edge sends by itself: answers of ARP and neighbour discovery, of ping, and ICMP's
 * errors. Untagged, made anew for each; none of it is on the way of a frame that is forwarded.
 */
final class Replies {

  static final int ARP = 0x0806;
  static final int IPV4 = 0x0800;
  static final int IPV6 = 0x86DD;
  static final int ICMP = 1;
  static final int ICMPV6 = 58;
  static final int ECHO_V4 = 8;
  static final int ECHO_V6 = 128;
  static final int ROUTER_SOLICITATION = 133;
  static final int ROUTER_ADVERTISEMENT = 134;
  static final int SOLICITATION = 135;
  static final int ADVERTISEMENT = 136;

  /** As of a packet that has passed no router (RFC 4861, "Message Validation"). */
  private static final int ON_LINK_HOPS = 255;

  /** What RFC 4861 has routers say unless they are told otherwise, in seconds. */
  private static final int ROUTER_LIFETIME = 1_800;

  private static final int VALID_SECONDS = 2_592_000;
  private static final int PREFERRED_SECONDS = 604_800;

  private static final int IGMP = 2;
  private static final int REPORT_4 = 0x16;
  private static final int REPORT_6 = 131;
  private static final byte[] ROUTER_ALERT = {(byte) 0x94, 4, 0, 0};

  private static final int ETHERNET = 14;
  private static final int HEADER_4 = 20;
  private static final int HEADER_6 = 40;
  private static final int TIME_TO_LIVE = 64;

  /** What an error quotes at most, so that it is no larger than every IPv6 link takes. */
  private static final int QUOTED = 1_232;

  private static final int QUOTED_4 = 548;

  private Replies() {}

  private static ByteBuffer begin(byte[] octets, long to, long from, int etherType) {
    ByteBuffer frame = ByteBuffer.wrap(octets);
    mac(frame, to);
    mac(frame, from);
    return frame.putShort((short) etherType);
  }

  private static void mac(ByteBuffer into, long mac) {
    into.putShort((short) (mac >>> 32)).putInt((int) mac);
  }

  /**
   * An ARP message.
   *
   * @param operation 1 asks, 2 answers
   */
  static byte[] arp(
      long to, int operation, long senderMac, long senderIp, long targetMac, long targetIp) {
    byte[] octets = new byte[ETHERNET + 46];
    ByteBuffer frame = begin(octets, to, senderMac, ARP);
    frame.putShort((short) 1).putShort((short) IPV4).put((byte) 6).put((byte) 4);
    frame.putShort((short) operation);
    mac(frame, senderMac);
    frame.putInt((int) senderIp);
    mac(frame, targetMac);
    frame.putInt((int) targetIp);
    return octets;
  }

  /** Asks who has an IPv6 address. */
  static byte[] solicitation(long fromMac, long high, long low, long targetHigh, long targetLow) {
    long group = 0x3333_FF00_0000L | targetLow & 0xFF_FFFF;
    byte[] octets = new byte[ETHERNET + HEADER_6 + 32];
    ByteBuffer frame = begin(octets, group, fromMac, IPV6);
    header6(
        frame, 32, ON_LINK_HOPS, high, low, 0xFF02L << 48, 0x1_FF00_0000L | targetLow & 0xFF_FFFF);
    frame.put((byte) SOLICITATION).put((byte) 0).putShort((short) 0).putInt(0);
    frame.putLong(targetHigh).putLong(targetLow);
    frame.put((byte) 1).put((byte) 1);
    mac(frame, fromMac);
    return checked6(octets);
  }

  /**
   * Says who has an IPv6 address.
   *
   * @param of the frame that asked
   * @param router whether it is the gateway
   */
  static byte[] advertisement(
      FrameView of, long mac, long fromMac, long high, long low, boolean router) {
    boolean solicited = of.fromHigh != 0 || of.fromLow != 0;
    byte[] octets = new byte[ETHERNET + HEADER_6 + 32];
    ByteBuffer frame = begin(octets, of.source, fromMac, IPV6);
    header6(
        frame,
        32,
        ON_LINK_HOPS,
        high,
        low,
        solicited ? of.fromHigh : 0xFF02L << 48,
        solicited ? of.fromLow : 1);
    int flags = (router ? 0x80 : 0) | (solicited ? 0x40 : 0);
    frame.put((byte) ADVERTISEMENT).put((byte) 0).putShort((short) 0).putInt(flags << 24);
    frame.putLong(high).putLong(low);
    frame.put((byte) 2).put((byte) 1);
    mac(frame, mac);
    return checked6(octets);
  }

  /**
   * Says that the gateway is there, which prefix its subnet has and how large a packet may be (RFC
   * 4861, "Router Advertisement Message Format").
   *
   * @param of the solicitation
   * @param autonomous whether VMs may make addresses of the prefix by themselves
   * @param mtu octets of an IP packet
   */
  static byte[] routerAdvertisement(
      FrameView of, long gateway, IpPrefix prefix, boolean autonomous, int mtu) {
    int size = 16 + 8 + 8 + 32;
    boolean asked = of.fromHigh != 0 || of.fromLow != 0;
    byte[] octets = new byte[ETHERNET + HEADER_6 + size];
    ByteBuffer frame = begin(octets, of.source, gateway, IPV6);
    header6(
        frame,
        size,
        ON_LINK_HOPS,
        0xFE80L << 48,
        1,
        asked ? of.fromHigh : 0xFF02L << 48,
        asked ? of.fromLow : 1);
    frame.put((byte) ROUTER_ADVERTISEMENT).put((byte) 0).putShort((short) 0);
    frame.put((byte) TIME_TO_LIVE).put((byte) 0).putShort((short) ROUTER_LIFETIME);
    frame.putInt(0).putInt(0);
    frame.put((byte) 1).put((byte) 1);
    mac(frame, gateway);
    frame.put((byte) 5).put((byte) 1).putShort((short) 0).putInt(mtu);
    frame.put((byte) 3).put((byte) 4).put((byte) prefix.length());
    frame.put((byte) (autonomous ? 0xC0 : 0x80));
    frame.putInt(VALID_SECONDS).putInt(PREFERRED_SECONDS).putInt(0);
    frame.putLong(prefix.address().high()).putLong(prefix.address().low());
    return checked6(octets);
  }

  /** The answer to a ping, whole. */
  static byte[] echo(FrameView of, long fromMac) {
    byte[] frame = Arrays.copyOfRange(of.bytes, of.start, of.length);
    int cut = of.payload - ETHERNET - of.start;
    byte[] untagged = cut == 0 ? frame : new byte[frame.length - cut];
    if (cut != 0) {
      System.arraycopy(frame, cut, untagged, 0, untagged.length);
    }
    ByteBuffer answer = ByteBuffer.wrap(untagged);
    mac(answer, of.source);
    mac(answer, fromMac);
    answer.putShort((short) of.etherType);
    int ip = ETHERNET;
    int size = of.ipVersion == 4 ? 4 : 16;
    int from = ip + (of.ipVersion == 4 ? 12 : 8);
    byte[] sender = Arrays.copyOfRange(untagged, from, from + size);
    System.arraycopy(untagged, from + size, untagged, from, size);
    System.arraycopy(sender, 0, untagged, from + size, size);
    int icmp = of.transport - of.payload + ETHERNET;
    int type = of.ipVersion == 4 ? 0 : ECHO_V6 + 1;
    int difference = (of.icmpType - type) << 8;
    int sum = (answer.getShort(icmp + 2) & 0xFFFF) + difference;
    sum = (sum & 0xFFFF) + (sum >> 16);
    answer.put(icmp, (byte) type).putShort(icmp + 2, (short) sum);
    return untagged;
  }

  /** Used up on its way: said by the gateway. */
  static byte[] timeExceeded(FrameView of, long gateway, long high, long low) {
    return of.ipVersion == 4
        ? error4(of, gateway, low, 11, 0, 0)
        : error6(of, gateway, high, low, 3, 0);
  }

  /**
   * Larger than fits.
   *
   * @param room octets an IP packet may have
   */
  static byte[] tooBig(FrameView of, long gateway, long high, long low, int room) {
    return of.ipVersion == 4
        ? error4(of, gateway, low, 3, 4, room)
        : error6(of, gateway, high, low, 2, room);
  }

  /** Says that this edge listens to an IPv4 group (IGMPv2, RFC 2236, "Membership Report"). */
  static byte[] membership4(long fromMac, long from, long group) {
    int header = HEADER_4 + ROUTER_ALERT.length;
    byte[] octets = new byte[ETHERNET + header + 8];
    ByteBuffer frame = begin(octets, 0x0100_5E00_0000L | group & 0x7F_FFFF, fromMac, IPV4);
    frame.putShort((short) 0x46C0).putShort((short) (header + 8));
    frame.putInt(0).put((byte) 1).put((byte) IGMP).putShort((short) 0);
    frame.putInt((int) from).putInt((int) group).put(ROUTER_ALERT);
    frame.put((byte) REPORT_4).put((byte) 0).putShort((short) 0).putInt((int) group);
    frame.putShort(ETHERNET + 10, (short) sum(octets, ETHERNET, header, 0));
    int igmp = ETHERNET + header;
    frame.putShort(igmp + 2, (short) sum(octets, igmp, 8, 0));
    return octets;
  }

  /** The same of an IPv6 group (MLD, RFC 2710), from the link-local address of the MAC address. */
  static byte[] membership6(long fromMac, long high, long low) {
    byte[] octets = new byte[ETHERNET + HEADER_6 + 8 + 24];
    ByteBuffer frame = begin(octets, 0x3333_0000_0000L | low & 0xFFFF_FFFFL, fromMac, IPV6);
    long identifier = (fromMac >>> 24 ^ 0x02_0000) << 40 | 0xFF_FE00_0000L | fromMac & 0xFF_FFFF;
    frame.putInt(6 << 28).putShort((short) 32).put((byte) 0).put((byte) 1);
    frame.putLong(0xFE80L << 48).putLong(identifier).putLong(high).putLong(low);
    // Hop-by-hop options: router alert for MLD, padded; then ICMPv6.
    frame.put((byte) ICMPV6).put((byte) 0).putInt(0x0502_0000).putShort((short) 0x0100);
    frame.put((byte) REPORT_6).put((byte) 0).putShort((short) 0).putInt(0);
    frame.putLong(high).putLong(low);
    int icmp = ETHERNET + HEADER_6 + 8;
    int pseudo = ICMPV6 + 24;
    for (int at = ETHERNET + 8; at < ETHERNET + HEADER_6; at += 2) {
      pseudo += (octets[at] & 0xFF) << 8 | octets[at + 1] & 0xFF;
    }
    frame.putShort(icmp + 2, (short) sum(octets, icmp, 24, pseudo));
    return octets;
  }

  private static byte[] error4(
      FrameView of, long gateway, long from, int type, int code, int room) {
    int quoted = Math.min(of.length - of.payload, QUOTED_4);
    byte[] octets = new byte[ETHERNET + HEADER_4 + 8 + quoted];
    ByteBuffer frame = begin(octets, of.source, gateway, IPV4);
    frame.putShort((short) 0x45C0).putShort((short) (HEADER_4 + 8 + quoted));
    frame.putInt(0).put((byte) TIME_TO_LIVE).put((byte) ICMP).putShort((short) 0);
    frame.putInt((int) from).putInt((int) of.fromLow);
    frame.put((byte) type).put((byte) code).putShort((short) 0).putInt(room);
    frame.put(of.bytes, of.payload, quoted);
    frame.putShort(ETHERNET + 10, (short) sum(octets, ETHERNET, HEADER_4, 0));
    int icmp = ETHERNET + HEADER_4;
    frame.putShort(icmp + 2, (short) sum(octets, icmp, octets.length - icmp, 0));
    return octets;
  }

  private static byte[] error6(
      FrameView of, long gateway, long high, long low, int type, int room) {
    int quoted = Math.min(of.length - of.payload, QUOTED);
    byte[] octets = new byte[ETHERNET + HEADER_6 + 8 + quoted];
    ByteBuffer frame = begin(octets, of.source, gateway, IPV6);
    header6(frame, 8 + quoted, TIME_TO_LIVE, high, low, of.fromHigh, of.fromLow);
    frame.put((byte) type).put((byte) 0).putShort((short) 0).putInt(room);
    frame.put(of.bytes, of.payload, quoted);
    return checked6(octets);
  }

  /**
   * A part of an IPv4 packet, in a frame of its own.
   *
   * @param header octets of the packet's header
   * @param from where in what is behind the header it begins
   * @param place flags and offset as they are to stand in the header
   */
  static byte[] fragment(FrameView of, int header, int from, int size, int place) {
    byte[] octets = new byte[ETHERNET + header + size];
    System.arraycopy(of.bytes, of.start, octets, 0, ETHERNET - 2);
    System.arraycopy(of.bytes, of.payload - 2, octets, ETHERNET - 2, header + 2);
    System.arraycopy(of.bytes, of.payload + header + from, octets, ETHERNET + header, size);
    ByteBuffer frame = ByteBuffer.wrap(octets);
    frame.putShort(ETHERNET + 2, (short) (header + size));
    frame.putShort(ETHERNET + 6, (short) place);
    frame.putShort(ETHERNET + 10, (short) 0);
    frame.putShort(ETHERNET + 10, (short) sum(octets, ETHERNET, header, 0));
    return octets;
  }

  private static void header6(
      ByteBuffer frame, int payload, int hops, long high, long low, long toHigh, long toLow) {
    frame.putInt(6 << 28).putShort((short) payload).put((byte) ICMPV6).put((byte) hops);
    frame.putLong(high).putLong(low).putLong(toHigh).putLong(toLow);
  }

  /** Fills in the checksum of ICMPv6, which covers the addresses (RFC 4443, 2.3). */
  private static byte[] checked6(byte[] frame) {
    int icmp = ETHERNET + HEADER_6;
    int length = frame.length - icmp;
    int pseudo = ICMPV6 + length;
    for (int at = ETHERNET + 8; at < icmp; at += 2) {
      pseudo += (frame[at] & 0xFF) << 8 | frame[at + 1] & 0xFF;
    }
    ByteBuffer.wrap(frame).putShort(icmp + 2, (short) sum(frame, icmp, length, pseudo));
    return frame;
  }

  /** Internet checksum (RFC 1071). */
  static int sum(byte[] octets, int from, int length, int before) {
    long sum = before;
    for (int at = 0; at < length; at += 2) {
      int low = at + 1 < length ? octets[from + at + 1] & 0xFF : 0;
      sum += (octets[from + at] & 0xFF) << 8 | low;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) ~sum & 0xFFFF;
  }
}
