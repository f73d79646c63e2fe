package org.moorage.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.moorage.agent.AgentEvent;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.control.Home;
import org.moorage.control.OverlayKeeper;
import org.moorage.control.Ruling;
import org.moorage.overlay.OverlayChange;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.simulator.LabEvent.Kind;

/**
 * Where the agents report: their events become the story, and the manager's decisions come back.
 */
final class ControlRoom {

  /** Between an agent and the manager, one way. */
  static final Duration MANAGEMENT = Duration.ofMillis(1);

  private final LabState state;
  private final LabWorld world;
  private final LabCatalogue catalogue;
  private final LabSurroundings surroundings;

  ControlRoom(
      LabState state, LabWorld world, LabCatalogue catalogue, LabSurroundings surroundings) {
    this.state = state;
    this.catalogue = catalogue;
    this.world = world;
    this.surroundings = surroundings;
  }

  void said(LabSwitch edge, Numbered<AgentEvent> event) {
    world.changed();
    told(edge, event.event());
    world.time().after(MANAGEMENT, () -> catalogue.heard(() -> judge(edge, event)));
  }

  /** The manager hears it, and the home that has to go is told. */
  private void judge(LabSwitch edge, Numbered<AgentEvent> event) {
    Optional<Ruling> ruling = state.control().heard(edge.edgeName(), event, world.now());
    ruling.flatMap(Ruling::alarm).ifPresent(alarm -> world.tell("manager", Kind.ALARM, alarm));
    if (!surroundings.decides()) {
      ruling.ifPresent(said ->
          said.withdrawn()
              .ifPresent(home -> world.time().after(MANAGEMENT, () -> withdraw(home, said))));
    }
    world.changed();
  }

  /** A switch starts for the first time, and is told of the overlay. */
  void starts(LabSwitch edge) {
    edge.start();
    edge.told(state.overlay().greets(edge.edgeName()));
  }

  /** What an edge made of the overlay: those it concerns hear of it. */
  void overlay(LabSwitch edge, List<OverlayChange> changes) {
    world
        .time()
        .after(
            MANAGEMENT,
            () -> {
              OverlayKeeper.Outcome outcome = state.overlay().heard(edge.edgeName(), changes);
              outcome
                  .refused()
                  .ifPresent(fault -> world.tell("manager", Kind.ALARM, fault.toString()));
              outcome.told().forEach((name, told) -> tell(state.edge(name.value()), told));
            });
  }

  private void tell(LabSwitch edge, List<OverlayChange> changes) {
    world
        .time()
        .after(
            MANAGEMENT,
            () -> {
              edge.told(changes);
              world.changed();
            });
  }

  private void withdraw(Home home, Ruling ruling) {
    LabSwitch edge = state.edge(home.edge().value());
    edge.withdraw(home.port(), ruling.vsi(), ruling.because());
    world.changed();
  }

  private void told(LabSwitch edge, AgentEvent event) {
    switch (event) {
      case AgentEvent.Associated associated -> {
        PortRef port = new PortRef(edge.name(), associated.port().value());
        state.homes().associated(port, associated);
        tell(
            associated.vsi(),
            port,
            Kind.HAPPENED,
            LabState.state(associated.type())
                + (associated.restored() ? " again" : "")
                + " as "
                + state.terms(port, associated));
      }
      case AgentEvent.Released released -> {
        PortRef port = new PortRef(edge.name(), released.port().value());
        state.homes().released(port, released.vsi());
        tell(released.vsi(), port, Kind.HAPPENED, "released: " + released.because());
      }
      case AgentEvent.Refused refused -> {
        PortRef port = new PortRef(edge.name(), refused.port().value());
        state.homes().refused(refused);
        String fix = refused.fix().isEmpty() ? "" : "; " + refused.fix();
        tell(refused.vsi(), port, Kind.ALARM, "refused: " + refused.reason() + fix);
      }
      case AgentEvent.LinkChanged link ->
          world.tell(
              edge.name() + ":" + link.port(), Kind.HAPPENED, link.up() ? "link up" : "link down");
      case AgentEvent.ToldAll all -> {}
      case AgentEvent.Alarm alarm ->
          world.tell(
              edge.name() + alarm.port().map(port -> ":" + port).orElse(""),
              Kind.ALARM,
              alarm.sentence());
    }
  }

  private void tell(VsiId vsi, PortRef port, Kind kind, String text) {
    Optional<Vm> vm = state.vm(vsi);
    boolean crowd = vm.map(Vm::ofCrowd).orElse(false) && kind == Kind.HAPPENED;
    world.tell(
        port.toString(),
        crowd ? Kind.CROWD : kind,
        vm.map(Vm::name).orElse(vsi.toString()) + " " + text);
  }
}
