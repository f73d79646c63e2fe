package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.wire.Station.Vsi;
import tools.jackson.databind.JsonNode;

/** Keepalives hold a VSI; nothing else does. */
class StationLostIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  /** 1.5 x 10 us x ((1 + 2 x 3) x 2^10 + 2^18): RTE 10, RKA 18 on both sides. */
  private static final Duration TOUT_KEEP_ALIVE = Duration.ofMillis(4_039);

  /** 10 us x 2^18. */
  private static final Duration KEEP_ALIVE = Duration.ofMillis(2_621);

  @Test
  void aVsiLivesByItsKeepalivesAndEndsWithThem(@TempDir Path folder) {
    try (Wiring wiring = Wiring.make();
        Agent agent = wiring.agent(folder);
        Station station = wiring.station(folder)) {
      Vsi vsi = new Vsi("7d0c6d1e-0000-4000-8000-000000000001", 4711, 2, "100-52:54:00:00:01:01");
      station.associate(vsi);
      JsonNode first = agent.awaitState(vsi.uuid(), "associated", SOON);
      JsonNode later =
          Eventually.within(
              KEEP_ALIVE.multipliedBy(8),
              agent::log,
              () -> {
                JsonNode now = agent.awaitState(vsi.uuid(), "associated", SOON);
                assertThat(now.path("keepAlives").asInt(0)).isGreaterThanOrEqualTo(3);
                return now;
              });
      assertThat(Agent.text(later, "since")).isEqualTo(Agent.text(first, "since"));
      station.assertHolds(vsi);

      station.kill();
      long killed = System.nanoTime();
      agent.awaitGone(vsi.uuid(), SOON);
      Duration held = Duration.ofNanos(System.nanoTime() - killed);
      // The last keepalive came up to one period before the end.
      assertThat(held).isGreaterThan(TOUT_KEEP_ALIVE.minus(KEEP_ALIVE).minusMillis(200));
      assertThat(agent.moorage("vsi", "why", vsi.uuid()).orFail()).containsIgnoringCase("keep");

      station.startAgain();
      station.associate(vsi);
      agent.awaitState(vsi.uuid(), "associated", SOON);
    }
  }
}
