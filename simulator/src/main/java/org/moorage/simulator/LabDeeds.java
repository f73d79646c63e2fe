package org.moorage.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.moorage.simulator.LabEvent.Kind;
import org.moorage.simulator.Sentence.Action;

/** Does what the script says is done. */
final class LabDeeds {

  /** What can be done to a cable. */
  sealed interface LinkChange {
    record Cut(OptionalInt member) implements LinkChange {}

    record Mend(OptionalInt member) implements LinkChange {}

    record Turn(Terms terms) implements LinkChange {}
  }

  private final LabState state;
  private final LabWorld world;
  private final LabCatalogue catalogue;
  private final BiConsumer<PortRef, LinkChange> cables;

  LabDeeds(
      LabState state,
      LabWorld world,
      LabCatalogue catalogue,
      BiConsumer<PortRef, LinkChange> cables) {
    this.state = state;
    this.world = world;
    this.catalogue = catalogue;
    this.cables = cables;
  }

  /** Makes every VM of the script, in the order they are named. */
  void know(List<LabFile.Line> script) {
    script.forEach(line -> line.action().ifPresent(this::know));
  }

  /** Makes the VMs an action names for the first time. */
  void know(Action action) {
    if (action instanceof Action.Placing one) {
      know(one.vm(), false, one.type(), one.terms());
    } else if (action instanceof Action.StartMany many) {
      many.vms().forEach(name -> know(name, true, many.type(), many.terms()));
    }
  }

  private void know(String name, boolean ofCrowd, Optional<TypeName> type, VmTerms terms) {
    if (state.findVm(name).isEmpty() && type.isPresent()) {
      TypeName named = type.get();
      state.add(new Vm(name, state.vms().size(), ofCrowd, named, state.typeId(named), terms));
    }
  }

  /** Does it; says why where it cannot be done. */
  Optional<String> perform(Action action) {
    return switch (action) {
      case Action.Start start -> place(start, Hypervisor::start);
      case Action.Reserve reserve -> place(reserve, Hypervisor::reserve);
      case Action.StartMany many -> startMany(many);
      case Action.Stop(String station, String vm) -> stop(station, vm);
      case Action.StopAll(String station, Duration over) -> {
        Hypervisor host = state.station(station);
        List<Vm> vms = host.vms();
        told(station, "shuts down its " + vms.size() + " VMs", over);
        spread(vms, over, host::stop);
        yield Optional.empty();
      }
      case Action.Change change -> change(change);
      case Action.Move(String vm, String station) -> move(state.vm(vm), state.station(station));
      case Action.MoveAll(String from, String to, Duration over) -> {
        Hypervisor target = state.station(to);
        List<Vm> vms = state.station(from).vms();
        told(from, "begins to move its " + vms.size() + " VMs to " + to, over);
        spread(vms, over, vm -> moveLater(vm, target));
        yield Optional.empty();
      }
      case Action.Die(String station) -> {
        Hypervisor host = state.station(station);
        if (!host.isAlive()) {
          yield Optional.of(station + " is dead already");
        }
        host.die();
        yield Optional.empty();
      }
      case Action.Recover(String station) -> recover(station);
      case Action.Cut(PortRef port, OptionalInt member) ->
          link(port, new LinkChange.Cut(member), cable(member) + " is cut");
      case Action.Mend(PortRef port, OptionalInt member) ->
          link(port, new LinkChange.Mend(member), cable(member) + " is mended");
      case Action.Worsen(PortRef port, Terms terms) ->
          link(port, new LinkChange.Turn(terms), "link turns: " + words(terms));
      case Action.RestartAgent(String edge, Duration after) -> {
        LabSwitch restarting = state.edge(edge);
        if (!restarting.isRunning()) {
          yield Optional.of("the agent of " + edge + " is stopped already");
        }
        restarting.restart(after);
        yield Optional.empty();
      }
      case Action.ManagerAway away -> catalogue.goAway();
      case Action.ManagerBack back -> catalogue.comeBack();
      case Action.Release(TypeName type) -> catalogue.release(type);
      case Action.Retire(TypeName type) -> catalogue.retire(type);
    };
  }

