package org.moorage.protocol.evb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
import org.moorage.protocol.lldp.OrganizationalTlv;

class EvbTlvTest {

  @Test
  void readsTheCapturedFrame() {
    assertThat(captured(1))
        .as("a station that has heard nothing")
        .isEqualTo(
            new EvbTlv(
                BridgeStatus.NONE,
                new StationStatus(true, true, RelayStatus.UNKNOWN),
                3,
                new TimerExponent(13),
                EvbMode.STATION,
                new OfferedTimer(false, new TimerExponent(20)),
                new OfferedTimer(false, new TimerExponent(20))));
    assertThat(captured(2))
        .as("a bridge that has heard nothing")
        .isEqualTo(
            new EvbTlv(
                new BridgeStatus(true, true, false),
                StationStatus.NONE,
                3,
                new TimerExponent(14),
                EvbMode.BRIDGE,
                new OfferedTimer(false, new TimerExponent(21)),
                new OfferedTimer(false, new TimerExponent(19))));
    assertThat(captured(5))
        .as("the station when both have agreed")
        .isEqualTo(
            new EvbTlv(
                new BridgeStatus(true, true, true),
                new StationStatus(true, true, RelayStatus.ON),
                3,
                new TimerExponent(14),
                EvbMode.STATION,
                new OfferedTimer(true, new TimerExponent(21)),
                new OfferedTimer(true, new TimerExponent(20))));
  }

  @Test
  void writesWhatItRead() {
    int seen = 0;
    for (EthernetFrame frame : CapturedFrame.everywhere(EtherType.LLDP)) {
      Lldpdu pdu = Lldpdu.decode(frame.payload()).orThrow();
      Optional<Decoded<EvbTlv>> read = EvbTlv.in(pdu);
      if (read.isPresent()) {
        seen++;
        assertThat(pdu.tlvs()).containsExactly(read.get().orThrow().tlv());
      }
    }
    assertThat(seen).isGreaterThan(150);
  }

  @Test
  void refusesEveryTruncationInsideATlv() {
    assertThat(Truncations.taken(Octets.ofHex("000f6d9414"), EvbTlv::decode)).isEmpty();
  }

  @Test
  void neverThrowsOnNoise() {
    Noise noise = Noise.seeded(2);
    for (int i = 0; i < 20_000; i++) {
      Octets octets = noise.octets(12);
      if (EvbTlv.decode(octets) instanceof Decoded.Value<EvbTlv>(EvbTlv tlv)) {
        assertThat(EvbTlv.decode(tlv.encode()).orThrow()).isEqualTo(tlv);
      }
    }
  }

  @Test
  void writesExactlyNineOctetsBecausePeersCopyMoreWithoutLooking() {
    assertThat(captured(1).tlv().information()).isEqualTo(Octets.ofHex("0080c20d000f6d9414"));
  }

  @Test
  void takesALongerTlvAndIgnoresWhatIsTooMuch() {
    assertThat(EvbTlv.decode(Octets.ofHex("000f6d9414ffffff")).orThrow()).isEqualTo(captured(1));
  }

  @Test
  void ignoresReservedBitsAndSendsThemZero() {
    EvbTlv tlv = EvbTlv.decode(Octets.ofHex("ffff6dd4d4")).orThrow();
    assertThat(tlv.encode()).isEqualTo(Octets.ofHex("070f6dd414"));
  }

  @Test
  void isNotInAPduWithoutIt() {
    Octets id = Octets.ofHex("0401");
    OrganizationalTlv other = new OrganizationalTlv(0x0080C2, 0x0E, Octets.zeros(5));
    assertThat(EvbTlv.in(new Lldpdu(id, id, 1, List.of(other)))).isEmpty();
  }

  private static EvbTlv captured(int number) {
    Lldpdu pdu = Lldpdu.decode(CapturedFrame.frame("run1", number).payload()).orThrow();
    return EvbTlv.in(pdu).orElseThrow().orThrow();
  }
}
