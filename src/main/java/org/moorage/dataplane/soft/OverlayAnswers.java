package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;

/**
 * What an edge answers VMs in the name of others: ARP and neighbour discovery from lookup records,
 * and as the gateway of each virtual subnet.
 */
final class OverlayAnswers {

  /** Errors a switch sends in a second; more would make it a weapon. */
  static final int MAX_ERRORS = 1_000;

  /** The gateway's link-local address: the same in every subnet. */
  static final long GATEWAY_HIGH = 0xFE80L << 48;

  static final long GATEWAY_LOW = 1;

  private static final int ARP_SIZE = 28;
  private static final int REQUEST = 1;
  private static final int REPLY = 2;
  private static final int REDIRECT = 137;
  private static final int DO_NOT_FRAGMENT = 0x4000;
  private static final long SECOND = 1_000_000_000L;

  private final OverlayPath path;
  private final OverlayTables tables;
  private final FrameView frame;
  private long secondBegan;
  private int errors;

  /** Whether a message was dealt with, and how. */
  enum Verdict {
    NOT_MEANT(null),
    ANSWERED(null),
    SPOOFED(DropReason.SPOOFED_CA),
    CLAIMED(DropReason.GATEWAY_CLAIMED),
    ROGUE(DropReason.ROGUE_SERVER),
    UNKNOWN(DropReason.UNKNOWN_DESTINATION),
    SHORT(DropReason.TOO_SHORT);

    private final @Nullable DropReason reason;

    Verdict(@Nullable DropReason reason) {
      this.reason = reason;
    }

    boolean decided() {
      return this != NOT_MEANT;
    }

    @Nullable DropReason reason() {
      return reason;
    }

    static Verdict of(DropReason reason) {
      return reason == DropReason.GATEWAY_CLAIMED ? CLAIMED : SPOOFED;
    }
  }

  OverlayAnswers(OverlayPath path, OverlayTables tables, FrameView frame) {
    this.path = path;
    this.tables = tables;
    this.frame = frame;
  }

  /**
   * ARP of a VM: answered here where anything is known, else asked of those nothing is known of.
   */
  @Nullable DropReason arp(SwitchPort in, Attachment source, OverlaySubnet subnet) {
    int at = frame.payload;
    if (frame.length < at + ARP_SIZE) {
      return DropReason.TOO_SHORT;
    }
    if (frame.u48(at + 8) != frame.source) {
      return DropReason.SPOOFED_ARP;
    }
    long sender = frame.u32(at + 14);
    if (sender != 0) {
      DropReason spoofed = path.mayHave(source, subnet, 0, sender);
      if (spoofed != null) {
        return spoofed;
      }
    }
    int operation = frame.u16(at + 6);
    if (!frame.isGroup() && frame.destination != OverlayPath.GATEWAY) {
      return path.byMac(in, source, subnet);
    }
    long target = frame.u32(at + 24);
    if (operation != REQUEST || target == sender) {
      // Heard and learned from; the others ask this edge, not their memory.
      return null;
    }
    if (subnet.isGateway(4, 0, target)) {
      path.answer(source, arpReply(OverlayPath.GATEWAY, target, sender));
      return null;
    }
    OverlayRecord known = tables.record(subnet.vsid, OverlayRecord.V4, target);
    if (known == null) {
      if (!subnet.hasUnknown) {
        return sender == 0 ? null : DropReason.UNKNOWN_DESTINATION;
      }
      path.ask(in, source, subnet);
    } else if (known.mac != frame.source) {
      path.answer(source, arpReply(known.mac, target, sender));
    }
    return null;
  }

  private byte[] arpReply(long mac, long address, long asker) {
    return Replies.arp(frame.source, REPLY, mac, address, frame.source, asker);
  }

  /** Messages of neighbour discovery among ICMPv6; the rest is not meant here. */
  Verdict neighbourDiscovery(SwitchPort in, Attachment source, OverlaySubnet subnet) {
    return switch (frame.icmpType) {
      case Replies.ROUTER_ADVERTISEMENT, REDIRECT -> Verdict.ROGUE;
      case Replies.ROUTER_SOLICITATION -> routerSolicitation(source, subnet);
      case Replies.SOLICITATION -> solicitation(in, source, subnet);
      case Replies.ADVERTISEMENT -> advertisement(source, subnet);
      default -> Verdict.NOT_MEANT;
    };
  }

  /** Where the subnet has an IPv6 prefix, the edge is its router. */
  private Verdict routerSolicitation(Attachment source, OverlaySubnet subnet) {
    int room = tables.room;
    if (room > 0) {
      subnet
          .subnet
          .prefix6()
          .ifPresent(prefix ->
              path.answer(
                  source,
                  Replies.routerAdvertisement(
                      frame,
                      OverlayPath.GATEWAY,
                      prefix,
                      source.vPort.learnsCustomerAddresses,
                      room)));
    }
    return Verdict.ANSWERED;
  }

