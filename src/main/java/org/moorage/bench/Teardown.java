package org.moorage.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a benchmark has set up and not yet removed. A benchmark that is interrupted (SIGINT,
 * SIGTERM) leaves no namespace and no process behind.
 */
final class Teardown {

  private static final Deque<Runnable> PENDING = new ArrayDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Teardown::all, "bench-teardown"));
  }

  private Teardown() {}

  /** To be done at the latest when the program ends, last one first. */
  static synchronized void later(Runnable undo) {
    PENDING.push(undo);
  }

  /** Does it now. */
  static void now(Runnable undo) {
    synchronized (Teardown.class) {
      if (!PENDING.remove(undo)) {
        return;
      }
    }
    undo.run();
  }

  private static void all() {
    while (true) {
      Runnable next;
      synchronized (Teardown.class) {
        next = PENDING.poll();
      }
      if (next == null) {
        return;
      }
      next.run();
    }
  }
}
