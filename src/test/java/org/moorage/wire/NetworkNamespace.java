package org.moorage.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A network namespace made for one test: its own interfaces, its own loopback, nothing shared with
 * the machine. Closing it ends every process that runs in it and deletes it with its interfaces.
 */
final class NetworkNamespace implements AutoCloseable {

  /** No single command of a test may take longer; vdptool itself gives up after 5 s. */
  private static final Duration COMMAND_BOUND = Duration.ofSeconds(60);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;

  private NetworkNamespace(String name) {
    this.name = name;
  }

  /** What a command did. */
  record Ran(List<String> command, int status, String out, String err) {

    boolean succeeded() {
      return status == 0;
    }

    /** Its output, or a failure that shows everything it said. */
    String orFail() {
      if (!succeeded()) {
        throw new AssertionError(this.toString());
      }
      return out;
    }

    @Override
    public String toString() {
      return String.join(" ", command) + " -> " + status + "\n" + out + err;
    }
  }

  static NetworkNamespace make(String role) {
    String name =
        "moorage-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-" + role;
    run(List.of("ip", "netns", "add", name)).orFail();
    NetworkNamespace made = new NetworkNamespace(name);
    made.run("ip", "link", "set", "lo", "up").orFail();
    // No router solicitations and the like: what is on a wire here, a test has put there.
    made.run("sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6").orFail();
    return made;
  }

  /** Joins two namespaces by a veth pair and switches both ends on. */
  static void link(NetworkNamespace a, String portOfA, NetworkNamespace b, String portOfB) {
    a.run("ip", "link", "add", portOfA, "type", "veth", "peer", "name", portOfB, "netns", b.name)
        .orFail();
    a.prepare(portOfA);
    b.prepare(portOfB);
  }

  /** Checksums and segments as on a cable, not left to a network card that does not exist. */
  private void prepare(String port) {
    run("ethtool", "-K", port, "tx", "off", "tso", "off", "gso", "off", "gro", "off").orFail();
    run("ip", "link", "set", port, "up").orFail();
  }

  /** Takes an interface over from another namespace. */
  void adopt(NetworkNamespace from, String port) {
    from.run("ip", "link", "set", port, "netns", name).orFail();
  }

  Ran run(String... command) {
    return run(inside(command));
  }

  /** Starts a program that runs until it is destroyed; what it says goes to {@code log}. */
  Process start(Path log, String... command) {
    try {
      return new ProcessBuilder(inside(command))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with its standard input and output in the test's hands. */
  Process converse(String... command) {
    try {
      return new ProcessBuilder(inside(command))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of one of its interfaces. */
  String mac(String port) {
    return run("cat", "/sys/class/net/" + port + "/address").orFail().strip();
  }

  private List<String> inside(String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(Arrays.asList(command));
    return all;
  }

  @Override
  public void close() {
    run(List.of("ip", "netns", "pids", name))
        .out()
        .lines()
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).stream())
        .forEach(NetworkNamespace::end);
    run(List.of("ip", "netns", "del", name));
  }

  private static void end(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(late -> process).join();
  }

  private static Ran run(List<String> command) {
    try {
      Path out = Files.createTempFile("moorage-it", ".out");
      Path err = Files.createTempFile("moorage-it", ".err");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(COMMAND_BOUND)) {
          Stream.concat(process.descendants(), Stream.of(process.toHandle()))
              .forEach(ProcessHandle::destroyForcibly);
          throw new AssertionError(command + " took longer than " + COMMAND_BOUND);
        }
        return new Ran(command, process.exitValue(), read(out), read(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
