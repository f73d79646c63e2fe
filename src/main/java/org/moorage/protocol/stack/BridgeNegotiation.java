package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Step;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.evb.DraftEvb;
import org.moorage.protocol.evb.DraftEvbOperation;
import org.moorage.protocol.evb.DraftEvbTlv;
import org.moorage.protocol.evb.EvbBridge;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.evb.EvbTlv;
import org.moorage.protocol.lldp.LldpTlv;
import org.moorage.protocol.lldp.Lldpdu;

/**
 * What a bridge port and its station agree on over LLDP: which flavour, which timers, reflective
 * relay. Both EVB TLVs are sent until the station shows which one it speaks; then only that one,
 * because a station takes one that is not its own for a misconfigured peer.
 */
final class BridgeNegotiation {

  static final String FLAVOUR_OFF = "EVB flavour is switched off on this port";

  /** Where the negotiation says what comes of it. */
  interface Outlet extends LldpLink.Wire {
    void neighbourChanged(Optional<Lldpdu> neighbour);

    void operationChanged(Instant now);

    void reflectiveRelay(boolean on);
  }

  /** Each flavour asks for reflective relay once on and once off before it is answered. */
  private static final int MAX_ASKERS = 8;

  private final BridgePortSettings settings;
  private final Outlet outlet;
  private final Deque<Flavour> relayAskers = new ArrayDeque<>();
  private final LldpLink lldp;
  private EvbBridge.State evb;
  private DraftEvb.State draft;
  private @Nullable Flavour flavour;
  private int vsis;

  BridgeNegotiation(BridgePortSettings settings, Outlet outlet) {
    this.settings = settings;
    this.outlet = outlet;
    evb = EvbBridge.initial(settings.evb());
    draft = DraftEvb.initial(settings.draftEvb());
    flavour = settled();
    lldp = new LldpLink(settings.lldp(), announcement(), outlet, this::neighbourChanged);
  }

  private @Nullable Flavour settled() {
    return switch (settings.flavour()) {
      case AUTO -> null;
      case RATIFIED -> Flavour.RATIFIED;
      case DRAFT -> Flavour.DRAFT;
    };
  }

  void linkUp(Instant now) {
    lldp.linkUp(now);
  }

  void linkDown(Instant now) {
    lldp.linkDown(now);
    flavour = settled();
    announce(now);
  }

  /** Takes a frame of LLDP's EtherType. */
  void receive(EthernetFrame frame, Instant now) {
    lldp.receive(frame, now);
  }

  /** The station was heard in this flavour, over LLDP or by an ECPDU. */
  void heard(Flavour spoken, Instant now) {
    if (flavour != spoken && settings.flavour() == FlavourChoice.AUTO) {
      flavour = spoken;
      announce(now);
    }
  }

  /** Whether ECPDUs of that flavour are listened to. */
  boolean accepts(Flavour spoken) {
    return switch (settings.flavour()) {
      case AUTO -> true;
      case RATIFIED -> spoken == Flavour.RATIFIED;
      case DRAFT -> spoken == Flavour.DRAFT;
    };
  }

  /** The data plane's answer to the oldest wish for reflective relay, or its own news. */
  void reflectiveRelayApplied(boolean on, Instant now) {
    Flavour asker = relayAskers.poll();
    if (asker == null) {
      asker = flavour == null ? Flavour.RATIFIED : flavour;
    }
    switch (asker) {
      case RATIFIED -> step(new EvbBridge.Input.RelayApplied(on), now);
      case DRAFT -> step(new DraftEvb.Input.RelayApplied(on), now);
    }
  }

  /** Told to the station at the next occasion, where draft 0 has a field for it. */
  void countVsis(int held) {
    vsis = Math.min(held, 0xFFFF);
  }

  void due(Instant now) {
    if (flavour == Flavour.DRAFT && lldp.isDue(now)) {
      step(new DraftEvb.Input.VsisCounted(vsis), now);
    }
    lldp.due(now);
  }

  Optional<Instant> deadline() {
    return lldp.deadline();
  }

  Optional<Flavour> flavour() {
    return Optional.ofNullable(flavour);
  }

