package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.Distribution;
import org.moorage.wire.NetworkNamespace.Ran;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code moorage manager} as a process in a namespace, asked by curl as its administrator. */
final class Manager implements AutoCloseable {

  static final String TOKEN = "the-token-of-the-agents-in-these-tests";
  static final String URL = "http://127.0.0.1:8080";

  private static final String PASSWORD = "a password for these tests";

  /** A whole Spring application, on a machine where other tests start theirs. */
  private static final Duration START_BOUND = Duration.ofSeconds(90);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final NetworkNamespace namespace;
  private final Path log;
  private final String[] command;
  private Process process;

  private Manager(NetworkNamespace namespace, Path log, String... command) {
    this.namespace = namespace;
    this.log = log;
    this.command = command;
    this.process = namespace.start(log, command);
  }

  /** Starts one on a database file in {@code folder} and waits until it answers. */
  static Manager start(NetworkNamespace namespace, Path folder) {
    List<String> words =
        new ArrayList<>(
            List.of("env", "MOORAGE_ADMIN_PASSWORD=" + PASSWORD, "MOORAGE_AGENT_TOKEN=" + TOKEN));
    words.addAll(
        List.of(
            Distribution.command(
                List.of(
                    "manager",
                    "--seed",
                    Agent.PROFILES.toString(),
                    "--data-dir",
                    folder.resolve("manager").toString()))));
    Manager manager =
        new Manager(namespace, folder.resolve("manager.log"), words.toArray(String[]::new));
    manager.awaitUp();
    return manager;
  }

  private void awaitUp() {
    Eventually.within(
        START_BOUND,
        this::log,
        () -> {
          assertThat(process.isAlive()).as("the manager runs").isTrue();
          return namespace
              .run("curl", "-sS", "--fail", "--max-time", "5", URL + "/health")
              .orFail();
        });
  }

  /** {@code kill -9}. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  void startAgain() {
    process = namespace.start(log, command);
    awaitUp();
  }

  JsonNode get(String path) {
    return JSON.readTree(page(path));
  }

  /** What a browser would get, without the sign-in. */
  String page(String path) {
    return curl("-H", "Accept-Language: en", URL + path).orFail();
  }

  /** POST or PUT with a body; the answer, whatever its status. */
  Ran send(String method, String path, String type, Path body) {
    return curl(
        "-X", method, "-H", "Content-Type: " + type, "--data-binary", "@" + body, URL + path);
  }

  Ran post(String path) {
    return curl("-X", "POST", URL + path);
  }

  private Ran curl(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "curl", "-sS", "--fail-with-body", "--max-time", "20", "-u", "admin:" + PASSWORD));
    words.addAll(List.of(more));
    return namespace.run(words.toArray(String[]::new));
  }

  /** The home of a VSI that counts. */
  Optional<JsonNode> home(String vsi) {
    for (JsonNode home : get("/api/v1/associations?vsi=" + vsi)) {
      if (home.path("current").asBoolean(false)) {
        return Optional.of(home);
      }
    }
    return Optional.empty();
  }

  /** Waits until the VSI's home is there and in that state. */
  JsonNode awaitHome(String vsi, String edge, String state, Duration bound) {
    return Eventually.within(
        bound,
        this::log,
        () -> {
          JsonNode home = home(vsi).orElseThrow(() -> new AssertionError("no home of " + vsi));
          assertThat(Agent.text(home, "edge")).as("edge of %s", vsi).isEqualTo(edge);
          assertThat(Agent.text(home, "state")).as("state of %s", vsi).isEqualTo(state);
          return home;
        });
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
