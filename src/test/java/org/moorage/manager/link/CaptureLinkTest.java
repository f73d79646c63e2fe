package org.moorage.manager.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.manager.FakeAgent.JSON;
import static org.moorage.manager.FakeAgent.associated;
import static org.moorage.manager.FakeAgent.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.CaptureProgress;
import org.moorage.agentlink.CaptureReport;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.agentlink.Order;
import org.moorage.manager.FakeAgent;
import org.moorage.manager.FormBrowser;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.capture.Looking;
import org.moorage.protocol.Octets;
import org.moorage.protocol.capture.CaptureWriter;
import org.moorage.protocol.capture.CapturedFrame;
import tools.jackson.databind.JsonNode;

/** A capture from the page or over REST to the agent and back. */
class CaptureLinkTest {

  private static volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private static final ManagerUnderTest manager =
      ManagerUnderTest.start(Database.H2, () -> now, Map.of());
  private static int agents;

  private final FakeAgent agent = new FakeAgent(manager, "leaf-" + ++agents);
  private final String vsi = UUID.randomUUID().toString();
  private final String vPort = "vport-" + vsi + "-p1";
  private final String captures = "/api/v1/vports/" + vPort + "/captures";
  private StreamReader stream;

  @AfterAll
  static void end() {
    manager.close();
  }

  @BeforeEach
  void connect() {
    agent.hello();
    agent.tell(associated(vsi));
    stream = new StreamReader(manager, agent.identity(), null);
    assertThat(stream.next().event()).isEqualTo("snapshot");
  }

  @AfterEach
  void disconnect() {
    stream.close();
  }

