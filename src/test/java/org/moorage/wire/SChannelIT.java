package org.moorage.wire;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Needs;
import org.moorage.protocol.Octets;
import org.moorage.wire.NetworkNamespace.Ran;

/**
 * S-channels on a real link: our station asks for two, each carries one VSI, and what its VM sends
 * stays in it. tshark reads the S-TAGs.
 */
class SChannelIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration NEVER = Duration.ofSeconds(1);

  private static final int HOSTILE = 5_000;

  /** The default one among them. */
  private static final int MOST_CHANNELS = 167;

  private static final int PINGING = 4714;
  private static final String FIRST = "7a3f1c00-0000-4000-8000-00000000c002";
  private static final String SECOND = "7a3f1c00-0000-4000-8000-00000000c003";
  private static final String FIRST_MAC = "02:00:00:00:c0:02";
  private static final String SECOND_MAC = "02:00:00:00:c0:03";

  @Test
  void eachVsiHasAChannelOfItsOwn(@TempDir Path folder) throws Exception {
    Needs.program("tshark");
    Path capture = folder.resolve("uplink.pcapng");
    try (Wiring wiring = Wiring.make();
        NetworkNamespace network = NetworkNamespace.make("net")) {
      NetworkNamespace.link(wiring.edge(), "f1", network, "n1");
      Process tshark =
          wiring
              .host()
              .start(
                  folder.resolve("tshark.log"),
                  "tshark",
                  "-q",
                  "-i",
                  Wiring.HOST_PORT,
                  "-w",
                  capture.toString());
      Agent agent =
          wiring.agent(folder, "--fabric", "f1", "--dataplane", "soft", "--s-channels", "cdcp");
      try (Conversation station =
              Conversation.start(wiring.host(), ChannelledStation.class, Wiring.HOST_PORT);
          Conversation fabric = Conversation.start(network, ChannelledStation.class, "n1")) {
        String channels = openTwo(station);
        associate(station, 2, FIRST, FIRST_MAC);
        associate(station, 3, SECOND, SECOND_MAC);
        for (String vsi : List.of(FIRST, SECOND)) {
          assertThat(Agent.text(agent.awaitState(vsi, "associated", SOON), "separation"))
              .isEqualTo("channel");
        }
        assertThat(agent.uplink("p1/2").path("sChannel").asString())
            .isIn(List.of(channels.split(" ")));

        // From one channel to the other, over the switch and back on the same cable.
        station.say("frame 2 " + Ping.frame(SECOND_MAC, FIRST_MAC, "81000064").hex());
        assertThat(heard(station, "heard 3 ", SECOND_MAC)).isPresent();
        // To the network, where nobody knows of S-channels.
        station.say("frame 2 " + Ping.frame("02:00:00:00:00:99", FIRST_MAC, "81000064").hex());
        assertThat(heard(fabric, "heard 1 ", "020000000099"))
            .hasValueSatisfying(line -> assertThat(line).contains("02000000c00281000064"));
        // In a channel that is another's, and in one that is not there.
        station.say("frame 3 " + Ping.frame(SECOND_MAC, FIRST_MAC, "81000064").hex());
        station.say("frame 1 " + Ping.frame(SECOND_MAC, FIRST_MAC, "88a80fa181000064").hex());
        assertThat(station.hear(line -> line.startsWith("heard "), NEVER)).isEmpty();
        assertThat(agent.uplink("p1/3").path("frameDrops").toString()).contains("spoofed-mac");
        assertThat(agent.uplink("p1").path("frameDrops").toString()).contains("no-s-channel");

        station.say("want 3");
        agent.awaitGone(FIRST, SOON);
        assertThat(agent.association(FIRST).orElseThrow().path("reason").asString())
            .contains("S-channel is gone");
        assertThat(Agent.text(agent.awaitState(SECOND, "associated", SOON), "state"))
            .isEqualTo("associated");
        tshark.destroy();
        tshark.onExit().join();
        assertThat(tags(wiring.host(), capture)).containsAll(svids(channels));
      }
    }
  }

  @Test
  void hostileFramesTakeNoChannelAway(@TempDir Path folder) {
    try (Wiring wiring = Wiring.make()) {
      Agent agent = wiring.agent(folder, "--dataplane", "soft", "--s-channels", "cdcp");
      try (Conversation station =
              Conversation.start(wiring.host(), ChannelledStation.class, Wiring.HOST_PORT);
          RawPort raw = RawPort.open(wiring.host(), Wiring.HOST_PORT)) {
        openTwo(station);
        associate(station, 2, FIRST, FIRST_MAC);
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < HOSTILE; i++) {
          raw.send(hostile(random));
        }
        raw.awaitSent();
        associate(station, 3, SECOND, SECOND_MAC);
        assertThat(Agent.text(agent.awaitState(FIRST, "associated", SOON), "uplink"))
            .isEqualTo("p1/2");
        assertThat(agent.health()).isEqualTo("up");
        assertThat(Agent.text(agent.uplink("p1"), "state")).isEqualTo("up");

        // As many as one LLDPDU can ask for, and back: those two VSIs are not about it.
        station.say("want " + numbers(2, MOST_CHANNELS));
        assertThat(station.hear(line -> count(line) == MOST_CHANNELS, SOON)).isPresent();
        Eventually.within(
            SOON,
            agent::log,
            () -> assertThat(agent.get("/api/v1/edges/leaf-1/uplinks")).hasSize(MOST_CHANNELS));
        station.say("want 2 3");
        assertThat(station.hear(line -> count(line) == 3, SOON)).isPresent();
        for (String vsi : List.of(FIRST, SECOND)) {
          agent.awaitState(vsi, "associated", SOON);
        }
      }
    }
  }

  /** S-channels a line speaks of. */
  static int count(String line) {
    return line.startsWith("channels ") ? line.split(" ").length - 1 : 0;
  }

  private static String numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).collect(joining(" "));
  }

  /** LLDP that is none, CDCP that is none, control frames in S-channels nobody has, many tags. */
  private static Octets hostile(SplittableRandom random) {
    byte[] noise = new byte[random.nextInt(1, 120)];
    random.nextBytes(noise);
    String from = "52%010x".formatted(random.nextLong(1L << 40));
    String lldp = "0180c2000003" + from + "88cc";
    Octets frame =
        switch (random.nextInt(4)) {
          case 0 -> Octets.ofHex(lldp);
          case 1 ->
              Octets.ofHex(
                  lldp
                      + "020704"
                      + from
                      + "040703"
                      + from
                      + "06020078"
                      + "fe%02x0080c20e".formatted(random.nextInt(4, 256)));
          case 2 ->
              Octets.ofHex(
                  "0180c2000000" + from + "88a8%04x8940".formatted(random.nextInt(1 << 16)));
          default ->
              Octets.ofHex(
                  "ffffffffffff"
                      + from
                      + "88a8%04x88a8%04x8100%04x0800"
                          .formatted(
                              random.nextInt(1 << 16),
                              random.nextInt(1 << 16),
                              random.nextInt(1 << 16)));
        };
    return frame.plus(Octets.of(noise)).paddedTo(60);
  }

  static String openTwo(Conversation station) {
    station.say("want 2 3");
    String said =
        station
            .hear(line -> line.startsWith("channels ") && line.split(" ").length == 4, SOON)
            .orElseThrow(() -> new AssertionError("no S-channels"));
    return said.substring("channels ".length());
  }

  static void associate(Conversation station, int scid, String vsi, String mac) {
    station.say("ASSOCIATE " + scid + " " + vsi + " " + PINGING + " 100 " + mac);
    assertThat(station.hear(("confirmed " + scid + " " + vsi + " ASSOCIATE")::equals, SOON))
        .isPresent();
  }

  static Optional<String> heard(Conversation who, String where, String mac) {
    return who.hear(line -> line.startsWith(where + mac.replace(":", "")), SOON);
  }

  private static List<String> svids(String channels) {
    return List.of(channels.split(" ")).stream()
        .map(channel -> channel.split("/")[1])
        .filter(svid -> !svid.equals("1"))
        .toList();
  }

  /** The SVIDs tshark sees, as it prints them. */
  private static List<String> tags(NetworkNamespace namespace, Path capture) {
    Ran read =
        namespace.run(
            "tshark",
            "-r",
            capture.toString(),
            "-Y",
            "ieee8021ad",
            "-T",
            "fields",
            "-e",
            "ieee8021ad.id");
    return read.orFail().lines().flatMap(line -> List.of(line.split(",")).stream()).toList();
  }
}
