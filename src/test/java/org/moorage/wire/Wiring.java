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

  /** An agent that offers short timers, so that a keepalive is due several times a second. */
  Agent agent(Path folder, String... more) {
    String[] options = new String[more.length + 4];
    options[0] = "--uplink";
    options[1] = EDGE_PORT;
    options[2] = "--vdp-rka";
    options[3] = "16";
    System.arraycopy(more, 0, options, 4, more.length);
    return Agent.start(edge, "leaf-1", folder, options);
  }

  /** RTE 10 (10 ms), RKA 16 (0.66 s): a lost VM is forgotten after 1.1 s. */
  Station station(Path folder) {
    return Station.ratified(host, HOST_PORT, folder, 10, 16);
  }

  @Override
  public void close() {
    host.close();
    edge.close();
  }
}
