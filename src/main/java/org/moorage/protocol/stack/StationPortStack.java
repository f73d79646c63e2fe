package org.moorage.protocol.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ecp.DraftEcpSettings;
import org.moorage.protocol.ecp.EcpSettings;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.DraftAssociationTlv;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.DraftVdpPdu;
import org.moorage.protocol.vdp.DraftVdpTlv;
import org.moorage.protocol.vdp.MalformedDraftAssociation;
import org.moorage.protocol.vdp.UnknownDraftTlv;
import org.moorage.protocol.vdp.VdpStation;
import org.moorage.protocol.vdp.VdpStatus;
import org.moorage.protocol.vdp.VdpTlvs;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiCommand;
import org.moorage.protocol.vdp.VsiId;

/**
 * The station's end of one link to a bridge: LLDP, EVB, ECP and VDP of one flavour as one object
 * that does no I/O and reads no clock.
 *
 * <p>Give it what the hypervisor wants, frames, link changes and the time; do what the effects say,
 * in their order. One thread at a time. A VSI that was granted is kept alive without asking; after
 * a link flap each is asked for again.
 */
public final class StationPortStack {

  /** What a draft station waits for an answer: twice three transmissions of 500 ms. */
  static final Duration DRAFT_RESPONSE_WAIT = Duration.ofSeconds(3);

  static final Duration DRAFT_KEEP_ALIVE = Duration.ofSeconds(10);

  private final StationPortSettings settings;
  private final RandomGenerator random;
  private final Counters counters = new Counters();
  private final StationNegotiation negotiation;
  private final Carriage carriage;
  private final StationVsis vsis;
  private List<StationEffect> effects = new ArrayList<>();
  private final List<VsiId> undelivered = new ArrayList<>();
  private int sends;
  private VdpStation.Timers timers;
  private boolean linkUp;
  private boolean peerIsCapable;

  public StationPortStack(StationPortSettings settings, RandomGenerator random, Instant now) {
    this.settings = settings;
    this.random = random;
    Ports ports = new Ports();
    negotiation = new StationNegotiation(settings, ports);
    EvbOperation operation = negotiation.operation();
    timers = timers(operation);
    carriage =
        switch (settings.flavour()) {
          case RATIFIED ->
              new RatifiedCarriage(
                  settings.mac(),
                  settings.addresses().ecp(),
                  new EcpSettings(operation.maxRetries(), operation.ackTimer(), gap(), 0),
                  ports);
          case DRAFT ->
              new DraftCarriage(
                  settings.mac(),
                  settings.addresses().draftEcp(),
                  new DraftEcpSettings(true, gap(), 0),
                  ports);
        };
    vsis = new StationVsis(settings.flavour(), settings.maxVsis(), ports);
  }

  /** The carrier is there: every VSI is asked for again. */
  public List<StationEffect> linkUp(Instant now) {
    if (!linkUp) {
      linkUp = true;
      peerIsCapable = false;
      configure(now);
      carriage.linkUp(1 + random.nextInt(Carriage.SEQUENCES), now);
      negotiation.linkUp(now);
      vsis.linkUp(now);
    }
    return done(now);
  }

  /** The carrier is gone: VSIs wait for it without ageing. */
  public List<StationEffect> linkDown(Instant now) {
    if (linkUp) {
      linkUp = false;
      carriage.linkDown(now);
      negotiation.linkDown(now);
      vsis.linkDown(now);
    }
    return done(now);
  }

  /**
   * Asks for a VSI, changes or ends it. The mode may stay or rise; {@link VdpType#DE_ASSOCIATE}
   * ends it. Other filters, type or version on a live VSI change it; a bridge that keeps VSIs apart
   * by type and version is told to forget the old one first. While a request is outstanding the
   * newest other one waits.
   */
  public List<StationEffect> request(VsiRequest request, Instant now) {
    boolean inPlace = peerIsCapable && settings.flavour() == Flavour.RATIFIED;
    vsis.request(request, linkUp, inPlace, now);
    return done(now);
  }

  /** Takes a whole Ethernet frame without FCS. */
  public List<StationEffect> receive(Octets frame, Instant now) {
    switch (EthernetFrame.decode(frame)) {
      case Decoded.Malformed<EthernetFrame>(String reason, int offset) -> drop(reason);
      case Decoded.Value<EthernetFrame>(EthernetFrame decoded) ->
          receive(decoded, frame.size(), now);
    }
    return done(now);
  }

  private void receive(EthernetFrame frame, int size, Instant now) {
    EtherType ecp =
        switch (settings.flavour()) {
          case RATIFIED -> EtherType.ECP;
          case DRAFT -> EtherType.ECP_DRAFT;
        };
    if (frame.source().equals(settings.mac())) {
      drop(BridgePortStack.OWN_FRAME);
    } else if (!frame.tags().isEmpty()) {
      drop(BridgePortStack.TAGGED);
    } else if (!linkUp) {
      drop(Carriage.LINK_IS_DOWN);
    } else if (frame.type().equals(EtherType.LLDP)) {
      negotiation.receive(frame, now);
    } else if (frame.type().equals(ecp)) {
      carriage.receive(frame, now).ifPresent(payload -> payload(payload, size, now));
    } else {
      drop(BridgePortStack.NOT_CONTROL);
    }
  }

  private void payload(Octets payload, int frameSize, Instant now) {
    switch (settings.flavour()) {
      case RATIFIED -> {
        switch (VdpTlvs.read(payload)) {
          case Decoded.Malformed<VdpTlvs>(String reason, int offset) -> drop(reason);
          case Decoded.Value<VdpTlvs>(VdpTlvs pdu) -> ratified(pdu, frameSize, now);
        }
      }
      case DRAFT -> {
        switch (DraftVdpPdu.decode(payload)) {
          case Decoded.Malformed<DraftVdpPdu>(String reason, int offset) -> drop(reason);
          case Decoded.Value<DraftVdpPdu>(DraftVdpPdu pdu) -> draft(pdu, now);
        }
      }
    }
  }

