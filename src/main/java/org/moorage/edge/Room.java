package org.moorage.edge;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.BitRate;

/** Whether one more vPort fits on a port: in number, in rule entries, in committed rate. */
final class Room {

  /** What there is not enough of, in figures, and what to do. */
  record Shortage(String reason, String fix) {}

  private final Edge edge;
  private final PortName port;
  private final List<String> because;

  /**
   * @param because gets a sentence for each thing that fits
   */
  Room(Edge edge, PortName port, List<String> because) {
    this.edge = edge;
    this.port = port;
    this.because = because;
  }

  /** For a VSI that is announced without a reservation. */
  Optional<Shortage> forAnnounced(Optional<VPort> before) {
    int most = edge.settings().vPortsPerPort();
    boolean counted =
        before.map(VPort::state).filter(VPortState.PRE_ASSOCIATED::equals).isPresent();
    return counted || edge.preAssociatedCount(port) < most
        ? Optional.empty()
        : Optional.of(
            new Shortage(
                most + " VSIs are pre-associated on " + port + ", as many as it takes",
                "let stations associate or de-associate what they announced"));
  }

  /**
   * For a vPort that holds what it needs.
   *
   * @param held what the VSI holds already
   * @param sameAsBefore it is taken up after a restart: it keeps its rates, whatever the link is
   *     said to carry by then
   */
  Optional<Shortage> forVPort(VPortPlan plan, Optional<VPort> held, boolean sameAsBefore) {
    int most = edge.settings().vPortsPerPort();
    if (held.isEmpty() && edge.vPortCount(port) >= most) {
      return Optional.of(
          new Shortage(
              port + " holds " + most + " vPorts, as many as it takes",
              "move VSIs to another port or edge"));
    }
    return entries(plan, held).or(() -> sameAsBefore ? Optional.empty() : rates(plan, held));
  }

  private Optional<Shortage> entries(VPortPlan plan, Optional<VPort> held) {
    long most = edge.settings().ruleEntries();
    long entries =
        edge.ruleEntries() + plan.entries() - held.map(vPort -> vPort.plan().entries()).orElse(0);
    if (entries > most) {
      return Optional.of(
          new Shortage(
              "its "
                  + plan.entries()
                  + " rule entries do not fit: "
                  + edge.ruleEntries()
                  + " of "
                  + most
                  + " are taken",
              "shorten the profile's rules, or move VSIs to another edge"));
    }
    because.add(plan.entries() + " rule entries fit: " + entries + " of " + most + " then taken");
    return Optional.empty();
  }

  private Optional<Shortage> rates(VPortPlan plan, Optional<VPort> held) {
    PortName link = edge.linkOf(port);
    @Nullable BitRate capacity = edge.settings().capacities().get(link);
    if (capacity == null) {
      return Optional.empty();
    }
    CommittedRates.Sums had =
        held.map(vPort -> CommittedRates.Sums.of(vPort.plan().rates()))
            .orElse(CommittedRates.Sums.NONE);
    CommittedRates.Sums others = edge.committed(link).minus(had);
    CommittedRates.Sums wants = CommittedRates.Sums.of(plan.rates());
    return rate("from the VM", wants.fromVm(), had.fromVm(), others.fromVm(), capacity, link)
        .or(() -> rate("to the VM", wants.toVm(), had.toVm(), others.toVm(), capacity, link));
  }

  private Optional<Shortage> rate(
      String way, long wants, long had, long others, BitRate capacity, PortName link) {
    String of = " of " + capacity;
    // Who asks for no more than it has is not the one that is too much.
    if (wants > had && others + wants > capacity.bitsPerSecond()) {
      return Optional.of(
          new Shortage(
              rate(wants, way)
                  + " do not fit on "
                  + link
                  + ": "
                  + BitRate.written(others)
                  + of
                  + " are committed to others",
              "move VSIs to another port or edge, lower the profile's rate, or correct the"
                  + " capacity of "
                  + link));
    }
    if (wants > 0) {
      because.add(
          rate(wants, way)
              + " fit on "
              + link
              + ": "
              + BitRate.written(others + wants)
              + of
              + " then committed");
    }
    return Optional.empty();
  }

  private static String rate(long wants, String way) {
    return BitRate.written(wants) + " " + way;
  }
}
