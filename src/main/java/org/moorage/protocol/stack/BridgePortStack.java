package org.moorage.protocol.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ecp.DraftEcpSettings;
import org.moorage.protocol.ecp.EcpSettings;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.vdp.DraftVdpPdu;
import org.moorage.protocol.vdp.VdpBridge;
import org.moorage.protocol.vdp.VdpTlvs;
import org.moorage.protocol.vdp.VsiId;

/**
 * The bridge's end of one link to a station: LLDP, EVB, ECP and VDP of both flavours as one object
 * that does no I/O and reads no clock.
 *
 * <p>Give it frames, link changes and the time; do what the effects say, in their order. What is to
 * be sent always comes first, an acknowledgement before all. Any method may be called at any time;
 * one thread at a time. Frames of any content are counted, never thrown on.
 *
 * <p>A link that goes down ends nothing by itself: call {@link #releaseAll} when it has been down
 * for long enough.
 */
public final class BridgePortStack {

  static final String NOT_CONTROL = "not a frame of LLDP or ECP";
  static final String TAGGED = "control frame with a VLAN tag";
  static final String OWN_FRAME = "frame of our own";
  static final String FLAVOUR_OFF = "ECP flavour is switched off on this port";

  /** A draft station gives up after 3 s; ECP needs some of that. */
  static final Duration DRAFT_RESOURCE_WAIT = Duration.ofSeconds(2);

  /** Half as much again as a draft station's 10 s and three transmissions of 500 ms. */
  static final Duration DRAFT_KEEP_ALIVE = Duration.ofMillis(17_250);

  private final BridgePortSettings settings;
  private final RandomGenerator random;
  private final Counters counters = new Counters();
  private final BridgeNegotiation negotiation;
  private final RatifiedCarriage ratified;
  private final DraftCarriage draft;
  private final BridgeVsis vsis;
  private final BridgeRequests requests;
  private List<PortEffect> effects = new ArrayList<>();
  private int sends;

  /** Takes what is to be sent the moment it comes up; null: it waits among the effects. */
  private @Nullable Consumer<Octets> atOnce;

  private VdpBridge.Timers ratifiedTimers;
  private VdpBridge.Timers draftTimers;
  private boolean groupIdsUsable;
  private boolean linkUp;
  private boolean needsNoPacing;

  public BridgePortStack(BridgePortSettings settings, RandomGenerator random, Instant now) {
    this.settings = settings;
    this.random = random;
    Ports ports = new Ports();
    negotiation = new BridgeNegotiation(settings, ports);
    EvbOperation operation = negotiation.operation();
    ratifiedTimers = timers(operation);
    draftTimers = draftTimers(ratifiedTimers);
    EcpSettings ecp = new EcpSettings(operation.maxRetries(), operation.ackTimer(), gap(), 0);
    DraftEcpSettings draftEcp = new DraftEcpSettings(false, draftGap(), 0);
    ControlAddresses to = settings.addresses();
    ratified = new RatifiedCarriage(settings.mac(), to.ecp(), ecp, ports);
    draft = new DraftCarriage(settings.mac(), to.draftEcp(), draftEcp, ports);
    vsis = new BridgeVsis(settings.maxVsis(), ports, ports);
    requests = new BridgeRequests(vsis, ports, ports);
  }

  /** The carrier is there. */
  public List<PortEffect> linkUp(Instant now) {
    if (!linkUp) {
      linkUp = true;
      needsNoPacing = false;
      configure(now);
      ratified.linkUp(firstSequence(), now);
      draft.linkUp(firstSequence(), now);
      negotiation.linkUp(now);
      vsis.linkUp(now);
    }
    return done(now);
  }

  /** The carrier is gone. VSIs stay until their keepalive is over or {@link #releaseAll}. */
  public List<PortEffect> linkDown(Instant now) {
    if (linkUp) {
      linkUp = false;
      ratified.linkDown(now);
      draft.linkDown(now);
      negotiation.linkDown(now);
    }
    return done(now);
  }

  /**
   * Takes a whole Ethernet frame without FCS, and hands over what is to be sent the moment it comes
   * up: the acknowledgement leaves before anybody looks at what it acknowledges. What went that way
   * is not among the effects.
   */
  public List<PortEffect> receive(Octets frame, Instant now, Consumer<Octets> atOnce) {
    this.atOnce = atOnce;
    try {
      return receive(frame, now);
    } finally {
      this.atOnce = null;
    }
  }

