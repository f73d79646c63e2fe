package org.moorage.protocol.vdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ecp.EcpOperation;
import org.moorage.protocol.ecp.EcpSubtype;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;

class VdpPduTest {

  private static final int ECP_HEADER = 4;

  private static VdpPdu captured(String capture, int number) {
    return VdpPdu.decode(payload(capture, number)).orThrow();
  }

  private static Octets payload(String capture, int number) {
    return CapturedFrame.frame(capture, number).payload().from(ECP_HEADER);
  }

  private static AssociationTlv association(VdpPdu pdu) {
    assertThat(pdu.tlvs().getFirst()).isInstanceOf(AssociationTlv.class);
    return (AssociationTlv) pdu.tlvs().getFirst();
  }

  /** Every ratified VDP PDU that was ever captured. */
  private static List<Octets> everyPayload() {
    return CapturedFrame.everywhere(EtherType.ECP).stream()
        .map(frame -> Ecpdu.decode(frame.payload()))
        .flatMap(pdu -> pdu.toOptional().stream())
        .filter(pdu -> pdu.operation() == EcpOperation.REQUEST)
        .filter(pdu -> pdu.subtype() == EcpSubtype.VDP)
        .map(Ecpdu::payload)
        .toList();
  }

  @Test
  void readsTheCapturedFrame() {
    VdpPdu pdu = captured("run1", 18);
    assertThat(pdu)
        .isEqualTo(
            new VdpPdu(
                VsiManagerId.ofText("manager1"),
                List.of(
                    new AssociationTlv(
                        VdpType.PRE_ASSOCIATE,
                        0,
                        new VsiTypeId(0x123456),
                        new VsiTypeVersion(2),
                        VsiId.of(UUID.fromString("00112233-4455-6677-8899-aabbccddee01")),
                        FilterInfo.of(
                            FilterInfo.Format.MAC_VID,
                            FilterInfo.Entry.of(
                                MacAddress.parse("52:54:00:11:22:33"), VidField.ofBits(100)))))));
  }

  @Test
  void readsEveryTypeOfRequest() {
    assertThat(association(captured("run1", 22)).type()).isEqualTo(VdpType.PRE_ASSOCIATE_RR);
    assertThat(association(captured("run1", 26)).type()).isEqualTo(VdpType.ASSOCIATE);
    assertThat(association(captured("run1", 30)).type()).isEqualTo(VdpType.DE_ASSOCIATE);
  }

  @Test
  void readsEveryFilterFormat() {
    assertThat(association(captured("run1", 34)).filters())
        .isEqualTo(
            FilterInfo.of(FilterInfo.Format.VID, FilterInfo.Entry.of(new VidField(false, 0, 100))));
    FilterInfo groupVid = association(captured("run1", 38)).filters();
    assertThat(groupVid.format()).isEqualTo(FilterInfo.Format.GROUP_VID);
    assertThat(groupVid.entries().getFirst().group()).isEqualTo(0x12345678L);
    FilterInfo groupMacVid = association(captured("run1", 42)).filters();
    assertThat(groupMacVid.format()).isEqualTo(FilterInfo.Format.GROUP_MAC_VID);
    assertThat(groupMacVid.entries().getFirst().mac())
        .contains(MacAddress.parse("52:54:00:11:22:44"));
  }

  @Test
  void readsHintsAndSignificantPriorities() {
    AssociationTlv arriving = association(captured("run1", 46));
    assertThat(arriving.verdict().migrateTo()).isTrue();
    assertThat(arriving.filters().entries()).hasSize(3);
    assertThat(arriving.filters().entries().get(2).vid()).isEqualTo(new VidField(true, 3, 101));
    AssociationTlv leaving = association(captured("run1", 50));
    assertThat(leaving.verdict().migrateFrom()).isTrue();
    assertThat(leaving.filters().entries().getFirst().vid().isWildcard()).isTrue();
  }

