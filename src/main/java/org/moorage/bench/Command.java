package org.moorage.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the machine run to its end, or started in the background and ended by its handle.
 */
final class Command {

  /** No set-up command of a benchmark takes longer; one that does is stuck. */
  private static final int LIMIT_SECONDS = 30;

  private Command() {}

  /** Runs it and returns what it printed. */
  static String run(String... words) throws BenchFailure {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new BenchFailure("\"" + String.join(" ", words) + "\" did not end");
      }
      if (process.exitValue() != 0) {
        throw new BenchFailure("\"" + String.join(" ", words) + "\" failed: " + printed.strip());
      }
      return printed;
    } catch (IOException missing) {
      throw new BenchFailure(
          words[0] + " cannot be run here (" + missing.getMessage() + "); install it first");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }

  /** Starts it in the background, its output appended to a file. */
  static Running start(Path output, List<String> words) throws BenchFailure {
    try {
      return new Running(
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start());
    } catch (IOException missing) {
      throw new BenchFailure(
          words.getFirst() + " cannot be run here (" + missing.getMessage() + ")");
    }
  }
}
