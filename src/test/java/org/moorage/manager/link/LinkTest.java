package org.moorage.manager.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.manager.FakeAgent.associated;
import static org.moorage.manager.FakeAgent.granted;
import static org.moorage.manager.FakeAgent.read;
import static org.moorage.manager.FakeAgent.refused;
import static org.moorage.manager.FakeAgent.released;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.EventBatch.NumberedEvent;
import org.moorage.agentlink.LinkEvent;
import org.moorage.manager.FakeAgent;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.SharedManagers;
import org.moorage.manager.catalogue.CatalogueChanged;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class LinkTest {

  private static final SharedManagers MANAGERS = new SharedManagers();

  @AfterAll
  static void end() {
    MANAGERS.close();
  }

  private static String vsi() {
    return UUID.randomUUID().toString();
  }

  private static FakeAgent edge(ManagerUnderTest manager) {
    FakeAgent agent = new FakeAgent(manager, "e" + UUID.randomUUID().toString().substring(0, 8));
    agent.hello();
    return agent;
  }

  private static JsonNode homes(ManagerUnderTest manager, String vsi) {
    return read(manager, "/api/v1/associations?vsi=" + vsi);
  }

  @ParameterizedTest
  @EnumSource
  void aNameBelongsToOneIdentityUntilItIsReplaced(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent old = new FakeAgent(manager, "twice");
    FakeAgent young = new FakeAgent(manager, "twice");
    String vsi = vsi();
    assertThat(old.hello()).isZero();
    assertThat(old.tell(associated(vsi))).isEqualTo(1);

    HttpResponse<String> refused = young.tryHello();
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("edge-name-taken").contains("/replace");
    assertThat(old.hello()).isEqualTo(1);

    HttpResponse<String> replaced =
        manager.send(manager.request("/api/v1/edges/twice/replace").POST(BodyPublishers.noBody()));
    assertThat(replaced.statusCode()).isEqualTo(204);
    assertThat(old.tryHello().statusCode()).isEqualTo(409);
    assertThat(young.hello()).isZero();
    assertThat(homes(manager, vsi).get(0).path("state").asString()).isEqualTo("de-associated");
    assertThat(young.tell(associated(vsi))).isEqualTo(1);
    assertThat(homes(manager, vsi)).hasSize(2);
    assertThat(old.post(AgentLink.EVENTS, "x").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource
  void anEventIsKeptOnceHoweverOftenItIsSent(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager);
    String vsi = vsi();
    NumberedEvent first = new NumberedEvent(1, false, 0, associated(vsi));
    NumberedEvent second = new NumberedEvent(2, false, 0, released(vsi, "de-associated"));
    assertThat(agent.send(1, List.of(first))).isEqualTo(1);
    assertThat(agent.send(1, List.of(first, second))).isEqualTo(2);
    assertThat(agent.send(1, List.of(first, second))).isEqualTo(2);
    assertThat(agent.send(1, List.of(second, first))).isEqualTo(2);
    assertThat(rows(manager, agent)).isEqualTo(2);
    JsonNode home = homes(manager, vsi).get(0);
    assertThat(home.path("state").asString()).isEqualTo("de-associated");
    assertThat(home.path("current").asBoolean(true)).isFalse();
    assertThat(home.path("reason").asString()).isEqualTo("the station de-associated");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBehindAGapIsAskedForAgain(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager);
    LinkEvent event = associated(vsi());
    assertThat(agent.send(3, List.of(new NumberedEvent(1, false, 0, event)))).isEqualTo(1);
    assertThat(
            agent.send(
                3,
                List.of(
                    new NumberedEvent(2, false, 0, event), new NumberedEvent(4, false, 0, event))))
        .isEqualTo(2);
    assertThat(agent.send(3, List.of(new NumberedEvent(9, true, 0, event)))).isEqualTo(9);
    assertThat(agent.send(4, List.of(new NumberedEvent(2, false, 0, event)))).isZero();
    assertThat(agent.send(2, List.of(new NumberedEvent(5, false, 0, event)))).isEqualTo(5);
    assertThat(agent.send(3, List.of())).isEqualTo(9);
    assertThat(rows(manager, agent)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void theYoungerHomeWinsAndTheOlderIsToldToLetGo(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent from = edge(manager);
    FakeAgent to = edge(manager);
    String vsi = vsi();
    from.tell(associated(vsi));
    MANAGERS.passes(Duration.ofSeconds(10));
    to.tell(granted(vsi, "p1", "pre-associated-rr", false));
    assertThat(homes(manager, vsi).valueStream().filter(h -> h.path("current").asBoolean(false)))
        .hasSize(1);
    MANAGERS.passes(Duration.ofSeconds(1));
    try (StreamReader stream = new StreamReader(manager, from.identity(), null)) {
      assertThat(stream.next().event()).isEqualTo("snapshot");
      to.tell(associated(vsi));
      StreamReader.Heard order = stream.next();
      assertThat(order.event()).isEqualTo("withdraw");
      assertThat(order.data()).contains(vsi).contains("\"uplink\":\"p1\"");
    }
    try (StreamReader again = new StreamReader(manager, from.identity(), "0")) {
      assertThat(again.next().event()).isEqualTo("withdraw");
    }
    MANAGERS.passes(Duration.ofSeconds(1));
    from.tell(released(vsi, "withdrawn"));
    try (StreamReader again = new StreamReader(manager, from.identity(), null)) {
      assertThat(again.next().event()).isEqualTo("snapshot");
    }
    JsonNode migration = read(manager, "/api/v1/migrations?vsi=" + vsi);
    assertThat(migration).hasSize(1);
    JsonNode move = migration.get(0);
    assertThat(seconds(move, "announcedAt", "upAt")).isEqualTo(1);
    assertThat(seconds(move, "upAt", "goneAt")).isEqualTo(1);
    assertThat(
            homes(manager, vsi)
                .valueStream()
                .filter(h -> h.path("current").asBoolean(false))
                .map(h -> h.path("state").asString()))
        .containsExactly("associated");
  }

  @ParameterizedTest
  @EnumSource
  void aMoveWhoseOldHomeLetsGoFirstIsAMoveAsWell(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent from = edge(manager);
    FakeAgent to = edge(manager);
    String vsi = vsi();
    from.tell(associated(vsi));
    to.tell(granted(vsi, "p1", "pre-associated", false));
    MANAGERS.passes(Duration.ofSeconds(2));
    from.tell(released(vsi, "de-associated"));
    MANAGERS.passes(Duration.ofSeconds(1));
    to.tell(associated(vsi));
    JsonNode move = read(manager, "/api/v1/migrations?vsi=" + vsi).get(0);
    assertThat(seconds(move, "announcedAt", "goneAt")).isEqualTo(2);
    assertThat(seconds(move, "goneAt", "upAt")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aVsiThatTwoStationsClaimIsFrozenAndSaidSo(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent one = edge(manager);
    FakeAgent two = edge(manager);
    String vsi = vsi();
    for (int i = 0; i < 5; i++) {
      (i % 2 == 0 ? one : two).tell(associated(vsi));
      MANAGERS.passes(Duration.ofSeconds(1));
    }
    assertThat(read(manager, "/api/v1/alarms").toString()).contains("two stations claim");
  }

  @ParameterizedTest
  @EnumSource
  void aManagerThatEndsKnowsEverythingWhenItStartsAgain(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent old = edge(manager);
    FakeAgent young = edge(manager);
    String vsi = vsi();
    old.tell(associated(vsi));
    MANAGERS.passes(Duration.ofSeconds(5));
    young.tell(associated(vsi), refused(vsi()));

    ManagerUnderTest again = MANAGERS.restarted(database);
    assertThat(young.at(again).hello()).isEqualTo(2);
    FakeAgent back = old.at(again);
    assertThat(back.hello()).isEqualTo(1);
    // Its agent starts again as well and takes up what it held: no younger than it was.
    assertThat(back.startAgain()).isZero();
    back.tell(granted(vsi, "p1", "associated", true));
    assertThat(homes(again, vsi).valueStream().filter(h -> h.path("current").asBoolean(false)))
        .singleElement()
        .satisfies(home ->
            assertThat(home.path("edge").asString()).isEqualTo(name(again, young.identity())));
    try (StreamReader stream = new StreamReader(again, back.identity(), null)) {
      assertThat(stream.next().event()).isEqualTo("withdraw");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamTellsTheCatalogueFromWhereItWas(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager);
    JdbcTemplate tables = manager.bean(JdbcTemplate.class);
    tables.update(
        "insert into vsi_type (type_id, name, created_at, version)"
            + " values (7, 'seven', current_timestamp, 0)");
    for (int number = 1; number <= 2; number++) {
      tables.update(
          "insert into vsi_type_version (type_id, number, state, profile, groups, created_at,"
              + " created_by, released_at, revision, version) values (7, ?, 'released', 'p', '',"
              + " current_timestamp, 'a', current_timestamp, ?, 0)",
          number,
          number);
    }
    tables.update("update catalogue_revision set revision = 2");
    try (StreamReader never = new StreamReader(manager, agent.identity(), null);
        StreamReader since = new StreamReader(manager, agent.identity(), "1")) {
      StreamReader.Heard snapshot = never.next();
      assertThat(snapshot.event()).isEqualTo("snapshot");
      assertThat(snapshot.id()).isEqualTo("2");
      StreamReader.Heard change = since.next();
      assertThat(change.event()).isEqualTo("change");
      assertThat(change.id()).isEqualTo("2");
      assertThat(change.data()).contains("seven");
      assertThat(never.next().event()).as("the younger stream counts").isEqualTo("end");

      manager.publish(
          new CatalogueChanged(3, new CataloguedVersion(3, 7, 3, "seven", "released", "p", "")));
      assertThat(since.next().id()).isEqualTo("3");
    }
    assertThat(agent.postText(AgentLink.RESOLVE, "{\"typeId\":7,\"version\":2}").body())
        .contains("\"name\":\"seven\"");
    HttpResponse<String> unknown =
        agent.postText(AgentLink.RESOLVE, "{\"typeId\":7,\"version\":9}");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("seven/1 (released), seven/2 (released)");
    assertThat(agent.postText(AgentLink.RESOLVE, "{\"typeId\":-7,\"version\":9}").statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource
  void anEdgeThatFloodsIsToldToWaitAndTheOthersAreNot(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent flooding = edge(manager);
    FakeAgent other = edge(manager);
    List<NumberedEvent> events = new ArrayList<>();
    for (int i = 1; i <= AgentLink.MAX_EVENTS; i++) {
      events.add(new NumberedEvent(i, false, 0, new LinkEvent.LinkChanged("p1", i % 2 == 0)));
    }
    EventBatch batch = new EventBatch(flooding.identity(), 1, events);
    for (int i = 0; i < LinkLimits.EVENTS_AT_ONCE / AgentLink.MAX_EVENTS; i++) {
      assertThat(flooding.post(AgentLink.EVENTS, batch).statusCode()).isEqualTo(200);
    }
    HttpResponse<String> refused = flooding.post(AgentLink.EVENTS, batch);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(other.tell(new LinkEvent.LinkChanged("p1", true))).isEqualTo(1);
    MANAGERS.passes(Duration.ofSeconds(1));
    assertThat(flooding.post(AgentLink.EVENTS, batch).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotWhatItShouldBeIsRefusedWithASentence(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager);
    String batch = "{\"identity\":\"" + agent.identity() + "\",\"epoch\":1,\"events\":[";
    List<String> bad =
        List.of(
            "",
            "null",
            "[]",
            "{\"events\":[]",
            batch + "null]}",
            batch + "{\"sequence\":0,\"gapBefore\":false,\"ageMillis\":0}]}",
            batch + "{\"sequence\":1,\"gapBefore\":false,\"ageMillis\":0}]}",
            batch
                + "{\"sequence\":1,\"gapBefore\":false,\"ageMillis\":0,\"event\":"
                + "{\"kind\":\"something\"}}]}",
            batch
                + "{\"sequence\":1,\"gapBefore\":false,\"ageMillis\":0,\"event\":"
                + "{\"kind\":\"told-all\",\"since\":0}}]}",
            batch
                + "{\"sequence\":1,\"gapBefore\":false,\"ageMillis\":0,\"event\":"
                + "{\"kind\":\"told-all\",\"since\":2}}]}",
            batch
                + "{\"sequence\":1,\"gapBefore\":false,\"ageMillis\":0,\"event\":"
                + "{\"kind\":\"released\",\"uplink\":\"p1\",\"vsiId\":\"no\",\"cause\":\"refused\","
                + "\"because\":\"\",\"story\":[]}}]}");
    for (String body : bad) {
      HttpResponse<String> answer = agent.postText(AgentLink.EVENTS, body);
      assertThat(answer.statusCode()).as(body + " -> " + answer.body()).isEqualTo(400);
      assertThat(answer.body()).contains("urn:moorage:problem:");
    }
    assertThat(agent.postText(AgentLink.EVENTS, " ".repeat(AgentLink.MAX_BODY + 1)).statusCode())
        .isEqualTo(413);
    FakeAgent stranger = new FakeAgent(manager, "stranger");
    assertThat(
            stranger.postText(
                AgentLink.EVENTS,
                "{\"identity\":\"" + stranger.identity() + "\",\"epoch\":1,\"events\":[]}"))
        .satisfies(answer -> assertThat(answer.body()).contains("hello-first"));
    try (StreamReader stream = new StreamReader(manager, stranger.identity(), null)) {
      assertThat(stream.status()).isEqualTo(409);
    }
    assertThat(manager.get(AgentLink.STREAM).statusCode()).isEqualTo(403);
    assertThat(
            manager
                .send(manager.request(AgentLink.EVENTS).POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @EnumSource
  void wordsThatDatabasesDoNotTakeAreCut(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager);
    String vsi = vsi();
    agent.tell(
        new LinkEvent.Alarm("p1", "a\0b".repeat(2_000)),
        new LinkEvent.LinkChanged("p1", false),
        new LinkEvent.Released("p1", vsi, "link-down", "x".repeat(5_000), List.of()));
    assertThat(rows(manager, agent)).isEqualTo(3);
  }

  private static long rows(ManagerUnderTest manager, FakeAgent agent) {
    Long rows =
        manager
            .bean(JdbcTemplate.class)
            .queryForObject(
                "select count(*) from association_event where edge_id = ?",
                Long.class,
                agent.identity());
    return rows == null ? -1 : rows;
  }

  private static String name(ManagerUnderTest manager, UUID identity) {
    return read(manager, "/api/v1/edges?limit=1000")
        .valueStream()
        .filter(edge -> edge.path("id").asString().equals(identity.toString()))
        .map(edge -> edge.path("name").asString())
        .findFirst()
        .orElseThrow();
  }

  private static long seconds(JsonNode node, String from, String to) {
    return Duration.between(
            java.time.Instant.parse(node.path(from).asString()),
            java.time.Instant.parse(node.path(to).asString()))
        .toSeconds();
  }
}
