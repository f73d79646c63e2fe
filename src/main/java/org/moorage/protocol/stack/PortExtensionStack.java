package org.moorage.protocol.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ecp.EcpOperation;
import org.moorage.protocol.ecp.EcpReceiver;
import org.moorage.protocol.ecp.EcpSettings;
import org.moorage.protocol.ecp.EcpSubtype;
import org.moorage.protocol.ecp.EcpTransmitter;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.lldp.LldpSettings;
import org.moorage.protocol.lldp.LldpTlv;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.lldp.OrganizationalTlv;
import org.moorage.protocol.pecsp.CspCodePoints.Command;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspPdu;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspResponse;
import org.moorage.protocol.pecsp.PeCsp;
import org.moorage.protocol.pecsp.PortExtensionTlv;

/**
 * What runs between a controlling bridge and a port extender outside any E-channel, the same at
 * both ends: LLDP to the nearest bridge with the Port Extension TLV, and PE CSP in ECP (IEEE
 * 802.1BR). Inside each E-channel a port stack runs, as on a link of its own.
 *
 * <p>No I/O, no clock; one thread at a time. Frames of any content are counted, never thrown on.
 */
public final class PortExtensionStack {

  static final String NOT_OURS = "neither LLDP nor ECP outside an E-channel";
  static final String WRONG_ADDRESS = "ECP for another address";
  static final String NOT_PE_CSP = "ECP for another protocol than PE CSP";
  static final String NOBODY = "PE CSP from nobody LLDP has found";
  static final String BARRED = "PE CSP from an extender that is connected elsewhere";

  private static final String LINK_DOWN = "the link is down";
  private static final String NOT_HEARD = "it is not heard by LLDP any more";
  private static final String SOMEBODY_ELSE = "another device is there";

  /** As a bridge's VDP: 1 + 3 transmissions, 40.96 ms apart (exponent 12 of 10 us). */
  private static final EcpSettings ECP =
      new EcpSettings(3, Duration.ofNanos(40_960_000), Duration.ZERO, 2 * PeCsp.MAX_WAITING);

  /**
   * Six times as often as usual: who has started anew hears the other end by it, and all stations
   * behind an extender that is gone without a trace wait until it is missed.
   */
  private static final Duration LLDP_INTERVAL = Duration.ofSeconds(5);

  private final PortExtensionSettings settings;
  private final RandomGenerator random;
  private final Counters counters = new Counters();
  private final LldpLink lldp;
  private PeCsp.State csp;
  private EcpTransmitter.State transmitter = EcpTransmitter.initial(ECP);
  private EcpReceiver.State receiver = EcpReceiver.initial();
  private @Nullable PortExtensionTlv neighbour;
  private boolean barred;
  private boolean linkUp;
  private long tickets;
  private List<PortExtensionEffect> effects = new ArrayList<>();

  /**
   * @param random for ECP's first sequence numbers
   */
  public PortExtensionStack(PortExtensionSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
    csp = PeCsp.initial(settings.self());
    LldpSettings spoken =
        new LldpSettings(
            ReservedAddress.NEAREST_BRIDGE.mac(),
            settings.mac(),
            Lldpdu.chassis(settings.self().address()),
            Lldpdu.port(settings.mac()),
            LLDP_INTERVAL,
            LldpSettings.DEFAULT_HOLD,
            List.of(
                new LldpSettings.TlvName(
                    OrganizationalTlv.OUI_IEEE_8021, PortExtensionTlv.SUBTYPE)));
    lldp = new LldpLink(spoken, tlvs(settings), new Wire(), this::neighbourChanged);
  }

  private static List<LldpTlv> tlvs(PortExtensionSettings settings) {
    List<LldpTlv> tlvs =
        new ArrayList<>(SpokenNames.tlvs(settings.systemName(), settings.portDescription()));
    tlvs.add(new PortExtensionTlv(0, settings.self().address(), settings.mac()).tlv());
    tlvs.addAll(settings.inventory().tlvs());
    return tlvs;
  }

  /** The carrier is there. */
  public List<PortExtensionEffect> linkUp(Instant now) {
    linkUp = true;
    step(new EcpTransmitter.Input.LinkUp(1 + random.nextInt(0xFFFF)), now);
    receiver = EcpReceiver.step(receiver, new EcpReceiver.Input.LinkUp(), now).state();
    lldp.linkUp(now);
    return done();
  }

  /** The carrier is gone. */
  public List<PortExtensionEffect> linkDown(Instant now) {
    linkUp = false;
    step(new PeCsp.Input.PeerLost(LINK_DOWN), now);
    step(new EcpTransmitter.Input.LinkDown(), now);
    receiver = EcpReceiver.step(receiver, new EcpReceiver.Input.LinkDown(), now).state();
    lldp.linkDown(now);
    return done();
  }

