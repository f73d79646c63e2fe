package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.evb.DraftEvb;
import org.moorage.protocol.evb.DraftEvbOperation;
import org.moorage.protocol.evb.DraftEvbTlv;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.evb.EvbStation;
import org.moorage.protocol.evb.EvbTlv;
import org.moorage.protocol.lldp.LldpAgent;
import org.moorage.protocol.lldp.LldpTlv;
import org.moorage.protocol.lldp.Lldpdu;

/** What a station's uplink and its bridge agree on over LLDP, in the flavour the station speaks. */
final class StationNegotiation {

  /** Where the negotiation says what comes of it. */
  interface Outlet {
    void send(Octets frame);

    void dropped(String reason);

    void operationChanged(Instant now);
  }

  private final StationPortSettings settings;
  private final Outlet outlet;
  private LldpAgent.State lldp;
  private EvbStation.State evb;
  private DraftEvb.State draft;

  StationNegotiation(StationPortSettings settings, Outlet outlet) {
    this.settings = settings;
    this.outlet = outlet;
    evb = EvbStation.initial(settings.evb());
    draft = DraftEvb.initial(settings.draftEvb());
    lldp = LldpAgent.initial(settings.lldp(), announcement());
  }

  void linkUp(Instant now) {
    step(new LldpAgent.Input.LinkUp(), now);
  }

  void linkDown(Instant now) {
    step(new LldpAgent.Input.LinkDown(), now);
  }

  /** Takes a frame of LLDP's EtherType. */
  void receive(EthernetFrame frame, Instant now) {
    if (!frame.destination().equals(ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac())) {
      outlet.dropped(BridgeNegotiation.WRONG_ADDRESS);
      return;
    }
    switch (Lldpdu.decode(frame.payload())) {
      case Decoded.Malformed<Lldpdu>(String reason, int offset) -> outlet.dropped(reason);
      case Decoded.Value<Lldpdu>(Lldpdu pdu) -> step(new LldpAgent.Input.Received(pdu), now);
    }
  }

  void due(Instant now) {
    Optional<Instant> deadline = LldpAgent.deadline(lldp);
    if (deadline.isPresent() && !deadline.get().isAfter(now)) {
      step(new LldpAgent.Input.Due(), now);
    }
  }

  Optional<Instant> deadline() {
    return LldpAgent.deadline(lldp);
  }

  Optional<Lldpdu> neighbour() {
    return lldp.neighbour();
  }

  /** In draft 0 our own wish, but for what the draft does agree on. */
  EvbOperation operation() {
    EvbOperation ratified = EvbStation.operation(evb);
    return draftOperation()
        .map(agreed ->
            new EvbOperation(
                agreed.reflectiveRelayOn(),
                false,
                ratified.maxRetries(),
                ratified.ackExponent(),
                ratified.resourceWaitExponent(),
                ratified.keepAliveExponent()))
        .orElse(ratified);
  }

  Optional<DraftEvbOperation> draftOperation() {
    return switch (settings.flavour()) {
      case RATIFIED -> Optional.empty();
      case DRAFT -> Optional.of(DraftEvb.operation(draft));
    };
  }

  private List<LldpTlv> announcement() {
    List<LldpTlv> tlvs = SpokenNames.tlvs(settings.systemName(), "");
    switch (settings.flavour()) {
      case RATIFIED -> tlvs.add(EvbStation.announcement(evb).tlv());
      case DRAFT -> tlvs.add(DraftEvb.announcement(draft).tlv());
    }
    return tlvs;
  }

  private void announce(Instant now) {
    step(new LldpAgent.Input.LocalChanged(announcement()), now);
  }

  private void step(LldpAgent.Input input, Instant now) {
    Step<LldpAgent.State, LldpAgent.Effect> step = LldpAgent.step(lldp, input, now);
    lldp = step.state();
    for (LldpAgent.Effect effect : step.effects()) {
      switch (effect) {
        case LldpAgent.Effect.Send(Octets frame) -> outlet.send(frame);
        case LldpAgent.Effect.Ignored(String reason) -> outlet.dropped(reason);
        case LldpAgent.Effect.NeighbourChanged(Optional<Lldpdu> neighbour) -> hear(neighbour, now);
      }
    }
  }

  private void hear(Optional<Lldpdu> neighbour, Instant now) {
    switch (settings.flavour()) {
      case RATIFIED ->
          step(
              read(neighbour.flatMap(EvbTlv::in))
                  .<EvbStation.Input>map(EvbStation.Input.Heard::new)
                  .orElseGet(EvbStation.Input.NeighbourLost::new),
              now);
      case DRAFT ->
          step(
              read(neighbour.flatMap(DraftEvbTlv::in))
                  .<DraftEvb.Input>map(DraftEvb.Input.Heard::new)
                  .orElseGet(DraftEvb.Input.NeighbourLost::new),
              now);
    }
  }

  private <T> Optional<T> read(Optional<Decoded<T>> tlv) {
    if (tlv.isPresent() && tlv.get() instanceof Decoded.Malformed<T>(String reason, int offset)) {
      outlet.dropped(reason);
    }
    return tlv.flatMap(Decoded::toOptional);
  }

  private void step(EvbStation.Input input, Instant now) {
    Step<EvbStation.State, EvbStation.Effect> step = EvbStation.step(evb, input, now);
    evb = step.state();
    for (EvbStation.Effect effect : step.effects()) {
      switch (effect) {
        case EvbStation.Effect.Advertise advertise -> announce(now);
        case EvbStation.Effect.OperationChanged changed -> outlet.operationChanged(now);
        case EvbStation.Effect.Ignored(String reason) -> outlet.dropped(reason);
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
        // Only a bridge programs reflective relay.
        case DraftEvb.Effect.ReflectiveRelay relay -> {}
        case DraftEvb.Effect.Ignored(String reason) -> outlet.dropped(reason);
      }
    }
  }
}
