package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Needs;
import org.moorage.wire.Station.Vsi;

/**
 * Frames in masses on real interfaces, from a VM and from the network: they are bounded and counted
 * by their reason, and afterwards those two who ping still reach each other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StormIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int GUARDED = 4717;
  private static final int MASS = 200_000;
  private static final int SOME = 20_000;

  private final Wiring left = Wiring.make();
  private final Wiring right = Wiring.make();

  private Agent agent;
  private Vsi vsi;
  private Conversation vm;
  private Conversation network;
  private String own;
  private String others;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Needs.program("ping");
    NetworkNamespace.link(left.edge(), "f1", right.edge(), "f1");
    Path leftFolder = Files.createDirectory(folder.resolve("left"));
    Path rightFolder = Files.createDirectory(folder.resolve("right"));
    agent = left.agent(leftFolder, "--fabric", "f1", "--dataplane", "soft");
    Agent far = right.agent(rightFolder, "--fabric", "f1", "--dataplane", "soft");
    Station station = left.station(leftFolder);
    Station farStation = right.station(rightFolder);
    left.host().run("ip", "addr", "add", "10.0.0.1/24", "dev", Wiring.HOST_PORT).orFail();
    right.host().run("ip", "addr", "add", "10.0.0.2/24", "dev", Wiring.HOST_PORT).orFail();
    vsi = guarded(1, left.host().mac(Wiring.HOST_PORT));
    Vsi farVsi = guarded(2, right.host().mac(Wiring.HOST_PORT));
    station.associate(vsi);
    farStation.associate(farVsi);
    agent.awaitState(vsi.uuid(), "associated", SOON);
    far.awaitState(farVsi.uuid(), "associated", SOON);
    own = left.host().mac(Wiring.HOST_PORT).replace(":", "");
    others = right.host().mac(Wiring.HOST_PORT).replace(":", "");
    vm = Conversation.start(left.host(), Storm.class, Wiring.HOST_PORT);
    network = Conversation.start(right.edge(), Storm.class, "f1");
  }

  @AfterAll
  void end() {
    if (vm != null) {
      vm.close();
    }
    if (network != null) {
      network.close();
    }
    left.close();
    right.close();
  }

  @AfterEach
  void theTwoStillReachEachOther() {
    Eventually.within(
        SOON,
        agent::log,
        () ->
            assertThat(
                    left.host().run("ping", "-c", "3", "-i", "0.3", "-W", "1", "10.0.0.2").orFail())
                .contains(" 0% packet loss"));
    assertThat(agent.health()).isEqualTo("up");
    assertThat(Agent.text(agent.awaitState(vsi.uuid(), "associated", SOON), "uplink"))
        .isEqualTo(Wiring.EDGE_PORT);
  }

  private static Vsi guarded(int number, String mac) {
    return new Vsi(
        "7a3f1c00-0000-4000-8000-0000000057%02x".formatted(number), GUARDED, 1, "0-" + mac);
  }

  private static void storm(Conversation sender, int count, String frame) {
    sender.say(count + " " + frame);
    assertThat(sender.hear(Storm.DONE::equals, SOON)).isPresent();
  }

  /** A good part of a storm was dropped on the uplink for this reason. */
  private void awaitDrops(String reason) {
    Eventually.within(
        SOON,
        agent::log,
        () ->
            assertThat(agent.uplink(Wiring.EDGE_PORT).path("frameDrops").path(reason).asLong(0))
                .as(reason)
                .isGreaterThan(SOME / 10));
  }

  @Test
  void addressesInMassesFromTheVmAreNobodys() {
    storm(vm, MASS, others + "02********" + "**" + "0800" + "4500");
    awaitDrops("spoofed-mac");
  }

  /** Learning is bounded for each VLAN; what is pinned is never pushed out, here the VM's own. */
  @Test
  void addressesInMassesFromTheNetworkPushNobodyOut() {
    storm(network, MASS, own + "02********" + "**" + "8100" + "0064" + "88b5");
    storm(network, MASS, "02********" + "**" + "02********" + "**" + "8100" + "0064" + "88b5");
  }

  @Test
  void aVmThatSpeaksWithItsNeighboursAddressDoesNotTakeItsPlace() {
    storm(vm, SOME, "ffffffffffff" + others + "0806" + "0001080006040001");
    awaitDrops("spoofed-mac");
  }

  @Test
  void anArpStormEndsAtTheBoundOfTheProfile() {
    String question = "0806" + "0001080006040001" + own + "0a000001" + "000000000000" + "0a0000**";
    storm(vm, MASS, "ffffffffffff" + own + question);
    awaitDrops("storm");
  }

  @Test
  void anArpMessageOfAnothersIsDropped() {
    String answer = "0806" + "0001080006040002" + others + "0a000002" + own + "0a000001";
    storm(vm, SOME, "ffffffffffff" + own + answer);
    awaitDrops("spoofed-arp");
  }

  @Test
  void aStormOfDhcpDiscoveriesEndsAtTheBoundAndAServersOfferGoesNowhere() {
    String ip = "4500" + "0030" + "00000000" + "4011" + "0000";
    String discover = "0800" + ip + "00000000" + "ffffffff" + "0044" + "0043" + "001c" + "0000";
    storm(vm, SOME, "ffffffffffff" + own + discover + "0101060000******");
    String offer = "0800" + ip + "0a000001" + "ffffffff" + "0043" + "0044" + "001c" + "0000";
    storm(vm, SOME, "ffffffffffff" + own + offer + "0201060000******");
    awaitDrops("rogue-server");
  }

  @Test
  void whatIsAddressedToBridgesIsNotForwarded() {
    storm(vm, SOME, "0180c2000001" + own + "88b5");
    awaitDrops("reserved-address");
  }
}
