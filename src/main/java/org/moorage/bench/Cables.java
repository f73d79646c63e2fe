package org.moorage.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Veth pairs around a network namespace where only the kernel's bridges live; what is plugged into
 * them stays in the namespace of the benchmark. Closing it removes all of it.
 */
final class Cables implements AutoCloseable {

  private final String suffix = Long.toString(ProcessHandle.current().pid() % 100_000);
  private final String namespace;
  private final List<String> near = new ArrayList<>();
  private final Runnable removal = this::remove;

  private Cables(String tag) {
    namespace = "mb-" + tag + suffix;
  }

  /**
   * @param tag tells one namespace of a benchmark from another
   */
  static Cables open(String tag) throws BenchFailure {
    Cables cables = new Cables(tag);
    Teardown.later(cables.removal);
    try {
      Command.run("ip", "netns", "add", cables.namespace);
      cables.inside("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
    } catch (BenchFailure failure) {
      cables.close();
      throw failure;
    }
    return cables;
  }

  /**
   * The name an interface here has: the kernel takes 15 characters, and two runs share none.
   *
   * @param end at most 7 characters
   */
  String name(String end) {
    return "mv" + end + suffix;
  }

  /** One whose both ends are here. */
  void here(String end, String otherEnd) throws BenchFailure {
    near.add(name(end));
    Command.run("ip", "link", "add", name(end), "type", "veth", "peer", "name", name(otherEnd));
    quiet(name(end));
    quiet(name(otherEnd));
  }

  /** One with this end here and the other in the namespace. */
  void into(String end, String far) throws BenchFailure {
    near.add(name(end));
    Command.run(
        "ip", "link", "add", name(end), "type", "veth", "peer", "name", far, "netns", namespace);
    quiet(name(end));
    Command.run("ip", "-n", namespace, "link", "set", far, "up");
  }

  /** One within the namespace. */
  void within(String end, String otherEnd) throws BenchFailure {
    Command.run(
        "ip", "-n", namespace, "link", "add", end, "type", "veth", "peer", "name", otherEnd);
    Command.run("ip", "-n", namespace, "link", "set", end, "up");
    Command.run("ip", "-n", namespace, "link", "set", otherEnd, "up");
  }

  /** A bridge of the kernel's with these ports; it forwards at once, as no spanning tree runs. */
  void bridge(String name, String... ports) throws BenchFailure {
    Command.run("ip", "-n", namespace, "link", "add", name, "type", "bridge");
    Command.run("ip", "-n", namespace, "link", "set", name, "up");
    for (String port : ports) {
      Command.run("ip", "-n", namespace, "link", "set", port, "master", name);
    }
  }

  private void inside(String... words) throws BenchFailure {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(List.of(words));
    Command.run(all.toArray(String[]::new));
  }

  /** Up, without the IPv6 chatter that a fresh link brings. */
  private static void quiet(String end) throws BenchFailure {
    Command.run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/" + end + "/disable_ipv6");
    Command.run("ip", "link", "set", end, "up");
  }

  @Override
  public void close() {
    Teardown.now(removal);
  }

  private void remove() {
    for (String end : near) {
      quietly("ip", "link", "del", end);
    }
    quietly("ip", "netns", "del", namespace);
  }

  private static void quietly(String... words) {
    try {
      Command.run(words);
    } catch (BenchFailure alreadyGone) {
      // What was never made cannot be removed; the rest still must be.
    }
  }
}
