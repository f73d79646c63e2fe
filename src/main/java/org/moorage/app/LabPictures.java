package org.moorage.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.moorage.manager.lab.LabSnapshot;
import org.moorage.simulator.LabEvent;
import org.moorage.simulator.LabOutcome;
import org.moorage.simulator.LabView;

/** The lab as the simulator shows it, in the records its page takes. */
final class LabPictures {

  private LabPictures() {}

  /** Before the first lab begins. */
  static LabSnapshot none(String name) {
    return new LabSnapshot(
        name,
        "",
        LabSnapshot.Phase.STOPPED,
        Duration.ZERO,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** {@code types} are those a VM can be started with. */
  static LabSnapshot of(LabView lab, boolean running, List<String> types) {
    LabSnapshot.Phase phase =
        !running
            ? LabSnapshot.Phase.STOPPED
            : lab.over() ? LabSnapshot.Phase.OVER : LabSnapshot.Phase.SCRIPT;
    return new LabSnapshot(
        lab.name(),
        lab.about(),
        phase,
        lab.elapsed(),
        lab.script().stream().map(LabPictures::line).toList(),
        lab.always().stream().map(LabPictures::law).toList(),
        running ? lab.stations().stream().map(LabPictures::station).toList() : List.of(),
        running ? lab.switches().stream().map(LabPictures::edge).toList() : List.of(),
        running ? lab.links().stream().map(LabPictures::link).toList() : List.of(),
        types,
        log(lab.tail()));
  }

  private static LabSnapshot.Line line(LabView.Line line) {
    LabSnapshot.Progress progress =
        switch (line.progress()) {
          case WAITING -> LabSnapshot.Progress.WAITING;
          case DONE -> LabSnapshot.Progress.DONE;
          case HELD -> LabSnapshot.Progress.HELD;
          case BROKEN -> LabSnapshot.Progress.BROKEN;
        };
    return new LabSnapshot.Line(line.text(), progress, line.at(), line.why());
  }

  private static LabSnapshot.Line law(LabOutcome.Verdict law) {
    return new LabSnapshot.Line(
        law.text(),
        law.holds() ? LabSnapshot.Progress.HELD : LabSnapshot.Progress.BROKEN,
        law.at(),
        law.why());
  }

  private static LabSnapshot.Station station(LabView.Station station) {
    return new LabSnapshot.Station(
        station.name(),
        station.alive(),
        station.ports(),
        station.vms().stream().map(LabPictures::machine).toList());
  }

  private static LabSnapshot.Machine machine(LabView.Machine vm) {
    LabSnapshot.Connection connection =
        switch (vm.connection()) {
          case ASKED -> LabSnapshot.Connection.ASKED;
          case PREPARED -> LabSnapshot.Connection.PREPARED;
          case RUNNING -> LabSnapshot.Connection.RUNNING;
          case OFF -> LabSnapshot.Connection.OFF;
          case LEAVING -> LabSnapshot.Connection.LEAVING;
        };
    return new LabSnapshot.Machine(
        vm.name(), vm.type(), connection, vm.described(), vm.whereabouts());
  }

  private static LabSnapshot.Switch edge(LabView.Switch edge) {
    List<LabSnapshot.Port> ports = new ArrayList<>();
    for (LabView.Port port : edge.ports()) {
      ports.add(
          new LabSnapshot.Port(
              port.name(), port.fabric(), port.vPorts(), port.speaks().orElse("")));
    }
    return new LabSnapshot.Switch(edge.name(), edge.running(), ports);
  }

  private static LabSnapshot.Link link(LabView.Link link) {
    return new LabSnapshot.Link(link.a(), link.b(), link.fabric(), link.cut(), link.conditions());
  }

  private static List<LabSnapshot.Happening> log(List<LabEvent> tail) {
    return tail.stream()
        .map(event ->
            new LabSnapshot.Happening(
                event.moment(),
                event.where(),
                event.kind().name().toLowerCase(Locale.ROOT),
                event.text()))
        .toList();
  }
}
