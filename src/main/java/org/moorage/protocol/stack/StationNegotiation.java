package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Step;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.evb.DraftEvb;
import org.moorage.protocol.evb.DraftEvbOperation;
import org.moorage.protocol.evb.DraftEvbTlv;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.evb.EvbStation;
import org.moorage.protocol.evb.EvbTlv;
import org.moorage.protocol.lldp.LldpTlv;
import org.moorage.protocol.lldp.Lldpdu;

/** What a station's uplink and its bridge agree on over LLDP, in the flavour the station speaks. */
final class StationNegotiation {

  /** Where the negotiation says what comes of it. */
  interface Outlet extends LldpLink.Wire {
    void operationChanged(Instant now);
  }

  private final StationPortSettings settings;
  private final Outlet outlet;
  private final LldpLink lldp;
  private EvbStation.State evb;
  private DraftEvb.State draft;

  StationNegotiation(StationPortSettings settings, Outlet outlet) {
    this.settings = settings;
    this.outlet = outlet;
    evb = EvbStation.initial(settings.evb());
    draft = DraftEvb.initial(settings.draftEvb());
    lldp = new LldpLink(settings.lldp(), announcement(), outlet, this::hear);
  }

  void linkUp(Instant now) {
    lldp.linkUp(now);
  }

  void linkDown(Instant now) {
    lldp.linkDown(now);
  }

  /** Takes a frame of LLDP's EtherType. */
  void receive(EthernetFrame frame, Instant now) {
    lldp.receive(frame, now);
  }

  void due(Instant now) {
    lldp.due(now);
  }

  Optional<Instant> deadline() {
    return lldp.deadline();
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
    lldp.announce(announcement(), now);
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