  @Test
  void readsEveryKindOfResponse() {
    assertThat(association(captured("run1", 20)).verdict()).isEqualTo(VdpStatus.SUCCESS);
    AssociationTlv resources = association(captured("run1", 386));
    assertThat(resources.type()).isEqualTo(VdpType.DE_ASSOCIATE);
    assertThat(resources.verdict().text()).isEqualTo("insufficient resources");
    AssociationTlv kept = association(captured("run4", 18));
    assertThat(kept.verdict().keepsState()).isTrue();
    assertThat(kept.verdict().text())
        .isEqualTo("unable to contact the VSI manager, earlier state kept");
    AssociationTlv unasked = association(captured("run1", 84));
    assertThat(unasked.type()).isEqualTo(VdpType.DE_ASSOCIATE);
    assertThat(unasked.verdict().isResponse()).isFalse();
  }

  @Test
  void readsTheWildcardVidAndItsAnswerAndTheKeepaliveAfterIt() {
    assertThat(association(captured("run1", 234)).filters().entries().getFirst().vid().vid())
        .isZero();
    assertThat(association(captured("run1", 236)).filters().entries().getFirst().vid().vid())
        .isEqualTo(205);
    assertThat(association(captured("run1", 278)).filters().entries().getFirst().vid().vid())
        .isEqualTo(205);
  }

  @Test
  void keepsOrganisationalTlvsBehindTheirAssociation() {
    List<VdpTlv> tlvs = captured("run1", 246).tlvs();
    VsiId vsi = VsiId.of(UUID.fromString("00112233-4455-6677-8899-aabbccddee0b"));
    assertThat(tlvs).hasSize(3);
    assertThat(((OrganizationalTlv) tlvs.get(1)).meaning())
        .isEqualTo(
            new OrganizationalMeaning.VmName(
                vsi, UUID.fromString("fa9b7fff-b0a0-4893-abcd-beef4ff18f8f"), "web09"));
    assertThat(((OrganizationalTlv) tlvs.get(2)).meaning())
        .isEqualTo(new OrganizationalMeaning.VmAddress(vsi, 1, "10.0.0.17"));
  }

  @Test
  void writesWhatItRead() {
    assertThat(everyPayload()).hasSizeGreaterThan(100);
    for (Octets payload : everyPayload()) {
      if (VdpPdu.decode(payload) instanceof Decoded.Value<VdpPdu>(VdpPdu pdu)) {
        Octets written = pdu.encode();
        assertThat(VdpPdu.decode(written)).isEqualTo(Decoded.value(pdu));
        Octets read = payload.plus(Octets.zeros(written.size()));
        assertThat(written).isEqualTo(read.slice(0, written.size()));
      }
    }
  }

  @Test
  void alwaysClosesTheListOfTlvs() {
    Octets withoutEnd = payload("run1", 18);
    assertThat(VdpTlvs.read(withoutEnd).orThrow().endTlv()).isFalse();
    assertThat(captured("run1", 18).encode()).isEqualTo(withoutEnd.plus(Octets.zeros(2)));
  }

  @Test
  void refusesEveryTruncationInsideATlv() {
    Octets whole = payload("run1", 246);
    for (int size = 0; size < whole.size(); size++) {
      Decoded<VdpPdu> read = VdpPdu.decode(whole.slice(0, size));
      boolean betweenTlvs = List.of(18, 53, 98).contains(size);
      // One octet cannot be a header: it ends the list as padding would.
      boolean oneMore = List.of(19, 54, 99).contains(size);
      if (betweenTlvs || oneMore) {
        assertThat(read).as("%d octets", size).isInstanceOf(Decoded.Value.class);
      } else {
        assertThat(read).as("%d octets", size).isInstanceOf(Decoded.Malformed.class);
      }
    }
  }

  @Test
  void neverThrowsOnNoise() {
    Noise noise = Noise.seeded(4);
    List<Octets> good = everyPayload();
    for (int i = 0; i < 20_000; i++) {
      Octets octets =
          i % 4 == 0
              ? noise.octets(600)
              : noise.damaged(good.get(noise.random().nextInt(good.size())));
      if (VdpPdu.decode(octets) instanceof Decoded.Value<VdpPdu>(VdpPdu pdu)) {
        assertThat(VdpPdu.decode(pdu.encode())).isEqualTo(Decoded.value(pdu));
        pdu.tlvs().forEach(VdpPduTest::explain);
      }
    }
  }

