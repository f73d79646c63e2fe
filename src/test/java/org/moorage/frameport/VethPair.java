package org.moorage.frameport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.moorage.Needs;

/**
 * Two real interfaces joined by a cable, with names of their own and no addresses, for the time of
 * a test.
 */
public final class VethPair implements AutoCloseable {

  private final String near;
  private final String far;

  private VethPair(String near, String far) {
    this.near = near;
    this.far = far;
  }

  /** A pair that is up; the test is skipped where making one is not possible. */
  public static VethPair create() {
    Needs.root();
    Needs.program("ip");
    String stem =
        "mo" + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x10_0000, 0x100_0000));
    VethPair pair = new VethPair(stem + "a", stem + "b");
    run("ip", "link", "add", pair.near, "type", "veth", "peer", "name", pair.far);
    for (String end : List.of(pair.near, pair.far)) {
      run("ip", "link", "set", end, "addrgenmode", "none"); // or IPv6 chatters on it
      run("ip", "link", "set", end, "up");
    }
    return pair;
  }

  public String near() {
    return near;
  }

  public String far() {
    return far;
  }

  public void up(String end) {
    run("ip", "link", "set", end, "up");
  }

  public void down(String end) {
    run("ip", "link", "set", end, "down");
  }

  /** Removes both interfaces; harmless when they are gone. */
  @Override
  public void close() {
    if (SystemInterface.find(near).isPresent()) {
      run("ip", "link", "del", near);
    }
  }

  /** Runs a program to its end and returns what it printed. */
  public static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + status + "\n" + said);
      }
      return said;
    } catch (IOException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
