package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.wire.Station.Vsi;
import tools.jackson.databind.JsonNode;

/**
 * A site with a manager: two agents under it, lldpad on a hypervisor behind each, and a station of
 * ours behind a third port. In order, because the manager dies in the later ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManagerIT {

  private static final Duration SOON = Duration.ofSeconds(15);

  /** Many on one host, on a machine that also runs other tests. */
  private static final Duration IN_A_WHILE = Duration.ofSeconds(90);

  /** Longer than any connection, retry or keepalive between agent and manager lasts. */
  private static final Duration CUT_OFF = Duration.ofSeconds(130);

  private static final int MANY = 1_000;
  private static final int WHEN_THE_MANAGER_DIES = 200;

  private final List<AutoCloseable> site = new ArrayList<>();
  private Path folder;
  private NetworkNamespace edges;
  private NetworkNamespace hostC;
  private Manager manager;
  private Agent leaf1;
  private Agent leaf2;
  private Station hostA;
  private Station hostB;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Wiring first = opened(Wiring.make());
    edges = first.edge();
    NetworkNamespace second = opened(NetworkNamespace.make("host-b"));
    hostC = opened(NetworkNamespace.make("host-c"));
    NetworkNamespace.link(second, Wiring.HOST_PORT, edges, "p2");
    NetworkNamespace.link(hostC, Wiring.HOST_PORT, edges, "p3");
    manager = opened(Manager.start(edges, folder));
    leaf1 =
        opened(
            Agent.managed(
                edges,
                "leaf-1",
                8081,
                folder,
                "--uplink",
                "p1",
                "--uplink",
                "p3",
                "--vdp-rka",
                "18"));
    leaf2 =
        opened(Agent.managed(edges, "leaf-2", 8082, folder, "--uplink", "p2", "--vdp-rka", "18"));
    hostA = opened(first.station(Files.createDirectory(folder.resolve("a"))));
    hostB =
        opened(
            Station.ratified(
                second, Wiring.HOST_PORT, Files.createDirectory(folder.resolve("b")), 10, 18));
    awaitConnected("leaf-1");
    awaitConnected("leaf-2");
  }

  private <T extends AutoCloseable> T opened(T part) {
    site.addFirst(part);
    return part;
  }

  @AfterAll
  void end() throws Exception {
    for (AutoCloseable part : site) {
      part.close();
    }
  }

  private void awaitConnected(String edge) {
    Eventually.within(
        SOON, this::logs, () -> assertThat(manager.page("/edges/" + edge)).contains("connected"));
  }

  private String logs() {
    return manager.log() + leaf1.log() + leaf2.log();
  }

  private static String uuid(int number) {
    return "3c000000-0000-4000-8000-%012x".formatted(number);
  }

  @Test
  @Order(1)
  void anAssociationIsShownWithItsStory() {
    Vsi vsi = new Vsi(uuid(1), 4711, 2, "0-52:54:00:0a:00:01");
    assertThat(hostA.associate(vsi).filters()).containsExactly("100-52:54:00:0a:00:01");
    JsonNode home = manager.awaitHome(vsi.uuid(), "leaf-1", "associated", SOON);
    assertThat(Agent.text(home, "profile")).isEqualTo("wire-access");
    JsonNode story = manager.get("/api/v1/associations/" + home.path("id").asString() + "/story");
    assertThat(story.path("steps")).hasSizeGreaterThanOrEqualTo(4);
    assertThat(manager.page("/vsis/" + vsi.uuid())).contains("wire-access", "52:54:00:0a:00:01");
  }

  @Test
  @Order(2)
  void aVsiThatMovesHasOneHomeAndTheOldOneIsWithdrawn() {
    Vsi vsi = new Vsi(uuid(2), 4711, 2, "100-52:54:00:0a:00:02");
    hostA.associate(vsi);
    manager.awaitHome(vsi.uuid(), "leaf-1", "associated", SOON);

    hostB.request("preassoc", vsi);
    assertThat(manager.home(vsi.uuid()).map(home -> Agent.text(home, "edge"))).contains("leaf-1");
    hostB.associate(vsi);

    manager.awaitHome(vsi.uuid(), "leaf-2", "associated", SOON);
    leaf1.awaitGone(vsi.uuid(), SOON);
    leaf2.awaitState(vsi.uuid(), "associated", SOON);
    Eventually.within(
        SOON,
        this::logs,
        () ->
            assertThat(manager.get("/api/v1/migrations"))
                .anySatisfy(move -> {
                  assertThat(Agent.text(move, "vsiId")).isEqualTo(vsi.uuid());
                  assertThat(Agent.text(move, "goneAt")).isNotEmpty();
                }));
    hostB.assertHolds(vsi);
  }

  @Test
  @Order(3)
  void anUnknownTypeIsRefusedWithTheReasonOnItsPageAndAcceptedOnceItIsReleased()
      throws IOException {
    Vsi vsi = new Vsi(uuid(3), 4799, 1, "0-52:54:00:0a:00:03");
    hostA.assertRefused(vsi);
    Eventually.within(
        SOON,
        this::logs,
        () ->
            assertThat(manager.page("/vsis/" + vsi.uuid())).contains("there is no VSI type 4799"));

    Path draft = folder.resolve("late.json");
    Files.writeString(
        draft,
"""
        {"text": "type: 4799\\nname: late\\nversion: 1\\nvlan: { access: 77 }\\n\
from-vm: []\\nto-vm: []\\n"}
""");
    manager.send("POST", "/api/v1/vsi-types", "application/json", draft).orFail();
    hostA.assertRefused(vsi);
    manager.post("/api/v1/vsi-types/4799/versions/1/release").orFail();

    assertThat(hostA.associate(vsi).filters()).containsExactly("77-52:54:00:0a:00:03");
    manager.awaitHome(vsi.uuid(), "leaf-1", "associated", SOON);
  }

  @Test
  @Order(4)
  void aManagerKilledDuringAThousandAssociationsLosesAndDoublesNone() {
    try (Conversation station = Conversation.start(hostC, OurStation.class, Wiring.HOST_PORT)) {
      assertThat(station.hear(line -> line.startsWith("operation"), SOON)).isPresent();
      for (int i = 1; i <= MANY; i++) {
        station.say(
            "ASSOCIATE %s 100 52:54:00:0c:%02x:%02x".formatted(uuid(1_000 + i), i >> 8, i & 255));
      }
      for (int i = 1; i <= MANY; i++) {
        assertThat(station.hear(line -> line.startsWith("confirmed"), IN_A_WHILE)).isPresent();
        if (i == WHEN_THE_MANAGER_DIES) {
          manager.kill();
        }
      }
      manager.startAgain();

      Eventually.within(
          IN_A_WHILE, this::logs, () -> assertThat(vsisOn("p3")).as("homes").hasSize(MANY));
      List<String> homes = new ArrayList<>();
      homesOn("p3").forEach(home -> homes.add(Agent.text(home, "vsiId")));
      assertThat(homes).doesNotHaveDuplicates();
      assertThat(leaf1.uplink("p3").path("associations").asInt(0)).isEqualTo(MANY);
    }
  }

  private Set<String> vsisOn(String uplink) {
    Set<String> vsis = new HashSet<>();
    homesOn(uplink).forEach(home -> vsis.add(Agent.text(home, "vsiId")));
    return vsis;
  }

  private List<JsonNode> homesOn(String uplink) {
    List<JsonNode> homes = new ArrayList<>();
    for (int offset = 0; offset <= 2 * MANY; offset += 1_000) {
      manager
          .get("/api/v1/associations?edge=leaf-1&state=associated&limit=1000&offset=" + offset)
          .forEach(home -> {
            if (Agent.text(home, "uplink").equals(uplink)) {
              homes.add(home);
            }
          });
    }
    return homes;
  }

  @Test
  @Order(5)
  void anAgentWhoseManagerIsAwayGoesOnWithWhatItKnowsAndCatchesUp() {
    manager.kill();
    Vsi known = new Vsi(uuid(5), 4711, 2, "0-52:54:00:0a:00:05");
    Vsi gone = known.answered(hostB.associate(known));
    Vsi stays = new Vsi(uuid(6), 4711, 2, "100-52:54:00:0a:00:06");
    hostB.associate(stays);
    hostB.request("deassoc", gone);
    leaf2.awaitGone(known.uuid(), SOON);
    manager.startAgain();
    manager.awaitHome(stays.uuid(), "leaf-2", "associated", IN_A_WHILE);
    Eventually.within(
        IN_A_WHILE,
        this::logs,
        () ->
            assertThat(manager.get("/api/v1/associations?vsi=" + known.uuid()))
                .anySatisfy(
                    home -> assertThat(Agent.text(home, "state")).isEqualTo("de-associated")));
  }

  /** The agents reach their manager over the loopback of the edges' namespace. */
  @Test
  @Order(6)
  void anAgentCutOffForMinutesGoesOnAndCatchesUp() {
    Vsi held = new Vsi(uuid(7), 4711, 2, "0-52:54:00:0a:00:07");
    Vsi asHeld = held.answered(hostB.associate(held));
    manager.awaitHome(held.uuid(), "leaf-2", "associated", IN_A_WHILE);
    edges.run("ip", "link", "set", "lo", "down").orFail();
    Instant since = Instant.now();
    Vsi during = new Vsi(uuid(8), 4711, 2, "100-52:54:00:0a:00:08");
    hostB.associate(during);
    hostB.request("deassoc", asHeld);
    Eventually.within(
        CUT_OFF.plus(SOON),
        this::logs,
        () -> assertThat(Instant.now()).isAfter(since.plus(CUT_OFF)));
    edges.run("ip", "link", "set", "lo", "up").orFail();
    Instant back = Instant.now();
    manager.awaitHome(during.uuid(), "leaf-2", "associated", IN_A_WHILE);
    Eventually.within(
        IN_A_WHILE,
        this::logs,
        () ->
            assertThat(manager.get("/api/v1/associations?vsi=" + held.uuid()))
                .allSatisfy(
                    home -> assertThat(Agent.text(home, "state")).isEqualTo("de-associated")));
    awaitConnected("leaf-1");
    awaitConnected("leaf-2");
    assertThat(manager.get("/api/v1/associations?vsi=" + during.uuid()))
        .singleElement()
        .satisfies(
            home -> assertThat(Instant.parse(Agent.text(home, "since"))).isBetween(since, back));
  }
}