  private static void explain(VdpTlv tlv) {
    switch (tlv) {
      case AssociationTlv association -> {
        association.violation(true);
        assertThat(association.verdict().text()).isNotEmpty();
      }
      case OrganizationalTlv organizational ->
          assertThat(organizational.meaning().text()).isNotEmpty();
      case MalformedAssociation malformed -> assertThat(malformed.reason()).isNotEmpty();
      case UnknownTlv unknown -> assertThat(unknown.type()).isPositive();
    }
  }

  @Test
  void condemnsAPduWithoutItsManagerOrWithTwo() {
    Octets manager = VdpPdu.managerTlv(VsiManagerId.DEFAULT);
    Octets association = payload("run1", 18).from(VdpPdu.MANAGER_TLV_SIZE);
    assertThat(VdpPdu.decode(association))
        .isEqualTo(Decoded.malformed("VDP PDU does not begin with a manager ID", 0));
    assertThat(VdpPdu.decode(manager.plus(association).plus(manager)))
        .isEqualTo(Decoded.malformed("second manager ID in a VDP PDU", 53));
    assertThat(VdpPdu.decode(Octets.ofHex("0a11").plus(Octets.zeros(17))))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void takesUnknownTlvsAsTheyCome() {
    Octets pdu =
        VdpPdu.managerTlv(VsiManagerId.DEFAULT)
            .plus(Octets.ofHex("0c02abcd fe02 0102"))
            .plus(payload("run1", 18).from(VdpPdu.MANAGER_TLV_SIZE));
    List<VdpTlv> tlvs = VdpPdu.decode(pdu).orThrow().tlvs();
    assertThat(tlvs.get(0)).isEqualTo(new UnknownTlv(6, Octets.ofHex("abcd")));
    assertThat(tlvs.get(1)).isEqualTo(new UnknownTlv(127, Octets.ofHex("0102")));
    assertThat(tlvs.get(2)).isInstanceOf(AssociationTlv.class);
  }

  @Test
  void saysWhichVsiCannotBeTold() {
    MalformedAssociation tooShort =
        new MalformedAssociation(VdpType.ASSOCIATE, Octets.zeros(24), "short");
    MalformedAssociation longEnough =
        new MalformedAssociation(VdpType.ASSOCIATE, Octets.zeros(25), "n = 0");
    MalformedAssociation response =
        new MalformedAssociation(
            VdpType.ASSOCIATE, Octets.ofHex("40").plus(Octets.zeros(24)), "n = 0");
    assertThat(tooShort.answer()).isEmpty();
    assertThat(longEnough.answer()).contains(VdpError.INVALID_FORMAT);
    assertThat(response.answer()).isEmpty();
  }

  @Test
  void readsWhatOtherOrganisationsSay() {
    assertThat(new OrganizationalTlv(0x0003BA, Octets.ofHex("0101")).meaning().text())
        .isEqualTo("manager ID encoding oracle_vsi_v1");
    assertThat(new OrganizationalTlv(0x00000C, Octets.ofHex("f1")).meaning())
        .isEqualTo(new OrganizationalMeaning.Unrecognized());
    Octets sixth = Octets.ofHex("f205").plus(Octets.zeros(16)).plus(Octets.ofHex("0002"));
    assertThat(
            new OrganizationalTlv(0x00000C, sixth.plus(Octets.ofHex("20010db8").paddedTo(16)))
                .meaning()
                .text())
        .isEqualTo("VM address 2001:db8:0:0:0:0:0:0");
  }

  @Test
  void namesTheFieldThatIsOutOfRange() {
    assertThatThrownBy(() -> new VdpStatus(256)).hasMessage("VDP status 256 is outside 0..255");
    assertThatThrownBy(() -> new OrganizationalTlv(-1, Octets.EMPTY)).hasMessageContaining("OUI");
    assertThatThrownBy(() -> new OrganizationalTlv(0, Octets.zeros(509)))
        .hasMessageContaining("at most 508");
  }
}
