package org.moorage.bench;

import org.moorage.protocol.ethernet.MacAddress;

/**
 * A veth pair: this end in the namespace of the benchmark, the other in a namespace of its own
 * where the bridge under test lives. Closing it removes both.
 */
final class Segment implements AutoCloseable {

  private final String namespace;
  private final String near;
  private final String far;
  private final Runnable removal = this::remove;

  private Segment(String namespace, String near, String far) {
    this.namespace = namespace;
    this.near = near;
    this.far = far;
  }

  /**
   * @param tag at most 6 characters, so that interface names stay within the kernel's 15
   */
  static Segment open(String tag, MacAddress nearMac) throws BenchFailure {
    String unique = tag + ProcessHandle.current().pid() % 100_000;
    Segment segment = new Segment("mb-" + unique, "mbn" + unique, "mbf" + unique);
    Teardown.later(segment.removal);
    try {
      Command.run("ip", "netns", "add", segment.namespace);
      Command.run(
          "ip",
          "link",
          "add",
          segment.near,
          "address",
          nearMac.toString(),
          "type",
          "veth",
          "peer",
          "name",
          segment.far,
          "netns",
          segment.namespace);
      segment.quiet();
    } catch (BenchFailure failure) {
      segment.close();
      throw failure;
    }
    return segment;
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
    for (String[] words :
        new String[][] {{"ip", "link", "del", near}, {"ip", "netns", "del", namespace}}) {
      try {
        Command.run(words);
      } catch (BenchFailure alreadyGone) {
        // What was never made cannot be removed; the other half still must be.
      }
    }
  }
}
