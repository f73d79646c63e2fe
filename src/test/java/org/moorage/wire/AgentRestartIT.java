package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.wire.Station.Vsi;
import tools.jackson.databind.JsonNode;

/** An agent that dies and comes back keeps what it held; the station notices nothing. */
class AgentRestartIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void aLiveVsiSurvivesTheAgent(@TempDir Path folder) {
    try (Wiring wiring = Wiring.make();
        Agent agent = wiring.agent(folder);
        Station station = wiring.station(folder)) {
      Vsi vsi = new Vsi("5a1e0c00-0000-4000-8000-000000000001", 4711, 2, "0-52:54:00:00:02:01");
      Vsi pooled = new Vsi("5a1e0c00-0000-4000-8000-000000000002", 4713, 1, "0-52:54:00:00:02:02");
      Vsi known = vsi.answered(station.associate(vsi));
      station.associate(pooled);
      JsonNode before = agent.awaitState(vsi.uuid(), "associated", SOON);
      JsonNode pooledBefore = agent.awaitState(pooled.uuid(), "associated", SOON);

      agent.kill();
      agent.startAgain();

      JsonNode after = agent.awaitState(vsi.uuid(), "associated", SOON);
      assertThat(after.hasNonNull("vPort")).as("programmed again from disk").isTrue();
      assertThat(Agent.text(after, "since")).isEqualTo(Agent.text(before, "since"));
      JsonNode pooledAfter = agent.awaitState(pooled.uuid(), "associated", SOON);
      assertThat(pooledAfter.path("filters")).isEqualTo(pooledBefore.path("filters"));

      // The next keepalives (every 2.6 s) are answered: lldpad would drop the VSI otherwise.
      Eventually.within(
          Duration.ofSeconds(15),
          agent::log,
          () -> {
            JsonNode now = agent.awaitState(vsi.uuid(), "associated", SOON);
            assertThat(now.path("keepAlives").asInt(0))
                .isGreaterThanOrEqualTo(after.path("keepAlives").asInt(0) + 2);
            return now;
          });
      station.assertHolds(vsi);
      station.assertHolds(pooled);
      station.request("deassoc", known);
      agent.awaitGone(vsi.uuid(), SOON);
    }
  }
}
