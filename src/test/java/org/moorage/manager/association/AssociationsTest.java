package org.moorage.manager.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.manager.FakeAgent.associated;
import static org.moorage.manager.FakeAgent.granted;
import static org.moorage.manager.FakeAgent.read;
import static org.moorage.manager.FakeAgent.refused;
import static org.moorage.manager.FakeAgent.released;
import static org.moorage.manager.FakeAgent.report;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.EventBatch.NumberedEvent;
import org.moorage.agentlink.LinkEvent;
import org.moorage.manager.FakeAgent;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.SharedManagers;
import org.moorage.manager.catalogue.VersionUsers;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class AssociationsTest {

  private static final SharedManagers MANAGERS = new SharedManagers();

  @AfterAll
  static void end() {
    MANAGERS.close();
  }

  private static String vsi() {
    return UUID.randomUUID().toString();
  }

  private static FakeAgent edge(ManagerUnderTest manager, String name) {
    FakeAgent agent = new FakeAgent(manager, name);
    agent.hello();
    return agent;
  }

  @ParameterizedTest
  @EnumSource
  void aHomeIsFoundByEachOfItsFields(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager, "search-1");
    String vsi = vsi();
    agent.tell(
        new LinkEvent.Granted(
            report(vsi, "p2", "associated", "52-54-00-AB-CD-EF", 3_210, null), false, List.of()));
    String other = vsi();
    edge(manager, "search-2").tell(associated(other));
    for (String query :
        List.of(
            "vsi=" + vsi,
            "vsi=" + vsi.substring(0, 13).toUpperCase(java.util.Locale.ROOT),
            "mac=525400abcdef",
            "mac=52:54:00:ab:cd:ef",
            "vid=3210",
            "edge=search-1",
            "edge=search-1&type=4711&version=2&server=host&state=associated&current=true")) {
      JsonNode found = read(manager, "/api/v1/associations?" + query);
      assertThat(found.valueStream().map(each -> each.path("vsiId").asString()))
          .as(query)
          .contains(vsi)
          .doesNotContain(other);
    }
    for (String query :
        List.of(
            "edge=search-1&current=false",
            "edge=search-1&type=1",
            "edge=search-1&server=x",
            "edge=search-1&state=refused",
            "vsi=%25")) {
      assertThat(read(manager, "/api/v1/associations?" + query)).as(query).isEmpty();
    }
    for (String query :
        List.of(
            "mac=x",
            "vid=4096",
            "type=-1",
            "version=256",
            "state=up",
            "current=1",
            "limit=0",
            "limit=1001",
            "offset=-1",
            "vsi=%00")) {
      HttpResponse<String> answer = manager.get("/api/v1/associations?" + query);
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(answer.body()).contains("\"field\"");
    }
    VersionUsers.Usage usage =
        manager.bean(VersionUsers.class).of(new VsiTypeId(4711), new VsiTypeVersion(2));
    assertThat(usage.vsis()).isGreaterThanOrEqualTo(2);
    assertThat(usage.some()).anyMatch(some -> some.contains(" on "));
  }

  @ParameterizedTest
  @EnumSource
  void aHomeHasTheShapeOfTheAgentsOwnDoorAndItsStory(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager, "shape");
    String vsi = vsi();
    agent.tell(associated(vsi));
    agent.tell(released(vsi, "de-associated"));
    JsonNode home = read(manager, "/api/v1/associations?vsi=" + vsi).get(0);
    for (String field :
        List.of(
            "id",
            "vsiId",
            "typeId",
            "version",
            "profile",
            "standing",
            "state",
            "edge",
            "uplink",
            "sChannel",
            "filters",
            "since",
            "current",
            "managerId",
            "hints",
            "standard",
            "vPort",
            "entries",
            "lastHeard",
            "micros",
            "reason",
            "fix")) {
      assertThat(home.has(field)).as(field).isTrue();
    }
    JsonNode filter = home.path("filters").get(0);
    assertThat(filter.path("mac").asString()).isEqualTo("52:54:00:00:00:01");
    assertThat(filter.path("answered").asInt(0)).isEqualTo(100);
    String id = home.path("id").asString();
    assertThat(read(manager, "/api/v1/associations/" + id)).isEqualTo(home);
    JsonNode story = read(manager, "/api/v1/associations/" + id + "/story");
    assertThat(story.path("association")).isEqualTo(home);
    assertThat(story.path("steps").valueStream().map(step -> step.path("text").asString()))
        .containsExactly("Associate of type 4711", "associated", "released");
    assertThat(story.path("steps").get(0).path("octets").asString()).isEqualTo("0102");
    assertThat(manager.get("/api/v1/associations/0/story").statusCode()).isEqualTo(404);
    assertThat(manager.get("/api/v1/associations/x").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void aListComesInParts(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    edge(manager, "parts").tell(associated(vsi()), associated(vsi()), associated(vsi()));
    HttpResponse<String> first = manager.get("/api/v1/associations?edge=parts&limit=2");
    assertThat(first.headers().firstValue("Link"))
        .contains("</api/v1/associations?edge=parts&limit=2&offset=2>; rel=\"next\"");
    HttpResponse<String> second = manager.get("/api/v1/associations?edge=parts&limit=2&offset=2");
    assertThat(second.headers().firstValue("Link")).isEmpty();
    assertThat(FakeAgent.JSON.readTree(second.body())).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalIsRememberedAndDoesNotHideWhatIsHeld(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager, "refusals");
    String never = vsi();
    String held = vsi();
    agent.tell(refused(never), associated(held), refused(held));
    assertThat(state(manager, never)).isEqualTo("refused");
    assertThat(state(manager, held)).isEqualTo("associated");
    agent.tell(released(held, "refused"));
    assertThat(state(manager, held)).isEqualTo("refused");
    assertThat(read(manager, "/api/v1/associations?vsi=" + held).get(0).path("reason").asString())
        .isEqualTo("there is no type 4711");
    agent.tell(released(never, "de-associated"), granted(never, "p1", "pre-associated", false));
    assertThat(state(manager, never)).isEqualTo("pre-associated");
  }

  @ParameterizedTest
  @EnumSource
  void whatAnAgentDoesNotTellOfAgainAfterAStartIsHeldNoLonger(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager, "restarted");
    String kept = vsi();
    String lost = vsi();
    String elsewhere = vsi();
    agent.tell(associated(kept), associated(lost));
    edge(manager, "not-restarted").tell(associated(elsewhere));
    agent.startAgain();
    agent.tell(granted(kept, "p1", "associated", true));
    assertThat(state(manager, lost)).isEqualTo("associated");
    agent.tell(new LinkEvent.ToldAll(1));
    assertThat(state(manager, kept)).isEqualTo("associated");
    assertThat(state(manager, elsewhere)).isEqualTo("associated");
    assertThat(state(manager, lost)).isEqualTo("de-associated");
    JsonNode home = read(manager, "/api/v1/associations?vsi=" + lost).get(0);
    assertThat(home.path("reason").asString()).isEqualTo(Sheet.NO_LONGER_HELD);
    assertThat(home.path("current").asBoolean(true)).isFalse();
    JsonNode story = read(manager, "/api/v1/associations/" + home.path("id").asString() + "/story");
    assertThat(story.path("steps")).isNotEmpty();

    agent.tell(associated(lost), new LinkEvent.ToldAll(1));
    assertThat(state(manager, lost)).isEqualTo("associated");
  }

  @ParameterizedTest
  @EnumSource
  void aTellingWithAGapInItEndsNothing(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager, "gap-in-telling");
    String held = vsi();
    agent.tell(associated(held));
    agent.startAgain();
    agent.send(
        2,
        List.of(
            new NumberedEvent(1, false, 0, associated(vsi())),
            new NumberedEvent(9, true, 0, new LinkEvent.ToldAll(1))));
    assertThat(state(manager, held)).isEqualTo("associated");
    agent.send(2, List.of(new NumberedEvent(10, false, 0, new LinkEvent.ToldAll(10))));
    assertThat(state(manager, held)).isEqualTo("de-associated");
  }

  @ParameterizedTest
  @EnumSource
  void anEdgeAndItsVPortsShowWhatItReported(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager, "reported");
    String vsi = vsi();
    agent.tell(associated(vsi), new LinkEvent.Alarm("p1", "look here"));
    assertThat(read(manager, "/api/v1/edges/reported").path("state").asString()).isEqualTo("away");
    assertThat(read(manager, "/api/v1/edges/reported/uplinks").get(0).path("state").asString())
        .isEqualTo("unknown");
    String vPort = "vport-" + vsi + "-p1";
    assertThat(agent.post(AgentLink.REPORT, counters(agent, vPort, 10)).statusCode())
        .isEqualTo(200);
    MANAGERS.passes(Duration.ofSeconds(2));
    agent.post(AgentLink.REPORT, counters(agent, vPort, 30));

    JsonNode edge = read(manager, "/api/v1/edges/reported");
    assertThat(edge.path("state").asString()).isEqualTo("heard");
    assertThat(edge.path("associations").path("associated").asInt(0)).isEqualTo(1);
    assertThat(edge.path("alarms").get(0).path("text").asString()).isEqualTo("look here");
    JsonNode uplinks = read(manager, "/api/v1/edges/reported/uplinks");
    assertThat(uplinks).hasSize(2);
    assertThat(uplinks.get(0).path("droppedFrames").asInt(0)).isEqualTo(5);
    assertThat(uplinks.get(0).path("timers").asString()).isEqualTo("retries 3");
    JsonNode shown = read(manager, "/api/v1/vports/" + vPort);
    assertThat(shown.path("state").asString()).isEqualTo("active");
    assertThat(shown.path("fromVm").path("frames").asInt(0)).isEqualTo(30);
    assertThat(shown.path("rate").path("framesFromVm").asDouble(0)).isEqualTo(10.0);
    assertThat(shown.path("ruleHits").get(0).asInt(0)).isEqualTo(3);
    assertThat(read(manager, "/api/v1/vports").valueStream()).isNotEmpty();
    agent.tell(released(vsi, "de-associated"));
    assertThat(manager.get("/api/v1/vports/" + vPort).statusCode()).isEqualTo(404);
    assertThat(manager.get("/api/v1/edges/nowhere").statusCode()).isEqualTo(404);
    assertThat(manager.get("/metrics").body())
        .contains("moorage_associations{state=\"associated\"");
  }

  private static EdgeReport counters(FakeAgent agent, String vPort, long frames) {
    return new EdgeReport(
        agent.identity(),
        "2026-01-01T00:00:00Z",
        Map.of("requests granted", 1L),
        Map.of(),
        7,
        null,
        0,
        List.of(
            new EdgeReport.Uplink(
                "p1",
                null,
                "up",
                "host-a",
                "ratified",
                true,
                false,
                false,
                1,
                0,
                "retries 3",
                3,
                10,
                20,
                20,
                Map.of("bad", 2L),
                Map.of("acl", 3L),
                null,
                null)),
        List.of(
            new EdgeReport.VPortCount(
                vPort, frames, frames * 64, 0, 0, Map.of(), Map.of(), List.of(3L))));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTooOldOrTooMuchGoes(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = edge(manager, "retained");
    String ended = vsi();
    String held = vsi();
    String busy = vsi();
    agent.tell(refused(ended), associated(held), associated(busy));
    JdbcTemplate tables = manager.bean(JdbcTemplate.class);
    LinkEvent[] many = new LinkEvent[600];
    java.util.Arrays.fill(many, associated(busy));
    agent.tell(many);
    agent.tell(many);
    assertThat(events(tables, busy)).isEqualTo(1_201);
    Retention retention = manager.bean(Retention.class);
    retention.prune();
    assertThat(events(tables, busy)).isEqualTo(Retention.EVENTS_OF_A_VSI);
    assertThat(events(tables, held)).isEqualTo(1);

    MANAGERS.passes(Retention.ENDED.plusDays(1));
    retention.prune();
    assertThat(read(manager, "/api/v1/associations?vsi=" + ended)).isEmpty();
    assertThat(state(manager, held)).isEqualTo("associated");
    assertThat(events(tables, ended)).isEqualTo(1);

    MANAGERS.passes(Retention.EVENTS);
    retention.prune();
    assertThat(events(tables, held)).isZero();
    assertThat(state(manager, held)).isEqualTo("associated");
    agent.tell(released(held, "de-associated"), refused(ended));
    assertThat(state(manager, held)).isEqualTo("de-associated");
    assertThat(state(manager, ended)).isEqualTo("refused");
  }

  private static int events(JdbcTemplate tables, String vsi) {
    Integer count =
        tables.queryForObject(
            "select count(*) from association_event where vsi_id = ?", Integer.class, vsi);
    return count == null ? -1 : count;
  }

  private static String state(ManagerUnderTest manager, String vsi) {
    JsonNode homes = read(manager, "/api/v1/associations?vsi=" + vsi);
    assertThat(homes).hasSize(1);
    return homes.get(0).path("state").asString();
  }
}
