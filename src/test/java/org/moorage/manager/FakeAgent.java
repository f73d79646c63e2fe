package org.moorage.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.AssociationReport;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.EventBatch.NumberedEvent;
import org.moorage.agentlink.Hello;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.StoryLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent as the manager sees it: says hello, numbers events, posts them. */
public final class FakeAgent {

  public static final JsonMapper JSON = new JsonMapper();

  private final ManagerUnderTest manager;
  private final UUID identity;
  private final String name;
  private long epoch = 1;
  private long sequence;

  public FakeAgent(ManagerUnderTest manager, String name) {
    this(manager, name, UUID.randomUUID());
  }

  public FakeAgent(ManagerUnderTest manager, String name, UUID identity) {
    this.manager = manager;
    this.name = name;
    this.identity = identity;
  }

  /** The same agent before another manager, or the same one started again. */
  public FakeAgent at(ManagerUnderTest other) {
    FakeAgent same = new FakeAgent(other, name, identity);
    same.epoch = epoch;
    same.sequence = sequence;
    return same;
  }

  public String name() {
    return name;
  }

  public UUID identity() {
    return identity;
  }

  /** Ends without a word and comes back as its next start. */
  public long startAgain() {
    epoch++;
    sequence = 0;
    return hello();
  }

  /** Says hello and returns the last sequence kept. */
  public long hello() {
    HttpResponse<String> answer = tryHello();
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("lastSequence").asLong(-1);
  }

  public HttpResponse<String> tryHello() {
    return post(
        AgentLink.HELLO,
        new Hello(
            AgentLink.VERSION,
            name,
            identity,
            epoch,
            "moorage 0.1",
            "soft",
            "refuse",
            List.of("p1", "p2"),
            List.of("f1"),
            0));
  }

  /** Numbers these events and posts them; returns the last sequence kept. */
  public long tell(LinkEvent... events) {
    List<NumberedEvent> numbered = new ArrayList<>();
    for (LinkEvent event : events) {
      numbered.add(new NumberedEvent(++sequence, false, 0, event));
    }
    return send(epoch, numbered);
  }

  /** Posts events with numbers of the caller's own. */
  public long send(long ofEpoch, List<NumberedEvent> events) {
    HttpResponse<String> answer = post(AgentLink.EVENTS, new EventBatch(identity, ofEpoch, events));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("lastSequence").asLong(-1);
  }

  public HttpResponse<String> post(String path, Object body) {
    return postText(path, JSON.writeValueAsString(body));
  }

  public HttpResponse<String> postText(String path, String body) {
    return manager.send(
        manager
            .agentRequest(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** GET as the administrator. */
  public static JsonNode read(ManagerUnderTest manager, String path) {
    HttpResponse<String> answer = manager.get(path);
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  public static LinkEvent.Granted associated(String vsi) {
    return granted(vsi, "p1", "associated", false);
  }

  public static LinkEvent.Granted granted(
      String vsi, String uplink, String state, boolean restored) {
    return new LinkEvent.Granted(
        report(vsi, uplink, state, "52:54:00:00:00:01", 100, null), restored, story(state));
  }

  public static LinkEvent.Refused refused(String vsi) {
    return new LinkEvent.Refused(
        report(vsi, "p1", "refused", "52:54:00:00:00:02", 0, "there is no type 4711"),
        story("refused"));
  }

  public static LinkEvent.Released released(String vsi, String cause) {
    return new LinkEvent.Released("p1", vsi, cause, "the station de-associated", story("released"));
  }

  public static AssociationReport report(
      String vsi, String uplink, String state, String mac, int vid, @Nullable String reason) {
    boolean refused = reason != null;
    return new AssociationReport(
        uplink,
        vsi,
        state,
        4711,
        2,
        refused ? null : "web-server",
        refused ? null : "known",
        "1",
        List.of(),
        "ratified",
        null,
        "host-a",
        List.of(new AssociationReport.Filter(null, mac, vid, refused ? null : vid, 3)),
        refused ? null : "vport-" + vsi + "-" + uplink,
        refused ? null : "filter",
        refused ? 0 : 7,
        420,
        reason,
        refused ? "release version 2 of type 4711" : null);
  }

  private static List<StoryLine> story(String word) {
    return List.of(
        new StoryLine(
            "2026-01-01T00:00:00Z", "heard", true, null, "Associate of type 4711", "0102"),
        new StoryLine("2026-01-01T00:00:00.000420Z", "answered", false, 420L, word, null));
  }
}
