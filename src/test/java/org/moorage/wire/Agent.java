package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.moorage.Distribution;
import org.moorage.wire.NetworkNamespace.Ran;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code moorage agent} as a process beside its ports, asked through its own door. */
final class Agent implements AutoCloseable {

  /** Generous: other tests start their JVMs at the same time. */
  private static final Duration START_BOUND = Duration.ofSeconds(30);

  static final Path PROFILES =
      Path.of("src", "test", "resources", "wire-profiles").toAbsolutePath();

  private static final int DOOR = 8081;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final NetworkNamespace namespace;
  private final String name;
  private final int door;
  private final Path log;
  private final String[] command;
  private Process process;

  private Agent(NetworkNamespace namespace, String name, int door, Path log, String... command) {
    this.namespace = namespace;
    this.name = name;
    this.door = door;
    this.log = log;
    this.command = command;
    this.process = namespace.start(log, command);
  }

  /** Starts one over the profiles of these tests; {@code options} as on the command line. */
  static Agent start(NetworkNamespace namespace, String name, Path folder, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("agent", "--name", name, "--profiles", PROFILES.toString(), "--data-dir"));
    words.add(folder.resolve(name).toString());
    words.addAll(Arrays.asList(options));
    Agent agent =
        new Agent(
            namespace, name, DOOR, folder.resolve(name + ".log"), Distribution.command(words));
    agent.awaitListening();
    return agent;
  }

  /** Starts one that takes its types from the manager in the same namespace. */
  static Agent managed(
      NetworkNamespace namespace, String name, int door, Path folder, String... options) {
    List<String> words =
        new ArrayList<>(List.of("agent", "--name", name, "--manager", Manager.URL));
    words.addAll(List.of("--door-port", Integer.toString(door), "--data-dir"));
    words.add(folder.resolve(name).toString());
    words.addAll(Arrays.asList(options));
    List<String> command = new ArrayList<>(List.of("env", "MOORAGE_AGENT_TOKEN=" + Manager.TOKEN));
    command.addAll(List.of(Distribution.command(words)));
    Agent agent =
        new Agent(
            namespace, name, door, folder.resolve(name + ".log"), command.toArray(String[]::new));
    agent.awaitListening();
    return agent;
  }

  private void awaitListening() {
    Eventually.within(
        START_BOUND,
        this::log,
        () -> {
          assertThat(process.isAlive()).as("agent %s runs", name).isTrue();
          assertThat(get("/api/v1/edges/" + name + "/uplinks"))
              .isNotEmpty()
              .allSatisfy(uplink -> assertThat(text(uplink, "state")).isEqualTo("up"));
          return health();
        });
  }

  /** Another command of ours, in the agent's namespace so that it finds the agent's door. */
  Ran moorage(String... words) {
    return namespace.run(Distribution.command(List.of(words)));
  }

  /** {@code kill -9}. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  /** As a supervisor ends it: it may finish what it is at. */
  void end() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }

  void startAgain() {
    process = namespace.start(log, command);
    awaitListening();
  }

  JsonNode get(String path) {
    return JSON.readTree(text(path));
  }

  /** What it says of itself: {@code up}. */
  String health() {
    return text(get("/health"), "status");
  }

  String metrics() {
    return text("/metrics");
  }

  private String text(String path) {
    return namespace
        .run("curl", "-sS", "--fail", "--max-time", "5", "http://127.0.0.1:" + door + path)
        .orFail();
  }

  List<JsonNode> associations() {
    List<JsonNode> all = new ArrayList<>();
    get("/api/v1/associations").forEach(all::add);
    return all;
  }

  /** The home of a VSI, by its identifier in text; empty when the agent knows of none. */
  Optional<JsonNode> association(String vsi) {
    return associations().stream().filter(home -> vsi.equals(text(home, "vsiId"))).findFirst();
  }

  /** Waits until the VSI is in {@code state} and returns its home. */
  JsonNode awaitState(String vsi, String state, Duration bound) {
    return Eventually.within(
        bound,
        this::log,
        () -> {
          JsonNode home = association(vsi).orElseThrow(() -> new AssertionError("no VSI " + vsi));
          assertThat(text(home, "state")).as("state of %s", vsi).isEqualTo(state);
          return home;
        });
  }

  /** Waits until no vPort is held for the VSI, whatever is remembered of it. */
  void awaitGone(String vsi, Duration bound) {
    Eventually.within(
        bound,
        this::log,
        () -> {
          Optional<JsonNode> held = association(vsi).filter(home -> home.hasNonNull("vPort"));
          assertThat(held).as("vPort of %s", vsi).isEmpty();
          return vsi;
        });
  }

  JsonNode uplink(String port) {
    for (JsonNode uplink : get("/api/v1/edges/" + name + "/uplinks")) {
      if (port.equals(text(uplink, "name"))) {
        return uplink;
      }
    }
    throw new AssertionError("no uplink " + port + " at " + name);
  }

  /** A field's text; empty where it is missing. */
  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? "" : value.asString();
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
