package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.protocol.stack.PortBench.BRIDGE;
import static org.moorage.protocol.stack.PortBench.MANAGER;
import static org.moorage.protocol.stack.PortBench.STATION;
import static org.moorage.protocol.stack.PortBench.association;
import static org.moorage.protocol.stack.PortBench.vsi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ecp.EcpOperation;
import org.moorage.protocol.ecp.EcpSubtype;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.OrganizationalTlv;
import org.moorage.protocol.vdp.VdpPdu;
import org.moorage.protocol.vdp.VdpTlv;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** A station's uplink before a scripted bridge that says octets as they are. */
class StationPortStackTest {

  private final StationPortStack uplink =
      new StationPortStack(
          StationPortSettings.of(STATION, Flavour.RATIFIED),
          RandomGeneratorFactory.of("L64X128MixRandom").create(1),
          PortBench.START);
  private final List<StationEffect> effects = new ArrayList<>();
  private final List<Instant> sentAt = new ArrayList<>();
  private Instant now = PortBench.START;
  private int sequence = 500;

  @BeforeEach
  void linkUp() {
    take(uplink.linkUp(now));
  }

  private void take(List<StationEffect> first) {
    for (StationEffect effect : first) {
      effects.add(effect);
      if (effect instanceof StationEffect.Send(Octets octets)) {
        EthernetFrame frame = EthernetFrame.decode(octets).orThrow();
        if (frame.type().equals(EtherType.ECP)) {
          Ecpdu pdu = Ecpdu.decode(frame.payload()).orThrow();
          if (pdu.operation() == EcpOperation.REQUEST) {
            sentAt.add(now);
            take(uplink.receive(pdu.acknowledgement().frame(BRIDGE).encode(), now));
          }
        }
      }
    }
  }

  private void pass(Duration time) {
    Instant until = now.plus(time);
    Optional<Instant> next = uplink.deadline();
    while (next.isPresent() && !next.get().isAfter(until)) {
      now = next.get().isAfter(now) ? next.get() : now;
      take(uplink.advance(now));
      next = uplink.deadline();
    }
    now = until;
  }

  private void want(AssociationTlv wish) {
    want(request(wish));
  }

  private void want(VsiRequest request) {
    take(uplink.request(request, now));
  }

  private static VsiRequest request(AssociationTlv wish) {
    return VsiRequest.of(
        wish.type(), MANAGER, wish.typeId(), wish.version(), wish.vsiId(), wish.filters());
  }

  private void bridgeSays(VsiManagerId manager, VdpTlv... tlvs) {
    // As lldpad's bridge says it: no End TLV in a frame that needs no padding.
    Octets payload = new VdpPdu(manager, List.of(tlvs)).encode();
    Octets open = payload.slice(0, payload.size() - 2);
    take(
        uplink.receive(
            Ecpdu.request(EcpSubtype.VDP, ++sequence, open).frame(BRIDGE).encode(), now));
  }

  private void bridgeAnswers(AssociationTlv asked) {
    bridgeSays(MANAGER, asked.with(asked.type(), 0x40));
  }

  private static AssociationTlv associate(int vsi) {
    return association(VdpType.ASSOCIATE, vsi, 100);
  }

  private List<VdpPdu> sent() {
    List<VdpPdu> sent = new ArrayList<>();
    for (StationEffect effect : effects) {
      if (effect instanceof StationEffect.Send(Octets octets) && octets.u16(12) == 0x8940) {
        Ecpdu pdu = Ecpdu.decode(octets.from(EthernetFrame.HEADER)).orThrow();
        if (pdu.operation() == EcpOperation.REQUEST) {
          sent.add(VdpPdu.decode(pdu.payload()).orThrow());
        }
      }
    }
    return sent;
  }

  private AssociationTlv lastSent() {
    return (AssociationTlv) sent().getLast().tlvs().getFirst();
  }

  private List<String> dropped() {
    return effects.stream()
        .filter(StationEffect.Dropped.class::isInstance)
        .map(effect -> ((StationEffect.Dropped) effect).reason())
        .toList();
  }

