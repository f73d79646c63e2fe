package org.moorage.app;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.moorage.agent.AgentEvent;
import org.moorage.edge.EdgeName;

/**
 * One line per life event, for whoever keeps the process's output. Lines are made and written on a
 * thread of their own: a terminal that is slow keeps no request waiting. What does not fit the
 * queue is counted and told.
 */
final class EventLog implements AutoCloseable {

  /** A storm of a full port for a second. */
  private static final int MAX_WAITING = 16_384;

  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  /**
   * A line to be.
   *
   * @param text called on the writing thread
   */
  private record Line(Instant at, boolean alarm, Supplier<String> text) {}

  private final EdgeName edge;
  private final PrintStream out = System.out;
  private final ArrayBlockingQueue<Line> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final Thread writer = Thread.ofPlatform().daemon().name("log").unstarted(this::write);
  private volatile boolean closing;

  EventLog(EdgeName edge) {
    this.edge = edge;
  }

  void start() {
    writer.start();
  }

  void add(AgentEvent event) {
    add(event.at(), event instanceof AgentEvent.Alarm, event::text);
  }

  /**
   * @param text makes the line, on another thread
   */
  void add(Instant at, boolean alarm, Supplier<String> text) {
    if (!waiting.offer(new Line(at, alarm, text))) {
      lost.incrementAndGet();
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      writer.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      while (!closing || !waiting.isEmpty()) {
        Line line = waiting.poll(50, TimeUnit.MILLISECONDS);
        if (line != null) {
          print(line);
        }
        if (waiting.isEmpty()) {
          out.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(Line line) {
    long missing = lost.getAndSet(0);
    if (missing > 0) {
      out.println(line.at() + " WARN  " + edge + " " + missing + " events were not logged");
    }
    String level = line.alarm() ? " WARN  " : " INFO  ";
    out.println(line.at() + level + edge + " " + line.text().get());
  }
}
