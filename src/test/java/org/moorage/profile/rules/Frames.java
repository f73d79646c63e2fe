package org.moorage.profile.rules;

import org.moorage.protocol.Octets;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/** Frames for questions, as octets; checksums are left zero, nobody here reads them. */
final class Frames {

  static final String VM = "02:00:00:00:00:01";
  static final String PEER = "02:00:00:00:00:02";
  static final int SYN = 2;
  static final int SYN_ACK = 18;
  static final int RST = 4;

  private Frames() {}

  static FrameView tcp(String from, int fromPort, String to, int toPort, int flags) {
    Octets segment = Octets.builder().u16(fromPort).u16(toPort).zeros(9).u8(flags).zeros(6).build();
    return view(ip(from, to, 6, segment));
  }

  static FrameView udp(String from, int fromPort, String to, int toPort) {
    return view(ip(from, to, 17, Octets.builder().u16(fromPort).u16(toPort).u32(0).build()));
  }

  static FrameView icmp(String from, String to, int type) {
    int protocol = from.contains(":") ? 58 : 1;
    return view(ip(from, to, protocol, Octets.builder().u8(type).zeros(7).build()));
  }

  static FrameView other(String from, String to, int protocol) {
    return view(ip(from, to, protocol, Octets.zeros(20)));
  }

  static FrameView ofType(int etherType) {
    return view(ethernet(VM, PEER, etherType, Octets.zeros(46)));
  }

  static FrameView view(Octets frame) {
    return FrameView.of(frame).orElseThrow();
  }

  /** An IP packet in a frame, version by its addresses. */
  static Octets ip(String from, String to, int protocol, Octets body) {
    return ethernet(
        VM, PEER, from.contains(":") ? 0x86DD : 0x0800, packet(from, to, protocol, body));
  }

  static Octets packet(String from, String to, int protocol, Octets body) {
    return from.contains(":")
        ? Octets.builder()
            .u32(0x6000_0000L)
            .u16(body.size())
            .u8(protocol)
            .u8(64)
            .octets(address(from))
            .octets(address(to))
            .octets(body)
            .build()
        : v4(from, to, protocol, 0, body);
  }

  /** An IPv4 packet with the sixteen bits of flags and fragment offset. */
  static Octets v4(String from, String to, int protocol, int fragment, Octets body) {
    return Octets.builder()
        .u8(0x45)
        .u8(0)
        .u16(20 + body.size())
        .u16(1)
        .u16(fragment)
        .u8(64)
        .u8(protocol)
        .u16(0)
        .octets(address(from))
        .octets(address(to))
        .octets(body)
        .build();
  }

  static Octets ethernet(String from, String to, int etherType, Octets payload) {
    return Octets.ofHex(to)
        .plus(Octets.ofHex(from))
        .plus(Octets.builder().u16(etherType).octets(payload).build())
        .paddedTo(60);
  }

  static Octets address(String text) {
    IpAddress address = IpPrefix.parse(text).address();
    return address.version() == IpVersion.V4
        ? Octets.builder().u32(address.low()).build()
        : Octets.builder().u64(address.high()).u64(address.low()).build();
  }
}
