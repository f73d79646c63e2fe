package org.moorage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;

class GuestPacketTest {

  private static final MacAddress A = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress B = MacAddress.parse("02:00:00:00:00:02");
  private static final int IP_A = 0x0A4D0001;
  private static final int IP_B = 0x0A4D0002;

  static List<GuestPacket> packets() {
    return List.of(
        new GuestPacket.Arp(false, A, IP_A, MacAddress.ZERO, IP_B),
        new GuestPacket.Arp(true, B, IP_B, A, IP_A),
        new GuestPacket.Ping(IP_A, IP_B, false, 7),
        new GuestPacket.Ping(IP_B, IP_A, true, 65_535),
        new GuestPacket.Tcp(IP_A, IP_B, 40_001, 443, false),
        new GuestPacket.Tcp(IP_B, IP_A, 443, 40_001, true),
        new GuestPacket.Udp(IP_A, IP_B, 40_001, 53, false),
        new GuestPacket.Udp(IP_B, IP_A, 53, 40_001, true));
  }

  @ParameterizedTest
  @MethodSource("packets")
  void readsWhatItWrote(GuestPacket packet) {
    Octets wire = packet.frame(B, A, Optional.of(new VlanId(100))).encode();
    EthernetFrame frame = EthernetFrame.decode(wire).orThrow();
    assertThat(frame.tags().getFirst().vid()).isEqualTo(100);
    assertThat(GuestPacket.read(frame)).contains(packet);
  }

  /** The ones complement sum over what a checksum covers, itself included, is all ones. */
  @Test
  void checksumsAreWhatTheStandardsSay() {
    Octets ping = new GuestPacket.Ping(IP_A, IP_B, false, 1).encode();
    assertThat(sum(ping.slice(0, 20))).isEqualTo(0xFFFF);
    assertThat(sum(ping.from(20))).isEqualTo(0xFFFF);
    for (GuestPacket packet : packets().subList(4, 8)) {
      Octets ip = packet.encode();
      Octets body = ip.from(20);
      Octets pseudo = ip.slice(12, 8).plus(Octets.builder().u16(ip.u8(9)).u16(body.size()).build());
      assertThat(sum(pseudo.plus(body))).as(packet.toString()).isEqualTo(0xFFFF);
    }
  }

  private static int sum(Octets octets) {
    int sum = 0;
    for (int i = 0; i < octets.size(); i += 2) {
      sum += octets.u8(i) << 8 | (i + 1 < octets.size() ? octets.u8(i + 1) : 0);
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return sum;
  }

  @Test
  void neverThrowsOnNoise() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      if (noise.length > 9) {
        noise[0] = 0x45;
        noise[9] = (byte) List.of(1, 6, 17, 99).get(random.nextInt(4)).intValue();
      }
      EtherType type = random.nextBoolean() ? EtherType.IPV4 : EtherType.ARP;
      GuestPacket.read(new EthernetFrame(B, A, type, Octets.of(noise)));
    }
  }
}
