package org.moorage.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.stack.Flavour;
import org.moorage.simulator.LabTimer.Span;

/** What a line of a lab says, once read. */
sealed interface Sentence {

  /** Makes something happen. */
  sealed interface Action extends Sentence {
    /** One VM comes to a station; with a type where it is named for the first time. */
    sealed interface Placing extends Action permits Start, Reserve {
      String station();

      String vm();

      Optional<TypeName> type();

      VmTerms terms();
    }

    record Start(String station, String vm, Optional<TypeName> type, VmTerms terms)
        implements Placing {}

    /** A VM is expected: what it will need is set aside, it does not run yet. */
    record Reserve(String station, String vm, Optional<TypeName> type, VmTerms terms)
        implements Placing {}

    /** {@code vms} all named; the first at once, the last just before {@code over} has passed. */
    record StartMany(
        String station, List<String> vms, Optional<TypeName> type, VmTerms terms, Duration over)
        implements Action {
      public StartMany {
        vms = List.copyOf(vms);
      }
    }

    record Stop(String station, String vm) implements Action {}

    record StopAll(String station, Duration over) implements Action {}

    record Change(String vm, Optional<TypeName> type, VmTerms terms) implements Action {}

    record Move(String vm, String station) implements Action {}

    record MoveAll(String from, String to, Duration over) implements Action {}

    record Die(String station) implements Action {}

    record Recover(String station) implements Action {}

    /** Of a LAG one member, or where none is named, all of them. */
    record Cut(PortRef port, OptionalInt member) implements Action {}

    record Mend(PortRef port, OptionalInt member) implements Action {}

    record Worsen(PortRef port, Terms terms) implements Action {}

    record RestartAgent(String edge, Duration after) implements Action {}

    record ManagerAway() implements Action {}

    record ManagerBack() implements Action {}

    record Release(TypeName type) implements Action {}

    record Retire(TypeName type) implements Action {}
  }

  /** Says what is to be seen. */
  sealed interface Claim extends Sentence {
    record Associated(String vm, Optional<Place> on, Optional<TypeName> type, Optional<VlanId> vlan)
        implements Claim {}

    record PreAssociated(String vm, Optional<Place> on) implements Claim {}

    record Reserved(String vm, Optional<Place> on) implements Claim {}

    record NotAssociated(String vm, Optional<Place> on) implements Claim {}

    record AllAssociated(Optional<Place> on) implements Claim {}

    record CountAssociated(int count, Optional<Place> on) implements Claim {}

    record VPorts(Place on, int count) implements Claim {}

    record NoVPort(String vm) implements Claim {}

    record Refused(String vm, String because) implements Claim {}

    record Frozen(String vm) implements Claim {}

    record Running(String vm, String station) implements Claim {}

    record Speaks(PortRef port, Flavour flavour) implements Claim {}

    /** {@code arrives} false: it must not. */
    record Reaches(String from, String to, Service service, boolean arrives) implements Claim {}
  }

  /** Says what must never be otherwise. */
  sealed interface Invariant extends Sentence {
    record OneHome(Span atMost) implements Invariant {}

    record RulesBelong() implements Invariant {}

    record VPortsProgrammed() implements Invariant {}

    record NoEarlyFrame() implements Invariant {}

    record NoForeignVlan() implements Invariant {}

    record NoOrphan(Span atMost) implements Invariant {}

    record AtMost(int count) implements Invariant {}
  }

  /** A switch, or one port of it. */
  record Place(String edge, Optional<String> port) {

    boolean includes(PortRef ref) {
      return ref.node().equals(edge) && port.map(ref.port()::equals).orElse(true);
    }

    @Override
    public String toString() {
      return edge + port.map(p -> ":" + p).orElse("");
    }
  }

  /** What one VM asks another for. {@code port} counts for TCP and UDP only. */
  record Service(Kind kind, int port) {

    enum Kind {
      PING,
      TCP,
      UDP
    }

    static final Service PING = new Service(Kind.PING, 0);

    @Override
    public String toString() {
      return switch (kind) {
        case PING -> "ping";
        case TCP -> "TCP port " + port;
        case UDP -> "UDP port " + port;
      };
    }
  }
}
