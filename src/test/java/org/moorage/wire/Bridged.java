package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.moorage.Needs;

/**
 * A hypervisor's namespace and an edge's with a plain Linux bridge between them: the switch nobody
 * thought of. It forwards what is sent to the nearest customer bridge only while its STP is off,
 * and nothing else that is reserved unless {@code group_fwd_mask} says so.
 */
record Bridged(NetworkNamespace host, NetworkNamespace between, NetworkNamespace edge)
    implements AutoCloseable {

  static final String HOST_PORT = "veth0";
  static final String EDGE_PORT = "p1";

  private static final String BRIDGE = "br0";
  private static final String[] BRIDGE_PORTS = {"b0", "b1"};
  private static final String FORWARDING = "3";

  /** Listening and learning take the least forward delay each, 2 s. */
  private static final Duration STP_BOUND = Duration.ofSeconds(20);

  static Bridged make() {
    Needs.root();
    Needs.program("ip", "unshare", "ethtool", "curl");
    Bridged made =
        new Bridged(
            NetworkNamespace.make("host"),
            NetworkNamespace.make("between"),
            NetworkNamespace.make("edge"));
    NetworkNamespace between = made.between;
    NetworkNamespace.link(made.host, HOST_PORT, between, BRIDGE_PORTS[0]);
    NetworkNamespace.link(made.edge, EDGE_PORT, between, BRIDGE_PORTS[1]);
    between.run("ip", "link", "add", BRIDGE, "type", "bridge", "forward_delay", "200").orFail();
    for (String port : BRIDGE_PORTS) {
      between.run("ip", "link", "set", port, "master", BRIDGE).orFail();
    }
    between.run("ip", "link", "set", BRIDGE, "up").orFail();
    made.awaitForwarding();
    return made;
  }

  /** From now on the bridge keeps what is sent to the nearest customer bridge for itself. */
  void spanningTree() {
    between.run("ip", "link", "set", BRIDGE, "type", "bridge", "stp_state", "1").orFail();
    awaitForwarding();
  }

  /** A bit for each reserved address it forwards. */
  void forward(String mask) {
    between.run("ip", "link", "set", BRIDGE, "type", "bridge", "group_fwd_mask", mask).orFail();
  }

  private void awaitForwarding() {
    for (String port : BRIDGE_PORTS) {
      String[] state = {"cat", "/sys/class/net/" + port + "/brport/state"};
      Eventually.within(
          STP_BOUND,
          () -> "the bridge does not forward on " + port,
          () -> assertThat(between.run(state).orFail().strip()).isEqualTo(FORWARDING));
    }
  }

  @Override
  public void close() {
    host.close();
    between.close();
    edge.close();
  }
}
