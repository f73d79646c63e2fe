package org.moorage.wire;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.moorage.app.Main;

/**
 * A main class of these tests as a process inside a namespace, talked to by lines. It says {@link
 * #READY} when it can be talked to and ends with its standard input.
 */
final class Conversation implements AutoCloseable {

  static final String READY = "ready";

  /** What we note ourselves when the process has ended. */
  private static final String ENDED = "the process ended";

  private static final Duration START_BOUND = Duration.ofSeconds(30);

  private final Process process;
  private final PrintStream toIt;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private Conversation(Process process) {
    this.process = process;
    this.toIt = new PrintStream(process.getOutputStream(), false, StandardCharsets.UTF_8);
  }

  static Conversation start(NetworkNamespace namespace, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                main.getName()));
    command.addAll(Arrays.asList(arguments));
    Process process = namespace.converse(command.toArray(String[]::new));
    Conversation conversation = new Conversation(process);
    Thread.ofVirtual().start(conversation::listen);
    if (conversation.hear(READY::equals, START_BOUND).isEmpty()) {
      conversation.close();
      throw new AssertionError(main.getSimpleName() + " did not start");
    }
    return conversation;
  }

  /** These tests, the product, and the libraries whichever way the tests were started. */
  private static String classPath() {
    return String.join(
        File.pathSeparator,
        location(Conversation.class),
        location(Main.class),
        System.getProperty("java.class.path"),
        Path.of("target", "moorage", "lib").toAbsolutePath() + "/*");
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.add(line);
      }
      heard.add(ENDED);
    } catch (IOException closed) {
      heard.add(ENDED);
    }
  }

  void say(String line) {
    toIt.println(line);
    toIt.flush();
  }

  /** The next line that is {@code wanted}, others are passed over; empty in vain. */
  Optional<String> hear(Predicate<String> wanted, Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    try {
      while (true) {
        String line = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (ENDED.equals(line)) {
          heard.add(line);
          throw new AssertionError("the process ended; what it said is in the test's output");
        }
        if (line == null || wanted.test(line)) {
          return Optional.ofNullable(line);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while listening", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
