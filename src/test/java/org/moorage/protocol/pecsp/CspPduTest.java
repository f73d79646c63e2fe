package org.moorage.protocol.pecsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspCodePoints.Command;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;

class CspPduTest {

  private static final CspSpeaker EXTENDER =
      new CspSpeaker(
          CspRole.PORT_EXTENDER, 0xFEDC_BA98L, MacAddress.parse("02:00:00:00:00:e1"), 48, 4_096, 8);

  private static final ExtendedPort PORT = new ExtendedPort(7, "e7", true, 10_000);

  static List<CspPdu> all() {
    List<EChannelId> members =
        IntStream.rangeClosed(1, CspSpeaker.MAX_PORTS).mapToObj(EChannelId::new).toList();
    List<ExtendedPortCounters> counters =
        IntStream.rangeClosed(1, CspResponse.Counted.MOST)
            .mapToObj(i -> new ExtendedPortCounters(i, i, -1L, Long.MAX_VALUE, 1L << 40, 0))
            .toList();
    return List.of(
        new CspPdu.Request(1, new CspRequest.Open(EXTENDER)),
        new CspPdu.Request(2, new CspRequest.CreatePort(PORT)),
        new CspPdu.Request(3, new CspRequest.DeletePort(7)),
        new CspPdu.Request(4, new CspRequest.SetPort(7, true, 5)),
        new CspPdu.Request(5, new CspRequest.PortStatus(PORT.with(false, 0))),
        new CspPdu.Request(6, new CspRequest.Register(new EChannelId(0x10_0001), members)),
        new CspPdu.Request(7, new CspRequest.Register(new EChannelId(0x10_0002), List.of())),
        new CspPdu.Request(8, new CspRequest.Unregister(new EChannelId(0x3F_FFFE))),
        new CspPdu.Request(9, new CspRequest.Statistics(0)),
        new CspPdu.Response(10, Command.CSP_OPEN, CspResponse.done()),
        new CspPdu.Response(
            11, Command.EXTENDED_PORT_CREATE, new CspResponse.Created(new EChannelId(263))),
        new CspPdu.Response(
            12, Command.EXTENDED_PORT_CREATE, CspResponse.refused(Completion.NO_RESOURCES)),
        new CspPdu.Response(
            0xFFFF, Command.STATISTICS_GET, new CspResponse.Counted(counters, true)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isReadAsItWasWritten(CspPdu pdu) {
    Octets octets = pdu.encode();
    assertThat(octets.size()).isLessThanOrEqualTo(Ecpdu.MAX_PAYLOAD_SENT);
    assertThat(CspPdu.decode(octets)).isEqualTo(Decoded.value(pdu));
    assertThat(CspPdu.decode(octets.plus(Octets.of(new byte[40])))).isEqualTo(Decoded.value(pdu));
  }

  @Test
  void beginsWithOurMarkerAndTheCommand() {
    assertThat(new CspPdu.Request(0x0102, new CspRequest.DeletePort(7)).encode())
        .isEqualTo(Octets.ofHex("fe 04 02 4d 4f 01 02 05 03 00 01 02 00 16 02 00 07"));
  }

  @Test
  void whatIsNotOursIsLeftAlone() {
    Octets ours = new CspPdu.Request(1, new CspRequest.DeletePort(7)).encode();
    Octets theirs = Octets.ofHex("fe 04 00 80 c2 01").plus(ours.from(6));
    assertThat(CspPdu.decode(theirs)).isEqualTo(Decoded.malformed(CspPdu.NOT_OURS, 0));
    Octets nextVersion = Octets.ofHex("fe 04 02 4d 4f 02").plus(ours.from(6));
    assertThat(CspPdu.decode(nextVersion)).isEqualTo(Decoded.malformed(CspPdu.NOT_OURS, 0));
  }

  @Test
  void whatIsNotKnownIsAnsweredOrPassedOver() {
    Octets command = Octets.ofHex("fe 04 02 4d 4f 01 02 05 63 00 00 09 00");
    assertThat(CspPdu.decode(command))
        .isEqualTo(Decoded.value(new CspPdu.Unanswerable(9, 0x63, Completion.UNKNOWN_COMMAND)));
    Octets known = new CspPdu.Request(1, new CspRequest.DeletePort(7)).encode();
    Octets grown = known.slice(0, 13).plus(Octets.ofHex("64 03 aa bb cc")).plus(known.from(13));
    assertThat(CspPdu.decode(grown))
        .isEqualTo(Decoded.value(new CspPdu.Request(1, new CspRequest.DeletePort(7))));
    Octets without = known.slice(0, 13);
    assertThat(CspPdu.decode(without))
        .isEqualTo(Decoded.value(new CspPdu.Unanswerable(1, 3, Completion.INCOMPLETE)));
  }

  @Test
  void ofAnyOctetsNothingIsThrown() {
    Noise noise = Noise.seeded(5);
    for (CspPdu pdu : all()) {
      Octets good = pdu.encode();
      for (int i = 0; i < 5_000; i++) {
        assertThat(CspPdu.decode(noise.damaged(good))).isNotNull();
      }
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(CspPdu.decode(noise.octets(200))).isNotNull();
    }
  }

  @Test
  void theTlvOfLldpIsReadAsItWasWritten() {
    PortExtensionTlv tlv =
        new PortExtensionTlv(4, EXTENDER.address(), MacAddress.parse("02:00:00:00:00:e2"));
    assertThat(tlv.tlv().information())
        .isEqualTo(Octets.ofHex("00 80 c2 0f 04 02 00 00 00 00 e1 02 00 00 00 00 e2"));
    assertThat(PortExtensionTlv.decode(tlv.tlv().info())).isEqualTo(Decoded.value(tlv));
    assertThat(PortExtensionTlv.decode(tlv.tlv().info().slice(0, 12)))
        .isEqualTo(Decoded.malformed(PortExtensionTlv.WRONG_LENGTH, 12));
  }
}