  Optional<Lldpdu> neighbour() {
    return lldp.neighbour();
  }

  EvbOperation operation() {
    return EvbBridge.operation(evb);
  }

  Optional<DraftEvbOperation> draftOperation() {
    return flavour == Flavour.DRAFT ? Optional.of(DraftEvb.operation(draft)) : Optional.empty();
  }

  boolean reflectiveRelayOn() {
    return operation().reflectiveRelayOn() || DraftEvb.operation(draft).reflectiveRelayOn();
  }

  private List<LldpTlv> announcement() {
    List<LldpTlv> tlvs = SpokenNames.tlvs(settings.systemName(), settings.portDescription());
    if (flavour != Flavour.DRAFT) {
      tlvs.add(EvbBridge.announcement(evb).tlv());
    }
    if (flavour != Flavour.RATIFIED) {
      tlvs.add(DraftEvb.announcement(draft).tlv());
    }
    return tlvs;
  }

  private void announce(Instant now) {
    lldp.announce(announcement(), now);
  }

  private void neighbourChanged(Optional<Lldpdu> neighbour, Instant now) {
    outlet.neighbourChanged(neighbour);
    hear(neighbour, now);
  }

  private void hear(Optional<Lldpdu> neighbour, Instant now) {
    Optional<EvbTlv> ratified = read(neighbour.flatMap(EvbTlv::in), Flavour.RATIFIED);
    Optional<DraftEvbTlv> early = read(neighbour.flatMap(DraftEvbTlv::in), Flavour.DRAFT);
    if (ratified.isPresent()) {
      heard(Flavour.RATIFIED, now);
      step(new DraftEvb.Input.NeighbourLost(), now);
      step(new EvbBridge.Input.Heard(ratified.get()), now);
      return;
    }
    step(new EvbBridge.Input.NeighbourLost(), now);
    if (early.isPresent()) {
      heard(Flavour.DRAFT, now);
      step(new DraftEvb.Input.Heard(early.get()), now);
    } else {
      step(new DraftEvb.Input.NeighbourLost(), now);
    }
  }

  private <T> Optional<T> read(Optional<Decoded<T>> tlv, Flavour spoken) {
    if (tlv.isEmpty()) {
      return Optional.empty();
    }
    if (!accepts(spoken)) {
      outlet.dropped(FLAVOUR_OFF);
      return Optional.empty();
    }
    if (tlv.get() instanceof Decoded.Malformed<T>(String reason, int offset)) {
      outlet.dropped(reason);
    }
    return tlv.get().toOptional();
  }

  private void step(EvbBridge.Input input, Instant now) {
    Step<EvbBridge.State, EvbBridge.Effect> step = EvbBridge.step(evb, input, now);
    evb = step.state();
    for (EvbBridge.Effect effect : step.effects()) {
      switch (effect) {
        case EvbBridge.Effect.Advertise advertise -> announce(now);
        case EvbBridge.Effect.OperationChanged changed -> outlet.operationChanged(now);
        case EvbBridge.Effect.ReflectiveRelay(boolean on) -> askRelay(Flavour.RATIFIED, on);
        case EvbBridge.Effect.Ignored(String reason) -> outlet.dropped(reason);
      }
    }
  }

  private void step(DraftEvb.Input input, Instant now) {
    Step<DraftEvb.State, DraftEvb.Effect> step = DraftEvb.step(draft, input, now);
    draft = step.state();
    for (DraftEvb.Effect effect : step.effects()) {
      switch (effect) {
        case DraftEvb.Effect.Advertise advertise -> announce(now);
        case DraftEvb.Effect.OperationChanged changed -> outlet.operationChanged(now);
        case DraftEvb.Effect.ReflectiveRelay(boolean on) -> askRelay(Flavour.DRAFT, on);
        case DraftEvb.Effect.Ignored(String reason) -> outlet.dropped(reason);
      }
    }
  }

  private void askRelay(Flavour asker, boolean on) {
    if (relayAskers.size() < MAX_ASKERS) {
      relayAskers.add(asker);
    }
    outlet.reflectiveRelay(on);
  }
}
