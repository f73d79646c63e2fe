package org.moorage.dataplane.soft;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameCount;
import org.moorage.dataplane.OverlayEnd;
import org.moorage.edge.EdgeName;
import org.moorage.edge.OverlayMembership;
import org.moorage.edge.PortName;
import org.moorage.edge.Separation;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.overlay.Contoso;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayAnswer;
import org.moorage.overlay.OverlayBook;
import org.moorage.overlay.OverlayChange;
import org.moorage.overlay.OverlayItem;
import org.moorage.overlay.OverlayKey;
import org.moorage.overlay.ProviderAddress;
import org.moorage.protocol.Octets;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;
import org.moorage.protocol.vdp.VsiId;

/**
 * Edges with soft switches on one physical network, in which a router stands between the provider
 * subnets: whatever they put on their fabric ports arrives at once where it belongs.
 */
final class OverlayRig {

  static final PortName SERVER = new PortName("p1");
  static final PortName SECOND = new PortName("p2");
  static final PortName FABRIC = new PortName("f1");
  static final long ROUTER = 0x0200_0000_0FFEL;
  static final int MTU = 1_500;

  /** A frame at a server port. */
  record Heard(String edge, PortName port, Octets frame) {
    int vid() {
      return frame.u16(12) == 0x8100 ? frame.u16(14) & 0xFFF : 0;
    }

    /** Behind the tags: the EtherType's place. */
    Octets payload() {
      return frame.from(vid() == 0 ? 14 : 18);
    }

    String where() {
      return edge + "/" + port + "/" + vid();
    }
  }

  /** One edge. */
  final class Edge {
    final String name;
    final OverlayEnd end;
    final SoftSwitch plane =
        new SoftSwitch(SoftSwitchSettings.of(List.of(SERVER, SECOND), List.of(FABRIC)));

    Edge(String name, long mac) {
      this.name = name;
      end = new OverlayEnd(name, new MacAddress(mac), MTU);
      plane.become(end);
      plane.learnedTo((vPort, vsid, vm, address) -> learned.add(vsid + " " + vm + " " + address));
    }

    void take(PortName out, byte[] frame, int length) {
      Octets octets = Octets.copyOf(frame, 0, length);
      if (out.equals(FABRIC)) {
        onWire.add(octets);
        inFlight.add(() -> network(this, octets));
      } else {
        heard.add(new Heard(name, out, octets));
      }
    }

    void arrives(PortName in, Octets frame) {
      byte[] bytes = frame.toArray();
      plane.receive(in, bytes, bytes.length, now, this::take);
    }

    long drops(DropReason reason) {
      return plane.drops(FABRIC).getOrDefault(reason, 0L);
    }

    VPortPlan vm(int vsi, int vid, MacAddress mac, VirtualSubnetId vsid, boolean learns) {
      return vm(SERVER, vsi, vid, mac, Optional.of(new OverlayMembership(vsid, learns)));
    }

    VPortPlan vm(
        PortName port, int vsi, int vid, MacAddress mac, Optional<OverlayMembership> overlay) {
      VsiId id = VsiId.of(new UUID(0, vsi));
      VlanId vlan = new VlanId(vid);
      VPortPlan plan =
          new VPortPlan(
              VPortId.of(new EdgeName(name), port, id),
              port,
              id,
              Separation.FILTER,
              true,
              List.of(new VPortMatch(Optional.of(mac), vlan, false, vlan, vlan)),
              Rig.OPEN,
              overlay);
      if (!(plane.apply(plan) instanceof Applied.Done)) {
        throw new AssertionError(plan.toString());
      }
      return plan;
    }
  }

  final List<String> learned = new ArrayList<>();
  final List<Heard> heard = new ArrayList<>();

  /** Everything that was on the physical network. */
  final List<Octets> onWire = new ArrayList<>();

  final OverlayBook book;
  final Map<String, Edge> edges = new TreeMap<>();
  private final ArrayDeque<Runnable> inFlight = new ArrayDeque<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  OverlayRig(OverlayBook book) {
    this.book = book;
    for (int i = 1; i <= 3; i++) {
      String name = "edge-" + i;
      edges.put(name, new Edge(name, 0x0200_0000_0A00L + i));
    }
    List<OverlayChange> all =
        book.items().stream().<OverlayChange>map(OverlayChange.Put::new).toList();
    tell(all);
  }

  /** Contoso and Fabrikam, their VMs where the records say. */
  static OverlayRig contoso() {
    OverlayRig rig = new OverlayRig(Contoso.book());
    Edge one = rig.edge(1);
    Edge two = rig.edge(2);
    one.vm(1, 501, Contoso.SQL_MAC, Contoso.FRONT, false);
    one.vm(2, 601, Contoso.SQL_MAC, Contoso.OTHER, false);
    two.vm(3, 501, Contoso.WEB_MAC, Contoso.FRONT, false);
    two.vm(4, 601, Contoso.WEB_MAC, Contoso.OTHER, false);
    two.vm(5, 502, Contoso.STORE_MAC, Contoso.BACK, false);
    rig.settle();
    return rig;
  }