  private void ratified(VdpTlvs pdu, int frameSize, Instant now) {
    if (!peerIsCapable && PeerHabits.showNoNeedOfPacing(pdu, frameSize)) {
      peerIsCapable = true;
      configure(now);
    }
    for (VdpTlvs.RawTlv tlv : pdu.tlvs()) {
      Optional<VdpType> type = VdpType.of(tlv.type());
      if (type.isEmpty()) {
        if (!tlv.isOrganizational()) {
          drop(BridgeRequests.UNKNOWN_TLV);
        }
        continue;
      }
      switch (AssociationTlv.decode(type.get(), tlv.content())) {
        case Decoded.Malformed<AssociationTlv>(String reason, int offset) -> drop(reason);
        case Decoded.Value<AssociationTlv>(AssociationTlv answer) ->
            vsis.receive(
                answer.vsiId(),
                VsiCommand.ofContent(type.get(), pdu.manager(), tlv.content()),
                answer.verdict(),
                now);
      }
    }
  }

  private void draft(DraftVdpPdu pdu, Instant now) {
    for (DraftVdpTlv tlv : pdu.tlvs()) {
      switch (tlv) {
        case DraftAssociationTlv answer -> draft(answer, now);
        case MalformedDraftAssociation malformed -> drop(malformed.reason());
        case UnknownDraftTlv unknown -> drop(BridgeRequests.UNKNOWN_TLV);
      }
    }
  }

  /** Draft 0 has no Ack bit: an answer is what comes while one is awaited, a refusal always. */
  private void draft(DraftAssociationTlv answer, Instant now) {
    VsiCommand command = VsiCommand.of(answer);
    boolean refused = answer.response() != DraftResponse.SUCCESS;
    if (vsis.awaitsAnswer(answer.vsiId())) {
      VdpStatus status =
          refused ? VdpStatus.failure(answer.response().error(), false, false) : VdpStatus.SUCCESS;
      vsis.receive(answer.vsiId(), command, status, now);
    } else {
      VsiCommand ended = refused ? command.with(VdpType.DE_ASSOCIATE) : command;
      vsis.receive(answer.vsiId(), ended, VdpStatus.REQUEST, now);
    }
  }

  /** Does everything that is due. */
  public List<StationEffect> advance(Instant now) {
    negotiation.due(now);
    carriage.due(now);
    vsis.due(now);
    return done(now);
  }

  /** When {@link #advance} is to be called next; early is harmless. */
  public Optional<Instant> deadline() {
    return BridgePortStack.earlier(
        BridgePortStack.earlier(carriage.deadline(), negotiation.deadline()), vsis.deadline());
  }

  public StationPortView view() {
    return new StationPortView(
        linkUp,
        negotiation.operation(),
        negotiation.draftOperation(),
        negotiation.neighbour(),
        !gap().isZero(),
        vsis.size(),
        vsis.confirmed(),
        counters.snapshot());
  }

  private Duration gap() {
    return switch (settings.pacing()) {
      case ALWAYS -> EcpSettings.GAP_FOR_SLOW_PEERS;
      case NEVER -> Duration.ZERO;
      case UNTIL_SHOWN -> peerIsCapable ? Duration.ZERO : EcpSettings.GAP_FOR_SLOW_PEERS;
    };
  }

  private void configure(Instant now) {
    EvbOperation operation = negotiation.operation();
    timers = timers(operation);
    carriage.configure(operation.maxRetries(), operation.ackTimer(), gap(), now);
  }

  private VdpStation.Timers timers(EvbOperation operation) {
    return switch (settings.flavour()) {
      case RATIFIED ->
          new VdpStation.Timers(operation.respWaitDelay(), operation.reinitKeepAlive());
      case DRAFT -> new VdpStation.Timers(DRAFT_RESPONSE_WAIT, DRAFT_KEEP_ALIVE);
    };
  }

  private void drop(String reason) {
    counters.count(reason);
    effects.add(new StationEffect.Dropped(reason));
  }

  /** Sends what came up, and hands the effects over: frames first, in the order they came up. */
  private List<StationEffect> done(Instant now) {
    carriage.pump(now);
    if (!undelivered.isEmpty()) {
      List<VsiId> lost = List.copyOf(undelivered);
      undelivered.clear();
      vsis.undelivered(lost, now);
      carriage.pump(now);
    }
    List<StationEffect> handed = effects;
    effects = new ArrayList<>(4);
    sends = 0;
    return handed;
  }

  /** What the parts ask of the port. */
  private final class Ports
      implements StationNegotiation.Outlet, Carriage.Outlet, StationVsis.Outlet {

    @Override
    public void send(Octets frame) {
      effects.add(sends++, new StationEffect.Send(frame));
    }

    @Override
    public void dropped(String reason) {
      drop(reason);
    }

    @Override
    public void undelivered(List<VsiId> vsisInPdu) {
      undelivered.addAll(vsisInPdu);
    }

    @Override
    public void operationChanged(Instant now) {
      configure(now);
      effects.add(new StationEffect.OperationChanged(negotiation.operation()));
    }

    @Override
    public void say(Outbox.Letter letter) {
      carriage.offer(letter);
    }

    @Override
    public void effect(StationEffect effect) {
      effects.add(effect);
    }

    @Override
    public VdpStation.Timers timers() {
      return timers;
    }
  }
}
