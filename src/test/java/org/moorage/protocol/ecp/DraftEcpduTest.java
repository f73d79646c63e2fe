package org.moorage.protocol.ecp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Truncations;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;

class DraftEcpduTest {

  @Test
  void readsTheCapturedFrame() {
    assertThat(DraftEcpdu.decode(CapturedFrame.frame("draft", 21).payload()).orThrow())
        .isEqualTo(
            DraftEcpdu.request(
                2,
                Octets.ofHex(
                    "fe26 001b3f 02 00 00 0c 123456 01 fa9b7fffb0a048938e0ebeef4ff18f8f"
                        + "02 0001 525400c73ece0003 0000")));
  }

  @Test
  void writesWhatItRead() {
    int seen = 0;
    for (EthernetFrame frame : CapturedFrame.everywhere(EtherType.ECP_DRAFT)) {
      seen++;
      DraftEcpdu pdu = DraftEcpdu.decode(frame.payload()).orThrow();
      assertThat(pdu.encode()).isEqualTo(frame.payload());
      assertThat(pdu.frame(frame.source())).isEqualTo(frame);
    }
    assertThat(seen).isEqualTo(45);
  }

  @Test
  void refusesEveryTruncationInsideATlv() {
    assertThat(Truncations.taken(Octets.ofHex("001b3f0000 00 00 0001"), DraftEcpdu::decode))
        .isEmpty();
  }

  @Test
  void neverThrowsOnNoise() {
    Noise noise = Noise.seeded(6);
    Octets good = CapturedFrame.frame("draft", 21).payload();
    for (int i = 0; i < 20_000; i++) {
      Octets octets = i % 4 == 0 ? noise.octets(1_600) : noise.damaged(good);
      if (DraftEcpdu.decode(octets) instanceof Decoded.Value<DraftEcpdu>(DraftEcpdu pdu)) {
        assertThat(DraftEcpdu.decode(pdu.encode()).orThrow()).isEqualTo(pdu);
      }
    }
  }

  @Test
  void answersARequestInItsOwnLengthWithZeros() {
    EthernetFrame request = CapturedFrame.frame("draft", 21);
    EthernetFrame ack = CapturedFrame.frame("draft", 22);
    DraftEcpdu ours = DraftEcpdu.decode(request.payload()).orThrow().acknowledgement();
    assertThat(ours.frame(MacAddress.parse("02:00:00:00:0b:01"))).isEqualTo(ack);
  }

  @Test
  void refusesWhatBelongsToSomebodyElse() {
    assertMalformed("001b40 0000 00 00 0001", "OUI of the draft ECPDU is not 00-1B-3F", 0);
    assertMalformed("001b3f 0001 00 00 0001", "draft ECP protocol or subtype is unknown", 3);
    assertMalformed("001b3f 0000 01 00 0001", "draft ECP protocol or subtype is unknown", 3);
    assertMalformed("001b3f 0000 00 02 0001", "draft ECP mode is neither request nor ACK", 6);
  }

  @Test
  void refusesMoreThanAFrameCarries() {
    Octets header = Octets.ofHex("001b3f 0000 00 00 0001");
    assertThat(DraftEcpdu.decode(header.plus(Octets.zeros(1_492))))
        .isEqualTo(Decoded.malformed("draft ECPDU longer than a frame", 1_500));
  }

  private static void assertMalformed(String hex, String reason, int offset) {
    assertThat(DraftEcpdu.decode(Octets.ofHex(hex))).isEqualTo(Decoded.malformed(reason, offset));
  }
}
