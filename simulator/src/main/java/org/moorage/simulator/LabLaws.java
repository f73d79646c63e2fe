package org.moorage.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.moorage.agent.AssociationId;
import org.moorage.agent.AssociationView;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortPlan;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.simulator.LabEvent.Kind;
import org.moorage.simulator.LabOutcome.Verdict;
import org.moorage.simulator.Sentence.Invariant;

/** The laws of a lab, looked at after every event that could break one. */
final class LabLaws {

  /** A law and what became of it. */
  private static final class Kept {
    final LabFile.Law law;
    final Map<String, Duration> since = new HashMap<>();
    Duration longest = Duration.ZERO;
    long looks;
    Duration brokenAt = Duration.ZERO;
    String broken = "";

    Kept(LabFile.Law law) {
      this.law = law;
    }

    void lasted(Duration span) {
      if (span.compareTo(longest) > 0) {
        longest = span;
      }
    }
  }

  private final LabState state;
  private final LabWorld world;
  private final Map<LabTimer, Duration> timers;
  private final List<Kept> laws = new ArrayList<>();

  LabLaws(List<LabFile.Law> laws, LabState state, LabWorld world, Map<LabTimer, Duration> timers) {
    this.state = state;
    this.world = world;
    this.timers = Map.copyOf(timers);
    laws.forEach(law -> this.laws.add(new Kept(law)));
  }

  /** Something changed. */
  void look() {
    for (Kept kept : laws) {
      switch (kept.law.invariant()) {
        case Invariant.OneHome(LabTimer.Span atMost) -> {
          kept.looks++;
          forTooLong(kept, twice(), atMost.resolve(timers), "is associated on ");
        }
        case Invariant.NoOrphan(LabTimer.Span atMost) -> {
          kept.looks++;
          forTooLong(kept, orphans(), atMost.resolve(timers), "outlives its VM on ");
        }
        case Invariant.AtMost(int count) -> {
          kept.looks++;
          atMost(kept, count);
        }
        case Invariant.RulesBelong law -> {}
        case Invariant.VPortsProgrammed law -> {}
        case Invariant.NoEarlyFrame law -> {}
        case Invariant.NoForeignVlan law -> {}
      }
    }
    for (LabSwitch edge : state.switches()) {
      List<VPortPlan> touched = edge.plane().takeTouched();
      if (!touched.isEmpty() && edge.isRunning() && compares()) {
        touched.forEach(plan -> compare(edge, plan.port(), plan.vsi()));
      }
    }
  }

  /** Looks at everything, not only at what changed. */
  void audit() {
    if (compares()) {
      state.switches().stream().filter(LabSwitch::isRunning).forEach(this::audit);
    }
    look();
  }

  private void audit(LabSwitch edge) {
    Set<VPortId> strays = new TreeSet<>(edge.plane().programmed());
    for (VsiId vsi : state.homes().held()) {
      for (PortRef port : state.homes().of(vsi).keySet()) {
        if (port.node().equals(edge.name())) {
          PortName name = new PortName(port.port());
          compare(edge, name, vsi);
          strays.remove(VPortId.of(edge.edgeName(), name, vsi));
        }
      }
    }
    strays.forEach(id -> compare(edge, id, false, true));
  }

  private boolean compares() {
    return laws.stream()
        .map(kept -> kept.law.invariant())
        .anyMatch(law ->
            law instanceof Invariant.RulesBelong || law instanceof Invariant.VPortsProgrammed);
  }

  /** What the agent says it holds against what the data plane says it has. */
  private void compare(LabSwitch edge, PortName port, VsiId vsi) {
    VPortId id = VPortId.of(edge.edgeName(), port, vsi);
    boolean held =
        edge.agent()
            .views()
            .association(new AssociationId(port, vsi))
            .flatMap(AssociationView::vPort)
            .filter(id::equals)
            .isPresent();
    compare(edge, id, held, edge.plane().isProgrammed(id));
  }

  private void compare(LabSwitch edge, VPortId id, boolean held, boolean programmed) {
    for (Kept kept : laws) {
      switch (kept.law.invariant()) {
        case Invariant.RulesBelong law -> {
          kept.looks++;
          if (programmed && !held) {
            broken(kept, edge.name() + " enforces rules of vPort " + id + ", which is gone");
          }
        }
        case Invariant.VPortsProgrammed law -> {
          kept.looks++;
          if (held && !programmed) {
            broken(kept, edge.name() + " holds vPort " + id + " and enforces nothing for it");
          }
        }
        case Invariant.OneHome law -> {}
        case Invariant.NoOrphan law -> {}
        case Invariant.AtMost law -> {}
        case Invariant.NoEarlyFrame law -> {}
        case Invariant.NoForeignVlan law -> {}
      }
    }
  }

