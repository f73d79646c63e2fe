package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.overlay.Contoso.BACK;
import static org.moorage.overlay.Contoso.FRONT;
import static org.moorage.overlay.Contoso.OTHER;
import static org.moorage.overlay.Contoso.PA_1;
import static org.moorage.overlay.Contoso.PA_2;
import static org.moorage.overlay.Contoso.SQL;
import static org.moorage.overlay.Contoso.SQL_MAC;
import static org.moorage.overlay.Contoso.STORE;
import static org.moorage.overlay.Contoso.STORE_MAC;
import static org.moorage.overlay.Contoso.WEB;
import static org.moorage.overlay.Contoso.WEB_MAC;
import static org.moorage.overlay.Contoso.ip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.soft.OverlayRig.Heard;
import org.moorage.edge.OverlayMembership;
import org.moorage.edge.VPortPlan;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.ProviderAddress;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;

/** The packet walks between edges, byte by byte. */
class OverlayForwardingTest {

  private static final MacAddress GATEWAY = VirtualSubnet.GATEWAY;

  private static final MacAddress STRANGER = MacAddress.parse("02:00:00:00:60:08");

  private final OverlayRig rig = OverlayRig.contoso();

  private static List<String> where(List<Heard> heard) {
    return heard.stream().map(Heard::where).toList();
  }

