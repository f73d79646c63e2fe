package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.protocol.Octets;

/** Two cables between a station and an edge that are one server port. */
class AggregatedUplinkIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration NEVER = Duration.ofSeconds(1);

  private static final String UPLINK = "p1+p2";
  private static final int PINGING = 4714;
  private static final String VSI = "7a3f1c00-0000-4000-8000-00000000a001";
  private static final String VM = "02:00:00:00:a0:01";

  @Test
  void aVsiStaysWhileOneOfTwoCablesIsThere(@TempDir Path folder) {
    try (Wiring wiring = Wiring.make();
        NetworkNamespace network = NetworkNamespace.make("net")) {
      NetworkNamespace.link(wiring.host(), "veth1", wiring.edge(), "p2");
      NetworkNamespace.link(wiring.edge(), "f1", network, "n1");
      Agent agent =
          Agent.start(
              wiring.edge(),
              "leaf-1",
              folder,
              "--uplink",
              UPLINK,
              "--fabric",
              "f1",
              "--dataplane",
              "soft",
              "--vdp-rka",
              "18");
      try (Conversation station =
              Conversation.start(
                  wiring.host(), ChannelledStation.class, Wiring.HOST_PORT, "veth1");
          Conversation fabric = Conversation.start(network, ChannelledStation.class, "n1")) {
        associate(station);
        assertThat(Agent.text(agent.awaitState(VSI, "associated", SOON), "uplink"))
            .isEqualTo(UPLINK);

        bothWays(station, fabric);
        for (String cut : List.of(Wiring.HOST_PORT, "veth1")) {
          wiring.host().run("ip", "link", "set", cut, "down").orFail();
          awaitMembersUp(agent, 1);
          bothWays(station, fabric);
          agent.awaitState(VSI, "associated", SOON);
          assertThat(Agent.text(agent.uplink(UPLINK), "state")).isEqualTo("up");
          wiring.host().run("ip", "link", "set", cut, "up").orFail();
          awaitMembersUp(agent, 2);
        }
        // Its keepalives went on by whatever was there: longer than a VSI lives without them.
        assertThat(station.hear(line -> line.startsWith("ended"), Duration.ofSeconds(6))).isEmpty();
        bothWays(station, fabric);

        wiring.host().run("ip", "link", "set", Wiring.HOST_PORT, "down").orFail();
        wiring.host().run("ip", "link", "set", "veth1", "down").orFail();
        Eventually.within(
            SOON,
            agent::log,
            () -> assertThat(Agent.text(agent.uplink(UPLINK), "state")).isNotEqualTo("up"));
      }
    }
  }

  private static void associate(Conversation station) {
    for (int tries = 0; tries < 3; tries++) {
      station.say("ASSOCIATE 1 " + VSI + " " + PINGING + " 100 " + VM);
      if (station.hear(("confirmed 1 " + VSI + " ASSOCIATE")::equals, SOON).isPresent()) {
        return;
      }
    }
    throw new AssertionError("no association over two cables");
  }

  /** The agent tells each change; the last one counts. */
  private static void awaitMembersUp(Agent agent, int count) {
    Eventually.within(
        SOON,
        agent::log,
        () -> {
          String log = agent.log();
          int last = log.lastIndexOf(" of 2 members up");
          return assertThat(last < 0 ? log : log.substring(last - 1, last))
              .isEqualTo(Integer.toString(count));
        });
  }

  /** From the VM by each member in turn, and to it; a broadcast comes once. */
  private static void bothWays(Conversation station, Conversation fabric) {
    for (int i = 0; i < 4; i++) {
      String other = "02:00:00:00:99:%02x".formatted(i);
      station.say("frame 1 " + Ping.frame(other, VM, "81000064").hex());
      assertThat(heard(fabric, other)).isPresent();
      fabric.say("frame 1 " + Ping.frame(VM, other, "81000064").hex());
      assertThat(heard(station, VM)).isPresent();
    }
    Octets broadcast = Ping.frame("ff:ff:ff:ff:ff:ff", "02:00:00:00:99:00", "81000064");
    fabric.say("frame 1 " + broadcast.hex());
    assertThat(heard(station, "ff:ff:ff:ff:ff:ff")).isPresent();
    assertThat(station.hear(line -> line.startsWith("heard 1 ffff"), NEVER)).isEmpty();
  }

  private static Optional<String> heard(Conversation who, String mac) {
    return who.hear(line -> line.startsWith("heard 1 " + mac.replace(":", "")), SOON);
  }
}