  private Map<String, String> twice() {
    Map<String, String> twice = new HashMap<>();
    for (VsiId vsi : state.homes().held()) {
      if (state.homes().of(vsi).size() > 1) {
        List<PortRef> ports = state.homes().associated(vsi);
        if (ports.size() > 1) {
          String name = state.vm(vsi).map(Vm::name).orElse(vsi.toString());
          twice.put(name, String.join(" and ", ports.stream().map(PortRef::toString).toList()));
        }
      }
    }
    return twice;
  }

  private Map<String, String> orphans() {
    Map<String, String> orphans = new HashMap<>();
    for (LabSwitch edge : state.switches()) {
      for (VPortPlan plan : edge.plane().plans()) {
        PortRef port = new PortRef(edge.name(), plan.port().value());
        boolean hosted =
            state
                .peer(port)
                .flatMap(peer -> state.findStation(peer.node()))
                .flatMap(station -> state.vm(plan.vsi()).filter(station::hosts))
                .isPresent();
        if (!hosted) {
          String name = state.vm(plan.vsi()).map(Vm::name).orElse(plan.vsi().toString());
          orphans.put("the vPort of " + name + " (" + port + ")", port.toString());
        }
      }
    }
    return orphans;
  }

  /** Each of what is so now may be so for {@code atMost}; looks again when that has passed. */
  private void forTooLong(Kept kept, Map<String, String> now, Duration atMost, String verb) {
    Duration elapsed = world.time().elapsed();
    // What ended was so until now, which is longer than at the last look.
    kept.since.forEach((name, since) -> kept.lasted(elapsed.minus(since)));
    kept.since.keySet().retainAll(now.keySet());
    now.forEach((name, where) -> {
      boolean began = kept.since.putIfAbsent(name, elapsed) == null;
      Duration lasted = elapsed.minus(kept.since.getOrDefault(name, elapsed));
      if (lasted.compareTo(atMost) > 0 || atMost.isZero()) {
        broken(kept, name + " " + verb + where + " for " + Quantities.moment(lasted));
      } else if (began) {
        world.time().after(atMost.plusNanos(1), world::changed);
      }
    });
  }

  private void atMost(Kept kept, int count) {
    for (LabSwitch edge : state.switches()) {
      edge.plane()
          .counts()
          .forEach((port, found) -> {
            if (found > count) {
              String vPorts = Sights.vPorts(found);
              broken(kept, edge.name() + ":" + port + " has " + vPorts);
            }
          });
    }
  }

  /** A switch sends on what a VM sent, from that port. */
  void forwarded(LabSwitch edge, PortRef from, PortRef to, Vm sender) {
    for (Kept kept : laws) {
      if (kept.law.invariant() instanceof Invariant.NoEarlyFrame) {
        kept.looks++;
        if (!state.forwards(from, sender.vsi())) {
          broken(
              kept,
              edge.name()
                  + " sent a frame of "
                  + sender.name()
                  + " from "
                  + from.port()
                  + " to "
                  + to.port()
                  + " and has no vPort for it");
        }
      }
    }
  }

  /** A VM got a frame another VM sent. */
  void delivered(Vm to, Vm sender) {
    for (Kept kept : laws) {
      if (kept.law.invariant() instanceof Invariant.NoForeignVlan) {
        kept.looks++;
        Set<Integer> own = vlans(to);
        Set<Integer> theirs = vlans(sender);
        if (!own.isEmpty() && !theirs.isEmpty() && own.stream().noneMatch(theirs::contains)) {
          broken(
              kept,
              to.name() + " in VLAN " + own + " got a frame of " + sender.name() + " in " + theirs);
        }
      }
    }
  }

  private Set<Integer> vlans(Vm vm) {
    Set<Integer> vlans = new TreeSet<>();
    for (PortRef port : state.homes().of(vm.vsi()).keySet()) {
      state
          .plan(port, vm.vsi())
          .ifPresent(plan ->
              plan.matches()
                  .forEach(match -> {
                    vlans.add(match.network().value());
                    vlans.add(match.inbound().value());
                  }));
    }
    return vlans;
  }

  private void broken(Kept kept, String how) {
    if (kept.broken.isEmpty()) {
      kept.broken = how;
      kept.brokenAt = world.time().elapsed();
      world.tell("", Kind.BROKEN, kept.law.text() + ": " + how);
    }
  }

  List<Verdict> verdicts() {
    return laws.stream()
        .map(kept ->
            kept.broken.isEmpty()
                ? new Verdict(
                    kept.law.text(), kept.law.line(), true, world.time().elapsed(), held(kept))
                : new Verdict(kept.law.text(), kept.law.line(), false, kept.brokenAt, kept.broken))
        .toList();
  }

  private static String held(Kept kept) {
    String looked =
        kept.looks == 0
            ? "nothing happened that could break it"
            : "looked at " + (kept.looks == 1 ? "once" : kept.looks + " times");
    return kept.longest.isZero()
        ? looked
        : looked + ", at most for " + Quantities.moment(kept.longest);
  }
}
