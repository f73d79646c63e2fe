package org.moorage.protocol.lldp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Truncations;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;

class LldpduTest {

  private static final MacAddress STATION = MacAddress.parse("02:00:00:00:0a:01");
  private static final Octets CHASSIS = Octets.ofHex("0207 04 020000000a01");
  private static final Octets PORT = Octets.ofHex("0407 03 020000000a01");
  private static final Octets TTL = Octets.ofHex("0602 0078");

  @Test
  void readsTheCapturedFrame() {
    Lldpdu pdu = Lldpdu.decode(CapturedFrame.frame("run1", 1).payload()).orThrow();
    assertThat(pdu)
        .isEqualTo(
            new Lldpdu(
                Lldpdu.chassis(STATION),
                Lldpdu.port(STATION),
                120,
                List.of(new OrganizationalTlv(0x0080C2, 0x0D, Octets.ofHex("000f6d9414")))));
  }

  @Test
  void writesWhatItRead() {
    for (EthernetFrame frame : CapturedFrame.everywhere(EtherType.LLDP)) {
      Lldpdu pdu = Lldpdu.decode(frame.payload()).orThrow();
      assertThat(pdu.encode().paddedTo(46)).isEqualTo(frame.payload());
    }
  }

  @Test
  void refusesEveryTruncationInsideATlv() {
    Octets whole = CHASSIS.plus(PORT).plus(TTL).plus(Octets.ofHex("0a03 414243 fe05 0080c20d00"));
    assertThat(Truncations.taken(whole, Lldpdu::decode))
        .as("only where a TLV after the mandatory three has just ended")
        .containsExactly(22, 27);
  }

  @Test
  void neverThrowsOnNoise() {
    Noise noise = Noise.seeded(1);
    Octets good = CapturedFrame.frame("draft", 1).payload();
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      Octets octets = i % 4 == 0 ? noise.octets(1600) : noise.damaged(good);
      if (Lldpdu.decode(octets) instanceof Decoded.Value<Lldpdu>(Lldpdu pdu)) {
        read++;
        assertThat(Lldpdu.decode(pdu.encode()).orThrow()).isEqualTo(pdu);
      }
    }
    assertThat(read).as("some of the damaged ones still mean something").isPositive();
  }

  @Test
  void refusesMandatoryTlvsOutOfOrder() {
    assertMalformed(PORT.plus(CHASSIS).plus(TTL), "LLDPDU does not begin with Chassis ID");
    assertMalformed(CHASSIS.plus(TTL).plus(PORT), "LLDPDU does not begin with Chassis ID");
  }

  @Test
  void refusesAMandatoryTlvTwice() {
    for (Octets again : List.of(CHASSIS, PORT, TTL)) {
      assertMalformed(CHASSIS.plus(PORT).plus(TTL).plus(again), "mandatory LLDP TLV twice");
    }
  }

  @Test
  void refusesAPduThatEndsBeforeItsTtl() {
    assertMalformed(
        CHASSIS.plus(PORT).plus(Octets.zeros(2)), "LLDPDU without its three mandatory TLVs");
  }

  @Test
  void refusesAnIdentifierWithoutOneOctet() {
    assertMalformed(
        Octets.ofHex("0201 04").plus(PORT).plus(TTL), "mandatory LLDP TLV of a wrong length");
  }

  @Test
  void refusesMoreThanOneFrameCanCarry() {
    assertMalformed(Octets.zeros(1501), "LLDPDU longer than 1500 octets");
  }

  @Test
  void keepsWhatItDoesNotKnow() {
    Octets unknown = Octets.ofHex("1203 010203 fe06 00aabb 07 ffff fe02 0080");
    Lldpdu pdu = Lldpdu.decode(CHASSIS.plus(PORT).plus(TTL).plus(unknown)).orThrow();
    assertThat(pdu.tlvs())
        .containsExactly(
            new BasicTlv(9, Octets.ofHex("010203")),
            new OrganizationalTlv(0x00AABB, 7, Octets.ofHex("ffff")),
            new BasicTlv(127, Octets.ofHex("0080")));
    assertThat(pdu.encode())
        .isEqualTo(CHASSIS.plus(PORT).plus(TTL).plus(unknown).plus(Octets.zeros(2)));
  }

  @Test
  void readsNothingBehindTheEnd() {
    Octets trailing = Octets.ofHex("0000 0207 04 020000000a01 ff");
    assertThat(Lldpdu.decode(CHASSIS.plus(PORT).plus(TTL).plus(trailing)).orThrow().tlvs())
        .isEmpty();
  }

  @Test
  void aLifeOfZeroSecondsIsAShutdown() {
    Lldpdu pdu = Lldpdu.decode(CapturedFrame.frame("run1", 578).payload()).orThrow();
    assertThat(pdu.isShutdown()).isTrue();
    assertThat(pdu.chassisId()).isEqualTo(Lldpdu.chassis(STATION));
  }

  @Test
  void namesTheFieldThatIsOutOfRange() {
    Octets id = Lldpdu.chassis(STATION);
    assertThatThrownBy(() -> new Lldpdu(Octets.EMPTY, id, 1, List.of()))
        .hasMessage("Chassis ID of 0 octets is outside 2..256");
    assertThatThrownBy(() -> new Lldpdu(id, id, 65_536, List.of()))
        .hasMessage("TTL 65536 s is outside 0..65535");
    assertThatThrownBy(() -> new BasicTlv(3, Octets.EMPTY))
        .hasMessage("LLDP TLV type 3 is outside 4..127");
    assertThatThrownBy(() -> new OrganizationalTlv(1, 1, Octets.zeros(508)))
        .hasMessage("organizational TLV of 508 octets; at most 507");
  }

  private static void assertMalformed(Octets octets, String reason) {
    assertThat(Lldpdu.decode(octets))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class, bad -> assertThat(bad.reason()).startsWith(reason));
  }
}