  /** Takes a whole Ethernet frame without FCS. */
  public List<PortEffect> receive(Octets frame, Instant now) {
    switch (EthernetFrame.decode(frame)) {
      case Decoded.Malformed<EthernetFrame>(String reason, int offset) -> drop(reason);
      case Decoded.Value<EthernetFrame>(EthernetFrame decoded) ->
          receive(decoded, frame.size(), now);
    }
    return done(now);
  }

  private void receive(EthernetFrame frame, int size, Instant now) {
    if (frame.source().equals(settings.mac())) {
      drop(OWN_FRAME);
    } else if (!frame.tags().isEmpty()) {
      drop(TAGGED);
    } else if (!linkUp) {
      drop(Carriage.LINK_IS_DOWN);
    } else if (frame.type().equals(EtherType.ECP)) {
      if (accepts(Flavour.RATIFIED)) {
        ratified.receive(frame, now).ifPresent(payload -> ratified(payload, size, now));
      }
    } else if (frame.type().equals(EtherType.ECP_DRAFT)) {
      if (accepts(Flavour.DRAFT)) {
        draft.receive(frame, now).ifPresent(payload -> draft(payload, now));
      }
    } else if (frame.type().equals(EtherType.LLDP)) {
      negotiation.receive(frame, now);
    } else {
      drop(NOT_CONTROL);
    }
  }

  private boolean accepts(Flavour flavour) {
    if (negotiation.accepts(flavour)) {
      return true;
    }
    drop(FLAVOUR_OFF);
    return false;
  }

  private void ratified(Octets payload, int frameSize, Instant now) {
    switch (VdpTlvs.read(payload)) {
      case Decoded.Malformed<VdpTlvs>(String reason, int offset) -> drop(reason);
      case Decoded.Value<VdpTlvs>(VdpTlvs pdu) -> {
        negotiation.heard(Flavour.RATIFIED, now);
        if (!needsNoPacing && PeerHabits.showNoNeedOfPacing(pdu, frameSize)) {
          needsNoPacing = true;
          configure(now);
        }
        requests.receive(pdu, now);
      }
    }
  }

  private void draft(Octets payload, Instant now) {
    switch (DraftVdpPdu.decode(payload)) {
      case Decoded.Malformed<DraftVdpPdu>(String reason, int offset) -> drop(reason);
      case Decoded.Value<DraftVdpPdu>(DraftVdpPdu pdu) -> {
        negotiation.heard(Flavour.DRAFT, now);
        requests.receive(pdu, now);
      }
    }
  }

  /** Does everything that is due. */
  public List<PortEffect> advance(Instant now) {
    negotiation.due(now);
    ratified.due(now);
    draft.due(now);
    vsis.due(now);
    return done(now);
  }

  /** When {@link #advance} is to be called next; early is harmless. */
  public Optional<Instant> deadline() {
    Optional<Instant> link = earlier(ratified.deadline(), draft.deadline());
    return earlier(earlier(link, negotiation.deadline()), vsis.deadline());
  }

