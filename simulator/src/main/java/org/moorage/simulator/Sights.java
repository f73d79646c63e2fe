package org.moorage.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.agent.AgentEvent;
import org.moorage.edge.VPortPlan;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.simulator.Sentence.Claim;
import org.moorage.simulator.Sentence.Place;

/** Looks whether what a line claims is so, and says what is to be seen. */
final class Sights {

  /**
   * One look.
   *
   * @param seen what is there, whether it is what was claimed or not
   */
  record Sight(boolean holds, String seen) {}

  private final LabState state;
  private final Prober prober;

  Sights(LabState state, Prober prober) {
    this.state = state;
    this.prober = prober;
  }

  Sight look(Claim claim) {
    return switch (claim) {
      case Claim.Associated associated -> associated(associated);
      case Claim.PreAssociated(String vm, Optional<Place> on) -> {
        boolean there =
            homes(vm, on).stream().anyMatch(home -> home.getValue().type() != VdpType.ASSOCIATE);
        yield new Sight(there, whereabouts(vm));
      }
      case Claim.Reserved(String vm, Optional<Place> on) -> {
        boolean there =
            homes(vm, on).stream()
                .anyMatch(home -> home.getValue().type() == VdpType.PRE_ASSOCIATE_RR);
        yield new Sight(there, whereabouts(vm));
      }
      case Claim.NotAssociated(String vm, Optional<Place> on) -> {
        boolean there =
            homes(vm, on).stream().anyMatch(home -> home.getValue().type() == VdpType.ASSOCIATE);
        yield new Sight(!there, whereabouts(vm));
      }
      case Claim.AllAssociated(Optional<Place> on) -> allAssociated(on);
      case Claim.CountAssociated(int count, Optional<Place> on) -> {
        int found = state.homes().countAssociated(on);
        yield new Sight(found == count, found + " are associated");
      }
      case Claim.VPorts(Place on, int count) -> {
        int found = state.vPorts(on);
        yield new Sight(found == count, on + " has " + vPorts(found));
      }
      case Claim.NoVPort(String vm) -> noVPort(vm);
      case Claim.Refused(String vm, String because) -> refused(vm, because);
      case Claim.Frozen(String vm) ->
          new Sight(state.isFrozen(state.vm(vm).vsi()), whereabouts(vm));
      case Claim.Running(String vm, String station) -> running(vm, station);
      case Claim.Speaks(PortRef port, Flavour flavour) -> speaks(port, flavour);
      case Claim.Reaches reaches -> {
        boolean answered = prober.isAnswered(reaches);
        yield new Sight(
            answered == reaches.arrives(),
            (answered ? "an answer came to " : "no answer came to ")
                + reaches.from()
                + " by "
                + reaches.service());
      }
    };
  }

  private Sight associated(Claim.Associated claim) {
    for (Map.Entry<PortRef, AgentEvent.Associated> home : homes(claim.vm(), claim.on())) {
      AgentEvent.Associated held = home.getValue();
      boolean type =
          claim
              .type()
              .map(named ->
                  state.typeId(named).equals(held.typeId())
                      && named.version().equals(held.version()))
              .orElse(true);
      boolean vlan =
          claim.vlan().isEmpty()
              || state.plan(home.getKey(), held.vsi()).stream()
                  .flatMap(plan -> plan.matches().stream())
                  .anyMatch(match -> match.network().equals(claim.vlan().get()));
      if (held.type() == VdpType.ASSOCIATE && type && vlan) {
        return new Sight(true, whereabouts(claim.vm()));
      }
    }
    return new Sight(false, whereabouts(claim.vm()));
  }

  private Sight allAssociated(Optional<Place> on) {
    List<String> without = new ArrayList<>();
    int all = 0;
    for (Vm vm : state.runningVms()) {
      all++;
      boolean there =
          homes(vm.name(), on).stream()
              .anyMatch(home -> home.getValue().type() == VdpType.ASSOCIATE);
      if (!there) {
        without.add(vm.name());
      }
    }
    return without.isEmpty()
        ? new Sight(all > 0, "all " + all + " are")
        : new Sight(
            false,
            without.size() + " of " + all + " are not, for one " + whereabouts(without.getFirst()));
  }

  private Sight noVPort(String vm) {
    List<String> there = new ArrayList<>();
    for (LabSwitch edge : state.switches()) {
      for (VPortPlan plan : edge.plane().plans()) {
        if (plan.vsi().equals(state.vm(vm).vsi())) {
          there.add(edge.name() + ":" + plan.port());
        }
      }
    }
    return new Sight(
        there.isEmpty(),
        there.isEmpty()
            ? vm + " has no vPort"
            : vm + " has a vPort on " + String.join(" and ", there));
  }

  private Sight refused(String vm, String because) {
    return state
        .homes()
        .refusal(state.vm(vm).vsi())
        .map(refusal -> {
          String said = refusal.reason() + "; " + refusal.fix();
          return new Sight(said.contains(because), "the answer was: " + said);
        })
        .orElseGet(() -> new Sight(false, whereabouts(vm)));
  }

  private Sight running(String vm, String station) {
    Hypervisor host = state.station(station);
    return new Sight(
        host.runs(state.vm(vm)),
        state.stations().stream()
            .filter(each -> each.runs(state.vm(vm)))
            .findFirst()
            .map(each -> vm + " runs on " + each.name())
            .orElse(vm + " runs nowhere"));
  }

  private Sight speaks(PortRef port, Flavour flavour) {
    Optional<Flavour> spoken =
        state.edge(port.node()).port(port.port()).flatMap(view -> view.stack().flavour());
    return new Sight(
        spoken.filter(flavour::equals).isPresent(),
        port
            + spoken
                .map(s -> " speaks " + (s == Flavour.DRAFT ? "draft-0" : "ratified"))
                .orElse(" has not heard its station"));
  }

  private List<Map.Entry<PortRef, AgentEvent.Associated>> homes(String vm, Optional<Place> on) {
    return state.homes().of(state.vm(vm).vsi()).entrySet().stream()
        .filter(home -> on.map(place -> place.includes(home.getKey())).orElse(true))
        .toList();
  }

  /** Where a VM is and how, in words. */
  String whereabouts(String vm) {
    List<String> words = new ArrayList<>();
    homes(vm, Optional.empty())
        .forEach(home -> words.add(state.described(home.getKey(), home.getValue())));
    if (!words.isEmpty()) {
      return vm + " is " + String.join(" and ", words);
    }
    return vm
        + " is held nowhere"
        + state
            .homes()
            .refusal(state.vm(vm).vsi())
            .map(refusal -> "; the last answer was: " + refusal.reason())
            .orElse("");
  }

  static String vPorts(long count) {
    return count == 0 ? "no vPort" : count == 1 ? "1 vPort" : count + " vPorts";
  }
}
