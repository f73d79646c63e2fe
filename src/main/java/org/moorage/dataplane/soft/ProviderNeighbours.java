package org.moorage.dataplane.soft;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameSink;
import org.moorage.dataplane.OverlayEnd;
import org.moorage.overlay.ProviderAddress;
import org.moorage.overlay.ProviderRoute;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;

/**
 * This edge as a station of the physical network: answers for its provider addresses (ARP,
 * neighbour discovery, ping), and knows the neighbours by which it reaches those it sends to. They
 * are resolved before the first frame and kept so, so that none waits or is lost for it.
 */
final class ProviderNeighbours {

  /** An unanswered question is asked again after this. */
  private static final long ASK_AGAIN = 1_000_000_000L;

  /** A neighbour is asked again after this, and forgotten after three times as long. */
  private static final long REFRESH = 20_000_000_000L;

  private static final int REQUEST = 1;
  private static final int REPLY = 2;

  private record NextHop(IpAddress address, ProviderAddress from) {}

  /** Who has a next hop's address, and when that was asked and said. */
  private static final class Neighbour {
    @Nullable MacAddress mac;
    @Nullable SwitchPort port;
    long asked = Long.MIN_VALUE / 2;
    long said;
  }

  private final OverlayTables tables;
  private final SwitchPort[] fabric;
  private final Map<NextHop, Neighbour> neighbours = new LinkedHashMap<>();
  private long due;

  ProviderNeighbours(OverlayTables tables, SwitchPort[] fabric) {
    this.tables = tables;
    this.fabric = fabric;
  }

  /** Something changed: look again at once. */
  synchronized void changed(long now) {
    due = Math.min(due, now);
  }

