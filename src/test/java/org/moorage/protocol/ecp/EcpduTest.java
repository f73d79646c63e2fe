package org.moorage.protocol.ecp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Truncations;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

class EcpduTest {

  @Test
  void readsTheCapturedFrame() {
    EthernetFrame frame = CapturedFrame.frame("run1", 18);
    assertThat(Ecpdu.decode(frame.payload()).orThrow())
        .isEqualTo(
            Ecpdu.request(
                EcpSubtype.VDP,
                1,
                Octets.ofHex(
                    "0a10 6d616e61676572310000000000000000 0221 00 123456 02 05"
                        + "00112233445566778899aabbccddee01 02 0001 5254001122330064")));
    assertThat(Ecpdu.decode(CapturedFrame.frame("run1", 19).payload()).orThrow())
        .isEqualTo(new Ecpdu(EcpOperation.ACK, EcpSubtype.VDP, 1, Octets.EMPTY));
  }

  @Test
  void writesWhatItRead() {
    int seen = 0;
    for (EthernetFrame frame : CapturedFrame.everywhere(EtherType.ECP)) {
      if (Ecpdu.decode(frame.payload()) instanceof Decoded.Value<Ecpdu>(Ecpdu pdu)) {
        seen++;
        Octets written = pdu.encode();
        assertThat(frame.payload().slice(0, written.size())).isEqualTo(written);
        assertThat(frame.payload().from(written.size()).isAllZero())
            .as("only padding was left out")
            .isTrue();
      }
    }
    assertThat(seen).isGreaterThan(1_000);
  }

  @Test
  void refusesEveryTruncationInsideATlv() {
    assertThat(Truncations.taken(Octets.ofHex("10010001"), Ecpdu::decode)).isEmpty();
  }

  @Test
  void neverThrowsOnNoise() {
    Noise noise = Noise.seeded(5);
    Octets good = CapturedFrame.frame("run1", 18).payload();
    for (int i = 0; i < 20_000; i++) {
      Octets octets = i % 4 == 0 ? noise.octets(1_600) : noise.damaged(good);
      if (Ecpdu.decode(octets) instanceof Decoded.Value<Ecpdu>(Ecpdu pdu)) {
        assertThat(Ecpdu.decode(pdu.encode()).orThrow()).isEqualTo(pdu);
      }
    }
  }

  @Test
  void refusesAnotherVersion() {
    assertMalformed("20010001", "ECP version is not 1");
    assertMalformed("00010001", "ECP version is not 1");
  }

  @Test
  void refusesOperationsThatAreNone() {
    assertMalformed("18010001", "ECP operation is neither request nor ACK");
    assertMalformed("1c010001", "ECP operation is neither request nor ACK");
  }

  @Test
  void refusesSubtypesNobodyKnows() {
    assertMalformed("10000001", "ECP subtype is unknown");
    assertMalformed("10090001", "ECP subtype is unknown");
    assertMalformed("13ff0001", "ECP subtype is unknown");
  }

  @Test
  void refusesMoreThanAFrameCarries() {
    assertThat(Ecpdu.decode(Octets.ofHex("10010001").plus(Octets.zeros(1_497))))
        .isEqualTo(Decoded.malformed("ECPDU longer than a frame", 1_500));
  }

  @Test
  void knowsThePortExtendersSubtype() {
    Ecpdu pdu = Ecpdu.decode(Octets.ofHex("100200ff 0102")).orThrow();
    assertThat(pdu.subtype()).isEqualTo(EcpSubtype.PE_CSP);
    assertThat(pdu.acknowledgement().encode()).isEqualTo(Octets.ofHex("140200ff"));
  }

  @Test
  void takesAnAckForWhatItIsHoweverLongItsFrame() {
    Octets shortest = CapturedFrame.frame("run1", 19).payload();
    assertThat(shortest.size()).isEqualTo(4);
    Decoded<Ecpdu> padded = Ecpdu.decode(shortest.plus(Octets.ofHex("ff00ff")).paddedTo(46));
    assertThat(padded).isEqualTo(Ecpdu.decode(shortest));
  }

  @Test
  void goesToTheNearestCustomerBridge() {
    MacAddress source = MacAddress.parse("02:00:00:00:0b:01");
    EthernetFrame frame =
        Ecpdu.request(EcpSubtype.VDP, 1, Octets.EMPTY).acknowledgement().frame(source);
    assertThat(frame.destination()).isEqualTo(ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac());
    assertThat(frame.encode().slice(0, 18))
        .isEqualTo(Octets.ofHex("0180c2000000 020000000b01 8940 14010001"));
  }

  @Test
  void namesTheFieldThatIsOutOfRange() {
    assertThatThrownBy(() -> Ecpdu.request(EcpSubtype.VDP, 65_536, Octets.EMPTY))
        .hasMessage("sequence number 65536 is outside 0..65535");
    assertThatThrownBy(() -> Ecpdu.request(EcpSubtype.VDP, 1, Octets.zeros(1_497)))
        .hasMessage("ECP payload of 1497 octets; at most 1496");
  }

  private static void assertMalformed(String hex, String reason) {
    assertThat(Ecpdu.decode(Octets.ofHex(hex))).isEqualTo(Decoded.malformed(reason, 0));
  }
}
