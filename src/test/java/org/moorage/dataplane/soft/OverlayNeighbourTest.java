package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.overlay.Contoso.FRONT;
import static org.moorage.overlay.Contoso.PA_1;
import static org.moorage.overlay.Contoso.PA_2;
import static org.moorage.overlay.Contoso.SQL_MAC;
import static org.moorage.overlay.Contoso.WEB_MAC;
import static org.moorage.overlay.Contoso.ip;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.soft.OverlayRig.Heard;
import org.moorage.overlay.Contoso;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.protocol.Octets;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;

/** What an edge is to the IPv6 of its VMs, and addresses that are numbers of both sides. */
class OverlayNeighbourTest {

  private final OverlayRig rig = OverlayRig.contoso();

  private static List<String> where(List<Heard> heard) {
    return heard.stream().map(Heard::where).toList();
  }

  /** An ICMPv6 message of SQL's to a group. */
  private static byte[] icmp6(IpAddress source, IpAddress destination, String hex) {
    Octets body = Octets.ofHex(hex);
    return Octets.builder()
        .u48(0x3333_0000_0000L | destination.low() & 0xFFFF_FFFFL)
        .u48(SQL_MAC.bits())
        .u16(0x86DD)
        .u32(0x6000_0000L)
        .u16(body.size())
        .u16(58 << 8 | 255)
        .u64(source.high())
        .u64(source.low())
        .u64(destination.high())
        .u64(destination.low())
        .octets(body)
        .build()
        .toArray();
  }

  @Test
  void neighbourDiscoveryIsAnsweredByTheEdge() {
    IpAddress six = ip("fd10:1::b");
    rig.put(LookupRecord.of(FRONT, six, SQL_MAC, PA_1));
    rig.put(LookupRecord.of(FRONT, ip("fd10:1::c"), WEB_MAC, PA_2));
    String asks = "8700 0000 00000000 ";
    Octets peer =
        rig.send(
                1,
                501,
                icmp6(six, ip("ff02::1:ff00:c"), asks + "fd10000100000000 000000000000000c"))
            .getFirst()
            .payload();
    assertThat(peer.u8(40)).isEqualTo(136);
    assertThat(peer.slice(66, 6)).isEqualTo(Octets.builder().u48(WEB_MAC.bits()).build());
    Octets router =
        rig.send(1, 501, icmp6(ip("fe80::b"), ip("ff02::2"), "8500 0000 00000000"))
            .getFirst()
            .payload();
    assertThat(router.u8(40)).isEqualTo(134);
    assertThat(router.slice(8, 16)).isEqualTo(Octets.ofHex("fe80000000000000 0000000000000001"));
    assertThat(router.slice(64, 8)).as("MTU").isEqualTo(Octets.ofHex("05010000 000005b2"));
    assertThat(router.slice(72, 4)).as("prefix").isEqualTo(Octets.ofHex("03044080"));
    assertThat(sum6(router)).isEqualTo(0xFFFF);
    rig.send(1, 501, icmp6(ip("fe80::b"), ip("ff02::1"), "8600 0000 40000708 00000000 00000000"));
    assertThat(rig.dropped(1, DropReason.ROGUE_SERVER)).isEqualTo(1);
    assertThat(rig.onWire).isEmpty();
  }

  /** The sum a right ICMPv6 checksum completes. */
  private static int sum6(Octets packet) {
    long sum = 58L + packet.u16(4);
    for (int at = 8; at < 40 + packet.u16(4); at += 2) {
      sum += packet.u16(at);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) sum;
  }

  @Test
  void customerAndProviderAddressesMayBeEqual() {
    VirtualSubnet same =
        Contoso.subnet(
            new VirtualSubnetId(5_003), Contoso.CONTOSO, "same", "192.168.1.0/24", "fd10:3::/64");
    rig.put(same);
    MacAddress near = MacAddress.parse("02:00:00:00:53:10");
    MacAddress far = MacAddress.parse("02:00:00:00:53:20");
    rig.put(LookupRecord.of(same.vsid(), PA_1, near, PA_1));
    rig.put(LookupRecord.of(same.vsid(), ip("192.168.1.20"), far, PA_2));
    rig.edge(1).vm(31, 503, near, same.vsid(), false);
    rig.edge(2).vm(32, 503, far, same.vsid(), false);
    byte[] sent = OverlayRig.udp(near, far, PA_1, ip("192.168.1.20"));
    assertThat(where(rig.send(1, 503, sent))).containsExactly("edge-2/p1/503");
    assertThat(where(rig.send(2, 503, OverlayRig.udp(far, near, ip("192.168.1.20"), PA_1))))
        .containsExactly("edge-1/p1/503");
  }

  @Test
  void whoeverElseHasAProviderAddressIsCountedAndChangesNothing() {
    byte[] claim =
        Replies.arp(MacAddress.BROADCAST.bits(), 1, 0x0200_0000_0BADL, PA_1.low(), 0, PA_1.low());
    assertThat(rig.arrives(1, Octets.of(claim))).isEmpty();
    assertThat(rig.edge(1).drops(DropReason.PA_DUPLICATE)).isEqualTo(1);
    byte[] question =
        Replies.arp(
            MacAddress.BROADCAST.bits(),
            1,
            OverlayRig.ROUTER,
            ip("192.168.1.1").low(),
            0,
            PA_1.low());
    rig.arrives(1, Octets.of(question));
    Octets answer = rig.onWire.getFirst();
    assertThat(answer.u48(22)).isEqualTo(rig.edge(1).end.mac().bits());
    assertThat(answer.u32(28)).isEqualTo(PA_1.low());
    assertThat(answer.u48(0)).isEqualTo(OverlayRig.ROUTER);
  }

  @Test
  void aProviderAddressAnswersPing() {
    byte[] ping =
        OverlayRig.udp(
            new MacAddress(OverlayRig.ROUTER), rig.edge(1).end.mac(), ip("192.168.1.1"), PA_1);
    ping[23] = 1;
    Rig.put(ping, 34, 0x0800_1234, 4);
    rig.arrives(1, Octets.of(ping));
    Octets pong = rig.onWire.getFirst();
    assertThat(pong.u48(0)).isEqualTo(OverlayRig.ROUTER);
    assertThat(pong.slice(26, 8)).isEqualTo(Octets.ofHex("c0a8010a c0a80101"));
    assertThat(pong.u8(34)).isZero();
    byte[] tcp = ping.clone();
    tcp[23] = 6;
    assertThat(rig.arrives(1, Octets.of(tcp))).isEmpty();
    assertThat(rig.edge(1).drops(DropReason.NOT_NVGRE)).isEqualTo(1);
  }
}
