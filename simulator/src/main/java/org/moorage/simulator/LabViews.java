package org.moorage.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.stack.Flavour;
import org.moorage.simulator.Sentence.Place;

/** What there is in a running lab, as somebody looks at it. */
final class LabViews {

  private final LabFile file;
  private final LabState state;
  private final Sights sights;

  LabViews(LabFile file, LabState state, Sights sights) {
    this.file = file;
    this.state = state;
    this.sights = sights;
  }

  List<LabView.Station> stations() {
    List<LabView.Station> stations = new ArrayList<>();
    for (LabFile.Station known : file.stations()) {
      Hypervisor host = state.station(known.name());
      List<LabView.Machine> vms = host.guests().stream().map(this::machine).toList();
      stations.add(new LabView.Station(known.name(), host.isAlive(), known.ports(), vms));
    }
    return stations;
  }

  private LabView.Machine machine(Guest guest) {
    Vm vm = guest.vm();
    LabView.Connection connection =
        switch (guest.state()) {
          case ASKED -> LabView.Connection.ASKED;
          case PREPARED -> LabView.Connection.PREPARED;
          case RUNNING -> LabView.Connection.RUNNING;
          case OFF -> LabView.Connection.OFF;
          case LEAVING, ENDING -> LabView.Connection.LEAVING;
        };
    return new LabView.Machine(
        vm.name(), vm.type().toString(), connection, vm.described(), sights.whereabouts(vm.name()));
  }

  List<LabView.Switch> switches() {
    List<LabView.Switch> switches = new ArrayList<>();
    for (LabFile.Switch known : file.switches()) {
      LabSwitch edge = state.edge(known.name());
      List<LabView.Port> ports = new ArrayList<>();
      for (String port : known.ports()) {
        int vPorts = state.vPorts(new Place(known.name(), Optional.of(port)));
        Optional<String> speaks =
            edge.port(port).flatMap(view -> view.stack().flavour()).map(LabViews::words);
        ports.add(new LabView.Port(port, false, vPorts, speaks));
      }
      known.fabric().forEach(port -> ports.add(new LabView.Port(port, true, 0, Optional.empty())));
      known
          .cascades()
          .forEach(port -> ports.add(new LabView.Port(port, false, 0, Optional.empty())));
      switches.add(new LabView.Switch(known.name(), edge.isRunning(), ports));
    }
    for (LabExtender extender : state.extenders()) {
      List<LabView.Port> ports = new ArrayList<>();
      extender
          .ports()
          .forEach(port -> ports.add(new LabView.Port(port, false, 0, Optional.empty())));
      ports.add(new LabView.Port(LabExtender.UP, true, 0, Optional.empty()));
      switches.add(new LabView.Switch(extender.name(), extender.isOpen(), ports));
    }
    return switches;
  }

  private static String words(Flavour flavour) {
    return switch (flavour) {
      case RATIFIED -> "ratified";
      case DRAFT -> "draft 0";
    };
  }
}
