package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.wire.NetworkNamespace.Ran;
import org.moorage.wire.Station.Answer;
import org.moorage.wire.Station.Vsi;
import tools.jackson.databind.JsonNode;

/** lldpad announces its VSIs in every way it knows; the agent answers each as its profile says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RatifiedAssociationIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final Wiring wiring = Wiring.make();
  private Agent agent;
  private Station station;

  @BeforeAll
  void start(@TempDir Path folder) {
    agent = wiring.agent(folder);
    station = wiring.station(folder);
    awaitNegotiated();
  }

  @AfterAll
  void end() {
    wiring.close();
  }

  private void awaitNegotiated() {
    Eventually.within(
        Duration.ofSeconds(20),
        () -> agent.log() + station.log(),
        () ->
            assertThat(station.neighbour())
                .contains("EVB Configuration TLV")
                .contains("rrctr")
                .contains("rrstat"));
  }

  private static String uuid(int number) {
    return "2b1f2a4c-0000-4000-8000-%012x".formatted(number);
  }

  @Test
  void evbIsNegotiatedAndReflectiveRelayAgreed() {
    assertThat(station.neighbour())
        .contains("bridge:bgid,rrcap,rrctr")
        .contains("mode:bridge")
        .contains("rka:18");
    JsonNode uplink =
        Eventually.within(
            SOON,
            agent::log,
            () -> {
              JsonNode now = agent.uplink(Wiring.EDGE_PORT);
              assertThat(now.path("reflectiveRelay").asBoolean(false)).isTrue();
              return now;
            });
    assertThat(Agent.text(uplink, "standard")).isEqualToIgnoringCase("ratified");
  }

  @Test
  void aPreAssociationReservesNothing() {
    Vsi vsi = new Vsi(uuid(1), 4711, 2, "100-52:54:00:00:00:01");
    assertThat(station.request("preassoc", vsi).mode()).isEqualTo("preassoc");
    JsonNode home = agent.awaitState(vsi.uuid(), "pre-associated", SOON);
    assertThat(home.hasNonNull("vPort")).isFalse();
  }

  @Test
  void aPreAssociationWithReservationHoldsAVPort() {
    Vsi vsi = new Vsi(uuid(2), 4711, 2, "100-52:54:00:00:00:02");
    station.request("preassoc-rr", vsi);
    JsonNode home = agent.awaitState(vsi.uuid(), "pre-associated-rr", SOON);
    assertThat(home.hasNonNull("vPort")).isTrue();
    station.associate(vsi);
    agent.awaitState(vsi.uuid(), "associated", SOON);
  }

  @Test
  void aFilterOfMacAndVidIsAssociated() {
    Vsi vsi = new Vsi(uuid(3), 4711, 2, "100-52:54:00:00:00:03");
    Answer granted = station.associate(vsi);
    assertThat(granted.filters()).containsExactly("100-52:54:00:00:00:03");
    JsonNode home = agent.awaitState(vsi.uuid(), "associated", SOON);
    assertThat(Agent.text(home, "profile")).isEqualTo("wire-access");
    assertThat(home.path("version").asInt(0)).isEqualTo(2);
    assertThat(home.path("current").asBoolean(false)).isTrue();
    station.assertHolds(vsi);
  }

  @Test
  void aFilterOfAVidAloneIsAssociated() {
    Vsi vsi = new Vsi(uuid(4), 4712, 1, "104");
    assertThat(station.associate(vsi).filters()).containsExactly("104");
    agent.awaitState(vsi.uuid(), "associated", SOON);
  }

  @Test
  void severalEntriesKeepTheirOrder() {
    Vsi vsi =
        new Vsi(
            uuid(5),
            4712,
            1,
            "102-52:54:00:00:05:03",
            "101-52:54:00:00:05:01",
            "101-52:54:00:00:05:02");
    assertThat(station.associate(vsi).filters()).isEqualTo(vsi.filters());
    assertThat(agent.awaitState(vsi.uuid(), "associated", SOON).path("filters")).hasSize(3);
  }

  @Test
  void aWildcardVidIsAnsweredWithTheProfilesVlan() {
    Vsi vsi = new Vsi(uuid(6), 4711, 2, "0-52:54:00:00:00:06");
    assertThat(station.associate(vsi).filters()).containsExactly("100-52:54:00:00:00:06");
    agent.awaitState(vsi.uuid(), "associated", SOON);
  }

  @Test
  void aGroupIsAnsweredWithOneVidOfThePool() {
    Vsi one = new Vsi(uuid(7), 4713, 1, "0-52:54:00:00:00:07-70000");
    Vsi two = new Vsi(uuid(8), 4713, 1, "0-52:54:00:00:00:08-70000");
    station.associate(one);
    station.associate(two);
    assertThat(answeredVid(two)).isEqualTo(answeredVid(one)).isBetween(200, 209);
  }

  @Test
  void aGroupWithoutMacIsAssociated() {
    Vsi vsi = new Vsi(uuid(9), 4713, 1, "0--70001");
    station.associate(vsi);
    assertThat(answeredVid(vsi)).isBetween(200, 209);
  }

  private int answeredVid(Vsi vsi) {
    JsonNode filters = agent.awaitState(vsi.uuid(), "associated", SOON).path("filters");
    return filters.path(0).path("answered").asInt(0);
  }

  @Test
  void aVidThatTheProfileDoesNotHaveIsRefused() {
    Vsi vsi = new Vsi(uuid(10), 4711, 2, "101-52:54:00:00:00:10");
    station.assertRefused(vsi);
    assertThat(agent.moorage("vsi", "why", vsi.uuid()).orFail())
        .contains("refused")
        .contains("101");
  }

  @Test
  void anUnknownVersionIsRefusedAndTheStoryNamesTheFix() {
    Vsi vsi = new Vsi(uuid(11), 4711, 9, "100-52:54:00:00:00:11");
    station.assertRefused(vsi);
    String why = agent.moorage("vsi", "why", vsi.uuid()).orFail();
    assertThat(why).contains("refused").contains("4711").contains("version 9").contains("fix");
    assertThat(why.lines().filter(line -> line.strip().startsWith("fix")).findFirst())
        .hasValueSatisfying(fix -> assertThat(fix).contains("wire-access").contains("1 or 2"));
  }

  @Test
  void anUnknownTypeIsRefusedAndAGoodOneIsTakenAtOnce() {
    Vsi vsi = new Vsi(uuid(12), 9999, 1, "100-52:54:00:00:00:12");
    station.assertRefused(vsi);
    assertThat(agent.moorage("vsi", "why", vsi.uuid()).orFail()).contains("9999").contains("fix");
    station.associate(vsi.of(4711, 2));
    agent.awaitState(vsi.uuid(), "associated", SOON);
  }

  @Test
  void aDeAssociationTakesTheVPortAway() {
    Vsi vsi = new Vsi(uuid(13), 4711, 2, "100-52:54:00:00:00:13");
    station.associate(vsi);
    agent.awaitState(vsi.uuid(), "associated", SOON);
    station.request("deassoc", vsi);
    agent.awaitGone(vsi.uuid(), SOON);
    assertThat(station.held("assoc", vsi.uuid())).doesNotContain(vsi.uuid());
  }

  @Test
  void theStoryTellsWhatWasHeardDecidedAndProgrammed() {
    Vsi vsi = new Vsi(uuid(14), 4711, 2, "100-52:54:00:00:00:14");
    station.associate(vsi);
    JsonNode home = agent.awaitState(vsi.uuid(), "associated", SOON);
    JsonNode story = agent.get("/api/v1/associations/" + Agent.text(home, "id") + "/story");
    assertThat(story.path("steps").size()).isGreaterThanOrEqualTo(4);
    assertThat(agent.moorage("vsi", "why", vsi.uuid().substring(0, 36)).orFail())
        .contains("wire-access")
        .contains(" us ");
    assertThat(agent.moorage("vsi", "list").orFail()).contains(vsi.uuid());
  }

  @Test
  void unknownIdentifiersAreExplainedNotGuessed() {
    Ran nothing = agent.moorage("vsi", "why", "ffffffff");
    assertThat(nothing.status()).isEqualTo(1);
    assertThat(List.of(nothing.err().split("\n"))).hasSize(1);
  }
}
