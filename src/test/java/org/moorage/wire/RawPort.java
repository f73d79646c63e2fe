package org.moorage.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.moorage.frameport.ControlPort;
import org.moorage.frameport.FramePort;
import org.moorage.protocol.Octets;

/**
 * A hand on the wire inside a namespace: sends any octets, hears the control frames. It is a small
 * process (this class's {@code main}) that the test talks to by lines: {@code COUNT HEX} to it,
 * {@code HEX} from it.
 */
final class RawPort implements AutoCloseable {

  private static final String READY = "ready";

  private final Process process;
  private final PrintStream toIt;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private RawPort(Process process) {
    this.process = process;
    this.toIt = new PrintStream(process.getOutputStream(), false, StandardCharsets.UTF_8);
  }

  static RawPort open(NetworkNamespace namespace, String port) {
    Process process =
        namespace.converse(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            RawPort.class.getName(),
            port);
    RawPort raw = new RawPort(process);
    Thread.ofVirtual().start(raw::listen);
    if (raw.await(READY::equals, 30).isEmpty()) {
      throw new AssertionError("no raw port on " + port);
    }
    return raw;
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.add(line);
      }
    } catch (IOException e) {
      heard.add("closed: " + e.getMessage());
    }
  }

  void send(Octets frame) {
    send(1, frame);
  }

  /** Sends the same frame {@code count} times, as fast as the port takes it. */
  void send(int count, Octets frame) {
    toIt.println(count + " " + frame.hex());
    toIt.flush();
  }

  /** The next frame heard that is {@code wanted}, others are passed over; empty in vain. */
  Optional<Octets> hear(Predicate<Octets> wanted, int seconds) {
    return await(line -> wanted.test(Octets.ofHex(line)), seconds).map(Octets::ofHex);
  }

  private Optional<String> await(Predicate<String> wanted, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try {
      while (true) {
        String line = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null || wanted.test(line)) {
          return Optional.ofNullable(line);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while listening", e);
    }
  }

  /** Forgets what was heard so far. */
  void forget() {
    heard.clear();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** The process in the namespace; ends with its standard input. */
  public static void main(String[] args) throws Exception {
    try (FramePort port = new ControlPort(Objects.requireNonNull(args[0]));
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      port.start((frame, length) -> say(Octets.copyOf(frame, 0, length).hex()));
      say(READY);
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] order = line.split(" ", 2);
        byte[] frame = Octets.ofHex(order[1]).toArray();
        for (int i = Integer.parseInt(order[0]); i > 0; i--) {
          port.send(frame, frame.length);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