  /** Takes a whole Ethernet frame without FCS that came outside any E-channel. */
  public List<PortExtensionEffect> receive(Octets frame, Instant now) {
    if (!linkUp) {
      drop(Carriage.LINK_IS_DOWN);
      return done();
    }
    switch (EthernetFrame.decode(frame)) {
      case Decoded.Malformed<EthernetFrame>(String reason, int offset) -> drop(reason);
      case Decoded.Value<EthernetFrame>(EthernetFrame decoded) -> {
        boolean plain = decoded.tags().isEmpty();
        if (plain && decoded.type().equals(EtherType.LLDP)) {
          lldp.receive(decoded, now);
        } else if (plain && decoded.type().equals(EtherType.ECP)) {
          receiveEcp(decoded, now);
        } else {
          drop(NOT_OURS);
        }
      }
    }
    return done();
  }

  /** Does everything that is due. */
  public List<PortExtensionEffect> advance(Instant now) {
    lldp.due(now);
    if (isDue(EcpTransmitter.deadline(transmitter), now)) {
      step(new EcpTransmitter.Input.Due(), now);
    }
    if (isDue(PeCsp.deadline(csp), now)) {
      step(new PeCsp.Input.Due(), now);
    }
    return done();
  }

  private static boolean isDue(Optional<Instant> deadline, Instant now) {
    return deadline.isPresent() && !deadline.get().isAfter(now);
  }

