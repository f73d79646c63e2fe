package org.moorage.protocol.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ecp.DraftEcpdu;
import org.moorage.protocol.ecp.EcpOperation;
import org.moorage.protocol.ecp.EcpSubtype;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.DraftAssociationTlv;
import org.moorage.protocol.vdp.DraftVdpPdu;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpPdu;
import org.moorage.protocol.vdp.VdpTlv;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * A bridge port with a scripted edge behind it and a scripted station before it, that says octets
 * as they are and acknowledges what it hears.
 */
final class PortBench {

  static final MacAddress STATION = MacAddress.parse("02:00:00:00:0a:01");
  static final MacAddress BRIDGE = MacAddress.parse("02:00:00:00:0b:01");
  static final VsiManagerId MANAGER = VsiManagerId.ofText("manager1");
  static final Instant START = Instant.EPOCH.plusSeconds(1_000_000);

  /** What the edge decides; nothing leaves the command open. */
  Function<VsiRequest, Optional<VsiAnswer>> edge = PortBench::asAsked;

  /** Whether the station acknowledges what it hears. */
  boolean acknowledging = true;

  /** Every effect since the last {@link #forget}, in order. */
  final List<PortEffect> effects = new ArrayList<>();

  final BridgePortStack port;
  Instant now = START;
  private int sequence = 100;

  PortBench() {
    this(BridgePortSettings.of(BRIDGE));
  }

