package org.moorage.bench;

import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * A veth pair: this end in the namespace of the benchmark, the other in a namespace of its own
 * where the bridge under test lives. Closing it removes both.
 */
final class Segment implements AutoCloseable {

  private final String namespace;

  /** Whether the namespace goes with it. */
  private final boolean owner;

  private final String near;
  private final String far;
  private final Runnable removal = this::remove;

  private Segment(String namespace, boolean owner, String near, String far) {
    this.namespace = namespace;
    this.owner = owner;
    this.near = near;
    this.far = far;
  }

  /**
   * @param tag at most 6 characters, so that interface names stay within the kernel's 15
   */
  static Segment open(String tag, MacAddress nearMac) throws BenchFailure {
    String unique = unique(tag);
    Segment segment = new Segment("mb-" + unique, true, "mbn" + unique, "mbf" + unique);
    Teardown.later(segment.removal);
    try {
      Command.run("ip", "netns", "add", segment.namespace);
      segment.make(nearMac);
    } catch (BenchFailure failure) {
      segment.close();
      throw failure;
    }
    return segment;
  }

  /** A second one whose far end is in the same namespace as this one's; to be closed before it. */
  Segment beside(String tag, MacAddress nearMac) throws BenchFailure {
    String unique = unique(tag);
    Segment segment = new Segment(namespace, false, "mbn" + unique, "mbf" + unique);
    Teardown.later(segment.removal);
    try {
      segment.make(nearMac);
    } catch (BenchFailure failure) {
      segment.close();
      throw failure;
    }
    return segment;
  }

  private static String unique(String tag) {
    return tag + ProcessHandle.current().pid() % 100_000;
  }

  private void make(MacAddress nearMac) throws BenchFailure {
    Command.run(
        "ip",
        "link",
        "add",
        near,
        "address",
        nearMac.toString(),
        "type",
        "veth",
        "peer",
        "name",
        far,
        "netns",
        namespace);
    quiet();
  }

  /** Both ends up, without the IPv6 chatter that a fresh link brings. */
  private void quiet() throws BenchFailure {
    Command.run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/" + near + "/disable_ipv6");
    Command.run(
        "ip",
        "netns",
        "exec",
        namespace,
        "sh",
        "-c",
        "echo 1 > /proc/sys/net/ipv6/conf/" + far + "/disable_ipv6");
    Command.run("ip", "link", "set", near, "up");
    Command.run("ip", "-n", namespace, "link", "set", far, "up");
    Command.run("ip", "-n", namespace, "link", "set", "lo", "up");
  }

  String namespace() {
    return namespace;
  }

  String near() {
    return near;
  }

  String far() {
    return far;
  }

  @Override
  public void close() {
    Teardown.now(removal);
  }

  private void remove() {
    List<List<String>> undone = new ArrayList<>(List.of(List.of("ip", "link", "del", near)));
    if (owner) {
      undone.add(List.of("ip", "netns", "del", namespace));
    }
    for (List<String> words : undone) {
      try {
        Command.run(words.toArray(String[]::new));
      } catch (BenchFailure alreadyGone) {
        // What was never made cannot be removed; the other half still must be.
      }
    }
  }
}
