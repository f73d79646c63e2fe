package org.moorage.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.AssociationReport;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.EventBatch.NumberedEvent;
import org.moorage.agentlink.Hello;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.Resolve;
import org.moorage.agentlink.StoryLine;
import tools.jackson.databind.json.JsonMapper;

/**
 * An edge that does nothing but report associations over the agent link, each with its story, as
 * fast as the manager keeps them or at a given rate.
 */
final class LoadEdge {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final List<String> UPLINKS = List.of("p1", "p2", "p3", "p4");

  private final HttpClient client;
  private final String base;
  private final String token;
  private final int number;
  private final UUID identity;
  private final Samples kept = new Samples();
  private final Samples resolved = new Samples();
  private long sequence;

  LoadEdge(HttpClient client, String base, String token, int number) {
    this.client = client;
    this.base = base;
    this.token = token;
    this.number = number;
    identity = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
  }

  /** From a batch's departure to the manager's word that it keeps it. */
  Samples kept() {
    return kept;
  }

  /** From the question for a type to its answer. */
  Samples resolved() {
    return resolved;
  }

  void hello() throws BenchFailure {
    post(
        AgentLink.HELLO,
        new Hello(
            AgentLink.VERSION,
            "load-" + number,
            identity,
            1,
            "bench",
            "none",
            "refuse",
            UPLINKS,
            List.of(),
            0));
  }

  /** Asks what the type of the benchmark is, as for a profile that is not cached. */
  void resolve() throws BenchFailure {
    long start = System.nanoTime();
    post(AgentLink.RESOLVE, new Resolve(BenchProfile.TYPE, BenchProfile.VERSION));
    resolved.add(System.nanoTime() - start);
  }

  /**
   * Reports associations of VSIs numbered from {@code first} on.
   *
   * @param perSecond 0 for as fast as it goes
   */
  void report(int first, int count, int batch, int perSecond) throws BenchFailure {
    long start = System.nanoTime();
    for (int done = 0; done < count; done += batch) {
      if (perSecond > 0) {
        pauseUntil(start + done * 1_000_000_000L / perSecond);
      }
      List<NumberedEvent> events = new ArrayList<>();
      for (int i = done; i < Math.min(count, done + batch); i++) {
        events.add(new NumberedEvent(++sequence, false, 1, granted(first + i)));
      }
      keep(new EventBatch(identity, 1, events));
    }
  }

  private void keep(EventBatch batch) throws BenchFailure {
    long start = System.nanoTime();
    String answer = post(AgentLink.EVENTS, batch);
    kept.add(System.nanoTime() - start);
    if (JSON.readValue(answer, EventBatch.Kept.class).lastSequence() != sequence) {
      throw new BenchFailure("the manager kept something else than was sent: " + answer);
    }
  }

  private String post(String path, Object body) throws BenchFailure {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(base + path))
                  .timeout(LIMIT)
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new BenchFailure(path + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchFailure(path + " was not answered: " + e);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }

  private LinkEvent granted(int vsi) {
    String mac =
        String.format(
            Locale.ROOT,
            "52:54:%02x:%02x:%02x:%02x",
            number,
            vsi >>> 16 & 255,
            vsi >>> 8 & 255,
            vsi & 255);
    String uplink = UPLINKS.get(vsi % UPLINKS.size());
    AssociationReport association =
        new AssociationReport(
            uplink,
            String.format(Locale.ROOT, "4d6f6f72-6167-4%03x-8000-0000%08x", number, vsi),
            "associated",
            BenchProfile.TYPE,
            BenchProfile.VERSION,
            "bench",
            "known",
            "moorage",
            List.of(),
            "ratified",
            null,
            "host-" + number,
            List.of(new AssociationReport.Filter(null, mac, 0, BenchProfile.VLAN, 0)),
            "load-" + number + "/" + uplink + "/" + vsi,
            "filter",
            21,
            412,
            null,
            null);
    return new LinkEvent.Granted(association, false, STORY);
  }

  /** As long as a real one. */
  private static final List<StoryLine> STORY =
      List.of(
          new StoryLine(
              "2026-01-01T00:00:00Z",
              "heard",
              true,
              null,
              "associate of a type and version with one filter entry, over ratified VDP",
              "0623000012345605004d6f6f7261674000800000000000000102000152540000000100"),
          new StoryLine(
              "2026-01-01T00:00:00Z",
              "looked up",
              false,
              12L,
              "type 74565 version 1 is bench",
              null),
          new StoryLine(
              "2026-01-01T00:00:00Z",
              "decided",
              false,
              31L,
              "accepted: VID 0 is answered with the profile's access VLAN; filter is free",
              null),
          new StoryLine(
              "2026-01-01T00:00:00Z", "programmed", false, 188L, "21 entries in the switch", null),
          new StoryLine(
              "2026-01-01T00:00:00Z", "answered", false, 181L, "success, with VID 100", null));

  private static void pauseUntil(long moment) {
    long left = moment - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = moment - System.nanoTime();
    }
  }
}