  PortBench(BridgePortSettings settings) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    port = new BridgePortStack(settings, random, now);
    take(port.linkUp(now));
    forget();
  }

  /** Grants what is asked; VID 0 becomes VID 205. */
  static Optional<VsiAnswer> asAsked(VsiRequest request) {
    return Optional.of(
        new VsiAnswer.Accepted(
            request.filters().entries().stream()
                .map(FilterInfo.Entry::vid)
                .map(vid -> vid.isWildcard() ? new VidField(false, 0, 205) : vid)
                .toList()));
  }

  static VsiId vsi(int number) {
    return VsiId.of(new UUID(0x0011_2233_4455_6677L, 0x8899_aabb_0000_0000L + number));
  }

  static AssociationTlv association(VdpType type, int vsi, int vid) {
    return association(type, vsi, macVid(vid));
  }

  static AssociationTlv association(VdpType type, int vsi, FilterInfo filters) {
    return new AssociationTlv(
        type, 0, new VsiTypeId(0x123456), new VsiTypeVersion(2), vsi(vsi), filters);
  }

  static FilterInfo macVid(int vid) {
    return FilterInfo.of(
        FilterInfo.Format.MAC_VID,
        FilterInfo.Entry.of(MacAddress.parse("52:54:00:11:22:33"), new VidField(false, 0, vid)));
  }

  /** One ECPDU with these TLVs, closed by an End TLV. */
  void request(VdpTlv... tlvs) {
    payload(new VdpPdu(MANAGER, List.of(tlvs)).encode());
  }

  /** One ECPDU as lldpad sends it: one TLV, no End TLV. */
  void requestAsLldpad(AssociationTlv tlv) {
    payload(VdpPdu.managerTlv(MANAGER).plus(tlv.encode()));
  }

  void payload(Octets payload) {
    sequence = sequence % 0xFFFF + 1;
    frame(Ecpdu.request(EcpSubtype.VDP, sequence, payload).frame(STATION).encode());
  }

  /** One draft 0 ECPDU with these TLVs. */
  void draftRequest(DraftAssociationTlv... tlvs) {
    sequence = sequence % 0xFFFF + 1;
    Octets payload = new DraftVdpPdu(List.of(tlvs)).encode();
    frame(DraftEcpdu.request(sequence, payload).frame(STATION).encode());
  }

  void frame(Octets frame) {
    take(port.receive(frame, now));
  }

  /** Time passes; what is due happens when it is due. */
  void pass(Duration time) {
    Instant until = now.plus(time);
    Optional<Instant> next = port.deadline();
    int steps = 0;
    while (next.isPresent() && !next.get().isAfter(until)) {
      now = next.get().isAfter(now) ? next.get() : now;
      take(port.advance(now));
      next = port.deadline();
      if (++steps > 1_000_000) {
        throw new AssertionError("the port's deadline does not move on from " + next);
      }
    }
    now = until;
  }

  void take(List<PortEffect> first) {
    Deque<PortEffect> open = new ArrayDeque<>(first);
    while (!open.isEmpty()) {
      PortEffect effect = open.remove();
      effects.add(effect);
      open.addAll(follow(effect));
    }
  }

  private List<PortEffect> follow(PortEffect effect) {
    return switch (effect) {
      case PortEffect.Send(Octets frame) -> acknowledging ? acknowledge(frame) : List.of();
      case PortEffect.Command(long number, VsiRequest request, Instant answerBy) ->
          edge.apply(request)
              .map(answer -> port.answer(request.vsiId(), number, answer, now))
              .orElse(List.of());
      case PortEffect.ReflectiveRelay(boolean on) -> port.reflectiveRelayApplied(on, now);
      case PortEffect.KeptAlive kept -> List.of();
      case PortEffect.Released released -> List.of();
      case PortEffect.NeighbourChanged changed -> List.of();
      case PortEffect.Dropped dropped -> List.of();
      case PortEffect.Answered answered -> List.of();
    };
  }

  private List<PortEffect> acknowledge(Octets octets) {
    EthernetFrame frame = EthernetFrame.decode(octets).orThrow();
    if (frame.type().equals(EtherType.ECP)) {
      Ecpdu pdu = Ecpdu.decode(frame.payload()).orThrow();
      return pdu.operation() == EcpOperation.REQUEST
          ? port.receive(pdu.acknowledgement().frame(STATION).encode(), now)
          : List.of();
    }
    if (frame.type().equals(EtherType.ECP_DRAFT)) {
      DraftEcpdu pdu = DraftEcpdu.decode(frame.payload()).orThrow();
      return pdu.operation() == EcpOperation.REQUEST
          ? port.receive(pdu.acknowledgement().frame(STATION).encode(), now)
          : List.of();
    }
    return List.of();
  }

  void forget() {
    effects.clear();
  }

  <T extends PortEffect> List<T> all(Class<T> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Reasons of drops, in order. */
  List<String> dropped() {
    return all(PortEffect.Dropped.class).stream().map(PortEffect.Dropped::reason).toList();
  }

  List<EthernetFrame> sent(EtherType type) {
    return all(PortEffect.Send.class).stream()
        .map(send -> EthernetFrame.decode(send.frame()).orThrow())
        .filter(frame -> frame.type().equals(type))
        .toList();
  }

  /** ACKs of ratified ECP that went out. */
  int acks() {
    return (int)
        sent(EtherType.ECP).stream()
            .map(frame -> Ecpdu.decode(frame.payload()).orThrow())
            .filter(pdu -> pdu.operation() == EcpOperation.ACK)
            .count();
  }

  /** ECPDUs that went out with answers in them. */
  List<VdpPdu> pdus() {
    return sent(EtherType.ECP).stream()
        .map(frame -> Ecpdu.decode(frame.payload()).orThrow())
        .filter(pdu -> pdu.operation() == EcpOperation.REQUEST)
        .map(pdu -> VdpPdu.decode(pdu.payload()).orThrow())
        .toList();
  }

  /** The association TLVs the station was sent, in order. */
  List<AssociationTlv> answers() {
    return pdus().stream()
        .flatMap(pdu -> pdu.tlvs().stream())
        .filter(AssociationTlv.class::isInstance)
        .map(AssociationTlv.class::cast)
        .toList();
  }

  /** The same where the flavour is draft 0. */
  List<DraftAssociationTlv> draftAnswers() {
    return sent(EtherType.ECP_DRAFT).stream()
        .map(frame -> DraftEcpdu.decode(frame.payload()).orThrow())
        .filter(pdu -> pdu.operation() == EcpOperation.REQUEST)
        .flatMap(pdu -> DraftVdpPdu.decode(pdu.payload()).orThrow().tlvs().stream())
        .map(DraftAssociationTlv.class::cast)
        .toList();
  }

  /** What the one answer was; fails when there is none or more. */
  AssociationTlv answer() {
    List<AssociationTlv> answers = answers();
    if (answers.size() != 1) {
      throw new AssertionError("not one answer but " + answers);
    }
    return answers.getFirst();
  }

  /** A good association is answered at once. */
  boolean answersAnAssociation(int vsi) {
    forget();
    request(association(VdpType.ASSOCIATE, vsi, 100));
    pass(Duration.ofMillis(5));
    return answers().stream().anyMatch(tlv -> tlv.vsiId().equals(vsi(vsi)) && tlv.status() == 0x40);
  }
}
