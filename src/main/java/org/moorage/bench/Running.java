package org.moorage.bench;

import java.util.concurrent.TimeUnit;

/** A program in the background; closing it ends it and what it started itself. */
final class Running implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 5;
  private static final int LIMIT_SECONDS = 180;

  private final Process process;
  private final Runnable ending = this::end;

  Running(Process process) {
    this.process = process;
    Teardown.later(ending);
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Until it has ended by itself. */
  void awaitEnd() throws BenchFailure {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new BenchFailure("a program did not end within " + LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }

  @Override
  public void close() {
    Teardown.now(ending);
  }

  private void end() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
