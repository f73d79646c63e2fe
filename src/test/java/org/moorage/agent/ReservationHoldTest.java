package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.agent.EdgeBench.P1;
import static org.moorage.agent.EdgeBench.associate;
import static org.moorage.agent.EdgeBench.vsi;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.VPortPlan;
import org.moorage.protocol.stack.EndCause;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.vdp.VdpType;

/** A reservation that is kept alive, and for how long nobody has to come. */
class ReservationHoldTest {

  private final EdgeBench bench = new EdgeBench(new MemoryJournal());

  @Test
  void aReservationNobodyTakesUpEndsAndItsStationIsTold() {
    bench.request(P1, associate(1, 4711, 1, 100).with(VdpType.PRE_ASSOCIATE_RR));
    assertThat(bench.plane.plans().values())
        .extracting(VPortPlan::forwarding)
        .containsExactly(false);
    bench.run(EdgeSettings.USUAL_HOLD.minusSeconds(10));
    assertThat(bench.plane.plans()).as("kept alive meanwhile").hasSize(1);
    bench.run(Duration.ofSeconds(20));
    assertThat(bench.plane.plans()).isEmpty();
    assertThat(bench.events)
        .filteredOn(AgentEvent.Released.class::isInstance)
        .singleElement()
        .satisfies(event -> assertThat(event.text()).contains("held for 1800 s", "no associate"));
    assertThat(bench.heardByStation.getOrDefault(P1, List.of()))
        .contains(new StationEffect.Ended(vsi(1), EndCause.WITHDRAWN));
  }

  @Test
  void oneThatIsTakenUpInTimeStays() {
    bench.request(P1, associate(1, 4711, 1, 100).with(VdpType.PRE_ASSOCIATE_RR));
    bench.run(EdgeSettings.USUAL_HOLD.minusSeconds(10));
    bench.request(P1, associate(1, 4711, 1, 100));
    bench.run(EdgeSettings.USUAL_HOLD);
    assertThat(bench.plane.plans().values())
        .extracting(VPortPlan::forwarding)
        .containsExactly(true);
  }

  @Test
  void aRestartedAgentCountsFromItsStart() {
    bench.request(P1, associate(1, 4711, 1, 100).with(VdpType.PRE_ASSOCIATE_RR));
    bench.run(EdgeSettings.USUAL_HOLD.minusSeconds(10));
    bench.restart(EdgeBench.LIBRARY::lookup);
    bench.run(Duration.ofSeconds(20));
    assertThat(bench.plane.plans()).hasSize(1);
    bench.run(EdgeSettings.USUAL_HOLD);
    assertThat(bench.plane.plans()).isEmpty();
  }
}
