package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.protocol.stack.PortBench.BRIDGE;
import static org.moorage.protocol.stack.PortBench.STATION;
import static org.moorage.protocol.stack.PortBench.association;
import static org.moorage.protocol.stack.PortBench.macVid;
import static org.moorage.protocol.stack.PortBench.vsi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ecp.DraftEcpdu;
import org.moorage.protocol.ecp.EcpSubtype;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.DraftAssociationTlv;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VdpPdu;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiManagerId;

/** The habits of the stations in the field; a port bears each of them. */
class StationHabitsTest {

  private static final Duration GAP = Duration.ofMillis(5);

  private final PortBench bench = new PortBench();

  private static AssociationTlv associate(int vsi) {
    return association(VdpType.ASSOCIATE, vsi, 100);
  }

  @Test
  void aListOfTlvsWithoutAnEndIsUnderstood() {
    bench.requestAsLldpad(associate(1));
    assertThat(bench.answer()).isEqualTo(associate(1).with(VdpType.ASSOCIATE, 0x40));
  }

  @Test
  void ecpdusAreSpacedAndAnswersPackedForAStationThatLosesThem() {
    List<Instant> sentAt = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int before = bench.pdus().size();
      bench.requestAsLldpad(associate(i));
      if (bench.pdus().size() > before) {
        sentAt.add(bench.now);
      }
      before = bench.pdus().size();
      bench.pass(Duration.ofMillis(1));
      if (bench.pdus().size() > before) {
        sentAt.add(bench.now);
      }
    }
    bench.pass(GAP);
    assertThat(bench.answers()).hasSize(40);
    assertThat(bench.pdus().size()).isLessThanOrEqualTo(10);
    for (int i = 1; i < sentAt.size(); i++) {
      assertThat(Duration.between(sentAt.get(i - 1), sentAt.get(i))).isGreaterThanOrEqualTo(GAP);
    }
    assertThat(bench.port.view().paced()).isTrue();
  }

  @Test
  void everyAnswerClosesItsListOfTlvs() {
    bench.requestAsLldpad(associate(1));
    Octets payload =
        bench.sent(EtherType.ECP).stream()
            .map(EthernetFrame::payload)
            .filter(octets -> octets.u16(0) == 0x1001)
            .findFirst()
            .orElseThrow();
    assertThat(payload.from(payload.size() - 2)).isEqualTo(Octets.zeros(2));
  }

  @Test
  void anEndTlvInAFrameThatNeedsNoPaddingEndsThePacing() {
    bench.request(associate(1));
    assertThat(bench.port.view().paced()).isFalse();
    bench.request(associate(2));
    bench.request(associate(3));
    assertThat(bench.answers()).hasSize(3);
  }

  @Test
  void severalAssociationsInOnePduEndThePacing() {
    Octets payload =
        VdpPdu.managerTlv(PortBench.MANAGER)
            .plus(associate(1).encode())
            .plus(associate(2).encode());
    bench.payload(payload);
    assertThat(bench.port.view().paced()).isFalse();
  }

  @Test
  void pacingIsBackAfterALinkFlap() {
    bench.request(associate(1));
    bench.take(bench.port.linkDown(bench.now));
    bench.take(bench.port.linkUp(bench.now));
    assertThat(bench.port.view().paced()).isTrue();
  }

  @Test
  void aHundredVsisAnnouncedOneByOneAreAllKept() {
    Duration ackTimer = bench.port.view().operation().ackTimer();
    Duration keepAlive = bench.port.view().operation().reinitKeepAlive();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 100; i++) {
        bench.requestAsLldpad(associate(i));
        bench.pass(ackTimer);
      }
      bench.pass(keepAlive);
    }
    assertThat(bench.all(PortEffect.Command.class)).hasSize(100);
    assertThat(bench.all(PortEffect.Released.class)).isEmpty();
    assertThat(bench.port.view().held()).isEqualTo(100);
  }

  @Test
  void vdpIsAnsweredBeforeLldpAndTheStationsTimersAreUsedOnceItIsHeard() {
    bench.requestAsLldpad(associate(1));
    assertThat(bench.answer().status()).isEqualTo(0x40);
    bench.frame(CapturedFrame.all("run1").get(0).octets());
    assertThat(bench.port.view().operation().ackExponent().exponent()).isEqualTo(13);
    assertThat(bench.port.view().flavour()).contains(Flavour.RATIFIED);
  }

  @Test
  void longerTimersHoldForVsisThatWaitAlready() {
    bench.requestAsLldpad(associate(1));
    byte[] slow = CapturedFrame.all("run1").get(0).octets().toArray();
    slow[46] = 24;
    bench.pass(Duration.ofSeconds(10));
    bench.frame(Octets.of(slow));
    assertThat(bench.port.view().operation().keepAliveExponent().exponent()).isEqualTo(24);
    bench.pass(Duration.ofSeconds(100));
    assertThat(bench.all(PortEffect.Released.class)).isEmpty();
    bench.pass(Duration.ofSeconds(200));
    assertThat(bench.all(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.KEEPALIVE_EXPIRED));
  }

  @Test
  void sequenceNumbersBeginAnywhere() {
    Set<Integer> first = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      BridgePortStack port =
          new BridgePortStack(
              BridgePortSettings.of(BRIDGE),
              RandomGeneratorFactory.of("L64X128MixRandom").create(seed),
              PortBench.START);
      port.linkUp(PortBench.START);
      Octets request =
          Ecpdu.request(
                  EcpSubtype.VDP,
                  1,
                  new VdpPdu(PortBench.MANAGER, List.of(association(VdpType.DE_ASSOCIATE, 1, 100)))
                      .encode())
              .frame(STATION)
              .encode();
      for (PortEffect effect : port.receive(request, PortBench.START)) {
        if (effect instanceof PortEffect.Send(Octets frame) && frame.u16(14) == 0x1001) {
          first.add(frame.u16(16));
        }
      }
    }
    assertThat(first).hasSizeGreaterThan(15);
  }

  @Test
  void theAnswerEchoesEveryFieldAStationFindsItsVsiBy() {
    VsiManagerId libvirt = VsiManagerId.ofNumber(12);
    AssociationTlv asked = association(VdpType.ASSOCIATE, 1, macVid(0));
    bench.payload(VdpPdu.managerTlv(libvirt).plus(asked.encode()));
    assertThat(bench.pdus().getFirst())
        .isEqualTo(
            new VdpPdu(
                libvirt,
                List.of(association(VdpType.ASSOCIATE, 1, 205).with(VdpType.ASSOCIATE, 0x40))));
  }

  @Test
  void aSilentStationLosesItsVsiAndIsToldWithStatusZeroAndItsFilters() {
    bench.requestAsLldpad(association(VdpType.ASSOCIATE, 1, 0));
    bench.forget();
    Duration patience = bench.port.view().operation().toutKeepAlive();
    bench.pass(patience.minusMillis(1));
    assertThat(bench.all(PortEffect.Released.class)).isEmpty();
    bench.pass(Duration.ofMillis(1));
    assertThat(bench.all(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.KEEPALIVE_EXPIRED));
    assertThat(bench.answer()).isEqualTo(association(VdpType.DE_ASSOCIATE, 1, 205));
  }

  @Test
  void severalVsisThatEndTogetherAreToldInOnePdu() {
    for (int i = 0; i < 10; i++) {
      bench.requestAsLldpad(associate(i));
    }
    bench.pass(Duration.ofMillis(50));
    bench.forget();
    bench.pass(Duration.ofSeconds(20));
    assertThat(bench.all(PortEffect.Released.class)).hasSize(10);
    assertThat(bench.answers()).hasSize(10).allMatch(tlv -> tlv.status() == 0);
    assertThat(bench.pdus().size()).isLessThanOrEqualTo(2);
  }

  @Test
  void hintsInAKeepaliveChangeNothing() {
    bench.requestAsLldpad(associate(1).with(VdpType.ASSOCIATE, 0x10));
    assertThat(bench.all(PortEffect.Command.class).getFirst().request().migrateTo()).isTrue();
    bench.forget();
    bench.requestAsLldpad(associate(1));
    bench.requestAsLldpad(associate(1).with(VdpType.ASSOCIATE, 0x20));
    bench.pass(GAP);
    assertThat(bench.all(PortEffect.Command.class)).isEmpty();
    assertThat(bench.all(PortEffect.KeptAlive.class)).hasSize(2);
    assertThat(bench.answers()).hasSize(2).allMatch(tlv -> tlv.status() == 0x40);
  }

  @Test
  void nothingIsKeptWhereNothingWasHeld() {
    bench.edge =
        request ->
            Optional.of(new VsiAnswer.Refused(VdpError.UNABLE_TO_CONTACT_MANAGER, true, false));
    bench.requestAsLldpad(associate(1));
    assertThat(bench.answer()).isEqualTo(associate(1).with(VdpType.DE_ASSOCIATE, 0x43));
    assertThat(bench.port.view().held()).isZero();
  }

  @Test
  void evbTlvsAreExactlyAsLongAsStationsCanTake() {
    bench.take(bench.port.linkDown(bench.now));
    bench.take(bench.port.linkUp(bench.now));
    Octets lldp = bench.sent(EtherType.LLDP).getFirst().payload();
    assertThat(lldp.hex()).contains("fe090080c20d0600").contains("fe0d001b3f00c007");
    bench.frame(CapturedFrame.all("run1").get(0).octets());
    bench.pass(Duration.ofSeconds(31));
    Octets last = bench.sent(EtherType.LLDP).getLast().payload();
    assertThat(last.hex()).contains("fe090080c20d").doesNotContain("001b3f");
  }

  @Test
  void anAckOfEighteenOctetsIsAnAck() {
    bench.acknowledging = false;
    bench.request(associate(1));
    EthernetFrame answer = bench.sent(EtherType.ECP).getLast();
    Octets ack =
        Ecpdu.decode(answer.payload())
            .orThrow()
            .acknowledgement()
            .frame(STATION)
            .encode()
            .slice(0, 18);
    bench.forget();
    bench.frame(ack);
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.pdus()).isEmpty();
    assertThat(bench.dropped()).isEmpty();
  }

  @Test
  void vsisSentAgainAfterALinkFlapAreKept() {
    bench.requestAsLldpad(association(VdpType.ASSOCIATE, 1, 0));
    bench.take(bench.port.linkDown(bench.now));
    bench.pass(Duration.ofSeconds(3));
    bench.take(bench.port.linkUp(bench.now));
    bench.forget();
    bench.requestAsLldpad(association(VdpType.ASSOCIATE, 1, 205));
    assertThat(bench.all(PortEffect.KeptAlive.class)).hasSize(1);
    assertThat(bench.answer().status()).isEqualTo(0x40);
  }

  @Test
  void aStationThatForgotItsVidGetsTheSameAgain() {
    bench.requestAsLldpad(association(VdpType.ASSOCIATE, 1, 0));
    bench.pass(GAP);
    bench.forget();
    bench.requestAsLldpad(association(VdpType.ASSOCIATE, 1, 0));
    assertThat(bench.all(PortEffect.Command.class)).isEmpty();
    assertThat(bench.answer())
        .isEqualTo(association(VdpType.ASSOCIATE, 1, 205).with(VdpType.ASSOCIATE, 0x40));
  }

  private static DraftAssociationTlv draft(VdpType type, int vsi, int version) {
    AssociationTlv ratified = associate(vsi);
    return new DraftAssociationTlv(
        type,
        DraftResponse.SUCCESS,
        12,
        ratified.typeId(),
        new org.moorage.protocol.vdp.VsiTypeVersion(version),
        ratified.vsiId(),
        ratified.filters());
  }

  @Test
  void aDraftStationOpensWithAnEmptyPdu() {
    bench.draftRequest();
    List<EthernetFrame> sent = bench.sent(EtherType.ECP_DRAFT);
    assertThat(sent).hasSize(1);
    assertThat(DraftEcpdu.decode(sent.getFirst().payload()).orThrow().payload().isAllZero())
        .isTrue();
    assertThat(sent.getFirst().destination()).isEqualTo(ReservedAddress.NEAREST_BRIDGE.mac());
    assertThat(bench.dropped()).isEmpty();
    assertThat(bench.port.view().flavour()).contains(Flavour.DRAFT);
  }

  @Test
  void aDraftStationsEndIsConfirmedEachTimeItSaysSo() {
    bench.draftRequest(draft(VdpType.ASSOCIATE, 1, 2));
    for (int i = 0; i < 3; i++) {
      bench.draftRequest(draft(VdpType.DE_ASSOCIATE, 1, 2), draft(VdpType.ASSOCIATE, 2, 2));
      bench.pass(Duration.ofSeconds(5));
    }
    assertThat(bench.draftAnswers())
        .filteredOn(tlv -> tlv.type() == VdpType.DE_ASSOCIATE)
        .hasSize(3)
        .allMatch(tlv -> tlv.response() == DraftResponse.SUCCESS);
    assertThat(bench.all(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.DE_ASSOCIATED));
    assertThat(bench.all(PortEffect.Command.class)).hasSize(2);
  }

  @Test
  void aDraftRefusalIsSaidInTheStationsMode() {
    bench.edge =
        request ->
            Optional.of(
                new VsiAnswer.Refused(
                    VdpError.OTHER_FAILURE, false, true, DraftResponse.VTID_VERSION_VIOLATION));
    bench.draftRequest(draft(VdpType.PRE_ASSOCIATE, 1, 9));
    assertThat(bench.draftAnswers())
        .containsExactly(
            new DraftAssociationTlv(
                VdpType.PRE_ASSOCIATE,
                DraftResponse.VTID_VERSION_VIOLATION,
                12,
                associate(1).typeId(),
                new org.moorage.protocol.vdp.VsiTypeVersion(9),
                vsi(1),
                macVid(100)));
    assertThat(bench.port.view().held()).isZero();
  }

  @Test
  void aDraftStationsKeepaliveComesEveryTenSeconds() {
    for (int i = 0; i < 6; i++) {
      bench.draftRequest(draft(VdpType.ASSOCIATE, 1, 2));
      bench.pass(Duration.ofSeconds(10));
    }
    assertThat(bench.all(PortEffect.Command.class)).hasSize(1);
    assertThat(bench.all(PortEffect.KeptAlive.class)).hasSize(5);
    assertThat(bench.all(PortEffect.Released.class)).isEmpty();
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.all(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.KEEPALIVE_EXPIRED));
    assertThat(bench.draftAnswers().getLast().type()).isEqualTo(VdpType.DE_ASSOCIATE);
  }
}
