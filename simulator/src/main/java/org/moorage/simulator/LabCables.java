package org.moorage.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moorage.frameport.Wire;
import org.moorage.frameport.WireConditions;
import org.moorage.protocol.Octets;

/** The cables of a lab: what is on its way on them, and whose carrier they are. */
final class LabCables {

  private record Cable(Wire wire, LabFile.Link link) {}

  private final LabState state;
  private final LabWorld world;
  private final Map<PortRef, Cable> cables = new LinkedHashMap<>();

  LabCables(LabState state, LabWorld world) {
    this.state = state;
    this.world = world;
  }

  void add(LabFile.Link link) {
    Cable cable = new Cable(new Wire(link.conditions(), world.random()), link);
    cables.put(link.a(), cable);
    cables.put(link.b(), cable);
    state.link(link.a(), link.b());
  }

  void change(PortRef port, LabDeeds.LinkChange change) {
    Cable cable = cables.get(port);
    if (cable == null) {
      throw new IllegalStateException(port + " has no cable");
    }
    switch (change) {
      case LabDeeds.LinkChange.Cut cut -> {
        cable.wire().cut();
        carrier(cable.link(), false);
      }
      case LabDeeds.LinkChange.Mend mend -> {
        cable.wire().mend();
        carrier(cable.link(), true);
      }
      case LabDeeds.LinkChange.Turn(Terms terms) -> {
        WireConditions before = cable.wire().conditions();
        cable.wire().setConditions(LinkTerms.of(terms, before));
      }
    }
  }

  /** Both ends learn whether there is something at the other. */
  void carrier(LabFile.Link link, boolean up) {
    for (PortRef end : List.of(link.a(), link.b())) {
      state
          .findStation(end.node())
          .ifPresentOrElse(
              station -> station.linkChanged(end.port(), up),
              () -> state.edge(end.node()).linkChanged(end.port(), up));
    }
  }

  /** Puts a frame on the cable at that port; without a cable it is gone. */
  void transmit(PortRef from, Octets frame) {
    Cable cable = cables.get(from);
    if (cable == null) {
      return;
    }
    Wire.End end = cable.link().a().equals(from) ? Wire.End.A : Wire.End.B;
    for (Wire.Delivery delivery : cable.wire().send(end, frame, world.now())) {
      world.time().at(delivery.due(), () -> arrive(cable));
    }
  }

  private void arrive(Cable cable) {
    for (Wire.Delivery delivery : cable.wire().due(world.now())) {
      PortRef to = delivery.to() == Wire.End.A ? cable.link().a() : cable.link().b();
      state
          .findStation(to.node())
          .ifPresentOrElse(
              station -> station.receive(to.port(), delivery.frame()),
              () -> state.edge(to.node()).receive(to.port(), delivery.frame()));
    }
  }

  List<LabView.Link> view() {
    return cables.values().stream()
        .distinct()
        .map(cable ->
            new LabView.Link(
                cable.link().a().toString(),
                cable.link().b().toString(),
                cable.link().fabric(),
                cable.wire().isCut(),
                LinkTerms.words(cable.wire().conditions())))
        .toList();
  }
}
