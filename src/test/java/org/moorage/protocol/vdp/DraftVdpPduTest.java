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
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;

class DraftVdpPduTest {

  private static final int ECP_HEADER = 9;
  private static final int MODE_OF_ECP = 6;

  private static final VsiId VSI =
      VsiId.of(UUID.fromString("fa9b7fff-b0a0-4893-8e0e-beef4ff18f8f"));

  private static Octets payload(int number) {
    return CapturedFrame.frame("draft", number).payload().from(ECP_HEADER);
  }

  private static List<Octets> everyPayload() {
    return CapturedFrame.everywhere(EtherType.ECP_DRAFT).stream()
        .filter(frame -> frame.payload().u8(MODE_OF_ECP) == 0)
        .map(frame -> frame.payload().from(ECP_HEADER))
        .toList();
  }

  @Test
  void readsTheCapturedFrame() {
    assertThat(DraftVdpPdu.decode(payload(21)).orThrow())
        .isEqualTo(
            new DraftVdpPdu(
                List.of(
                    new DraftAssociationTlv(
                        VdpType.PRE_ASSOCIATE,
                        DraftResponse.SUCCESS,
                        12,
                        new VsiTypeId(0x123456),
                        new VsiTypeVersion(1),
                        VSI,
                        FilterInfo.of(
                            FilterInfo.Format.MAC_VID,
                            FilterInfo.Entry.of(
                                MacAddress.parse("52:54:00:c7:3e:ce"), VidField.ofBits(3)))))));
  }

  @Test
  void readsTwoAssociationsInOnePdu() {
    List<DraftVdpTlv> tlvs = DraftVdpPdu.decode(payload(42)).orThrow().tlvs();
    assertThat(tlvs).hasSize(2).allMatch(tlv -> tlv instanceof DraftAssociationTlv);
    assertThat(((DraftAssociationTlv) tlvs.get(0)).type()).isEqualTo(VdpType.DE_ASSOCIATE);
    assertThat(((DraftAssociationTlv) tlvs.get(1)).type()).isEqualTo(VdpType.PRE_ASSOCIATE);
  }

  @Test
  void writesWhatItRead() {
    assertThat(everyPayload()).hasSizeGreaterThan(20);
    for (Octets payload : everyPayload()) {
      DraftVdpPdu pdu = DraftVdpPdu.decode(payload).orThrow();
      Octets written = pdu.encode();
      assertThat(written).isEqualTo(payload.slice(0, written.size()));
      for (DraftVdpTlv tlv : pdu.tlvs()) {
        DraftAssociationTlv association = (DraftAssociationTlv) tlv;
        assertThat(VsiCommand.of(association).encodeDraft(association.response()))
            .isEqualTo(association.encode());
      }
    }
  }

  @Test
  void refusesEveryTruncationInsideATlv() {
    Octets whole = payload(42);
    int first = 2 + 38;
    for (int size = 2; size < 2 * first; size++) {
      Decoded<DraftVdpPdu> read = DraftVdpPdu.decode(whole.slice(0, size));
      if (size == first || size == first + 1) {
        assertThat(read).as("%d octets", size).isInstanceOf(Decoded.Value.class);
      } else {
        assertThat(read).as("%d octets", size).isInstanceOf(Decoded.Malformed.class);
      }
    }
  }

  @Test
  void neverThrowsOnNoise() {
    Noise noise = Noise.seeded(7);
    List<Octets> good = everyPayload();
    for (int i = 0; i < 20_000; i++) {
      Octets octets =
          i % 4 == 0
              ? noise.octets(600)
              : noise.damaged(good.get(noise.random().nextInt(good.size())));
      if (DraftVdpPdu.decode(octets) instanceof Decoded.Value<DraftVdpPdu>(DraftVdpPdu pdu)) {
        assertThat(DraftVdpPdu.decode(pdu.encode())).isEqualTo(Decoded.value(pdu));
        for (DraftVdpTlv tlv : pdu.tlvs()) {
          if (tlv instanceof MalformedDraftAssociation bad && bad.isAnswerable()) {
            Octets answer = bad.answered(DraftResponse.INVALID_FORMAT);
            assertThat(answer.size()).isEqualTo(2 + bad.content().size());
          }
        }
      }
    }
  }

  @Test
  void anEmptyPduIsFine() {
    assertThat(DraftVdpPdu.decode(Octets.zeros(37)).orThrow().tlvs()).isEmpty();
  }

  @Test
  void knowsAnUnusableAssociationFromAForeignTlv() {
    Octets unusable = Octets.ofHex("fe1e 001b3f 02 07").plus(Octets.zeros(25));
    Octets foreign = Octets.ofHex("fe05 001b3f 01 00");
    List<DraftVdpTlv> tlvs = DraftVdpPdu.decode(unusable.plus(foreign)).orThrow().tlvs();
    assertThat(tlvs.get(0)).isInstanceOf(MalformedDraftAssociation.class);
    assertThat(tlvs.get(1)).isInstanceOf(UnknownDraftTlv.class);
  }

  @Test
  void saysInDraftWordsWhatWasRefused() {
    assertThat(DraftResponse.of(VdpError.UNABLE_TO_CONTACT_MANAGER))
        .isEqualTo(DraftResponse.INSUFFICIENT_RESOURCES);
    assertThat(DraftResponse.of(VdpError.OTHER_FAILURE)).isEqualTo(DraftResponse.UNUSED_VTID);
    for (VdpError error : VdpError.values()) {
      assertThat(DraftResponse.of(error) == DraftResponse.SUCCESS)
          .isEqualTo(error == VdpError.SUCCESS);
    }
    assertThat(DraftResponse.of(7)).isEmpty();
  }

  @Test
  void writesNothingTheDraftCannotSay() {
    FilterInfo vidOnly =
        FilterInfo.of(FilterInfo.Format.VID, FilterInfo.Entry.of(VidField.WILDCARD));
    assertThatThrownBy(() ->
            new DraftAssociationTlv(
                VdpType.ASSOCIATE,
                DraftResponse.SUCCESS,
                0,
                new VsiTypeId(1),
                new VsiTypeVersion(1),
                VSI,
                vidOnly))
        .hasMessageContaining("not MAC_VID");
  }
}
