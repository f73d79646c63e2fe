package org.moorage.protocol.nvgre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;

/** The packet is one that Open vSwitch 3.1 sent: VSID 5001, FlowID 0xAA. */
class NvgrePacketTest {

  private static final Octets GRE = Octets.ofHex("2000 6558 0013 89aa");
  private static final Octets INNER =
      Octets.ofHex("020000000002 020000000001 0800 4500001c00000000400166de0a01010b0a01010c");
  private static final Octets PACKET = GRE.plus(INNER);

  @Test
  void readsTheCapturedFrame() {
    NvgrePacket packet = NvgrePacket.decode(PACKET).orThrow();
    assertThat(packet.header()).isEqualTo(new NvgreHeader(new VirtualSubnetId(5001), 0xAA));
    assertThat(packet.inner()).isEqualTo(INNER);
  }

  @Test
  void writesWhatItRead() {
    assertThat(NvgrePacket.decode(PACKET).orThrow().encode()).isEqualTo(PACKET);
    assertThat(new NvgreHeader(new VirtualSubnetId(0x012345), 0x7A).encode())
        .isEqualTo(Octets.ofHex("20 00 65 58 01 23 45 7a"));
  }

  @Test
  void refusesEveryTruncationInsideATlv() {
    IntStream.range(0, NvgreHeader.SIZE + 14)
        .mapToObj(size -> PACKET.slice(0, size))
        .forEach(cut -> assertThat(NvgrePacket.decode(cut).toOptional()).isEmpty());
  }

  @Test
  void neverThrowsOnNoise() {
    Noise noise = Noise.seeded(47);
    IntStream.range(0, 20_000)
        .mapToObj(i -> noise.damaged(PACKET))
        .forEach(octets ->
            NvgrePacket.decode(octets)
                .toOptional()
                .ifPresent(packet -> assertThat(packet.encode()).isEqualTo(octets)));
  }

  @Test
  void refusesWhatGreAllowsAndNvgreDoesNot() {
    assertThat(reason("a000 6558 001389aa 0000")).contains("checksum");
    assertThat(reason("3000 6558 001389aa 0000")).contains("sequence");
    assertThat(reason("2001 6558 001389aa 0000")).contains("version");
    assertThat(reason("0000 6558 001389aa 0000")).contains("without a key");
    assertThat(reason("6000 6558 001389aa 0000")).contains("reserved");
    assertThat(reason("2000 0800 001389aa 0000")).contains("another protocol");
    assertThat(reason("2000 6558 000fffaa 0000")).contains("reserved VSID");
    assertThat(reason("2000 6558 ffffffaa 0000")).contains("reserved VSID");
    assertThat(reason("2000 6558 001389aa 020000000002020000000001 8100 0064 0800"))
        .contains("tag inside");
  }

  private static String reason(String hex) {
    return switch (NvgrePacket.decode(Octets.ofHex(hex))) {
      case Decoded.Malformed<NvgrePacket>(String reason, int offset) -> reason;
      case Decoded.Value<NvgrePacket> packet -> "taken: " + packet;
    };
  }

  @Test
  void theVsidIsOneOfThoseForTenants() {
    assertThat(VirtualSubnetId.isValid(4_095)).isFalse();
    assertThat(VirtualSubnetId.isValid(4_096)).isTrue();
    assertThat(VirtualSubnetId.isValid(16_777_214)).isTrue();
    assertThatThrownBy(() -> new VirtualSubnetId(16_777_215)).hasMessageContaining("4096");
    assertThatThrownBy(() -> new NvgreHeader(new VirtualSubnetId(5001), 256))
        .hasMessageContaining("0..255");
  }

  @Test
  void theOuterHeaderIsWhatAnotherSenderWrites() {
    IpAddress from = IpAddress.parse("192.168.1.10").orElseThrow();
    IpAddress to = IpAddress.parse("192.168.1.20").orElseThrow();
    // 4500 007e 0000 4000 402f is how Open vSwitch begins it for an inner frame of 98 octets.
    Octets header = new OuterHeader(from, to, 0, 64, NvgreHeader.SIZE + 98).encode();
    assertThat(header.slice(0, 10)).isEqualTo(Octets.ofHex("4500 007e 0000 4000 402f"));
    assertThat(header.from(12)).isEqualTo(Octets.ofHex("c0a8010a c0a80114"));
    long sum = 0;
    for (int at = 0; at < 20; at += 2) {
      sum += header.u16(at);
    }
    assertThat((sum & 0xFFFF) + (sum >>> 16)).isEqualTo(0xFFFF);
    Octets six =
        new OuterHeader(
                IpAddress.parse("fd00::1").orElseThrow(),
                IpAddress.parse("fd00::2").orElseThrow(),
                0,
                64,
                106)
            .encode();
    assertThat(six.slice(0, 8)).isEqualTo(Octets.ofHex("6000 0000 006a 2f40"));
    assertThat(six.size()).isEqualTo(40);
    assertThat(OuterHeader.overhead(IpVersion.V4)).isEqualTo(42);
    assertThat(OuterHeader.overhead(IpVersion.V6)).isEqualTo(62);
    assertThatThrownBy(() -> new OuterHeader(from, six(1), 0, 64, 8)).hasMessageContaining("two");
  }

  private static IpAddress six(long low) {
    return IpAddress.v6(0xFD00L << 48, low);
  }

  @Test
  void flowsAreSpreadAndEachKeepsItsNumber() {
    long different =
        IntStream.range(0, 1_000)
            .map(port -> FlowId.of(0x0A01010B, 0x0A01010C, 6, 40_000 + port, 443))
            .distinct()
            .count();
    assertThat(different).isGreaterThan(200);
    assertThat(FlowId.of(1, 2, 6, 3, 4)).isEqualTo(FlowId.of(1, 2, 6, 3, 4)).isBetween(0, 255);
  }
}