  /** When {@link #advance} is to be called next; early is harmless. */
  public Optional<Instant> deadline() {
    return Stream.of(lldp.deadline(), EcpTransmitter.deadline(transmitter), PeCsp.deadline(csp))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /**
   * Asks the other end.
   *
   * @param ticket comes back with the answer, unless the other end is lost first
   */
  public List<PortExtensionEffect> ask(CspRequest request, long ticket, Instant now) {
    step(new PeCsp.Input.Ask(request, ticket), now);
    return done();
  }

  /** Answers what the other end asked under that number. */
  public List<PortExtensionEffect> answer(
      int number, Command command, CspResponse response, Instant now) {
    step(new PeCsp.Input.Answer(number, command, response), now);
    return done();
  }

  /** Nobody opens with this end while an extender of the same address is connected elsewhere. */
  public List<PortExtensionEffect> bar(boolean on, Instant now) {
    boolean changed = barred != on;
    barred = on;
    if (changed && on) {
      step(new PeCsp.Input.PeerLost(BARRED), now);
    } else if (changed && neighbour != null) {
      step(new PeCsp.Input.PeerHeard(), now);
    }
    return done();
  }

  public boolean isOpen() {
    return csp instanceof PeCsp.State.Open;
  }

  public PortExtensionView view() {
    return new PortExtensionView(
        lldp.neighbour(),
        csp instanceof PeCsp.State.Open open ? Optional.of(open.other()) : Optional.empty(),
        csp instanceof PeCsp.State.Opening opening ? opening.refused() : Optional.empty(),
        counters.snapshot());
  }

  private void neighbourChanged(Optional<Lldpdu> heard, Instant now) {
    PortExtensionTlv tlv = null;
    Optional<Decoded<PortExtensionTlv>> said = heard.flatMap(PortExtensionTlv::in);
    if (said.isPresent()) {
      switch (said.get()) {
        case Decoded.Value<PortExtensionTlv>(PortExtensionTlv value) -> tlv = value;
        case Decoded.Malformed<PortExtensionTlv>(String reason, int offset) -> drop(reason);
      }
    }
    PortExtensionTlv before = neighbour;
    if (tlv == null ? before == null : tlv.equals(before)) {
      return;
    }
    if (before != null) {
      step(new PeCsp.Input.PeerLost(tlv == null ? NOT_HEARD : SOMEBODY_ELSE), now);
    }
    neighbour = tlv;
    effects.add(new PortExtensionEffect.NeighbourChanged(Optional.ofNullable(tlv)));
    if (tlv != null && !barred) {
      step(new PeCsp.Input.PeerHeard(), now);
    }
  }

  private void receiveEcp(EthernetFrame frame, Instant now) {
    PortExtensionTlv other = neighbour;
    if (!frame.destination().equals(settings.mac())) {
      drop(WRONG_ADDRESS);
    } else if (other == null || !frame.source().equals(other.cspAddress())) {
      drop(NOBODY);
    } else {
      switch (Ecpdu.decode(frame.payload())) {
        case Decoded.Malformed<Ecpdu>(String reason, int offset) -> drop(reason);
        case Decoded.Value<Ecpdu>(Ecpdu pdu) -> {
          if (pdu.operation() == EcpOperation.REQUEST) {
            requested(pdu, other.cspAddress(), now);
          } else {
            step(new EcpTransmitter.Input.Acked(pdu.sequence()), now);
          }
        }
      }
    }
  }

  private void requested(Ecpdu pdu, MacAddress other, Instant now) {
    Step<EcpReceiver.State, EcpReceiver.Effect> step =
        EcpReceiver.step(receiver, new EcpReceiver.Input.Requested(pdu), now);
    receiver = step.state();
    for (EcpReceiver.Effect effect : step.effects()) {
      switch (effect) {
        case EcpReceiver.Effect.Acknowledge(Ecpdu ack) -> send(ack, other);
        case EcpReceiver.Effect.Deliver(EcpSubtype subtype, Octets payload) -> {
          if (subtype == EcpSubtype.PE_CSP) {
            receiveCsp(payload, now);
          } else {
            drop(NOT_PE_CSP);
          }
        }
        case EcpReceiver.Effect.Repeated repeated -> drop(Carriage.REPEATED);
        case EcpReceiver.Effect.Ignored ignored -> drop(Carriage.LINK_IS_DOWN);
      }
    }
  }

  private void receiveCsp(Octets payload, Instant now) {
    switch (CspPdu.decode(payload)) {
      case Decoded.Malformed<CspPdu>(String reason, int offset) -> drop(reason);
      case Decoded.Value<CspPdu>(CspPdu pdu) -> {
        if (barred && pdu instanceof CspPdu.Request(int number, CspRequest request)) {
          drop(BARRED);
          CspResponse refusal = CspResponse.refused(Completion.IDENTITY_IN_USE);
          carry(new CspPdu.Response(number, request.command(), refusal), now);
        } else {
          step(new PeCsp.Input.Received(pdu), now);
        }
      }
    }
  }

  private void step(PeCsp.Input input, Instant now) {
    Step<PeCsp.State, PeCsp.Effect> step = PeCsp.step(csp, input, now);
    csp = step.state();
    for (PeCsp.Effect effect : step.effects()) {
      switch (effect) {
        case PeCsp.Effect.Send(CspPdu pdu) -> carry(pdu, now);
        case PeCsp.Effect.Opened(var other) -> effects.add(new PortExtensionEffect.Opened(other));
        case PeCsp.Effect.Closed(String because) ->
            effects.add(new PortExtensionEffect.Lost(because));
        case PeCsp.Effect.Refused(Completion because) ->
            effects.add(new PortExtensionEffect.Refused(because));
        case PeCsp.Effect.Requested(int number, CspRequest request) ->
            effects.add(new PortExtensionEffect.Requested(number, request));
        case PeCsp.Effect.Answered(long ticket, CspResponse response) ->
            effects.add(new PortExtensionEffect.Answered(ticket, response));
        case PeCsp.Effect.NotTaken(long ticket) ->
            effects.add(new PortExtensionEffect.NotTaken(ticket));
        case PeCsp.Effect.Ignored(String reason) -> drop(reason);
      }
    }
  }

  private void carry(CspPdu pdu, Instant now) {
    step(new EcpTransmitter.Input.Submit(EcpSubtype.PE_CSP, pdu.encode(), ++tickets), now);
  }

  private void step(EcpTransmitter.Input input, Instant now) {
    Step<EcpTransmitter.State, EcpTransmitter.Effect> step =
        EcpTransmitter.step(transmitter, input, now);
    transmitter = step.state();
    for (EcpTransmitter.Effect effect : step.effects()) {
      switch (effect) {
        case EcpTransmitter.Effect.Send(Ecpdu pdu) -> {
          if (neighbour != null) {
            send(pdu, neighbour.cspAddress());
          }
        }
        case EcpTransmitter.Effect.Delivered delivered -> {
          // The response to it is what counts.
        }
        case EcpTransmitter.Effect.GaveUp gaveUp -> {
          drop(Carriage.UNACKNOWLEDGED);
          step(new PeCsp.Input.Undelivered(), now);
        }
        case EcpTransmitter.Effect.Refused refused -> drop(Carriage.QUEUE_FULL);
        case EcpTransmitter.Effect.StrayAck stray -> drop(Carriage.STRAY_ACK);
      }
    }
  }

  private void send(Ecpdu pdu, MacAddress to) {
    effects.add(new PortExtensionEffect.Send(pdu.frame(to, settings.mac()).encode()));
  }

  private void drop(String reason) {
    counters.count(reason);
    effects.add(new PortExtensionEffect.Dropped(reason));
  }

  private List<PortExtensionEffect> done() {
    List<PortExtensionEffect> handed = effects;
    effects = new ArrayList<>(2);
    return handed;
  }

  private final class Wire implements LldpLink.Wire {

    @Override
    public void send(Octets frame) {
      effects.add(new PortExtensionEffect.Send(frame));
    }

    @Override
    public void dropped(String reason) {
      drop(reason);
    }
  }
}