  static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? one.get().isBefore(other.get()) ? one : other
        : one.or(() -> other);
  }

  /**
   * The answer to a {@link PortEffect.Command}. One that comes too late, after another command for
   * the VSI or after its end, is dropped and changes nothing.
   *
   * @throws IllegalArgumentException where accepted VIDs are not one for each filter entry
   */
  public List<PortEffect> answer(VsiId vsi, long command, VsiAnswer answer, Instant now) {
    vsis.answer(vsi, command, answer, now);
    return done(now);
  }

  /** Ends a VSI and tells the station so ("bridge exit"); nothing happens where none is held. */
  public List<PortEffect> withdraw(VsiId vsi, Instant now) {
    vsis.withdraw(vsi, linkUp, now);
    return done(now);
  }

  /**
   * Ends all VSIs without telling the station: nobody is there any more.
   *
   * @param cause {@link ReleaseCause#LINK_DOWN} where the link has been down for too long, or
   *     {@link ReleaseCause#S_CHANNEL_GONE}
   */
  public List<PortEffect> releaseAll(ReleaseCause cause, Instant now) {
    vsis.releaseAll(cause, now);
    return done(now);
  }

  /** What the data plane does after a {@link PortEffect.ReflectiveRelay}, asked for or not. */
  public List<PortEffect> reflectiveRelayApplied(boolean on, Instant now) {
    negotiation.reflectiveRelayApplied(on, now);
    return done(now);
  }

  /**
   * VSIs held before a restart. Their stations have a whole toutKeepAlive from when the link is up,
   * and are told the last answer again then.
   */
  public List<PortEffect> restore(List<HeldVsi> held, Instant now) {
    held.forEach(vsi -> vsis.restore(vsi, now));
    if (linkUp) {
      vsis.linkUp(now);
    }
    return done(now);
  }

  /** What is held for a VSI, good for {@link #restore}. */
  public Optional<HeldVsi> held(VsiId vsi) {
    return vsis.held(vsi);
  }

  public BridgePortView view() {
    return new BridgePortView(
        linkUp,
        negotiation.flavour(),
        negotiation.operation(),
        negotiation.draftOperation(),
        negotiation.reflectiveRelayOn(),
        negotiation.neighbour(),
        !gap().isZero(),
        vsis.held(),
        vsis.deciding(),
        ratified.waiting() + draft.waiting(),
        counters.snapshot());
  }

  private Duration gap() {
    return switch (settings.pacing()) {
      case ALWAYS -> EcpSettings.GAP_FOR_SLOW_PEERS;
      case NEVER -> Duration.ZERO;
      case UNTIL_SHOWN -> needsNoPacing ? Duration.ZERO : EcpSettings.GAP_FOR_SLOW_PEERS;
    };
  }

  /** Draft 0 packs and closes its lists whatever the peer, so nothing there shows its needs. */
  private Duration draftGap() {
    return settings.pacing() == Pacing.NEVER ? Duration.ZERO : EcpSettings.GAP_FOR_SLOW_PEERS;
  }

  private void configure(Instant now) {
    EvbOperation operation = negotiation.operation();
    ratifiedTimers = timers(operation);
    draftTimers = draftTimers(ratifiedTimers);
    groupIdsUsable = operation.groupIdsUsable();
    ratified.configure(operation.maxRetries(), operation.ackTimer(), gap(), now);
    draft.configure(operation.maxRetries(), operation.ackTimer(), draftGap(), now);
    vsis.timersChanged(now);
  }

  private static VdpBridge.Timers timers(EvbOperation operation) {
    return new VdpBridge.Timers(operation.resourceWaitDelay(), operation.toutKeepAlive());
  }

  private static VdpBridge.Timers draftTimers(VdpBridge.Timers ratified) {
    boolean shorter = ratified.resourceWait().compareTo(DRAFT_RESOURCE_WAIT) < 0;
    return new VdpBridge.Timers(
        shorter ? ratified.resourceWait() : DRAFT_RESOURCE_WAIT, DRAFT_KEEP_ALIVE);
  }

  private int firstSequence() {
    return 1 + random.nextInt(Carriage.SEQUENCES);
  }

  private void drop(String reason) {
    counters.count(reason);
    effects.add(new PortEffect.Dropped(reason));
  }

  /** Sends what came up, and hands the effects over: frames first, in the order they came up. */
  private List<PortEffect> done(Instant now) {
    ratified.pump(now);
    draft.pump(now);
    List<PortEffect> handed = effects;
    effects = new ArrayList<>(4);
    sends = 0;
    return handed;
  }

  /** What the parts ask of the port. */
  private final class Ports
      implements BridgeNegotiation.Outlet, Carriage.Outlet, BridgeVsis.Outlet, BridgeVsis.Terms {

    @Override
    public void send(Octets frame) {
      Consumer<Octets> taker = atOnce;
      if (taker == null) {
        effects.add(sends++, new PortEffect.Send(frame));
      } else {
        taker.accept(frame);
      }
    }

    @Override
    public void dropped(String reason) {
      drop(reason);
    }

    @Override
    public void undelivered(List<VsiId> undelivered) {
      // The station finds out by its own timer.
    }

    @Override
    public void neighbourChanged(Optional<Lldpdu> neighbour) {
      effects.add(new PortEffect.NeighbourChanged(neighbour));
    }

    @Override
    public void operationChanged(Instant now) {
      configure(now);
    }

    @Override
    public void reflectiveRelay(boolean on) {
      effects.add(new PortEffect.ReflectiveRelay(on));
    }

    @Override
    public void say(Flavour flavour, Outbox.Letter letter) {
      switch (flavour) {
        case RATIFIED -> ratified.offer(letter);
        case DRAFT -> draft.offer(letter);
      }
    }

    @Override
    public void effect(PortEffect effect) {
      effects.add(effect);
      negotiation.countVsis(vsis.held());
    }

    @Override
    public VdpBridge.Timers timers(Flavour flavour) {
      return switch (flavour) {
        case RATIFIED -> ratifiedTimers;
        case DRAFT -> draftTimers;
      };
    }

    @Override
    public boolean groupIdsUsable() {
      return groupIdsUsable;
    }
  }
}
