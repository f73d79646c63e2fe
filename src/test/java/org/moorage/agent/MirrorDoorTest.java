package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.agent.EdgeBench.P1;
import static org.moorage.agent.EdgeBench.associate;
import static org.moorage.agent.EdgeBench.vsi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.agent.capture.Captures;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.cli.VPortCommands;
import org.moorage.dataplane.RecordingMirrors;
import org.moorage.edge.VPortId;
import org.moorage.protocol.Octets;
import org.moorage.protocol.capture.CaptureReader;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Mirrors and captures over an agent's own door. */
class MirrorDoorTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final byte[] FRAME = new byte[64];

  @TempDir private Path directory;
  private final EdgeBench bench = new EdgeBench();
  private final RecordingMirrors plane = bench.plane.mirrors();
  private final Captures captures = new Captures(bench.plane, InstantSource.system());
  private final HttpClient client = HttpClient.newHttpClient();
  private LocalDoor door = new LocalDoor(asker(), facts(), 0);
  private VPortId vPort = new VPortId(new UUID(0, 0));
  private String key = "";

  @BeforeEach
  void open() throws IOException {
    DoorKey made = DoorKey.ofDirectory(directory, () -> new SplittableRandom(3));
    key = Files.readString(made.file()).strip();
    door = new LocalDoor(asker(), facts(), new MirrorDoor(captures, made), 0);
    door.start();
    bench.request(P1, associate(1, 4711, 2, 0));
    vPort = bench.plane.plans().keySet().iterator().next();
  }

  @AfterEach
  void close() {
    door.close();
    captures.close();
    client.close();
  }

  @Test
  void aCaptureIsBegunAskedStoppedFetchedAndForgotten() throws Exception {
    HttpResponse<String> begun = send("POST", path("/captures"), "{\"seconds\": 30}", true);
    assertThat(begun.statusCode()).isEqualTo(201);
    JsonNode capture = JSON.readTree(begun.body());
    assertThat(capture.path("state").asString()).isEqualTo("running");
    assertThat(capture.path("secondsLeft").asInt()).isBetween(28, 30);
    String one = path("/captures/" + capture.path("id").asString());
    assertThat(send("GET", one + "/file", "", true).statusCode()).isEqualTo(409);
    plane.pass(vPort, true, null, FRAME);
    assertThat(send("POST", one + "/stop", "", true).statusCode()).isEqualTo(200);
    captures.all().getFirst().whole().get(10, TimeUnit.SECONDS);
    JsonNode done = JSON.readTree(send("GET", one, "", false).body());
    assertThat(done.path("state").asString()).isEqualTo("done");
    assertThat(done.path("frames").asInt()).isEqualTo(1);
    assertThat(done.path("ended").asString()).isEqualTo("stopped");
    HttpResponse<byte[]> file =
        client.send(request("GET", one + "/file", "", true), BodyHandlers.ofByteArray());
    assertThat(file.headers().firstValue("Content-Type")).contains("application/x-pcapng");
    CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file.body())).orThrow();
    assertThat(reader.next().orElseThrow().frame()).isEqualTo(Octets.of(FRAME));
    assertThat(reader.next()).isEmpty();
    assertThat(JSON.readTree(send("GET", path("/captures"), "", false).body())).hasSize(1);
    assertThat(send("DELETE", one, "", true).statusCode()).isEqualTo(204);
    assertThat(send("GET", one, "", false).statusCode()).isEqualTo(404);
  }

  @Test
  void whatCopiesFramesWantsTheKeyAndSaysWhereItIs() throws Exception {
    for (String[] asked :
        new String[][] {
          {"POST", "/captures"}, {"POST", "/mirrors"}, {"DELETE", "/mirrors/m1"},
        }) {
      HttpResponse<String> refused = send(asked[0], path(asked[1]), "{}", false);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("MOORAGE_TOKEN=$(cat " + directory.toAbsolutePath());
    }
    send("POST", path("/captures"), "", true);
    for (String[] asked :
        new String[][] {
          {"GET", "/captures/1/file"}, {"POST", "/captures/1/stop"}, {"DELETE", "/captures/1"},
        }) {
      assertThat(send(asked[0], path(asked[1]), "", false).statusCode()).isEqualTo(403);
    }
    String good = key;
    key = good.substring(1) + "x";
    assertThat(send("DELETE", path("/captures/1"), "", true).statusCode()).isEqualTo(403);
    key = good;
    assertThat(captures.all()).hasSize(1);
  }

  @Test
  void theKeyIsItsOwnersAndStays() throws Exception {
    Path file = directory.resolve(DoorKey.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    DoorKey.ofDirectory(directory, () -> new SplittableRandom(4));
    assertThat(Files.readString(file).strip()).isEqualTo(key).hasSize(32);
    Files.writeString(file, "short\n");
    DoorKey.ofDirectory(directory, () -> new SplittableRandom(4));
    assertThat(Files.readString(file).strip()).isNotEqualTo(key).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"seconds\": 0}           | seconds 0 is outside 1..600",
        "{\"frames\": 100001}       | frames 100001 is outside 1..100000",
        "{\"octets\": 9}            | octets 9 is outside 65536..16777216",
        "{\"snapshot\": 95}         | snapshot 95 is outside 96..65535",
        "{\"direction\": \"up\"}    | direction \\\"up\\\" is none of both, from-vm, to-vm",
        "{\"second\": 1}            | the body cannot be read",
        "{\"seconds\": 99999999999} | the body cannot be read",
        "null                       | not JSON but null",
        "[                          | the body cannot be read",
      })
  void aWishThatIsWrongIsAnswered(String body, String sentence) throws Exception {
    HttpResponse<String> refused = send("POST", path("/captures"), body, true);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains(sentence);
    assertThat(captures.all()).isEmpty();
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    String nobody = "/api/v1/vports/00000000-0000-0000-0000-000000000009";
    assertThat(send("POST", nobody + "/captures", "", true).body()).contains("moorage vport list");
    assertThat(send("POST", "/api/v1/vports/x/captures", "", true).statusCode()).isEqualTo(404);
    assertThat(send("GET", path("/captures/7"), "", false).body()).contains("is kept 10 minutes");
    assertThat(send("PUT", path("/captures"), "", true).statusCode()).isEqualTo(405);
    assertThat(send("POST", path("/nothing"), "", true).statusCode()).isEqualTo(405);
    assertThat(send("POST", path("/mirrors"), "{\"to\": \"eth0\"}", true).body())
        .contains("its mirror ports are m1");
    assertThat(send("POST", path("/captures"), " ".repeat(5_000), true).statusCode())
        .isEqualTo(413);
  }

  @Test
  void mirrorsComeAndGoByCommand() throws Exception {
    assertThat(run("mirrors").out()).contains("No vPort is mirrored");
    assertThat(run("mirror", vPort.toString(), "--to", "m1").err())
        .contains("MOORAGE_TOKEN=$(cat ");
    send("POST", path("/mirrors"), "{\"to\": \"m1\", \"direction\": \"to-vm\"}", true);
    assertThat(run("mirrors").out()).contains(vPort.toString(), "to-vm", "m1");
    assertThat(run("unmirror", "nobody", "--to", "m1").err()).contains("moorage vport mirrors");
    assertThat(send("DELETE", path("/mirrors/m1"), "", true).statusCode()).isEqualTo(204);
    assertThat(send("DELETE", path("/mirrors/m1"), "", true).statusCode()).isEqualTo(404);
  }

  @Test
  void aCaptureByCommandNeedsAPlaceForItsFile() {
    String nowhere = directory.resolve("none").resolve("x.pcapng").toString();
    Ran ran = run("capture", vsi(1).toString(), "--out", nowhere);
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("cannot write", "name a file");
    assertThat(captures.all()).isEmpty();
    assertThat(CaptureTerms.USUAL.dropped()).isTrue();
  }

  private record Ran(int status, String out, String err) {}

  private Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new VPortCommands());
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--url";
    all[words.length + 1] = "http://127.0.0.1:" + door.port();
    int status = line.execute(all);
    return new Ran(status, out.toString(), err.toString());
  }

  private String path(String rest) {
    return "/api/v1/vports/" + vPort + rest;
  }

  private HttpResponse<String> send(String method, String path, String body, boolean shown)
      throws Exception {
    return client.send(request(method, path, body, shown), BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, String body, boolean shown) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
            .method(method, BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (shown) {
      request.header("Authorization", "Bearer " + key);
    }
    return request.build();
  }

  private LocalDoor.Asker asker() {
    return new LocalDoor.Asker() {
      @Override
      public <T> T ask(Function<AgentViews, T> question) {
        return question.apply(bench.agent.views());
      }
    };
  }

  private static DoorFacts facts() {
    return new DoorFacts("soft", "profiles", 3, Map::of);
  }
}
