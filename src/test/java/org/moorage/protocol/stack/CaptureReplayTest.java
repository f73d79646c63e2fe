package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ecp.DraftEcpdu;
import org.moorage.protocol.ecp.EcpOperation;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.DraftAssociationTlv;
import org.moorage.protocol.vdp.DraftVdpPdu;
import org.moorage.protocol.vdp.VdpPdu;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiId;

/** What real stations sent, at the times they sent it, as input of our bridge port. */
class CaptureReplayTest {

  private final PortBench bench = new PortBench();

  /** Hands the station's frames to the port; its ACKs are for another bridge's numbers. */
  private void replay(String capture) {
    for (CapturedFrame captured : CapturedFrame.all(capture)) {
      EthernetFrame frame = captured.frame();
      Duration wait = Duration.between(bench.now, PortBench.START.plus(captured.at()));
      bench.pass(wait.isNegative() ? Duration.ZERO : wait);
      if (frame.source().equals(PortBench.STATION) && !isAck(frame)) {
        bench.frame(captured.octets());
      }
    }
    bench.pass(Duration.ofSeconds(1));
  }

  private static boolean isAck(EthernetFrame frame) {
    if (frame.type().equals(EtherType.ECP)) {
      return Ecpdu.decode(frame.payload())
          .toOptional()
          .filter(pdu -> pdu.operation() == EcpOperation.ACK)
          .isPresent();
    }
    return frame.type().equals(EtherType.ECP_DRAFT)
        && DraftEcpdu.decode(frame.payload())
            .toOptional()
            .filter(pdu -> pdu.operation() == EcpOperation.ACK)
            .isPresent();
  }

  /** The station's ratified associations, retransmissions left out. */
  private List<AssociationTlv> asked(String capture) {
    List<AssociationTlv> asked = new ArrayList<>();
    int last = -1;
    for (CapturedFrame captured : CapturedFrame.all(capture)) {
      EthernetFrame frame = captured.frame();
      if (!frame.source().equals(PortBench.STATION) || !frame.type().equals(EtherType.ECP)) {
        continue;
      }
      Ecpdu pdu = Ecpdu.decode(frame.payload()).orThrow();
      if (pdu.operation() == EcpOperation.REQUEST && pdu.sequence() != last) {
        last = pdu.sequence();
        if (VdpPdu.decode(pdu.payload()) instanceof Decoded.Value<VdpPdu>(VdpPdu vdp)) {
          vdp.tlvs().stream()
              .filter(AssociationTlv.class::isInstance)
              .map(AssociationTlv.class::cast)
              .forEach(asked::add);
        }
      }
    }
    return asked;
  }

  @ParameterizedTest
  @ValueSource(strings = {"run1", "exp", "exp2"})
  void everyAssociationOfARatifiedStationIsAnswered(String capture) {
    replay(capture);
    List<AssociationTlv> asked =
        asked(capture).stream().filter(tlv -> !tlv.verdict().isResponse()).toList();
    assertThat(asked).isNotEmpty();
    Map<VsiId, Integer> answers = new HashMap<>();
    for (AssociationTlv answer : bench.answers()) {
      if (answer.verdict().isResponse()) {
        answers.merge(answer.vsiId(), 1, Integer::sum);
      }
    }
    Map<VsiId, Integer> requests = new HashMap<>();
    asked.forEach(tlv -> requests.merge(tlv.vsiId(), 1, Integer::sum));
    assertThat(answers).isEqualTo(requests);
    assertThat(bench.port.view().paced()).as("what lldpad is known by").isTrue();
    assertThat(bench.port.view().flavour()).contains(Flavour.RATIFIED);
  }

  /** The second half of that capture is a script that says everything wrong it can. */
  @Test
  void aStationThatMisbehavesDoesNotDisturbThePort() {
    replay("run4");
    assertThat(bench.port.view().dropped())
        .containsKeys(
            "ECP version is not 1",
            "ECP subtype is unknown",
            "VDP PDU does not begin with a manager ID",
            "second manager ID in a VDP PDU",
            "unknown VSIID format",
            "unknown filter info format",
            "association TLV length does not match its filter entries",
            BridgeRequests.RESPONSE,
            BridgeRequests.RULE_BROKEN);
    assertThat(bench.answersAnAssociation(1)).isTrue();
  }

  @Test
  void nothingARatifiedStationSaysIsDropped() {
    replay("run1");
    assertThat(bench.dropped()).allMatch(Carriage.REPEATED::equals);
  }

  @Test
  void aStationIsAnsweredAsItsOwnBridgeAnsweredIt() {
    replay("run1");
    Octets answered = Ecpdu.decode(CapturedFrame.frame("run1", 20).payload()).orThrow().payload();
    assertThat(bench.pdus().getFirst()).isEqualTo(VdpPdu.decode(answered).orThrow());
  }

  @Test
  void everyAssociationOfADraftStationIsAnswered() {
    replay("draft");
    List<DraftAssociationTlv> asked = new ArrayList<>();
    for (CapturedFrame captured : CapturedFrame.all("draft")) {
      EthernetFrame frame = captured.frame();
      boolean request =
          frame.source().equals(PortBench.STATION)
              && frame.type().equals(EtherType.ECP_DRAFT)
              && !isAck(frame);
      if (request) {
        Octets payload = DraftEcpdu.decode(frame.payload()).orThrow().payload();
        DraftVdpPdu.decode(payload).orThrow().tlvs().stream()
            .map(DraftAssociationTlv.class::cast)
            .forEach(asked::add);
      }
    }
    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(bench.draftAnswers().stream().filter(tlv -> tlv.type() != VdpType.DE_ASSOCIATE))
        .hasSameSizeAs(asked.stream().filter(tlv -> tlv.type() != VdpType.DE_ASSOCIATE).toList());
    assertThat(bench.draftAnswers()).allMatch(tlv -> tlv.response().code() == 0);
    assertThat(bench.port.view().flavour()).contains(Flavour.DRAFT);
    assertThat(bench.dropped()).isEmpty();
  }
}
