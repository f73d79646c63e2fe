package org.moorage.wire;

import java.nio.file.Path;
import org.moorage.Needs;

/**
 * The smallest site: a hypervisor's namespace and an edge's, joined by one cable from the
 * hypervisor's {@code veth0} to the edge's server port {@code p1}.
 */
record Wiring(NetworkNamespace host, NetworkNamespace edge) implements AutoCloseable {

  static final String HOST_PORT = "veth0";
  static final String EDGE_PORT = "p1";

  static Wiring make() {
    Needs.root();
    Needs.program("ip", "unshare", "ethtool", "curl", "lldpad", "lldptool", "vdptool");
    NetworkNamespace host = NetworkNamespace.make("host");
    NetworkNamespace edge = NetworkNamespace.make("edge");
    NetworkNamespace.link(host, HOST_PORT, edge, EDGE_PORT);
    return new Wiring(host, edge);
  }

  /**
   * An agent that offers timers short enough for a test and long enough for a busy machine: a
   * keepalive every 2.6 s, a VSI forgotten after 4 s.
   */
  Agent agent(Path folder, String... more) {
    String[] options = new String[more.length + 4];
    options[0] = "--uplink";
    options[1] = EDGE_PORT;
    options[2] = "--vdp-rka";
    options[3] = "18";
    System.arraycopy(more, 0, options, 4, more.length);
    return Agent.start(edge, "leaf-1", folder, options);
  }

  /** The same timers on the other side. */
  Station station(Path folder) {
    return Station.ratified(host, HOST_PORT, folder, 10, 18);
  }

  @Override
  public void close() {
    host.close();
    edge.close();
  }
}
