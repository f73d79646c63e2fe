package org.moorage.profile.rules;

import java.util.Optional;
import java.util.OptionalInt;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;

/**
 * A frame as rules see it. Written for clarity: the reference a data plane is compared with.
 *
 * @param destination its destination MAC address
 * @param source its source MAC address
 * @param etherType behind all VLAN tags; empty for IEEE 802.3 length frames
 * @param ip what an IP frame says; empty for other frames, and where the IP header is broken
 */
public record FrameView(
    MacAddress destination,
    MacAddress source,
    Optional<EtherType> etherType,
    Optional<IpHeader> ip) {

  private static final int MAX_TAGS = 4;

  /** More extension headers than this are a way to hide the transport header. */
  private static final int MAX_EXTENSIONS = 8;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;

  /** The view of a frame; empty where it is shorter than an Ethernet header with its tags. */
  public static Optional<FrameView> of(Octets frame) {
    int at = 12;
    int tags = 0;
    while (frame.size() >= at + 2 && isTag(frame.u16(at)) && tags < MAX_TAGS) {
      at += 4;
      tags++;
    }
    if (frame.size() < at + 2) {
      return Optional.empty();
    }
    int type = frame.u16(at);
    Octets payload = frame.from(at + 2);
    return Optional.of(
        new FrameView(
            MacAddress.of(frame, 0),
            MacAddress.of(frame, 6),
            type < 0x0600 ? Optional.empty() : Optional.of(new EtherType(type)),
            switch (type) {
              case 0x0800 -> v4(payload);
              case 0x86DD -> v6(payload);
              default -> Optional.empty();
            }));
  }

  private static boolean isTag(int type) {
    return type == 0x8100 || type == 0x88A8;
  }

  private static Optional<IpHeader> v4(Octets packet) {
    if (packet.size() < 20 || packet.u8(0) >>> 4 != 4) {
      return Optional.empty();
    }
    int header = (packet.u8(0) & 15) * 4;
    if (header < 20 || packet.size() < header) {
      return Optional.empty();
    }
    int total = packet.u16(2);
    Octets body = packet.slice(header, Math.max(0, Math.min(total, packet.size()) - header));
    int fragment = packet.u16(6);
    return Optional.of(
        header(
            IpAddress.of(IpVersion.V4, packet, 12),
            IpAddress.of(IpVersion.V4, packet, 16),
            packet.u8(9),
            part(fragment & 0x1FFF, (fragment & 0x2000) != 0),
            (fragment & 0x1FFF) == 1,
            body));
  }

  private static Optional<IpHeader> v6(Octets packet) {
    if (packet.size() < 40 || packet.u8(0) >>> 4 != 6) {
      return Optional.empty();
    }
    IpAddress source = IpAddress.of(IpVersion.V6, packet, 8);
    IpAddress destination = IpAddress.of(IpVersion.V6, packet, 24);
    Octets rest = packet.slice(40, Math.min(packet.u16(4), packet.size() - 40));
    int next = packet.u8(6);
    IpHeader.Fragment fragment = IpHeader.Fragment.WHOLE;
    boolean second = false;
    for (int i = 0; isExtension(next); i++) {
      int length = extensionLength(next, rest);
      boolean later = fragment == IpHeader.Fragment.LATER;
      if (later || i == MAX_EXTENSIONS || length < 0 || rest.size() < length) {
        return Optional.of(unreadable(source, destination, fragment));
      }
      if (next == FRAGMENT) {
        int offset = rest.u16(2) >>> 3;
        fragment = part(offset, (rest.u16(2) & 1) != 0);
        second = offset == 1;
      }
      next = rest.u8(0);
      rest = rest.from(length);
    }
    return Optional.of(header(source, destination, next, fragment, second, rest));
  }

  private static boolean isExtension(int protocol) {
    return switch (protocol) {
      case HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION_OPTIONS -> true;
      default -> false;
    };
  }

  /** In octets; -1 where not even that can be read. */
  private static int extensionLength(int protocol, Octets rest) {
    if (rest.size() < 8) {
      return -1;
    }
    return protocol == FRAGMENT ? 8 : (rest.u8(1) + 1) * 8;
  }

  private static IpHeader.Fragment part(int offset, boolean more) {
    return offset > 0
        ? IpHeader.Fragment.LATER
        : more ? IpHeader.Fragment.FIRST : IpHeader.Fragment.WHOLE;
  }

  /**
   * The header with what the transport says.
   *
   * @param second the fragment starts at octet 8, where TCP flags can be overwritten (RFC 1858): it
   *     is taken for a whole packet that is too short, which no permit with ports or flags fits
   */
  private static IpHeader header(
      IpAddress source,
      IpAddress destination,
      int protocol,
      IpHeader.Fragment fragment,
      boolean second,
      Octets body) {
    boolean hidesFlags = second && protocol == RuleProtocol.TCP;
    boolean first = fragment != IpHeader.Fragment.LATER;
    boolean ports = first && RuleProtocol.isPorted(protocol) && body.size() >= 4;
    boolean flags = first && protocol == RuleProtocol.TCP && body.size() >= 14;
    int icmp = source.version() == IpVersion.V4 ? RuleProtocol.ICMPV4 : RuleProtocol.ICMPV6;
    boolean type = first && protocol == icmp && !body.isEmpty();
    return new IpHeader(
        source,
        destination,
        OptionalInt.of(protocol),
        hidesFlags ? IpHeader.Fragment.FIRST : fragment,
        ports ? OptionalInt.of(body.u16(0)) : OptionalInt.empty(),
        ports ? OptionalInt.of(body.u16(2)) : OptionalInt.empty(),
        flags ? OptionalInt.of(body.u8(13)) : OptionalInt.empty(),
        type ? OptionalInt.of(body.u8(0)) : OptionalInt.empty());
  }

  private static IpHeader unreadable(
      IpAddress source, IpAddress destination, IpHeader.Fragment fragment) {
    return new IpHeader(
        source,
        destination,
        OptionalInt.empty(),
        fragment,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }
}
