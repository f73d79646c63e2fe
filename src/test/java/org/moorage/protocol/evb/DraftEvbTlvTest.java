package org.moorage.protocol.evb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.Truncations;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.lldp.Lldpdu;

class DraftEvbTlvTest {

  private static final Octets WHOLE = Octets.ofHex("40074007 0cdf 0000 0f");

  @Test
  void readsTheCapturedFrame() {
    Lldpdu pdu = Lldpdu.decode(CapturedFrame.frame("draft", 3).payload()).orThrow();
    assertThat(DraftEvbTlv.in(pdu).orElseThrow().orThrow())
        .isEqualTo(
            new DraftEvbTlv(
                DraftForwarding.REFLECTIVE_RELAY,
                DraftCapabilities.ALL,
                DraftForwarding.REFLECTIVE_RELAY,
                DraftCapabilities.ALL,
                3295,
                0,
                new TimerExponent(15)));
  }

  @Test
  void writesWhatItRead() {
    int seen = 0;
    for (EthernetFrame frame : CapturedFrame.everywhere(EtherType.LLDP)) {
      Lldpdu pdu = Lldpdu.decode(frame.payload()).orThrow();
      Optional<Decoded<DraftEvbTlv>> read = DraftEvbTlv.in(pdu);
      if (read.isPresent()) {
        seen++;
        assertThat(pdu.tlvs()).containsExactly(read.get().orThrow().tlv());
      }
    }
    assertThat(seen).isEqualTo(30);
  }

  @Test
  void refusesEveryTruncationInsideATlv() {
    assertThat(Truncations.taken(WHOLE, DraftEvbTlv::decode)).isEmpty();
  }

  @Test
  void neverThrowsOnNoise() {
    Noise noise = Noise.seeded(3);
    for (int i = 0; i < 20_000; i++) {
      Octets octets = noise.octets(16);
      if (DraftEvbTlv.decode(octets) instanceof Decoded.Value<DraftEvbTlv>(DraftEvbTlv tlv)) {
        assertThat(DraftEvbTlv.decode(tlv.encode()).orThrow()).isEqualTo(tlv);
      }
    }
  }

  @Test
  void writesExactlyThirteenOctetsBecausePeersCopyMoreWithoutLooking() {
    DraftEvbTlv longer = DraftEvbTlv.decode(WHOLE.plus(Octets.zeros(20))).orThrow();
    assertThat(longer.tlv().information()).isEqualTo(Octets.ofHex("001b3f00").plus(WHOLE));
  }
}