  private List<StationEffect> told() {
    return effects.stream()
        .filter(effect ->
            effect instanceof StationEffect.Confirmed
                || effect instanceof StationEffect.Failed
                || effect instanceof StationEffect.Ended)
        .toList();
  }

  @Test
  void aRequestIsSentAtOnceWithoutWaitingForLldp() {
    want(associate(1));
    assertThat(sent()).containsExactly(new VdpPdu(MANAGER, List.of(associate(1))));
    bridgeAnswers(associate(1));
    assertThat(told()).hasSize(1).first().isInstanceOf(StationEffect.Confirmed.class);
  }

  @Test
  void requestsToABridgeThatLosesThemAreSpacedAndPacked() {
    for (int i = 0; i < 30; i++) {
      want(associate(i));
    }
    pass(Duration.ofMillis(50));
    assertThat(sent().stream().mapToInt(pdu -> pdu.tlvs().size()).sum()).isEqualTo(30);
    assertThat(sent()).hasSizeLessThan(6);
    for (int i = 1; i < sentAt.size(); i++) {
      assertThat(Duration.between(sentAt.get(i - 1), sentAt.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(5));
    }
  }

  @Test
  void hintsAndOrganisationalTlvsGoWithEveryKeepaliveAndTheEnd() {
    OrganizationalTlv name = new OrganizationalTlv(0x00000C, Octets.ofHex("f1"));
    VsiRequest plain = request(associate(1));
    VsiRequest moving =
        new VsiRequest(
            plain.type(),
            true,
            false,
            plain.manager(),
            plain.typeId(),
            plain.version(),
            plain.vsiId(),
            plain.filters(),
            false,
            List.of(name),
            Flavour.RATIFIED,
            Octets.EMPTY);
    want(moving);
    AssociationTlv hinted = associate(1).with(VdpType.ASSOCIATE, 0x10);
    assertThat(sent().getLast().tlvs()).containsExactly(hinted, name);
    bridgeAnswers(associate(1));
    pass(uplink.view().operation().reinitKeepAlive());
    assertThat(sent()).hasSize(2);
    assertThat(sent().getLast().tlvs()).containsExactly(hinted, name);
    bridgeAnswers(associate(1));
    want(moving.with(VdpType.DE_ASSOCIATE));
    pass(Duration.ofMillis(5));
    assertThat(lastSent()).isEqualTo(hinted.with(VdpType.DE_ASSOCIATE, 0x10));
  }

  @Test
  void keepalivesAndTheEndSayTheVidTheBridgeSupplied() {
    want(association(VdpType.ASSOCIATE, 1, 0));
    bridgeAnswers(association(VdpType.ASSOCIATE, 1, 205));
    pass(uplink.view().operation().reinitKeepAlive());
    assertThat(lastSent()).isEqualTo(association(VdpType.ASSOCIATE, 1, 205));
    bridgeAnswers(association(VdpType.ASSOCIATE, 1, 205));
    want(association(VdpType.DE_ASSOCIATE, 1, 0));
    pass(Duration.ofMillis(5));
    assertThat(lastSent()).isEqualTo(association(VdpType.DE_ASSOCIATE, 1, 205));
  }

  @Test
  void aBridgeThatKeepsVsisByVersionIsToldToForgetTheOldOneFirst() {
    want(associate(1));
    bridgeAnswers(associate(1));
    VsiRequest newer = request(associate(1)).with(associate(1).typeId(), new VsiTypeVersion(9));
    pass(Duration.ofMillis(5));
    want(newer);
    assertThat(lastSent()).isEqualTo(association(VdpType.DE_ASSOCIATE, 1, 100));
    bridgeAnswers(association(VdpType.DE_ASSOCIATE, 1, 100));
    pass(Duration.ofMillis(5));
    assertThat(lastSent().type()).isEqualTo(VdpType.ASSOCIATE);
    assertThat(lastSent().version()).isEqualTo(new VsiTypeVersion(9));
  }

  @Test
  void theLateEndOfAVsiThatIsGoneIsCounted() {
    want(associate(1));
    bridgeAnswers(associate(1));
    pass(Duration.ofMillis(5));
    want(association(VdpType.DE_ASSOCIATE, 1, 100));
    bridgeAnswers(association(VdpType.DE_ASSOCIATE, 1, 100));
    bridgeSays(MANAGER, association(VdpType.DE_ASSOCIATE, 1, 100));
    assertThat(dropped()).containsExactly(StationVsis.NOT_OURS);
  }

  @Test
  void anAnswerWithoutTheAckBitIsNotAnAnswer() {
    want(associate(1));
    bridgeSays(MANAGER, associate(1));
    assertThat(dropped()).containsExactly(StationVsis.REQUEST);
    assertThat(told()).isEmpty();
  }

  @Test
  void anAnswerUnderAnotherKeyIsNotAnAnswer() {
    want(associate(1));
    bridgeSays(VsiManagerId.DEFAULT, associate(1).with(VdpType.ASSOCIATE, 0x40));
    AssociationTlv otherVersion =
        new AssociationTlv(
            VdpType.ASSOCIATE,
            0x40,
            associate(1).typeId(),
            new VsiTypeVersion(9),
            vsi(1),
            associate(1).filters());
    bridgeSays(MANAGER, otherVersion);
    assertThat(dropped()).containsExactly(StationVsis.OTHER_KEY, StationVsis.OTHER_KEY);
    pass(uplink.view().operation().respWaitDelay());
    assertThat(told())
        .containsExactly(
            new StationEffect.Failed(vsi(1), "the bridge did not answer", 0),
            new StationEffect.Ended(vsi(1), EndCause.UNANSWERED));
  }

  @Test
  void anAcknowledgedEndNothingWaitsForChangesNothing() {
    want(associate(1));
    bridgeAnswers(associate(1));
    bridgeSays(MANAGER, associate(1).with(VdpType.DE_ASSOCIATE, 0x40));
    assertThat(dropped()).containsExactly(StationVsis.NOT_AWAITED);
    assertThat(uplink.view().confirmed()).isEqualTo(1);
  }

  @Test
  void severalVsisMayBeEndedInOnePdu() {
    want(associate(1));
    want(associate(2));
    pass(Duration.ofMillis(5));
    bridgeAnswers(associate(1));
    bridgeAnswers(associate(2));
    bridgeSays(
        MANAGER,
        association(VdpType.DE_ASSOCIATE, 1, 100),
        association(VdpType.DE_ASSOCIATE, 2, 100));
    assertThat(told())
        .endsWith(
            new StationEffect.Ended(vsi(1), EndCause.WITHDRAWN),
            new StationEffect.Ended(vsi(2), EndCause.WITHDRAWN));
    assertThat(uplink.view().vsis()).isZero();
  }

  @Test
  void aRefusalUnderTheRequestsTypeIsUnderstoodToo() {
    want(associate(1));
    bridgeSays(MANAGER, associate(1).with(VdpType.ASSOCIATE, 0x42));
    assertThat(told())
        .containsExactly(
            new StationEffect.Failed(vsi(1), "insufficient resources", 0x42),
            new StationEffect.Ended(vsi(1), EndCause.REFUSED));
  }

  @Test
  void moreVsisThanThereIsRoomForAreRefused() {
    StationPortSettings one =
        new StationPortSettings(
            STATION,
            "host-1",
            Flavour.RATIFIED,
            org.moorage.protocol.evb.EvbSettings.STATION_DEFAULTS,
            org.moorage.protocol.evb.DraftEvbSettings.STATION_DEFAULTS,
            Pacing.NEVER,
            1,
            ControlAddresses.STANDARD);
    StationPortStack small =
        new StationPortStack(one, RandomGeneratorFactory.of("L64X128MixRandom").create(1), now);
    small.linkUp(now);
    small.request(request(associate(1)), now);
    assertThat(small.request(request(associate(2)), now))
        .containsExactly(new StationEffect.Failed(vsi(2), StationVsis.TOO_MANY, 0));
  }
}
