package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our station against lldpad as the bridge, within what that bridge can do: it grants everything,
 * keeps a VSI after its de-association until the keepalive runs out, and has no groups of its own.
 */
class OurStationIT {

  private static final int VSIS = 20;

  /** Twice what the bridge waits for a keepalive and a station for an answer, 4.0 s each. */
  private static final Duration LONGER_THAN_A_DEAD_VSI_LIVES = Duration.ofSeconds(8);

  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void vsisAreGrantedKeptAliveAndEnded(@TempDir Path folder) {
    try (Wiring wiring = Wiring.make();
        Station bridge = Station.bridge(wiring.edge(), Wiring.EDGE_PORT, folder, 10, 18);
        Conversation station =
            Conversation.start(wiring.host(), OurStation.class, Wiring.HOST_PORT)) {
      assertThat(station.hear(line -> line.startsWith("operation"), Duration.ofSeconds(20)))
          .hasValueSatisfying(line -> assertThat(line).contains("reflectiveRelay"));

      station.say("PRE_ASSOCIATE " + vsi(1));
      assertThat(station.hear(confirmed(1, "PRE_ASSOCIATE")::equals, SOON)).isPresent();
      for (int i = 1; i <= VSIS; i++) {
        station.say("ASSOCIATE " + vsi(i));
      }
      for (int i = 1; i <= VSIS; i++) {
        assertThat(station.hear(confirmed(i, "ASSOCIATE")::equals, SOON))
            .as("VSI %d", i)
            .isPresent();
      }

      assertThat(
              station.hear(
                  line -> line.startsWith("ended") || line.startsWith("failed"),
                  LONGER_THAN_A_DEAD_VSI_LIVES))
          .as("a VSI that was not kept alive\n%s", bridge.log())
          .isEmpty();

      station.say("DE_ASSOCIATE " + vsi(1));
      assertThat(station.hear(("ended " + uuid(1) + " DE_ASSOCIATED")::equals, SOON)).isPresent();
    }
  }

  private static String uuid(int number) {
    return "c0ffee00-0000-4000-8000-%012x".formatted(number);
  }

  private static String vsi(int number) {
    return uuid(number) + " 100 52:54:00:03:00:%02x".formatted(number);
  }

  private static String confirmed(int number, String type) {
    return "confirmed " + uuid(number) + " " + type;
  }
}