  synchronized Instant due(Instant now) {
    return tables.own.length == 0 ? now.plusSeconds(60) : instant(due);
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  /** Asks whom it is time to ask, and puts in force what is known. */
  synchronized void advance(long now, FrameSink out) {
    OverlayEnd end = tables.end;
    if (end == null || now < due) {
      return;
    }
    due = now + REFRESH;
    Set<NextHop> needed = new HashSet<>();
    for (OverlayProvider to : tables.sentTo()) {
      Optional<NextHop> hop = nextHop(to.address);
      to.hasWay = hop.isPresent();
      if (hop.isEmpty()) {
        to.envelope = null;
      }
      hop.ifPresent(found -> {
        needed.add(found);
        Neighbour known = neighbours.computeIfAbsent(found, each -> new Neighbour());
        settle(to, found, known, end);
      });
    }
    neighbours.keySet().retainAll(needed);
    neighbours.forEach((hop, neighbour) -> keep(hop, neighbour, end, now, out));
    for (OverlaySubnet subnet : tables.withMulticast()) {
      subnet.multicast = group(subnet, end);
      if (subnet.members.length > 0) {
        join(subnet, end, out);
      }
    }
  }

  /** Switches and routers of the physical network send on what somebody has asked for. */
  private void join(OverlaySubnet subnet, OverlayEnd end, FrameSink out) {
    IpAddress group = subnet.subnet.multicast().orElseThrow();
    for (ProviderAddress mine : tables.own) {
      if (mine.address().version() == group.version()) {
        long mac = end.mac().bits();
        byte[] report =
            group.version() == IpVersion.V4
                ? Replies.membership4(mac, mine.address().low(), group.low())
                : Replies.membership6(mac, group.high(), group.low());
        for (SwitchPort port : fabric) {
          send(port, mine, report, out);
        }
        return;
      }
    }
  }

  private void keep(NextHop hop, Neighbour neighbour, OverlayEnd end, long now, FrameSink out) {
    if (neighbour.mac != null && now - neighbour.said >= 3 * REFRESH) {
      neighbour.mac = null;
      neighbour.port = null;
    }
    boolean known = neighbour.mac != null;
    long after = known ? Math.max(neighbour.said, neighbour.asked) + REFRESH : 0;
    long next = Math.max(known ? after : neighbour.asked + ASK_AGAIN, 0);
    if (now >= next) {
      neighbour.asked = now;
      ask(hop, end, out);
      next = now + ASK_AGAIN;
    }
    due = Math.min(due, next);
  }

  private void ask(NextHop hop, OverlayEnd end, FrameSink out) {
    long mac = end.mac().bits();
    IpAddress from = hop.from.address();
    byte[] question =
        from.version() == IpVersion.V4
            ? Replies.arp(
                MacAddress.BROADCAST.bits(), REQUEST, mac, from.low(), 0, hop.address.low())
            : Replies.solicitation(
                mac, from.high(), from.low(), hop.address.high(), hop.address.low());
    for (SwitchPort port : fabric) {
      send(port, hop.from, question, out);
    }
  }

  private void send(SwitchPort port, ProviderAddress from, byte[] frame, FrameSink out) {
    FrameView view = new FrameView();
    view.bytes = frame;
    view.readInner(0, frame.length);
    OutgoingFrame outgoing = new OutgoingFrame();
    outgoing.begin(view, 0, -1);
    int vlan = from.vlan().map(VlanId::value).orElse(port.untaggedVlan);
    outgoing.send(port, vlan == port.untaggedVlan ? 0 : vlan, out);
  }

  /** Where frames to a provider address go first; empty where there is no way. */
  private Optional<NextHop> nextHop(IpAddress to) {
    for (ProviderAddress mine : tables.own) {
      if (mine.address().version() == to.version() && mine.onLink().contains(to)) {
        return Optional.of(new NextHop(to, mine));
      }
    }
    return tables.routes().stream()
        .filter(route -> route.destination().contains(to))
        .min(ProviderRoute.PREFERENCE)
        .flatMap(route -> from(route.nextHop()).map(own -> new NextHop(route.nextHop(), own)));
  }

  private Optional<ProviderAddress> from(IpAddress nextHop) {
    return Arrays.stream(tables.own).filter(mine -> mine.onLink().contains(nextHop)).findFirst();
  }

  /** The envelope for a provider address, where its neighbour is known. */
  private static void settle(OverlayProvider to, NextHop hop, Neighbour neighbour, OverlayEnd end) {
    MacAddress mac = neighbour.mac;
    SwitchPort port = neighbour.port;
    if (mac == null || port == null) {
      to.envelope = null;
      return;
    }
    int vlan = hop.from.vlan().map(VlanId::value).orElse(0);
    to.envelope =
        new Envelope(
            port,
            end.mac(),
            mac,
            vlan == port.untaggedVlan ? 0 : vlan,
            hop.from.address(),
            to.address,
            end.mtu());
  }

  private @Nullable Envelope group(OverlaySubnet subnet, OverlayEnd end) {
    IpAddress group = subnet.subnet.multicast().orElseThrow();
    for (ProviderAddress mine : tables.own) {
      if (mine.address().version() == group.version()) {
        long mac =
            group.version() == IpVersion.V4
                ? 0x0100_5E00_0000L | group.low() & 0x7F_FFFF
                : 0x3333_0000_0000L | group.low() & 0xFFFF_FFFFL;
        int vlan = mine.vlan().map(VlanId::value).orElse(0);
        return new Envelope(
            null, end.mac(), new MacAddress(mac), vlan, mine.address(), group, end.mtu());
      }
    }
    return null;
  }

  /** ARP that is about an address of ours, or that answers us. */
  boolean arp(SwitchPort in, FrameView frame, long now, FrameSink out) {
    OverlayEnd end = tables.end;
    int at = frame.payload;
    if (end == null || frame.length < at + 28) {
      return false;
    }
    long sender = frame.u32(at + 14);
    if (own(in, frame, IpAddress.v4(sender)) != null) {
      if (frame.u48(at + 8) != end.mac().bits()) {
        in.drop(DropReason.PA_DUPLICATE);
      }
      return true;
    }
    ProviderAddress target = own(in, frame, IpAddress.v4(frame.u32(at + 24)));
    if (target == null) {
      return false;
    }
    heard(in, IpAddress.v4(sender), frame.u48(at + 8), now, out);
    if (frame.u16(at + 6) == REQUEST) {
      long mac = end.mac().bits();
      byte[] reply =
          Replies.arp(frame.source, REPLY, mac, target.address().low(), frame.source, sender);
      send(in, target, reply, out);
    }
    return true;
  }

  /** Who has this IPv6 address of ours. */
  boolean solicited(SwitchPort in, FrameView frame, long now, FrameSink out) {
    OverlayEnd end = tables.end;
    int at = frame.transport + 8;
    if (end == null || frame.length < at + 16) {
      return false;
    }
    ProviderAddress target = own(in, frame, IpAddress.v6(frame.u64(at), frame.u64(at + 8)));
    if (target == null) {
      return false;
    }
    heard(in, IpAddress.v6(frame.fromHigh, frame.fromLow), frame.source, now, out);
    long mac = end.mac().bits();
    IpAddress mine = target.address();
    byte[] reply = Replies.advertisement(frame, mac, mac, mine.high(), mine.low(), false);
    send(in, target, reply, out);
    return true;
  }

  /** What else is sent to an address of ours: ping, and answers to our questions. */
  boolean asked(SwitchPort in, FrameView frame, long now, FrameSink out) {
    OverlayEnd end = tables.end;
    if (end == null || frame.transport < 0) {
      return false;
    }
    boolean six = frame.ipVersion == 6;
    if (six && frame.icmpType == Replies.ADVERTISEMENT) {
      int at = frame.transport + 8;
      if (frame.length >= at + 24 && frame.u16(at + 16) == 0x0201) {
        IpAddress who = IpAddress.v6(frame.u64(at), frame.u64(at + 8));
        if (own(in, frame, who) != null) {
          in.drop(DropReason.PA_DUPLICATE);
          return true;
        }
        heard(in, who, frame.u48(at + 18), now, out);
      }
      return true;
    }
    if (six && frame.icmpType == Replies.SOLICITATION) {
      return solicited(in, frame, now, out);
    }
    IpAddress to = six ? IpAddress.v6(frame.toHigh, frame.toLow) : IpAddress.v4(frame.toLow);
    ProviderAddress target = own(in, frame, to);
    boolean ping = frame.icmpType == (six ? Replies.ECHO_V6 : Replies.ECHO_V4);
    if (target == null || !ping || frame.length < frame.transport + 8) {
      return false;
    }
    send(in, target, Replies.echo(frame, end.mac().bits()), out);
    return true;
  }

  private @Nullable ProviderAddress own(SwitchPort in, FrameView frame, IpAddress address) {
    for (ProviderAddress mine : tables.own) {
      if (mine.address().equals(address) && OverlayArrivals.isOnItsVlan(mine, in, frame)) {
        return mine;
      }
    }
    return null;
  }

  /** A neighbour said where it is; only those that are needed are kept. */
  private synchronized void heard(SwitchPort in, IpAddress who, long mac, long now, FrameSink out) {
    for (Map.Entry<NextHop, Neighbour> each : neighbours.entrySet()) {
      if (each.getKey().address.equals(who)) {
        Neighbour neighbour = each.getValue();
        MacAddress says = new MacAddress(mac);
        boolean news = !says.equals(neighbour.mac) || neighbour.port != in;
        neighbour.mac = says;
        neighbour.port = in;
        neighbour.said = now;
        if (news) {
          due = now;
        }
      }
    }
    advance(now, out);
  }
}
