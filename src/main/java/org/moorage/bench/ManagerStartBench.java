package org.moorage.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Target 8: how soon the lab's page answers, beside a plain Boot application with web, JPA and
 * security; both with a start-up cache, from their second start on. The lab's page is there when
 * the link it prints has led to it, the plain application when it answers anything.
 */
final class ManagerStartBench {

  private static final int RUNS = 5;

  private static final Pattern LINK = Pattern.compile("take part: (http\\S+)\\R");

  private static final long LIMIT_NANOS = 120_000_000_000L;

  private ManagerStartBench() {}

  static List<BenchRow> run(Path directory) throws BenchFailure, IOException {
    BootPeer plain = BootPeer.in(directory, true);
    Path cache = directory.resolve("boot.aot");
    int training = StartBench.freePort();
    List<String> recording = List.of("-XX:AOTCacheOutput=" + cache);
    try (Running process =
        Command.start(directory.resolve("boot-training.log"), plain.command(training, recording))) {
      untilAnswering(training, System.nanoTime());
      // It writes its cache when it is told to end, which takes a while.
      Command.run("kill", Long.toString(process.pid()));
      process.awaitEnd();
    }
    JavaProgram.learn("lab", directory);
    List<String> flags = Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.<String>of();
    Samples lab = new Samples();
    Samples boot = new Samples();
    for (int i = 0; i <= RUNS; i++) {
      long ours = entered(directory.resolve("lab-" + i + ".log"), labCommand());
      int bootPort = StartBench.freePort();
      long theirs =
          answered(directory.resolve("boot-lab.log"), plain.command(bootPort, flags), bootPort);
      if (i > 0) {
        lab.add(ours);
        boot.add(theirs);
      }
    }
    return List.of(
        new BenchRow(
            "lab page answers (peer: Boot with web, JPA, security"
                + (Files.exists(cache) ? ", start-up cache)" : ")"),
            "ms",
            VdpBench.millis(lab.median()),
            Optional.of(VdpBench.millis(boot.median())),
            Optional.of(new BenchRow.Target(8, false, 1.5))));
  }

  /** Starts the lab and goes in by the link it prints; the nanoseconds until its page is there. */
  private static long entered(Path log, List<String> command) throws BenchFailure, IOException {
    long start = System.nanoTime();
    try (Running process = Command.start(log, command)) {
      while (System.nanoTime() - start < LIMIT_NANOS && process.alive()) {
        Matcher link = LINK.matcher(Files.readString(log));
        if (link.find()) {
          enter(URI.create(link.group(1)));
          return System.nanoTime() - start;
        }
        StartBench.pause(2);
      }
    }
    throw new BenchFailure("the lab printed no link; see " + log);
  }

  /** The link signs in and leads to the page. */
  private static void enter(URI link) throws BenchFailure, IOException {
    HttpURLConnection in = (HttpURLConnection) link.toURL().openConnection();
    in.setInstanceFollowRedirects(false);
    String page = String.valueOf(in.getHeaderField("Location"));
    HttpURLConnection shown = (HttpURLConnection) link.resolve(page).toURL().openConnection();
    String cookies =
        in.getHeaderFields().getOrDefault("Set-Cookie", List.of()).stream()
            .map(cookie -> cookie.split(";", 2)[0])
            .collect(Collectors.joining("; "));
    shown.setRequestProperty("Cookie", cookies);
    shown.setInstanceFollowRedirects(false);
    if (shown.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new BenchFailure(page + " answered " + shown.getResponseCode());
    }
    shown.getInputStream().readAllBytes();
  }

  /** Starts a process, ends it when it has answered; the nanoseconds until then. */
  private static long answered(Path log, List<String> command, int port) throws BenchFailure {
    long start = System.nanoTime();
    try (Running process = Command.start(log, command)) {
      long took = untilAnswering(port, start);
      if (!process.alive()) {
        throw new BenchFailure("another process answers on port " + port);
      }
      return took;
    }
  }

  private static List<String> labCommand() {
    List<String> words = new ArrayList<>();
    words.add(JavaProgram.java());
    words.addAll(JavaProgram.flagsOf("lab"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.moorage.app.Main"));
    words.addAll(List.of("lab", "--http-port", "0", "migration"));
    return words;
  }

  /** Until a request is answered, with whatever status. */
  private static long untilAnswering(int port, long start) throws BenchFailure {
    while (System.nanoTime() - start < LIMIT_NANOS) {
      try {
        if (URI.create("http://127.0.0.1:" + port + "/lab").toURL().openConnection()
            instanceof HttpURLConnection connection) {
          connection.setConnectTimeout(200);
          connection.setReadTimeout(10_000);
          connection.setInstanceFollowRedirects(true);
          if (connection.getResponseCode() > 0) {
            return System.nanoTime() - start;
          }
        }
      } catch (IOException notYet) {
        StartBench.pause(2);
      }
    }
    throw new BenchFailure("nothing answers on port " + port + " after two minutes");
  }
}