  Edge edge(int number) {
    return Objects.requireNonNull(edges.get("edge-" + number));
  }

  void put(OverlayItem item) {
    tell(changes(book.put(item)));
  }

  void remove(OverlayKey key) {
    tell(changes(book.remove(key)));
  }

  private static List<OverlayChange> changes(OverlayAnswer answer) {
    return switch (answer) {
      case OverlayAnswer.Done(List<OverlayChange> changes) -> changes;
      case OverlayAnswer.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  void tell(List<OverlayChange> changes) {
    edges.values().forEach(edge -> edge.plane.change(changes, now));
    settle();
  }

  /** Neighbours are asked, and answer. */
  void settle() {
    for (int i = 0; i < 3; i++) {
      edges.values().forEach(edge -> edge.plane.advance(now, edge::take));
      deliver();
    }
    onWire.clear();
    heard.clear();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** What VMs hear after a frame of a VM came in. */
  List<Heard> send(int edge, int vid, byte[] untagged) {
    heard.clear();
    onWire.clear();
    edge(edge).arrives(SERVER, Octets.of(Rig.withTag(untagged, vid)));
    deliver();
    return List.copyOf(heard);
  }

  /** What VMs hear after a frame of the physical network came in. */
  List<Heard> arrives(int edge, Octets frame) {
    heard.clear();
    onWire.clear();
    edge(edge).arrives(FABRIC, frame);
    deliver();
    return List.copyOf(heard);
  }

  private void deliver() {
    for (Runnable next = inFlight.poll(); next != null; next = inFlight.poll()) {
      next.run();
    }
  }

  /** A switch and a router, which answers ARP for the .1 of each provider subnet. */
  private void network(Edge from, Octets frame) {
    if (frame.u16(12) == 0x0806 && frame.u16(20) == 1 && frame.u8(41) == 1) {
      byte[] reply =
          Replies.arp(frame.u48(6), 2, ROUTER, frame.u32(38), frame.u48(22), frame.u32(28));
      from.arrives(FABRIC, Octets.of(reply));
      return;
    }
    if (frame.u48(0) != ROUTER) {
      edges.values().stream()
          .filter(edge -> edge != from)
          .forEach(edge -> edge.arrives(FABRIC, frame));
      return;
    }
    IpAddress to = IpAddress.of(IpVersion.V4, frame, 30);
    book.provider(to)
        .map(ProviderAddress::edge)
        .map(edges::get)
        .ifPresent(edge -> {
          byte[] routed = frame.toArray();
          Rig.put(routed, 0, edge.end.mac().bits(), 6);
          Rig.put(routed, 6, ROUTER, 6);
          edge.arrives(FABRIC, Octets.of(routed));
        });
  }

  long droppedFromVm(int edge, VPortPlan plan, DropReason reason) {
    return edge(edge)
        .plane
        .counters(plan.id())
        .orElseThrow()
        .droppedFromVm()
        .getOrDefault(reason, FrameCount.NONE)
        .frames();
  }

  /** Frames of a server port that went no further, by reason. */
  long dropped(int edge, DropReason reason) {
    return edge(edge).plane.drops(SERVER).getOrDefault(reason, 0L);
  }

  static byte[] udp(MacAddress from, MacAddress to, IpAddress source, IpAddress destination) {
    return udp(from, to, source, destination, 40);
  }

  static byte[] udp(
      MacAddress from, MacAddress to, IpAddress source, IpAddress destination, int size) {
    byte[] frame = Rig.udp(0, 0, source.low(), destination.low(), 4_000, 53, size);
    Rig.put(frame, 0, to.bits(), 6);
    Rig.put(frame, 6, from.bits(), 6);
    return frame;
  }

  /** A UDP datagram in IPv6. */
  static byte[] udp6(MacAddress from, MacAddress to, IpAddress source, IpAddress destination) {
    byte[] frame = new byte[14 + 40 + 20];
    Rig.put(frame, 0, to.bits(), 6);
    Rig.put(frame, 6, from.bits(), 6);
    Rig.put(frame, 12, 0x86DD, 2);
    Rig.put(frame, 14, 0x6000_0000L, 4);
    Rig.put(frame, 18, 20, 2);
    Rig.put(frame, 20, 17 << 8 | 64, 2);
    Rig.put(frame, 22, source.high(), 8);
    Rig.put(frame, 30, source.low(), 8);
    Rig.put(frame, 38, destination.high(), 8);
    Rig.put(frame, 46, destination.low(), 8);
    Rig.put(frame, 54, 4_000, 2);
    Rig.put(frame, 56, 53, 2);
    Rig.put(frame, 58, 20, 2);
    return frame;
  }

  static LookupRecord at(LookupRecord record, IpAddress provider) {
    return record.movedTo(provider, record.version() + 1);
  }
}
