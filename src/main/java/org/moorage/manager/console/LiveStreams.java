package org.moorage.manager.console;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.moorage.manager.console.LiveHub.Topic;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The streams open pages listen to: {@code GET /live?topics=ASSOCIATIONS,EDGES} tells {@code
 * changed} with the topic's name, a topic at most once in {@value #STEP_MS} ms.
 *
 * <p>A page says how many changes it had {@code seen} when it was made: what came between that and
 * its stream is told at once.
 *
 * <p>Changes are only marked where they happen; one scheduled thread sends.
 */
@RestController
class LiveStreams {

  /** Open pages at a time, of all people together. */
  static final int MAX_STREAMS = 500;

  private static final int STEP_MS = 500;
  private static final int HEARTBEAT_MS = 15_000;
  private static final long STREAM_LASTS_MS = 30 * 60 * 1000L;

  private static final class Stream {
    private final SseEmitter emitter = new SseEmitter(STREAM_LASTS_MS);
    private final Set<Topic> wanted;
    private final Set<Topic> due = ConcurrentHashMap.newKeySet();
    private final Consumer<Topic> listener;

    Stream(Set<Topic> wanted) {
      this.wanted = wanted;
      this.listener =
          topic -> {
            if (wanted.contains(topic)) {
              due.add(topic);
            }
          };
    }
  }

  private final LiveHub hub;
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

  LiveStreams(LiveHub hub) {
    this.hub = hub;
  }

  @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter live(
      @RequestParam("topics") String topics,
      @RequestParam(name = "seen", defaultValue = Long.MAX_VALUE + "") long seen) {
    if (streams.size() >= MAX_STREAMS) {
      throw new ResponseStatusException(
          HttpStatus.TOO_MANY_REQUESTS, MAX_STREAMS + " pages listen already; close some");
    }
    Stream stream = new Stream(wanted(topics));
    stream.emitter.onCompletion(() -> forget(stream));
    stream.emitter.onTimeout(() -> forget(stream));
    stream.emitter.onError(gone -> forget(stream));
    streams.add(stream);
    hub.add(stream.listener);
    stream.wanted.stream().filter(topic -> hub.hasChanged(topic, seen)).forEach(stream.due::add);
    send(stream, SseEmitter.event().comment("listening").reconnectTime(2_000));
    return stream.emitter;
  }

  private static Set<Topic> wanted(String topics) {
    Set<Topic> wanted = EnumSet.noneOf(Topic.class);
    Arrays.stream(Topic.values())
        .filter(topic -> Arrays.asList(topics.split(",")).contains(topic.name()))
        .forEach(wanted::add);
    return wanted;
  }

  @Scheduled(fixedDelay = STEP_MS)
  void tell() {
    for (Stream stream : streams) {
      for (Topic topic : stream.wanted) {
        if (stream.due.remove(topic)) {
          send(stream, SseEmitter.event().name("changed").data(topic.name()));
        }
      }
    }
  }

  /** Finds out who left without a word, and keeps proxies from closing what is quiet. */
  @Scheduled(fixedDelay = HEARTBEAT_MS)
  void beat() {
    streams.forEach(stream -> send(stream, SseEmitter.event().comment("still here")));
  }

  private void send(Stream stream, SseEmitter.SseEventBuilder event) {
    try {
      stream.emitter.send(event);
    } catch (IOException | IllegalStateException gone) {
      forget(stream);
    }
  }

  private void forget(Stream stream) {
    hub.remove(stream.listener);
    streams.remove(stream);
  }
}