  private Optional<String> place(Action.Placing one, BiConsumer<Hypervisor, Vm> how) {
    Hypervisor host = state.station(one.station());
    Vm vm = state.vm(one.vm());
    if (!host.isAlive()) {
      return Optional.of(host.name() + " is dead");
    }
    if (host.vms().contains(vm) && !isStartable(host, vm)) {
      return Optional.of(vm.name() + " is on " + host.name() + " already");
    }
    one.type().ifPresent(type -> vm.become(type, state.typeId(type)));
    vm.change(one.terms());
    state.known(vm);
    how.accept(host, vm);
    return Optional.empty();
  }

  private static boolean isStartable(Hypervisor host, Vm vm) {
    return host.find(vm).filter(Guest::isStartable).isPresent();
  }

  private Optional<String> startMany(Action.StartMany many) {
    Hypervisor host = state.station(many.station());
    if (!host.isAlive()) {
      return Optional.of(host.name() + " is dead");
    }
    List<Vm> vms = new ArrayList<>();
    many.vms().forEach(name -> vms.add(state.vm(name)));
    told(
        host.name(),
        "starts "
            + vms.size()
            + " VMs: "
            + vms.getFirst().type()
            + ", "
            + many.vms().getFirst()
            + " to "
            + many.vms().getLast(),
        many.over());
    spread(vms, many.over(), host::start);
    return Optional.empty();
  }

  private Optional<String> stop(String station, String name) {
    Hypervisor host = state.station(station);
    Vm vm = state.vm(name);
    if (!host.hosts(vm)) {
      return Optional.of(name + " is not on " + station + whereElse(vm));
    }
    host.stop(vm);
    return Optional.empty();
  }

  private Optional<String> change(Action.Change change) {
    Vm vm = state.vm(change.vm());
    Optional<Hypervisor> host = state.hostOf(vm);
    if (host.isEmpty()) {
      return Optional.of(vm.name() + " runs nowhere");
    }
    change.type().ifPresent(type -> vm.become(type, state.typeId(type)));
    vm.change(change.terms());
    state.known(vm);
    host.get().changed(vm);
    return Optional.empty();
  }

  private void moveLater(Vm vm, Hypervisor to) {
    move(vm, to)
        .ifPresent(
            obstacle -> world.tell(to.name(), Kind.ALARM, vm.name() + " stays: " + obstacle));
  }

  private Optional<String> move(Vm vm, Hypervisor to) {
    Optional<Hypervisor> from = state.stations().stream().filter(host -> host.runs(vm)).findFirst();
    if (from.isEmpty()) {
      return Optional.of(vm.name() + " runs nowhere, so it cannot move");
    }
    if (from.get() == to) {
      return Optional.of(vm.name() + " is on " + to.name() + " already");
    }
    if (!to.isAlive()) {
      return Optional.of(to.name() + " is dead");
    }
    new Migration(vm, from.get(), to, world).begin();
    return Optional.empty();
  }

  private Optional<String> recover(String station) {
    Hypervisor host = state.station(station);
    if (host.isAlive()) {
      return Optional.of(station + " is not dead");
    }
    List<Vm> elsewhere = List.copyOf(state.runningVms());
    host.recover(elsewhere);
    return Optional.empty();
  }

  private static String cable(OptionalInt member) {
    return member.isPresent() ? "member " + member.getAsInt() + " of the link" : "link";
  }

  private Optional<String> link(PortRef port, LinkChange change, String text) {
    world.tell(port.toString(), Kind.DONE, text);
    cables.accept(port, change);
    world.changed();
    return Optional.empty();
  }

  /** One after the other, the first at once, evenly over that time. */
  private void spread(List<Vm> vms, Duration over, Consumer<Vm> each) {
    for (int i = 0; i < vms.size(); i++) {
      Vm vm = vms.get(i);
      Duration wait = over.multipliedBy(i).dividedBy(vms.size());
      world.time().after(wait, () -> each.accept(vm));
    }
  }

  private void told(String where, String text, Duration over) {
    String spread = over.isZero() ? ", all at once" : ", spread over " + Quantities.text(over);
    world.tell(where, Kind.DONE, text + spread);
  }

  private String whereElse(Vm vm) {
    return state.hostOf(vm).map(host -> "; it is on " + host.name()).orElse("; it runs nowhere");
  }

  private static String words(Terms terms) {
    List<String> words = new ArrayList<>();
    terms.values().forEach((word, value) -> words.add(word + " " + value));
    return String.join(", ", words);
  }
}
