package org.moorage.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.moorage.bench.LoadStation.Habit;
import org.moorage.bench.LoadStation.Outcome;
import org.moorage.bench.MovingTraffic.Watched;
import org.moorage.protocol.ethernet.MacAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two edges under one manager, a station behind each, a bridge of the kernel's between them. The
 * agents and the manager are processes of their own, reached over loopback.
 */
final class EdgeSite implements MigrationSite {

  private static final long LIMIT = Rates.seconds(5);
  private static final int START_SECONDS = 60;
  private static final JsonMapper JSON = JsonMapper.shared();

  /** One edge and who is behind it. */
  private record Place(
      AgentPeer agent, String uplink, String door, QueuedLink link, LoadStation station) {}

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Cables cables;
  private final MovingTraffic traffic;
  private int vsi;
  private int place;
  private boolean helped;

  private EdgeSite(Cables cables, MovingTraffic traffic) {
    this.cables = cables;
    this.traffic = traffic;
  }

  static EdgeSite open(MacAddress peer, Path directory, Consumer<String> progress)
      throws BenchFailure, IOException {
    Cables cables = Cables.open("net");
    try {
      for (String side : List.of("a", "b")) {
        cables.here("s" + side, "u" + side);
        cables.into("f" + side, "n" + side);
      }
      cables.into("p", "peer");
      cables.bridge("net", "na", "nb", "peer");
      List<String> stations = List.of(cables.name("sa"), cables.name("sb"));
      EdgeSite site = new EdgeSite(cables, MovingTraffic.open(peer, stations, cables.name("p")));
      try {
        site.populate(directory, progress);
        return site;
      } catch (BenchFailure | IOException failure) {
        site.close();
        throw failure;
      }
    } catch (BenchFailure failure) {
      cables.close();
      throw failure;
    }
  }

  /** Who helps the next move: whether the old station de-associates, or says nothing. */
  void oldStationHelps(boolean helps) {
    helped = helps;
  }

