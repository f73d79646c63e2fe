package org.moorage.simulator;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.moorage.frameport.Wire;
import org.moorage.protocol.Octets;

/** The cables of a lab: what is on its way on them, and whose carrier they are. */
final class LabCables {

  /** A link as it is laid: one cable, or the members of a LAG. */
  private record Cable(List<Wire> members, LabFile.Link link) {

    private static final int ADDRESSES = 12;

    boolean isCut() {
      return members.stream().allMatch(Wire::isCut);
    }

    /** One, or all. */
    List<Wire> of(OptionalInt member) {
      return member.isPresent() ? List.of(members.get(member.getAsInt() - 1)) : members;
    }

    /** Who speaks to whom keeps to one member as long as it is there, so that order is kept. */
    Wire memberFor(Octets frame) {
      List<Wire> living = members.stream().filter(wire -> !wire.isCut()).toList();
      List<Wire> candidates = living.isEmpty() ? members : living;
      int addresses = frame.slice(0, Math.min(ADDRESSES, frame.size())).hashCode();
      return candidates.get(Math.floorMod(addresses * 0x9E37_79B9 >>> 8, candidates.size()));
    }

    String words() {
      String conditions = LinkTerms.words(members.getFirst().conditions());
      if (members.size() == 1) {
        return conditions;
      }
      long cut = members.stream().filter(Wire::isCut).count();
      return members.size()
          + " members"
          + (cut == 0 ? "" : " of which " + cut + " cut")
          + (conditions.isEmpty() ? "" : ", " + conditions);
    }
  }

  private final LabState state;
  private final LabWorld world;
  private final Map<PortRef, Cable> cables = new LinkedHashMap<>();

  /** Ends that are switched off. */
  private final Set<PortRef> off = new HashSet<>();

  /** Links whose ends have been switched on once. */
  private final Set<LabFile.Link> laid = new HashSet<>();

  LabCables(LabState state, LabWorld world) {
    this.state = state;
    this.world = world;
  }

  void add(LabFile.Link link) {
    List<Wire> members =
        Stream.generate(() -> new Wire(link.conditions(), world.random()))
            .limit(link.members())
            .toList();
    Cable cable = new Cable(members, link);
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
      case LabDeeds.LinkChange.Cut(OptionalInt member) -> {
        cable.of(member).forEach(Wire::cut);
        carrier(cable.link(), !cable.isCut());
      }
      case LabDeeds.LinkChange.Mend(OptionalInt member) -> {
        cable.of(member).forEach(Wire::mend);
        carrier(cable.link(), true);
      }
      case LabDeeds.LinkChange.Turn(Terms terms) ->
          cable
              .members()
              .forEach(wire -> wire.setConditions(LinkTerms.of(terms, wire.conditions())));
    }
  }

  /** An end of a cable is switched on or off; a new one is on. */
  void power(PortRef port, boolean on) {
    Cable cable = cables.get(port);
    if (cable != null && (on ? off.remove(port) : off.add(port))) {
      carrier(cable.link(), laid.contains(cable.link()) && !cable.isCut());
      world.changed();
    }
  }

  /** Both ends learn whether there is something at the other. */
  void carrier(LabFile.Link link, boolean up) {
    laid.add(link);
    boolean on = up && !off.contains(link.a()) && !off.contains(link.b());
    for (PortRef end : List.of(link.a(), link.b())) {
      Optional<Hypervisor> station = state.findStation(end.node());
      Optional<LabExtender> extender = state.findExtender(end.node());
      if (station.isPresent()) {
        station.get().linkChanged(end.port(), on);
      } else if (extender.isPresent()) {
        extender.get().linkChanged(end.port(), on);
      } else {
        state.edge(end.node()).linkChanged(end.port(), on);
      }
    }
  }

  /** Puts a frame on the cable at that port; without a cable it is gone. */
  void transmit(PortRef from, Octets frame) {
    Cable cable = cables.get(from);
    if (cable == null || off.contains(cable.link().a()) || off.contains(cable.link().b())) {
      return;
    }
    Wire.End end = cable.link().a().equals(from) ? Wire.End.A : Wire.End.B;
    Wire member = cable.memberFor(frame);
    for (Wire.Delivery delivery : member.send(end, frame, world.now())) {
      world.time().at(delivery.due(), () -> arrive(cable, member));
    }
  }

  private void arrive(Cable cable, Wire member) {
    for (Wire.Delivery delivery : member.due(world.now())) {
      PortRef to = delivery.to() == Wire.End.A ? cable.link().a() : cable.link().b();
      Optional<Hypervisor> station = state.findStation(to.node());
      Optional<LabExtender> extender = state.findExtender(to.node());
      if (station.isPresent()) {
        station.get().receive(to.port(), delivery.frame());
      } else if (extender.isPresent()) {
        extender.get().receive(to.port(), delivery.frame());
      } else {
        state.edge(to.node()).receive(to.port(), delivery.frame());
      }
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
                cable.isCut(),
                cable.words()))
        .toList();
  }
}
