package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S-channels on a real link that are configured, asked for anew, or shared by several VSIs. */
class SChannelKindsIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static final int PINGING = 4714;
  private static final String FIRST = "7a3f1c00-0000-4000-8000-00000000d002";
  private static final String SECOND = "7a3f1c00-0000-4000-8000-00000000d003";
  private static final String FIRST_MAC = "02:00:00:00:d0:02";
  private static final String SECOND_MAC = "02:00:00:00:d0:03";

  @Test
  void whatIsSetUpByHandOnBothSidesIsThereUnaskedAndStaysBesideWhatIsAskedFor(
      @TempDir Path folder) {
    try (Wiring wiring = Wiring.make()) {
      Agent agent = wiring.agent(folder, "--dataplane", "soft", "--s-channels", "cdcp 2/300 3/301");
      try (Conversation station =
          Conversation.start(wiring.host(), ChannelledStation.class, Wiring.HOST_PORT)) {
        station.say("set 2 300");
        station.say("set 3 301");
        SChannelIT.associate(station, 2, FIRST, FIRST_MAC);
        SChannelIT.associate(station, 3, SECOND, SECOND_MAC);
        assertThat(Agent.text(agent.awaitState(FIRST, "associated", SOON), "uplink"))
            .isEqualTo("p1/2");
        station.say("frame 2 " + Ping.frame(SECOND_MAC, FIRST_MAC, "81000064").hex());
        assertThat(SChannelIT.heard(station, "heard 3 ", SECOND_MAC)).isPresent();

        // What is asked for gets none of their SVIDs and goes again without them.
        station.say("want 5");
        assertThat(station.hear(line -> line.matches("channels 1/1 5/(?!300|301)\\d+"), SOON))
            .isPresent();
        station.say("want");
        assertThat(station.hear("channels 1/1"::equals, SOON)).isPresent();
        for (String vsi : new String[] {FIRST, SECOND}) {
          agent.awaitState(vsi, "associated", SOON);
        }
      }
    }
  }

  @Test
  void whatIsGivenBackAndAskedForAnewWorksAsBefore(@TempDir Path folder) {
    try (Wiring wiring = Wiring.make()) {
      Agent agent = wiring.agent(folder, "--dataplane", "soft", "--s-channels", "cdcp");
      try (Conversation station =
          Conversation.start(wiring.host(), ChannelledStation.class, Wiring.HOST_PORT)) {
        SChannelIT.openTwo(station);
        SChannelIT.associate(station, 3, SECOND, SECOND_MAC);
        for (int again = 0; again < 3; again++) {
          SChannelIT.associate(station, 2, FIRST, FIRST_MAC);
          station.say("frame 3 " + Ping.frame(FIRST_MAC, SECOND_MAC, "81000064").hex());
          assertThat(SChannelIT.heard(station, "heard 2 ", FIRST_MAC)).isPresent();

          station.say("want 3");
          assertThat(station.hear(line -> SChannelIT.count(line) == 2, SOON)).isPresent();
          agent.awaitGone(FIRST, SOON);
          agent.awaitState(SECOND, "associated", SOON);
          station.say("want 3 2");
          assertThat(station.hear(line -> SChannelIT.count(line) == 3, SOON)).isPresent();
        }
      }
    }
  }

  @Test
  void aSharedPortCarriesSeveralAndAChannelOfOnesOwnDoesNot(@TempDir Path folder) {
    try (Wiring wiring = Wiring.make()) {
      Agent agent =
          wiring.agent(
              folder, "--dataplane", "soft", "--s-channels", "cdcp", "--mode", "shared-port");
      try (Conversation station =
          Conversation.start(wiring.host(), ChannelledStation.class, Wiring.HOST_PORT)) {
        SChannelIT.openTwo(station);
        SChannelIT.associate(station, 2, FIRST, FIRST_MAC);
        SChannelIT.associate(station, 2, SECOND, SECOND_MAC);
        for (String vsi : new String[] {FIRST, SECOND}) {
          assertThat(Agent.text(agent.awaitState(vsi, "associated", SOON), "separation"))
              .isEqualTo("filter");
        }
        // Both in one S-channel: from one to the other it comes back where it came from.
        station.say("frame 2 " + Ping.frame(SECOND_MAC, FIRST_MAC, "81000064").hex());
        assertThat(SChannelIT.heard(station, "heard 2 ", SECOND_MAC)).isPresent();
      }
    }
    try (Wiring wiring = Wiring.make()) {
      Agent agent = wiring.agent(folder, "--dataplane", "soft", "--s-channels", "cdcp");
      try (Conversation station =
          Conversation.start(wiring.host(), ChannelledStation.class, Wiring.HOST_PORT)) {
        SChannelIT.openTwo(station);
        SChannelIT.associate(station, 2, FIRST, FIRST_MAC);
        station.say("ASSOCIATE 2 " + SECOND + " " + PINGING + " 100 " + SECOND_MAC);
        assertThat(station.hear(line -> line.startsWith("ended 2 " + SECOND), SOON)).isPresent();
        assertThat(agent.association(SECOND).orElseThrow().path("reason").asString())
            .contains("S-channel");
        agent.awaitState(FIRST, "associated", SOON);
      }
    }
  }
}