  private Verdict solicitation(SwitchPort in, Attachment source, OverlaySubnet subnet) {
    int target = frame.transport + 8;
    if (frame.length < target + 16) {
      return Verdict.SHORT;
    }
    long high = frame.u64(target);
    long low = frame.u64(target + 8);
    boolean gateway =
        (high == GATEWAY_HIGH && low == GATEWAY_LOW) || subnet.isGateway(6, high, low);
    if (gateway) {
      path.answer(source, advertise(OverlayPath.GATEWAY, high, low, true));
      return Verdict.ANSWERED;
    }
    if (!frame.isGroup()) {
      return Verdict.NOT_MEANT;
    }
    OverlayRecord known = tables.record(subnet.vsid, high, low);
    if (known != null) {
      if (known.mac != frame.source) {
        path.answer(source, advertise(known.mac, high, low, false));
      }
      return Verdict.ANSWERED;
    }
    if (OverlayPath.isLinkLocal(high)) {
      return Verdict.NOT_MEANT;
    }
    if (subnet.hasUnknown) {
      path.ask(in, source, subnet);
      return Verdict.ANSWERED;
    }
    boolean probes = frame.fromHigh == 0 && frame.fromLow == 0;
    return probes ? Verdict.ANSWERED : Verdict.UNKNOWN;
  }

  private byte[] advertise(long mac, long high, long low, boolean router) {
    return Replies.advertisement(frame, mac, mac, high, low, router);
  }

  private Verdict advertisement(Attachment source, OverlaySubnet subnet) {
    int target = frame.transport + 8;
    if (frame.length < target + 16) {
      return Verdict.SHORT;
    }
    long high = frame.u64(target);
    if (OverlayPath.isLinkLocal(high)) {
      boolean claims = high == GATEWAY_HIGH && frame.u64(target + 8) == GATEWAY_LOW;
      return claims ? Verdict.CLAIMED : Verdict.NOT_MEANT;
    }
    DropReason spoofed = path.mayHave(source, subnet, high, frame.u64(target + 8));
    if (spoofed != null) {
      return Verdict.of(spoofed);
    }
    return frame.isGroup() ? Verdict.ANSWERED : Verdict.NOT_MEANT;
  }

  /** The gateway answers ping and nothing else. */
  @Nullable DropReason gatewayAsked(Attachment source) {
    boolean ping =
        frame.icmpType == (frame.ipVersion == 4 ? Replies.ECHO_V4 : Replies.ECHO_V6)
            && frame.transport >= 0
            && frame.length >= frame.transport + 8;
    if (!ping) {
      return DropReason.UNKNOWN_DESTINATION;
    }
    path.answer(source, Replies.echo(frame, OverlayPath.GATEWAY));
    return null;
  }

  void timeExceeded(Attachment source, OverlaySubnet subnet) {
    if (mayComplain()) {
      IpAddress gateway = gateway(subnet);
      path.answer(
          source, Replies.timeExceeded(frame, OverlayPath.GATEWAY, gateway.high(), gateway.low()));
    }
  }

  /** Too large for the way: said so, or taken apart where the sender allows it. */
  @Nullable DropReason tooBig(Attachment source, OverlaySubnet subnet, int room, OverlayRecord to) {
    boolean whole = frame.ipVersion == 6 || (frame.u16(frame.payload + 6) & DO_NOT_FRAGMENT) != 0;
    if (!whole) {
      return path.envelopInParts(to, room);
    }
    if (mayComplain()) {
      IpAddress gateway = gateway(subnet);
      path.answer(
          source, Replies.tooBig(frame, OverlayPath.GATEWAY, gateway.high(), gateway.low(), room));
    }
    return DropReason.MTU;
  }

  private static IpAddress gateway(VirtualSubnet subnet, IpVersion version) {
    return subnet.gateway(version).orElseGet(() -> new IpAddress(version, 0, 0));
  }

  private IpAddress gateway(OverlaySubnet subnet) {
    return gateway(subnet.subnet, frame.ipVersion == 4 ? IpVersion.V4 : IpVersion.V6);
  }

  /** Not about errors, groups and later fragments, and not too often (RFC 1122, RFC 4443). */
  private boolean mayComplain() {
    boolean error =
        frame.ipVersion == 4
            ? frame.icmpType >= 0 && frame.icmpType != Replies.ECHO_V4 && frame.icmpType != 0
            : frame.icmpType >= 0 && frame.icmpType < Replies.ECHO_V6;
    if (error || frame.isGroup() || frame.laterFragment) {
      return false;
    }
    long now = path.now();
    if (now - secondBegan >= SECOND || now < secondBegan) {
      secondBegan = now;
      errors = 0;
    }
    return errors++ < MAX_ERRORS;
  }
}
