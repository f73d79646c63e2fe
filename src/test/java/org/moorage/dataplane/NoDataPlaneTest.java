package org.moorage.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.edge.Separation;
import org.moorage.edge.Standing;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;
import org.moorage.profile.rules.RuleSet;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.vdp.VsiId;

/** Without a switch the drift audit still finds what was asked for, and nothing is counted. */
class NoDataPlaneTest {

  @Test
  void itHoldsWhatItWasToldAndForwardsNothing() {
    VlanId vlan = new VlanId(100);
    VsiId vsi = VsiId.of(new UUID(0, 1));
    PortName port = new PortName("p1");
    VPortPlan plan =
        new VPortPlan(
            VPortId.of(new EdgeName("leaf-1"), port, vsi),
            port,
            vsi,
            Separation.FILTER,
            true,
            List.of(new VPortMatch(Optional.empty(), vlan, false, vlan, vlan)),
            new VPortTerms(
                "test/1",
                Standing.KNOWN,
                new RuleSet(List.of(), List.of()),
                Rates.UNLIMITED,
                Marking.NONE,
                Guard.PLAIN,
                false));
    try (NoDataPlane plane = new NoDataPlane()) {
      assertThat(plane.apply(plan)).isEqualTo(new Applied.Done(0));
      assertThat(plane.programmed()).containsExactly(plan.id());
      assertThat(plane.counters(plan.id())).contains(VPortCounters.NONE);
      plane.remove(plan.id());
      plane.remove(plan.id());
      assertThat(plane.programmed()).isEmpty();
      assertThat(plane.counters(plan.id())).isEmpty();
    }
  }
}
