package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A station that still speaks draft 0 gets its vPort on the same port by the same rules. */
class DraftStationIT {

  private static final Duration SOON = Duration.ofSeconds(15);

  private static final String UUID = "fa9b7fff-b0a0-4893-8e0e-beef4ff18f8f";

  @Test
  void aDraftStationAssociatesAndLetsGo(@TempDir Path folder) {
    try (Wiring wiring = Wiring.make();
        Agent agent = wiring.agent(folder);
        Station station = Station.draft(wiring.host(), Wiring.HOST_PORT, folder)) {
      Eventually.within(
          Duration.ofSeconds(20),
          () -> agent.log() + station.log(),
          () ->
              assertThat(Agent.text(agent.uplink(Wiring.EDGE_PORT), "standard"))
                  .isEqualTo("draft 0"));
      ask(station, 2, 4711, 2);
      JsonNode home = agent.awaitState(UUID, "associated", SOON);
      assertThat(Agent.text(home, "profile")).isEqualTo("wire-access");
      assertThat(home.hasNonNull("vPort")).isTrue();
      ask(station, 3, 4711, 2);
      agent.awaitGone(UUID, SOON);

      ask(station, 2, 9999, 1);
      agent.awaitState(UUID, "refused", SOON);
      assertThat(agent.moorage("vsi", "why", UUID).orFail()).contains("9999").contains("fix");
    }
  }

  /**
   * mode 2 associates, 3 lets go; then manager, type, version, instance, filter format, filter.
   * lldpad takes it once it has heard the bridge's draft EVB TLV.
   */
  private static void ask(Station station, int mode, int type, int version) {
    String vsi = "mode=%d,12,%d,%d,%s,2,52:54:00:c7:3e:9c,100".formatted(mode, type, version, UUID);
    Eventually.within(
        SOON,
        station::log,
        () ->
            station
                .lldptool("-T", "-g", "ncb", "-i", Wiring.HOST_PORT, "-V", "vdp", "-c", vsi)
                .orFail());
  }
}
