package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Agent and station meet at a group address of their own, past a bridge that eats the usual one.
 */
class OwnAddressIT {

  private static final String OWN = "03:00:00:00:00:01";
  private static final String VSI = "c0ffee00-0000-4000-8000-000000000008";
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void aVsiIsAssociatedPastABridgeThatEatsTheUsualAddress(@TempDir Path folder) {
    try (Bridged site = Bridged.make()) {
      site.spanningTree();
      Agent agent =
          Agent.start(
              site.edge(),
              "leaf-1",
              folder,
              "--uplink",
              Bridged.EDGE_PORT,
              "--vdp-rka",
              "18",
              "--dataplane",
              "none",
              "--evb-address",
              OWN,
              "--ecp-address",
              OWN);
      try (Conversation station =
          Conversation.start(site.host(), OurStation.class, Bridged.HOST_PORT, OWN)) {
        assertThat(station.hear(line -> line.startsWith("operation"), SOON)).isPresent();
        station.say("ASSOCIATE " + VSI + " 100 52:54:00:03:00:08");
        assertThat(station.hear(("confirmed " + VSI + " ASSOCIATE")::equals, SOON)).isPresent();
        agent.awaitState(VSI, "associated", SOON);
        JsonNode path = agent.uplink(Bridged.EDGE_PORT).path("path");
        assertThat(Agent.text(path, "evb")).isEqualTo(OWN);
        assertThat(Agent.text(path, "verdict")).isEqualTo("heard");
        assertThat(path.path("heard"))
            .as("the usual address does not get through\n%s", path)
            .isNotEmpty()
            .allSatisfy(heard -> assertThat(Agent.text(heard, "address")).isEqualTo(OWN));
      }
      try (Conversation usual =
          Conversation.start(site.host(), OurStation.class, Bridged.HOST_PORT)) {
        usual.say("ASSOCIATE " + VSI + " 100 52:54:00:03:00:08");
        assertThat(usual.hear(line -> line.startsWith("failed") || line.startsWith("ended"), SOON))
            .as("a station that keeps to the usual address")
            .isPresent();
      }
    }
  }
}
