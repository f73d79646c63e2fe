package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Distribution;
import org.moorage.Needs;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.Hello;
import org.moorage.manager.FakeAgent;
import tools.jackson.databind.json.JsonMapper;

/** A manager whose disk is full: a file system of 40 MB in a mount namespace of its own. */
class FullDiskIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern LISTENING = Pattern.compile("listening on (http\\S+)");
  private static final String TOKEN = "the-token-of-this-test";
  private static final int BATCH = 100;

  /** Far more than fit. */
  private static final int MOST_BATCHES = 2_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final UUID edge = UUID.randomUUID();

  @TempDir private Path disk;
  @TempDir private Path folder;
  private Process manager;
  private URI base;

  @BeforeEach
  void start() throws IOException {
    Needs.root();
    Needs.program("unshare", "nsenter", "dd");
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
    command.add("mount -t tmpfs -o size=40m none \"$0\" && exec \"$@\"");
    command.add(disk.toString());
    command.addAll(List.of("env", "MOORAGE_AGENT_TOKEN=" + TOKEN));
    command.addAll(
        List.of(
            Distribution.command(
                List.of("manager", "--http-port", "0", "--data-dir", disk + "/manager"))));
    Path log = folder.resolve("log");
    manager =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    base =
        Eventually.within(
            Duration.ofSeconds(90),
            () -> read(log),
            () -> {
              Matcher listening = LISTENING.matcher(read(log));
              assertThat(listening.find()).isTrue();
              return URI.create(listening.group(1));
            });
  }

  @AfterEach
  void end() {
    manager.destroy();
  }

  @Test
  void eventsStayAtTheAgentUntilThereIsRoomAgain() throws Exception {
    post(
        AgentLink.HELLO,
        new Hello(
            AgentLink.VERSION,
            "leaf-1",
            edge,
            1,
            "m",
            "soft",
            "refuse",
            List.of("p1"),
            List.of(),
            0));
    long kept = 0;
    assertThat(tell(kept).statusCode()).isEqualTo(200);
    kept += BATCH;
    onDisk("dd", "if=/dev/zero", "of=" + disk + "/ballast", "bs=64k");

    HttpResponse<String> answer = tell(kept);
    for (int i = 0; i < MOST_BATCHES && answer.statusCode() == 200; i++) {
      kept += BATCH;
      answer = tell(kept);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.body()).contains("urn:moorage:problem:").contains("database");
      answer = tell(kept);
    }
    assertThat(manager.isAlive()).isTrue();
    assertThat(get("/login").statusCode()).isEqualTo(200);

    onDisk("rm", disk + "/ballast");
    long before = kept;
    Eventually.within(
        Duration.ofSeconds(60),
        () -> read(folder.resolve("log")),
        () -> assertThat(tell(before).body()).contains("\"lastSequence\":" + (before + BATCH)));
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  /** Runs something where the manager's disk is. */
  private void onDisk(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("nsenter", "--target", Long.toString(manager.pid()), "--mount"));
    command.addAll(List.of(words));
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** A batch of associations behind those that are kept. */
  private HttpResponse<String> tell(long kept) throws IOException, InterruptedException {
    List<EventBatch.NumberedEvent> events = new ArrayList<>();
    for (long number = kept + 1; number <= kept + BATCH; number++) {
      events.add(
          new EventBatch.NumberedEvent(
              number, false, 0, FakeAgent.associated(new UUID(0, number).toString())));
    }
    return post(AgentLink.EVENTS, new EventBatch(edge, 1, events));
  }

  private HttpResponse<String> post(String path, Object body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30)).build(),
        BodyHandlers.ofString());
  }
}
