package org.moorage.simulator;

import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ethernet.VlanTag;

/**
 * What the VMs of a lab say to each other: enough of ARP, ICMP, TCP and UDP to see whether frames
 * get through, with correct checksums so that any decoder reads a capture of it.
 */
sealed interface GuestPacket {

  /** Who has an address, or who has it; {@code target} unset in a question. */
  record Arp(boolean answer, MacAddress sender, int senderIp, MacAddress target, int targetIp)
      implements GuestPacket {

    /** "This address is mine and I am here": what a VM says when its interface comes up. */
    static Arp announcement(MacAddress mac, int ip) {
      return new Arp(false, mac, ip, MacAddress.ZERO, ip);
    }
  }

  /** ICMP echo. */
  record Ping(int from, int to, boolean reply, int number) implements GuestPacket {}

  /** The first or second segment of a TCP connection, no options. */
  record Tcp(int from, int to, int fromPort, int toPort, boolean reply) implements GuestPacket {}

  record Udp(int from, int to, int fromPort, int toPort, boolean reply) implements GuestPacket {}

  int PROTOCOL_ICMP = 1;
  int PROTOCOL_TCP = 6;
  int PROTOCOL_UDP = 17;
  int SYN = 0x02;
  int ACK = 0x10;

  /** The one octet that tells a datagram's question from its answer. */
  int QUESTION = '?';

  int ANSWER = '!';

  default EthernetFrame frame(MacAddress to, MacAddress from, Optional<VlanId> vlan) {
    List<VlanTag> tags = vlan.map(VlanTag::customer).map(List::of).orElse(List.of());
    EtherType type = this instanceof Arp ? EtherType.ARP : EtherType.IPV4;
    return new EthernetFrame(to, from, tags, type, encode());
  }

  default Octets encode() {
    return switch (this) {
      case Arp arp ->
          Octets.builder()
              .u16(1)
              .u16(EtherType.IPV4.value())
              .u8(MacAddress.SIZE)
              .u8(4)
              .u16(arp.answer ? 2 : 1)
              .u48(arp.sender.bits())
              .u32(Integer.toUnsignedLong(arp.senderIp))
              .u48(arp.target.bits())
              .u32(Integer.toUnsignedLong(arp.targetIp))
              .build();
      case Ping ping -> ipv4(ping.from, ping.to, PROTOCOL_ICMP, icmp(ping));
      case Tcp tcp -> ipv4(tcp.from, tcp.to, PROTOCOL_TCP, tcp(tcp));
      case Udp udp -> ipv4(udp.from, udp.to, PROTOCOL_UDP, udp(udp));
    };
  }

  /** Empty for what VMs of a lab do not say. */
  static Optional<GuestPacket> read(EthernetFrame frame) {
    Octets octets = frame.payload();
    if (frame.type().equals(EtherType.ARP)) {
      return octets.size() < 28 ? Optional.empty() : Optional.of(arp(octets));
    }
    if (!frame.type().equals(EtherType.IPV4) || octets.size() < 20 + 8 || octets.u8(0) != 0x45) {
      return Optional.empty();
    }
    int from = (int) octets.u32(12);
    int to = (int) octets.u32(16);
    Octets body = octets.from(20);
    return switch (octets.u8(9)) {
      case PROTOCOL_ICMP -> ping(from, to, body);
      case PROTOCOL_TCP ->
          body.size() < 20
              ? Optional.empty()
              : Optional.of(new Tcp(from, to, body.u16(0), body.u16(2), (body.u8(13) & ACK) != 0));
      case PROTOCOL_UDP ->
          body.size() < 9
              ? Optional.empty()
              : Optional.of(new Udp(from, to, body.u16(0), body.u16(2), body.u8(8) == ANSWER));
      default -> Optional.empty();
    };
  }

  private static Arp arp(Octets octets) {
    return new Arp(
        octets.u16(6) == 2,
        MacAddress.of(octets, 8),
        (int) octets.u32(14),
        MacAddress.of(octets, 18),
        (int) octets.u32(24));
  }

  private static Optional<GuestPacket> ping(int from, int to, Octets body) {
    int type = body.u8(0);
    return type == 0 || type == 8
        ? Optional.of(new Ping(from, to, type == 0, body.u16(6)))
        : Optional.empty();
  }

  private static Octets icmp(Ping ping) {
    OctetsBuilder out = Octets.builder().u8(ping.reply ? 0 : 8).u8(0);
    Octets rest = Octets.builder().u16(0x4D4F).u16(ping.number).build();
    int sum = checksum(Octets.builder().u8(ping.reply ? 0 : 8).u8(0).octets(rest).build());
    return out.u16(sum).octets(rest).build();
  }

  private static Octets tcp(Tcp tcp) {
    OctetsBuilder head = Octets.builder().u16(tcp.fromPort).u16(tcp.toPort);
    head.u32(1).u32(tcp.reply ? 2 : 0).u8(0x50).u8(tcp.reply ? SYN | ACK : SYN).u16(64_240);
    Octets before = head.build();
    Octets summed = pseudo(tcp.from, tcp.to, PROTOCOL_TCP, 20).plus(before).plus(Octets.zeros(4));
    return before.plus(Octets.builder().u16(checksum(summed)).u16(0).build());
  }

  private static Octets udp(Udp udp) {
    Octets head = Octets.builder().u16(udp.fromPort).u16(udp.toPort).u16(9).build();
    Octets body = Octets.builder().u8(udp.reply ? ANSWER : QUESTION).build();
    Octets summed =
        pseudo(udp.from, udp.to, PROTOCOL_UDP, 9).plus(head).plus(Octets.zeros(2)).plus(body);
    return head.plus(Octets.builder().u16(checksum(summed)).build()).plus(body);
  }

  private static Octets ipv4(int from, int to, int protocol, Octets body) {
    Octets before =
        Octets.builder().u16(0x4500).u16(20 + body.size()).u32(0x4000).u8(64).u8(protocol).build();
    Octets addresses =
        Octets.builder().u32(Integer.toUnsignedLong(from)).u32(Integer.toUnsignedLong(to)).build();
    int sum = checksum(before.plus(addresses));
    return before.plus(Octets.builder().u16(sum).build()).plus(addresses).plus(body);
  }

  private static Octets pseudo(int from, int to, int protocol, int length) {
    return Octets.builder()
        .u32(Integer.toUnsignedLong(from))
        .u32(Integer.toUnsignedLong(to))
        .u16(protocol)
        .u16(length)
        .build();
  }

  /** The Internet checksum (RFC 1071). */
  private static int checksum(Octets octets) {
    Octets even = octets.paddedTo(octets.size() + octets.size() % 2);
    int sum = 0;
    for (int i = 0; i < even.size(); i += 2) {
      sum += even.u16(i);
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return ~sum & 0xFFFF;
  }
}
