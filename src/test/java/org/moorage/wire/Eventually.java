package org.moorage.wire;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits for something that happens in another process; the only place where a test sleeps. */
final class Eventually {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private Eventually() {}

  /** An assertion or a question that may fail for now, in whatever way. */
  @FunctionalInterface
  interface Check<T> {
    T now() throws Exception;
  }

  /**
   * What {@code check} returns as soon as it no longer throws.
   *
   * @param evidence what to show beside the last failure when time is up, such as a log
   */
  static <T> T within(Duration bound, Supplier<String> evidence, Check<T> check) {
    long end = System.nanoTime() + bound.toNanos();
    while (true) {
      try {
        return check.now();
      } catch (Exception | AssertionError notYet) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError(
              "not within " + bound + ": " + notYet.getMessage() + "\n" + evidence.get(), notYet);
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
