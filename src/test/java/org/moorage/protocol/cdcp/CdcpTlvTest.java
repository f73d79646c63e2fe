package org.moorage.protocol.cdcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;

class CdcpTlvTest {

  private static final CdcpTlv WANTS_TWO =
      new CdcpTlv(CdcpRole.STATION, true, 167, List.of(SChannel.DEFAULT, SChannel.wanted(2)));

  @Test
  void theVectorsReadBothWays() {
    both("880000a7 001001 002000", WANTS_TWO);
    both(
        "080000a7 001001 002064",
        new CdcpTlv(CdcpRole.BRIDGE, true, 167, List.of(SChannel.DEFAULT, new SChannel(2, 100))));
    both(
        "880000a7 001001 002064",
        new CdcpTlv(CdcpRole.STATION, true, 167, List.of(SChannel.DEFAULT, new SChannel(2, 100))));
    assertThat(WANTS_TWO.tlv().subtype()).isEqualTo(0x0E);
  }

  @Test
  void asManyAsFitATlvAreReadBothWays() {
    List<SChannel> all =
        IntStream.rangeClosed(1, SChannel.MAX_SCID)
            .mapToObj(scid -> new SChannel(scid, 4_094 - scid))
            .toList();
    CdcpTlv full = new CdcpTlv(CdcpRole.STATION, true, 167, all);
    assertThat(full.encode().size()).as("beside OUI and subtype").isEqualTo(511 - 2 - 4);
    assertThat(CdcpTlv.decode(full.encode()).orThrow()).isEqualTo(full);
  }

  @ParameterizedTest
  @CsvSource({
    "'', CDCP TLV whose length is not 8 + 3n octets",
    "880000, CDCP TLV whose length is not 8 + 3n octets",
    "880000a70010, CDCP TLV whose length is not 8 + 3n octets",
    "880000a7000001, SCID outside 1..167 in a CDCP TLV",
    "880000a70a8001, SCID outside 1..167 in a CDCP TLV",
    "880000a7002fff, SVID 4095 in a CDCP TLV",
    "880000a7002001002002, SCID listed twice in a CDCP TLV",
  })
  void whatIsNoneIsSaidByReason(String hex, String reason) {
    Octets octets = hex.isEmpty() ? Octets.EMPTY : Octets.ofHex(hex);
    assertThat(CdcpTlv.decode(octets))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class, bad -> assertThat(bad.reason()).isEqualTo(reason));
  }

  @Test
  void reservedBitsAreIgnoredAndSentAsZero() {
    CdcpTlv read = CdcpTlv.decode(Octets.ofHex("fffff0a7 001001")).orThrow();
    assertThat(read.encode()).isEqualTo(Octets.ofHex("880000a7 001001"));
  }

  @Test
  void noiseNeverThrows() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(520)];
      random.nextBytes(noise);
      CdcpTlv.decode(Octets.of(noise))
          .toOptional()
          .ifPresent(tlv -> assertThat(CdcpTlv.decode(tlv.encode()).orThrow()).isEqualTo(tlv));
    }
  }

  @Test
  void anSChannelOutsideItsRangeIsNone() {
    assertThatThrownBy(() -> new SChannel(0, 1)).hasMessageContaining("SCID 0");
    assertThatThrownBy(() -> new SChannel(168, 1)).hasMessageContaining("SCID 168");
    assertThatThrownBy(() -> new SChannel(2, 4_095)).hasMessageContaining("SVID 4095");
    assertThat(new SChannel(2, 100)).hasToString("2/100");
  }

  private static void both(String hex, CdcpTlv tlv) {
    assertThat(CdcpTlv.decode(Octets.ofHex(hex)).orThrow()).isEqualTo(tlv);
    assertThat(tlv.encode()).isEqualTo(Octets.ofHex(hex));
  }
}