  @Test
  void fromThePageToTheAgentAndBack() throws Exception {
    FormBrowser browser = new FormBrowser(manager);
    String page = "/vports/" + vPort;
    assertThat(browser.get(page).body()).contains("Captures", "name=\"seconds\"");
    browser.set("direction", "from-vm");
    browser.set("seconds", "20");
    browser.set("frames", "400");
    assertThat(browser.post(page + "/captures", "").headers().firstValue("Location").orElse(""))
        .endsWith(page + "#captures");
    StreamReader.Heard heard = stream.next();
    assertThat(heard.event()).isEqualTo("capture");
    Order.Capture order = JSON.readValue(heard.data(), Order.Capture.class);
    assertThat(order.vPort()).isEqualTo(vPort);
    assertThat(order.terms())
        .isEqualTo(
            new CaptureTerms(
                "from-vm", false, 20, 400, CaptureTerms.MAX_OCTETS, CaptureTerms.WHOLE_FRAMES));
    assertThat(browser.get(page).body()).contains("waiting for the edge");

    tell(order.capture(), CaptureReport.RUNNING, 312, 12, null);
    assertThat(browser.get(page).body()).contains("capturing", "312 frames, 12 s left", "Stop");
    browser.post(page + "/captures/" + order.capture() + "/stop", "");
    assertThat(stream.next().event()).isEqualTo("stop");
    tell(order.capture(), CaptureReport.DONE, 400, 0, "stopped");
    assertThat(browser.get(page).body()).contains("on its way here", "somebody stopped it");
    byte[] file = file();
    assertThat(hand(order.capture(), file).statusCode()).isEqualTo(200);
    String link = page + "/captures/" + order.capture() + "/file";
    assertThat(browser.get(page).body()).contains(link, "ready", file.length + " octets");

    HttpResponse<String> fetched = browser.get(link);
    assertThat(fetched.headers().firstValue("Content-Type")).contains("application/x-pcapng");
    assertThat(fetched.headers().firstValue("Content-Disposition").orElse(""))
        .isEqualTo("attachment; filename=\"vport-" + vPort + ".pcapng\"");
    assertThat(fetched.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(fetched.body()).contains("from the VM");
    browser.get(page);
    browser.post(page + "/captures/" + order.capture() + "/forget", "");
    assertThat(browser.get(page).body()).doesNotContain(link);
    assertThat(manager.get(link).statusCode()).isEqualTo(404);
    assertThat(manager.get("/audit").body())
        .contains("capture.start", "capture.stop", "capture.fetch", "capture.forget")
        .contains("from-vm, at most 20 s and 400 frames");
  }

  @Test
  void overRestAsAtAnAgentsDoor() throws Exception {
    JsonNode begun = JSON.readTree(post(captures, "{\"seconds\": 5}").body());
    assertThat(begun.path("state").asString()).isEqualTo("ordered");
    assertThat(begun.has("over")).isFalse();
    String id = begun.path("id").asString();
    assertThat(manager.get(captures + "/" + id + "/file").body()).contains("not whole yet");
    tell(id, CaptureReport.RUNNING, 1, 4, null);
    assertThat(read(manager, captures + "/" + id).path("secondsLeft").asInt()).isEqualTo(4);
    hand(id, file());
    assertThat(read(manager, captures).path(0).path("state").asString()).isEqualTo("done");
    assertThat(manager.get(captures + "/" + id + "/file").body()).contains("from the VM");
    assertThat(manager.send(manager.request(captures + "/" + id).DELETE()).statusCode())
        .isEqualTo(204);
    assertThat(read(manager, captures)).isEmpty();
  }

  @Test
  void anAgentThatIsNotConnectedOrAVPortThatIsGoneIsSaid() {
    stream.close();
    FakeAgent away = new FakeAgent(manager, "away-" + agents);
    away.hello();
    String held = UUID.randomUUID().toString();
    away.tell(associated(held));
    HttpResponse<String> refused = post("/api/v1/vports/vport-" + held + "-p1/captures", "{}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body())
        .contains("is not connected to this manager", "moorage vport capture");
    assertThat(post("/api/v1/vports/nobody/captures", "{}").statusCode()).isEqualTo(404);
    FormBrowser browser = new FormBrowser(manager);
    browser.get("/vports/vport-" + held + "-p1");
    browser.post("/vports/vport-" + held + "-p1/captures", "");
    assertThat(browser.get("/vports/vport-" + held + "-p1").body())
        .contains("is not connected to this manager");
    agent.tell(FakeAgent.released(vsi, "de-associated"));
    assertThat(post(captures, "{}").body()).contains("no edge holds vPort");
  }

  @Test
  void whatNobodyAnswersFailsAndWhatIsOldIsForgotten() throws Exception {
    String first = JSON.readTree(post(captures, "").body()).path("id").asString();
    now = now.plus(Duration.ofSeconds(11));
    awaitState(first, "failed");
    assertThat(read(manager, captures).path(0).path("trouble").asString())
        .contains("did not answer; does it run this release?");
    String second = JSON.readTree(post(captures, "").body()).path("id").asString();
    tell(second, CaptureReport.RUNNING, 1, 4, null);
    now = now.plus(Duration.ofSeconds(91));
    awaitState(second, "failed");
    assertThat(read(manager, captures + "/" + second).path("trouble").asString())
        .contains("was not heard any more");
    assertThat(manager.get(captures + "/" + second + "/file").body()).contains("failed");
    now = now.plus(Duration.ofHours(1));
    JSON.readTree(post(captures, "").body());
    assertThat(read(manager, captures)).hasSize(1);
  }

  @Test
  void whatTheAgentRefusesIsShownAsItSaidIt() throws Exception {
    String id = JSON.readTree(post(captures, "").body()).path("id").asString();
    HttpResponse<String> taken =
        agent.post(
            AgentLink.CAPTURES,
            new CaptureProgress(
                agent.identity(),
                CaptureReport.failed(id, vPort, "nothing of this agent <b>forwards</b> frames")));
    assertThat(taken.statusCode()).isEqualTo(200);
    assertThat(manager.get("/vports/" + vPort).body())
        .contains("nothing of this agent &lt;b&gt;forwards&lt;/b&gt; frames");
  }

  @Test
  void anOperatorSeesThatThereIsACaptureAndNothingOfWhatIsInIt() throws Exception {
    String id = JSON.readTree(post(captures, "").body()).path("id").asString();
    hand(id, file());
    String asked = "{\"name\": \"watcher-" + agents + "\", \"role\": \"operator\"}";
    String secret = JSON.readTree(post("/api/v1/tokens", asked).body()).path("secret").asString();
    HttpResponse<String> page = as(secret, "/vports/" + vPort);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("ready").doesNotContain("id=\"capture\"", id + "/file");
    assertThat(as(secret, captures).body()).contains(id);
    for (String path : new String[] {captures, "/vports/" + vPort + "/captures"}) {
      assertThat(as(secret, path + "/" + id + "/file").statusCode()).isEqualTo(403);
      assertThat(manager.send(with(secret, path).POST(BodyPublishers.noBody())).statusCode())
          .isEqualTo(403);
    }
  }

  private static HttpResponse<String> as(String secret, String path) {
    return manager.send(with(secret, path).GET());
  }

  private static HttpRequest.Builder with(String secret, String path) {
    return HttpRequest.newBuilder(manager.uri(path)).header("Authorization", "Bearer " + secret);
  }

  @Test
  void onlyTheEdgeThatWasAskedMayAnswer() throws Exception {
    String id = JSON.readTree(post(captures, "").body()).path("id").asString();
    FakeAgent other = new FakeAgent(manager, "other-" + agents);
    other.hello();
    CaptureReport report =
        new CaptureReport(id, vPort, CaptureReport.RUNNING, 1, 1, 0, 1, null, null);
    assertThat(
            other
                .post(AgentLink.CAPTURES, new CaptureProgress(other.identity(), report))
                .statusCode())
        .isEqualTo(404);
    String path = AgentLink.CAPTURE_FILE + "?identity=" + other.identity() + "&capture=" + id;
    assertThat(sendFile(path, file()).statusCode()).isEqualTo(404);
    assertThat(hand(id, "no capture".getBytes(StandardCharsets.US_ASCII)).body())
        .contains("not a pcapng file");
    assertThat(hand("nothing", file()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"seconds\": 601}      | seconds 601 is outside 1..600",
        "{\"direction\": \"up\"} | is none of both, from-vm, to-vm",
      })
  void aWishThatIsWrongIsAnswered(String body, String sentence) {
    HttpResponse<String> refused = post(captures, body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains(sentence);
    FormBrowser browser = new FormBrowser(manager);
    browser.get("/vports/" + vPort);
    browser.set("seconds", "1e9");
    browser.post("/vports/" + vPort + "/captures", "");
    assertThat(browser.get("/vports/" + vPort).body()).contains("seconds -1 is outside 1..600");
  }

  private void awaitState(String id, String state) {
    Looking.at(manager);
    assertThat(read(manager, captures + "/" + id).path("state").asString()).isEqualTo(state);
  }

  private void tell(String id, String state, long frames, int left, @Nullable String ended) {
    HttpResponse<String> taken =
        agent.post(
            AgentLink.CAPTURES,
            new CaptureProgress(
                agent.identity(),
                new CaptureReport(id, vPort, state, frames, 1_000, 0, left, ended, null)));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
  }

  private HttpResponse<String> hand(String id, byte[] file) {
    return sendFile(
        AgentLink.CAPTURE_FILE + "?identity=" + agent.identity() + "&capture=" + id, file);
  }

  private static HttpResponse<String> sendFile(String path, byte[] file) {
    return manager.send(
        manager
            .agentRequest(path)
            .header("Content-Type", "application/x-pcapng")
            .POST(BodyPublishers.ofByteArray(file)));
  }

  private static HttpResponse<String> post(String path, String body) {
    return manager.send(
        manager
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static byte[] file() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CaptureWriter writer = CaptureWriter.pcapng(out, "Moorage", "vPort", "", 0);
    writer.write(
        new CapturedFrame(now, Octets.of(new byte[60])),
        CaptureWriter.Direction.INBOUND,
        "from the VM");
    return out.toByteArray();
  }
}
