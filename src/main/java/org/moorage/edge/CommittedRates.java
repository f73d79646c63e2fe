package org.moorage.edge;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.moorage.profile.Rate;
import org.moorage.profile.Rates;

/**
 * What the reserved and active vPorts of each link that has a capacity have been promised. A vPort
 * without a rate has been promised nothing.
 */
final class CommittedRates {

  /**
   * Both ways, in bit/s.
   *
   * @param fromVm what the VMs may send together
   * @param toVm what they may get
   */
  record Sums(long fromVm, long toVm) {

    static final Sums NONE = new Sums(0, 0);

    static Sums of(Rates rates) {
      return new Sums(
          rates.fromVm().map(Rate::committed).map(rate -> rate.bitsPerSecond()).orElse(0L),
          rates.toVm().map(Rate::committed).map(rate -> rate.bitsPerSecond()).orElse(0L));
    }

    Sums plus(Sums other) {
      return new Sums(fromVm + other.fromVm, toVm + other.toVm);
    }

    Sums minus(Sums other) {
      return new Sums(fromVm - other.fromVm, toVm - other.toVm);
    }
  }

  private final Set<PortName> bounded;
  private final Map<PortName, Sums> byLink = new HashMap<>();

  /**
   * @param bounded the links that have a capacity; nobody asks about others
   */
  CommittedRates(Set<PortName> bounded) {
    this.bounded = Set.copyOf(bounded);
  }

  Sums of(PortName link) {
    return byLink.getOrDefault(link, Sums.NONE);
  }

  void promise(PortName link, Rates rates) {
    if (bounded.contains(link)) {
      byLink.merge(link, Sums.of(rates), Sums::plus);
    }
  }

  void takeBack(PortName link, Rates rates) {
    byLink.computeIfPresent(
        link,
        (_, sums) -> {
          Sums left = sums.minus(Sums.of(rates));
          return left.equals(Sums.NONE) ? null : left;
        });
  }
}
