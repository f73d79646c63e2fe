package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.moorage.agent.EdgeBench.P1;
import static org.moorage.agent.EdgeBench.associate;
import static org.moorage.agent.EdgeBench.vsi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.frameport.FramePortCounters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalDoorTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final EdgeBench bench = new EdgeBench();
  private final HttpClient client = HttpClient.newHttpClient();
  private boolean busy;
  private final LocalDoor door =
      new LocalDoor(
          new LocalDoor.Asker() {
            @Override
            public <T> T ask(Function<AgentViews, T> question) throws TimeoutException {
              if (busy) {
                throw new TimeoutException();
              }
              return question.apply(bench.agent.views());
            }
          },
          new DoorFacts(
              "soft",
              "profiles",
              3,
              () -> Map.of("p1 control", new FramePortCounters(1, 2, 3, 4, Map.of("flood", 5L)))),
          0);

  @BeforeEach
  void open() throws IOException {
    door.start();
  }

  @AfterEach
  void close() {
    door.close();
    client.close();
  }

  @Test
  void anAssociationHasTheShapeOthersRelyOn() throws Exception {
    bench.request(P1, associate(1, 4711, 2, 0));
    JsonNode home = json("/api/v1/associations").path(0);
    assertThat(home.path("vsiId").asString()).isEqualTo(vsi(1).toString());
    assertThat(home.path("typeId").asInt()).isEqualTo(4711);
    assertThat(home.path("version").asInt()).isEqualTo(2);
    assertThat(home.path("profile").asString()).isEqualTo("web-server");
    assertThat(home.path("state").asString()).isEqualTo("associated");
    assertThat(home.path("edge").asString()).isEqualTo("leaf-1");
    assertThat(home.path("uplink").asString()).isEqualTo("p1");
    assertThat(home.path("sChannel").isNull()).isTrue();
    assertThat(home.path("current").asBoolean()).isTrue();
    assertThat(home.path("since").asString()).startsWith("2026-01-01T00:00:");
    JsonNode filter = home.path("filters").path(0);
    assertThat(filter.path("mac").asString()).isEqualTo("02:00:00:00:00:01");
    assertThat(filter.path("vid").asInt(-1)).isZero();
    assertThat(filter.path("answered").asInt()).isEqualTo(100);
  }

  @Test
  void aStoryHasItsStepsInOrderWithTheOctetsReceived() throws Exception {
    bench.request(P1, associate(1, 4711, 2, 0));
    String id = json("/api/v1/associations").path(0).path("id").asString();
    JsonNode story = json("/api/v1/associations/" + id + "/story");
    assertThat(story.path("steps")).hasSize(5);
    assertThat(story.path("steps").path(0).path("octets").asString()).startsWith("06");
    assertThat(story.path("steps").path(3).path("micros").asInt()).isPositive();
    assertThat(story.path("association").path("id").asString()).isEqualTo(id);
    assertThat(json("/api/v1/associations/" + id).path("id").asString()).isEqualTo(id);
  }

  @Test
  void associationsAreFilteredAndPaged() throws Exception {
    for (int i = 1; i <= 5; i++) {
      bench.request(P1, associate(i, i == 5 ? 9999 : 4711, 2, 0));
    }
    assertThat(json("/api/v1/associations?state=refused")).hasSize(1);
    assertThat(json("/api/v1/associations?vsi=" + vsi(3))).hasSize(1);
    HttpResponse<String> page = get("/api/v1/associations?state=associated&limit=3");
    assertThat(JSON.readTree(page.body())).hasSize(3);
    String link = page.headers().firstValue("Link").orElseThrow();
    String next = link.substring(1, link.indexOf('>'));
    assertThat(json(next)).hasSize(1);
    assertThat(get(next).headers().firstValue("Link")).isEmpty();
  }

  @Test
  void anEdgeIsDescribedWithItsUplinksAndVPorts() throws Exception {
    bench.request(P1, associate(1, 4711, 2, 0));
    JsonNode edge = json("/api/v1/edges").path(0);
    assertThat(edge.path("name").asString()).isEqualTo("leaf-1");
    assertThat(edge.path("associations").path("associated").asInt()).isEqualTo(1);
    JsonNode uplink = json("/api/v1/edges/leaf-1/uplinks").path(0);
    assertThat(uplink.path("state").asString()).isEqualTo("up");
    assertThat(uplink.path("standard").asString()).isEqualTo("ratified");
    assertThat(uplink.path("timers").asString())
        .isEqualTo(
            "retries 3, resend after 10 ms, keep-alive every 10.5 s, VSI forgotten after 15.8 s");
    assertThat(uplink.path("neighbour").asString()).isEqualTo("02:00:00:00:01:01");
    JsonNode vPort = json("/api/v1/vports").path(0);
    assertThat(vPort.path("vsiId").asString()).isEqualTo(vsi(1).toString());
    assertThat(vPort.path("separation").asString()).isEqualTo("filter");
  }

  @Test
  void metricsAreCountersAndGaugesWithHelp() throws Exception {
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.request(P1, associate(2, 9999, 2, 0));
    HttpResponse<String> metrics = get("/metrics");
    assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(metrics.body())
        .contains("moorage_associations{state=\"associated\"} 1\n")
        .contains("moorage_requests_total 2\n")
        .contains("moorage_refused_total 1\n")
        .contains("moorage_uplink_up{uplink=\"p1\"} 1\n")
        .contains("moorage_port_dropped_total{port=\"p1 control\",reason=\"flood\"} 5\n");
    assertThat(metrics.body().lines().filter(line -> !line.startsWith("#")))
        .allMatch(line -> line.matches("[a-z_]+(\\{[^}]*})? -?[0-9]+"));
  }

  @Test
  void healthAnswersAsLongAsTheLoopTurns() throws Exception {
    assertThat(json("/health").path("status").asString()).isEqualTo("up");
    busy = true;
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }

  @Test
  void badRequestsAreProblemsThatNameTheMistake() throws Exception {
    assertProblem("/api/v1/associations?state=happy", 400, "\"happy\" is not a state");
    assertProblem("/api/v1/associations?limit=0", 400, "1 to 1000");
    assertProblem("/api/v1/associations?offset=x", 400, "\"x\" is not a number");
    assertProblem("/api/v1/associations/nobody@p1", 404, "VSIID@uplink");
    assertProblem("/api/v1/associations/" + vsi(1) + "@p1/story", 404, "no association");
    assertProblem("/api/v1/edges/leaf-9", 404, "this agent is leaf-1");
    assertProblem("/nothing", 404, "try /api/v1/associations");
  }

  @Test
  void nothingCanBeWrittenHere() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/v1/associations"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void anotherHostsNameIsRefused() throws Exception {
    assertThat(raw("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n")).contains(" 421 ");
    assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost:8081\r\n\r\n")).contains(" 200 ");
    assertThat(raw("GET /health HTTP/1.1\r\n\r\n")).doesNotContain(" 200 ");
  }

  @Test
  void aPathThatIsNotEscapedAsItMustBeIsRefused() throws Exception {
    String broken = "GET /api/v1/associations/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertThat(raw(broken)).contains(" 400 ");
  }

  @Test
  void aSecondDoorOnTheSamePortSaysWhatToDo() {
    LocalDoor second =
        new LocalDoor(
            new LocalDoor.Asker() {
              @Override
              public <T> T ask(Function<AgentViews, T> question) {
                throw new IllegalStateException("never asked");
              }
            },
            new DoorFacts("none", "profiles", 0, Map::of),
            door.port());
    assertThat(catchThrowable(second::start))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use")
        .hasMessageContaining("--door-port");
  }

  private void assertProblem(String path, int status, String detail) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = JSON.readTree(response.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("type").asString()).startsWith("urn:moorage:problem:");
    assertThat(problem.path("detail").asString()).contains(detail);
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          request
              .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + door.port() + path);
  }
}