  private void populate(Path directory, Consumer<String> progress)
      throws BenchFailure, IOException {
    progress.accept("starting the manager, with start-up caches as the launcher makes them");
    JavaProgram.learn("agent", directory);
    JavaProgram.learn("manager", directory);
    Path data = Files.createDirectory(directory.resolve("site"));
    List<String> database = List.of("--data-dir", data.resolve("manager").toString());
    ManagerPeer manager = opened(ManagerPeer.start(data, database));
    progress.accept("starting two agents under it");
    for (String side : List.of("a", "b")) {
      String uplink = cables.name("u" + side);
      int door = StartBench.freePort();
      String name = "edge-" + side;
      AgentPeer agent =
          opened(
              AgentPeer.startManaged(name, uplink, cables.name("f" + side), manager, data, door));
      StartBench.untilListening(door, System.nanoTime());
      QueuedLink link = opened(QueuedLink.open(cables.name("s" + side)));
      MacAddress mac = MacAddress.parse("02:00:00:00:0c:0" + (side.equals("a") ? 1 : 2));
      int sequence = (int) (System.nanoTime() & 0x7FFF);
      places.add(
          new Place(
              agent,
              uplink,
              "http://127.0.0.1:" + door,
              link,
              new LoadStation(link, mac, sequence)));
    }
    for (Place each : places) {
      awaitConnected(each);
      if (!each.station.introduce(Rates.seconds(START_SECONDS))) {
        throw new BenchFailure("an agent does not answer an EVB TLV");
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.addFirst(part);
    return part;
  }

  private void awaitConnected(Place at) throws BenchFailure {
    for (int i = 0; i < START_SECONDS * 10 && at.agent.running(); i++) {
      if (get(at, "/api/v1/edges").path(0).path("manager").path("connected").asBoolean(false)) {
        return;
      }
      StartBench.pause(100);
    }
    throw new BenchFailure("an agent does not reach its manager");
  }

  /**
   * Many VSIs move, and end.
   *
   * @param first the lowest number of theirs
   */
  void warmUp(int first, int count) throws BenchFailure {
    Habit packed = Habit.packed(LoadStation.MAX_TLVS);
    LoadStation old = places.getFirst().station;
    LoadStation young = places.getLast().station;
    Rates.fill(old, first, count, packed);
    Rates.fill(young, first, count, packed);
    old.attend(Rates.seconds(2));
    young.deAssociate(first, count, packed, LIMIT);
  }

  @Override
  public void begin(int number) throws BenchFailure {
    vsi = number;
    place = 0;
    answered("the first associate", associate(places.get(place)));
    traffic.begin(LoadStation.macOf(vsi), place);
  }

  @Override
  public Move move() throws BenchFailure {
    Place from = places.get(place);
    Place to = places.get(1 - place);
    traffic.start();
    answered("a pre-associate", to.station.preAssociate(vsi, 1, Habit.LLDPAD, LIMIT));
    to.station.attend(LEAD_MILLIS * 1_000_000L);
    place = 1 - place;
    traffic.resumeAt(place);
    answered("an associate", associate(to));
    long grantedAt = to.link.arrivedAt();
    if (helped) {
      // Answered, or told by the manager's order, whichever came first: either way it is gone.
      from.station.deAssociate(vsi, 1, Habit.LLDPAD, LIMIT);
    } else if (!from.station.hearsGone(vsi, LIMIT)) {
      throw new BenchFailure("the old edge did not let the VSI go within five seconds");
    }
    long goneAt = from.link.arrivedAt();
    from.station.attend(TRAIL_MILLIS * 500_000L);
    to.station.attend(TRAIL_MILLIS * 500_000L);
    Watched frames = traffic.stop();
    OptionalLong first = frames.firstPassed(place);
    OptionalLong last = frames.toAll().get(1 - place).last();
    if (first.isEmpty() || last.isEmpty()) {
      throw new BenchFailure("no frames of the VM pass the edges");
    }
    return new Move(
        frames,
        Math.max(goneAt, last.getAsLong()) - Math.min(grantedAt, first.getAsLong()),
        helped ? 0 : between(heard(to), withdrawn(from)));
  }

  @Override
  public void end() throws BenchFailure {
    LoadStation station = places.get(place).station;
    answered("a de-associate", station.deAssociate(vsi, 1, Habit.LLDPAD, LIMIT));
  }

  private Outcome associate(Place at) {
    return at.station.associate(vsi, 1, Habit.LLDPAD, LIMIT);
  }

  private static void answered(String what, Outcome outcome) throws BenchFailure {
    if (outcome.answered() != 1) {
      throw new BenchFailure(
          what + (outcome.refused() > 0 ? " was refused" : " was not answered in five seconds"));
    }
  }

  private Instant heard(Place at) throws BenchFailure {
    return lastStep(at, "heard");
  }

  private Instant withdrawn(Place at) throws BenchFailure {
    return lastStep(at, "withdrawn");
  }

  private static long between(Instant begin, Instant end) {
    return Duration.between(begin, end).toNanos();
  }

  /** When a step of the VSI's story was last taken there. */
  private Instant lastStep(Place at, String word) throws BenchFailure {
    JsonNode story =
        get(at, "/api/v1/associations/" + LoadStation.idOf(vsi) + "@" + at.uplink + "/story");
    Instant last = Instant.EPOCH;
    for (JsonNode step : story.path("steps")) {
      if (step.path("step").asString("").equals(word)) {
        last = Instant.parse(step.path("at").asString(""));
      }
    }
    if (last.equals(Instant.EPOCH)) {
      throw new BenchFailure("an agent's story has no step \"" + word + "\": " + story);
    }
    return last;
  }

  private JsonNode get(Place at, String path) throws BenchFailure {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(at.door + path)).timeout(Duration.ofSeconds(5)).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new BenchFailure(path + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException away) {
      throw new BenchFailure("an agent's door does not answer: " + away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }

  @Override
  public void close() {
    traffic.close();
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception failed) {
        throw new IllegalStateException("a part of the site does not close", failed);
      }
    }
    client.close();
    cables.close();
  }
}
