package org.moorage.app;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

  private final EdgeName edge;
  private final PrintStream out = System.out;
  private final ArrayBlockingQueue<AgentEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
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
    if (!waiting.offer(event)) {
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
        AgentEvent event = waiting.poll(50, TimeUnit.MILLISECONDS);
        if (event != null) {
          print(event);
        }
        if (waiting.isEmpty()) {
          out.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(AgentEvent event) {
    long missing = lost.getAndSet(0);
    if (missing > 0) {
      out.println(event.at() + " WARN  " + edge + " " + missing + " events were not logged");
    }
    String level = event instanceof AgentEvent.Alarm ? " WARN  " : " INFO  ";
    out.println(event.at() + level + edge + " " + event.text());
  }
}
