package org.moorage.manager.link;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moorage.agentlink.AgentLink;

/**
 * What one edge is told, as server-sent events: orders wait in a queue of their own until the edge
 * has taken them, so that a slow edge keeps nobody waiting. One that does not keep up is cut off
 * and starts anew from what it has.
 */
final class EdgeStream {

  /** Orders waiting for an edge. */
  static final int MAX_WAITING = 10_000;

  static final String HEARTBEAT = ": heartbeat\n\n";

  private final UUID edge;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private volatile boolean ended;

  EdgeStream(UUID edge) {
    this.edge = edge;
  }

  UUID edge() {
    return edge;
  }

  /** Never waits. */
  void tell(String event) {
    if (!waiting.offer(event)) {
      end();
    }
  }

  /** Nothing more is told. */
  void end() {
    ended = true;
    waiting.clear();
    waiting.offer(HEARTBEAT);
  }

  /** Writes until the edge is gone or {@link #end} was called. */
  void run(OutputStream out) throws IOException, InterruptedException {
    while (!ended) {
      String next = waiting.poll(AgentLink.STREAM_HEARTBEAT_SECONDS, TimeUnit.SECONDS);
      write(out, next == null ? HEARTBEAT : next);
    }
  }

  static void write(OutputStream out, String event) throws IOException {
    out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