  @Test
  void theWorkedExampleIsOnTheWireFieldByField() {
    byte[] sent = OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB);
    List<Heard> heard = rig.send(1, 501, sent);
    assertThat(where(heard)).containsExactly("edge-2/p1/501");
    Octets wire = rig.onWire.getFirst();
    assertThat(wire.u48(0)).isEqualTo(OverlayRig.ROUTER);
    assertThat(wire.u48(6)).isEqualTo(rig.edge(1).end.mac().bits());
    assertThat(wire.u16(12)).isEqualTo(0x0800);
    assertThat(wire.slice(14, 10))
        .isEqualTo(
            Octets.ofHex("4500")
                .plus(Octets.builder().u16(20 + 8 + sent.length).build())
                .plus(Octets.ofHex("0000 4000 802f")));
    assertThat(Rig.checksum(wire.toArray(), 14)).isZero();
    assertThat(wire.slice(26, 8)).isEqualTo(Octets.ofHex("c0a8010a c0a80214"));
    assertThat(wire.slice(34, 7)).isEqualTo(Octets.ofHex("2000 6558 001389"));
    assertThat(wire.from(42)).isEqualTo(Octets.of(sent));
    assertThat(heard.getFirst().payload()).isEqualTo(Octets.of(sent).from(14));
  }

  @Test
  void theSameAddressesOfAnotherTenantAreOthers() {
    byte[] sent = OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB);
    assertThat(where(rig.send(1, 601, sent))).containsExactly("edge-2/p1/601");
    assertThat(rig.onWire.getFirst().slice(38, 3)).isEqualTo(Octets.ofHex("001771"));
    byte[] back = OverlayRig.udp(WEB_MAC, SQL_MAC, WEB, SQL);
    assertThat(where(rig.send(2, 601, back))).containsExactly("edge-1/p1/601");
    assertThat(where(rig.send(1, 601, OverlayRig.udp(SQL_MAC, GATEWAY, SQL, STORE)))).isEmpty();
    assertThat(rig.dropped(1, DropReason.NO_ROUTE)).isEqualTo(1);
  }

  @Test
  void anEdgeRoutesBetweenSubnetsAndRewritesTheVsid() {
    List<Heard> heard = rig.send(1, 501, OverlayRig.udp(SQL_MAC, GATEWAY, SQL, STORE));
    assertThat(where(heard)).containsExactly("edge-2/p1/502");
    assertThat(rig.onWire.getFirst().slice(38, 3)).isEqualTo(Octets.ofHex("00138a"));
    Octets arrived = heard.getFirst().frame();
    assertThat(arrived.u48(0)).isEqualTo(STORE_MAC.bits());
    assertThat(arrived.u48(6)).isEqualTo(GATEWAY.bits());
    assertThat(arrived.u8(18 + 8)).as("time to live").isEqualTo(63);
    assertThat(Rig.checksum(arrived.toArray(), 18)).isZero();
  }

  @Test
  void whatBothAreOnNeverLeavesTheEdge() {
    List<Heard> heard = rig.send(2, 501, OverlayRig.udp(WEB_MAC, GATEWAY, WEB, STORE));
    assertThat(where(heard)).as("routed, though on one port").containsExactly("edge-2/p1/502");
    assertThat(rig.onWire).isEmpty();
    MacAddress near = MacAddress.parse("02:00:00:00:50:30");
    rig.put(LookupRecord.of(FRONT, ip("10.1.1.30"), near, PA_2));
    rig.edge(2).vm(OverlayRig.SECOND, 9, 501, near, member());
    List<Heard> same = rig.send(2, 501, OverlayRig.udp(WEB_MAC, near, WEB, ip("10.1.1.30")));
    assertThat(where(same)).containsExactly("edge-2/p2/501");
    assertThat(same.getFirst().payload().u8(8)).as("bridged").isEqualTo(64);
    assertThat(rig.onWire).isEmpty();
  }

  private static Optional<OverlayMembership> member() {
    return Optional.of(new OverlayMembership(FRONT, false));
  }

  @Test
  void arpIsAnsweredByTheEdge() {
    Octets peer = arp(WEB).getFirst().frame();
    assertThat(peer.u48(18 + 8)).isEqualTo(WEB_MAC.bits());
    assertThat(peer.u32(18 + 14)).isEqualTo(WEB.low());
    assertThat(peer.u48(0)).isEqualTo(SQL_MAC.bits());
    Octets gateway = arp(ip("10.1.1.1")).getFirst().frame();
    assertThat(gateway.u48(18 + 8)).isEqualTo(GATEWAY.bits());
    assertThat(arp(SQL)).as("its own").isEmpty();
    assertThat(arp(ip("10.1.1.99"))).isEmpty();
    assertThat(rig.dropped(1, DropReason.UNKNOWN_DESTINATION)).isEqualTo(1);
    assertThat(rig.onWire).as("nothing of it leaves").isEmpty();
  }

  private List<Heard> arp(IpAddress target) {
    byte[] frame = Rig.arp(0, Rig.BROADCAST, SQL_MAC.bits(), SQL.low(), target.low());
    Rig.put(frame, 6, SQL_MAC.bits(), 6);
    return rig.send(1, 501, frame);
  }

  @Test
  void aVmMayNotSpeakForOthersOrForTheGateway() {
    rig.send(1, 501, OverlayRig.udp(SQL_MAC, WEB_MAC, ip("10.1.1.77"), WEB));
    rig.send(1, 501, OverlayRig.udp(SQL_MAC, WEB_MAC, WEB, WEB));
    assertThat(rig.dropped(1, DropReason.SPOOFED_CA)).isEqualTo(2);
    rig.send(1, 501, OverlayRig.udp(SQL_MAC, WEB_MAC, ip("10.1.1.1"), WEB));
    byte[] claim = Rig.arp(0, Rig.BROADCAST, SQL_MAC.bits(), ip("10.1.1.1").low(), WEB.low());
    Rig.put(claim, 6, SQL_MAC.bits(), 6);
    assertThat(rig.send(1, 501, claim)).isEmpty();
    assertThat(rig.dropped(1, DropReason.GATEWAY_CLAIMED)).isEqualTo(2);
    byte[] liar = Rig.arp(0, Rig.BROADCAST, WEB_MAC.bits(), SQL.low(), WEB.low());
    Rig.put(liar, 6, SQL_MAC.bits(), 6);
    assertThat(rig.send(1, 501, liar)).isEmpty();
    assertThat(rig.dropped(1, DropReason.SPOOFED_ARP)).isEqualTo(1);
    assertThat(rig.onWire).isEmpty();
    assertThat(rig.learned).isEmpty();
  }

  @Test
  void theGatewayAnswersPingAndSaysWhenTimeToLiveIsUsedUp() {
    byte[] ping = OverlayRig.udp(SQL_MAC, GATEWAY, SQL, ip("10.1.1.1"));
    ping[23] = 1;
    Rig.put(ping, 34, 0x0800_1234, 4);
    Octets pong = rig.send(1, 501, ping).getFirst().frame();
    assertThat(pong.u8(18 + 20)).as("echo reply").isZero();
    assertThat(pong.u16(18 + 20 + 2)).isEqualTo(0x1234 + 0x0800);
    assertThat(pong.u32(18 + 12)).isEqualTo(ip("10.1.1.1").low());
    assertThat(pong.u32(18 + 16)).isEqualTo(SQL.low());
    byte[] last = OverlayRig.udp(SQL_MAC, GATEWAY, SQL, STORE);
    last[22] = 1;
    Octets error = rig.send(1, 501, last).getFirst().frame();
    assertThat(error.u16(18 + 20)).isEqualTo(11 << 8);
    assertThat(error.u32(18 + 12)).isEqualTo(ip("10.1.1.1").low());
    assertThat(Rig.checksum(error.toArray(), 18)).isZero();
    assertThat(rig.dropped(1, DropReason.TTL)).isEqualTo(1);
    last[22] = 1;
    Rig.put(last, 30, WEB.low(), 4);
    assertThat(where(rig.send(1, 501, last))).as("bridged").containsExactly("edge-2/p1/501");
  }

  @Test
  void whatDoesNotFitIsSaidOrTakenApart() {
    byte[] fits = OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB, 1_458 - 28);
    assertThat(rig.send(1, 501, fits)).hasSize(1);
    assertThat(rig.onWire.getFirst().size()).isEqualTo(14 + 1_500);
    byte[] large = OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB, 1_459 - 28);
    large[20] = 0x40;
    Octets error = rig.send(1, 501, large).getFirst().frame();
    assertThat(error.u32(18 + 20) >>> 16).isEqualTo(0x0304);
    assertThat(error.u16(18 + 26)).as("next-hop MTU").isEqualTo(1_458);
    assertThat(rig.dropped(1, DropReason.MTU)).isEqualTo(1);
    byte[] divisible = OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB, 3_000);
    List<Heard> parts = rig.send(1, 501, divisible);
    assertThat(parts).hasSize(3);
    assertThat(rig.onWire).allMatch(each -> each.size() <= 14 + 1_500);
    Octets all = Octets.EMPTY;
    for (Heard part : parts) {
      Octets packet = part.payload();
      assertThat((packet.u16(6) & 0x1FFF) * 8).isEqualTo(all.size());
      assertThat(Rig.checksum(packet.toArray(), 0)).isZero();
      all = all.plus(packet.slice(20, packet.u16(2) - 20));
    }
    assertThat(all).isEqualTo(Octets.of(divisible).slice(34, 3_008));
    assertThat(parts.getLast().payload().u16(6) & 0x2000).isZero();
  }

  @Test
  void aBroadcastIsOneCopyForEachEdgeThatHasOthers() {
    MacAddress third = MacAddress.parse("02:00:00:00:50:13");
    rig.put(new ProviderAddress(ip("192.168.1.30"), 24, "edge-3", Optional.empty()));
    rig.put(LookupRecord.of(FRONT, ip("10.1.1.13"), third, ip("192.168.1.30")));
    rig.edge(3).vm(7, 501, third, FRONT, false);
    rig.edge(3).vm(OverlayRig.SECOND, 8, 77, STRANGER, other());
    byte[] dhcp =
        OverlayRig.udp(SQL_MAC, MacAddress.BROADCAST, ip("0.0.0.0"), ip("255.255.255.255"));
    List<Heard> heard = rig.send(1, 501, dhcp);
    assertThat(where(heard)).containsExactlyInAnyOrder("edge-2/p1/501", "edge-3/p1/501");
    assertThat(rig.onWire).hasSize(2);
    assertThat(heard.getFirst().frame().u48(0)).isEqualTo(MacAddress.BROADCAST.bits());
  }

  private static Optional<OverlayMembership> other() {
    return Optional.of(new OverlayMembership(OTHER, false));
  }

  @Test
  void aBroadcastIsOnePacketWhereTheSubnetHasAMulticastAddress() {
    VirtualSubnet web = rig.book.subnet(FRONT).orElseThrow();
    rig.put(
        new VirtualSubnet(
            FRONT,
            web.rdid(),
            web.name(),
            web.prefix4(),
            web.prefix6(),
            Optional.of(ip("239.1.1.1"))));
    rig.pass(Duration.ofSeconds(30));
    rig.edge(1).plane.advance(rig.now, rig.edge(1)::take);
    Octets report =
        rig.onWire.stream()
            .filter(frame -> frame.u16(12) == 0x0800 && frame.u8(23) == 2)
            .findFirst()
            .orElseThrow();
    assertThat(report.slice(0, 6)).isEqualTo(Octets.ofHex("01005e010101"));
    assertThat(report.slice(34, 4)).as("router alert").isEqualTo(Octets.ofHex("94040000"));
    // ~(1600 + ef01 + 0101)
    assertThat(report.slice(38, 8)).isEqualTo(Octets.ofHex("1600 f9fc ef010101"));
    byte[] dhcp =
        OverlayRig.udp(SQL_MAC, MacAddress.BROADCAST, ip("0.0.0.0"), ip("255.255.255.255"));
    assertThat(where(rig.send(1, 501, dhcp))).containsExactly("edge-2/p1/501");
    assertThat(rig.onWire).hasSize(1);
    Octets wire = rig.onWire.getFirst();
    assertThat(wire.slice(0, 6)).isEqualTo(Octets.ofHex("01005e010101"));
    assertThat(wire.slice(26, 8)).isEqualTo(Octets.ofHex("c0a8010a ef010101"));
    // Another subnet's key does not come in by this group.
    byte[] other = wire.toArray();
    Rig.put(other, 38, OTHER.value(), 3);
    assertThat(rig.arrives(2, Octets.of(other))).isEmpty();
  }

  @Test
  void aVmThatHasLeftIsFollowedForAWhile() {
    LookupRecord web = rig.book.record(FRONT, WEB).orElseThrow();
    rig.put(new ProviderAddress(ip("192.168.1.30"), 24, "edge-3", Optional.empty()));
    rig.edge(3).vm(7, 501, WEB_MAC, FRONT, false);
    Octets late = envelopeOf(rig, OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB));
    rig.put(OverlayRig.at(web, ip("192.168.1.30")));
    assertThat(where(rig.send(1, 501, OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB))))
        .containsExactly("edge-3/p1/501");
    assertThat(where(rig.arrives(2, late))).containsExactly("edge-3/p1/501");
    Octets followed = rig.onWire.getFirst();
    assertThat(followed.u8(22)).as("outer time to live").isEqualTo(127);
    assertThat(Rig.checksum(followed.toArray(), 14)).isZero();
    rig.pass(Duration.ofSeconds(61));
    assertThat(rig.arrives(2, late)).isEmpty();
    assertThat(rig.edge(2).drops(DropReason.PA_NOT_LOCAL)).isEqualTo(1);
  }

  /** As it arrives at edge-2. */
  static Octets envelopeOf(OverlayRig rig, byte[] sent) {
    rig.send(1, 501, sent);
    byte[] wire = rig.onWire.getFirst().toArray();
    Rig.put(wire, 0, rig.edge(2).end.mac().bits(), 6);
    return Octets.of(wire);
  }

  @Test
  void aPortOutsideTheOverlayIsAsItWas() {
    VPortPlan plain = rig.edge(1).vm(OverlayRig.SECOND, 20, 100, STRANGER, Optional.empty());
    byte[] frame = OverlayRig.udp(STRANGER, MacAddress.BROADCAST, ip("10.9.9.9"), SQL);
    rig.heard.clear();
    rig.onWire.clear();
    rig.edge(1).arrives(OverlayRig.SECOND, Octets.of(Rig.withTag(frame, 100)));
    assertThat(rig.onWire).containsExactly(Octets.of(Rig.withTag(frame, 100)));
    assertThat(rig.droppedFromVm(1, plain, DropReason.NO_VSID)).isZero();
    // VLAN 501 of the network is not the VSID that has VID 501 on a server port.
    byte[] stray = OverlayRig.udp(STRANGER, SQL_MAC, WEB, SQL);
    assertThat(rig.arrives(1, Octets.of(Rig.withTag(stray, 501)))).isEmpty();
  }

  @Test
  void onlyIpAndArpAreCarried() {
    byte[] frame = Rig.frame(0, Rig.BROADCAST);
    Rig.put(frame, 6, SQL_MAC.bits(), 6);
    assertThat(rig.send(1, 501, frame)).isEmpty();
    assertThat(rig.dropped(1, DropReason.NON_IP)).isEqualTo(1);
  }

  @Test
  void addressesThatAreNotKnownAreAskedForAndLearned() {
    MacAddress dynamic = MacAddress.parse("02:00:00:00:50:77");
    rig.put(LookupRecord.of(FRONT, IpAddress.v4(0), dynamic, PA_2));
    rig.edge(2).vm(OverlayRig.SECOND, 9, 501, dynamic, learns());
    List<Heard> asked = arp(ip("10.1.1.77"));
    assertThat(where(asked)).containsExactly("edge-2/p2/501");
    assertThat(rig.onWire).hasSize(1);
    byte[] answer = Rig.arp(0, 0, dynamic.bits(), ip("10.1.1.77").low(), SQL.low());
    Rig.put(answer, 0, SQL_MAC.bits(), 6);
    Rig.put(answer, 6, dynamic.bits(), 6);
    answer[21] = 2;
    rig.heard.clear();
    rig.edge(2).arrives(OverlayRig.SECOND, Octets.of(Rig.withTag(answer, 501)));
    rig.send(1, 501, OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB));
    assertThat(rig.learned).containsExactly("5001 02:00:00:00:50:77 10.1.1.77");
  }

  private static Optional<OverlayMembership> learns() {
    return Optional.of(new OverlayMembership(FRONT, true));
  }

  @Test
  void everyFamilyTravelsInEveryFamily() {
    IpAddress six = ip("fd10:1::b");
    rig.put(LookupRecord.of(FRONT, six, SQL_MAC, PA_1));
    rig.put(LookupRecord.of(FRONT, ip("fd10:1::c"), WEB_MAC, PA_2));
    byte[] sent = OverlayRig.udp6(SQL_MAC, WEB_MAC, six, ip("fd10:1::c"));
    assertThat(where(rig.send(1, 501, sent))).containsExactly("edge-2/p1/501");
    assertThat(rig.onWire.getFirst().from(42)).isEqualTo(Octets.of(sent));
    rig.put(new ProviderAddress(ip("fd00::1"), 64, "edge-1", Optional.empty()));
    rig.put(new ProviderAddress(ip("fd00::2"), 64, "edge-2", Optional.empty()));
    LookupRecord web = rig.book.record(FRONT, WEB).orElseThrow();
    rig.put(OverlayRig.at(web, ip("fd00::2")));
    assertThat(where(rig.send(1, 501, sent))).containsExactly("edge-2/p1/501");
    Octets wire = rig.onWire.getFirst();
    assertThat(wire.u16(12)).isEqualTo(0x86DD);
    assertThat(wire.slice(14, 4)).isEqualTo(Octets.ofHex("6000 0000"));
    assertThat(wire.u16(18)).isEqualTo(8 + sent.length);
    assertThat(wire.slice(20, 2)).isEqualTo(Octets.ofHex("2f80"));
    assertThat(wire.slice(54, 7)).isEqualTo(Octets.ofHex("2000 6558 001389"));
    byte[] four = OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB);
    assertThat(where(rig.send(1, 501, four))).containsExactly("edge-2/p1/501");
    byte[] routed = OverlayRig.udp6(SQL_MAC, GATEWAY, six, ip("fd10:2::9"));
    rig.put(LookupRecord.of(BACK, ip("fd10:2::9"), STORE_MAC, PA_2));
    List<Heard> there = rig.send(1, 501, routed);
    assertThat(where(there)).containsExactly("edge-2/p1/502");
    assertThat(there.getFirst().payload().u8(7)).as("hop limit").isEqualTo(63);
  }
}
