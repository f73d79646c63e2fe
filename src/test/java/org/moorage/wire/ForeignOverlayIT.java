package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Needs;
import org.moorage.wire.NetworkNamespace.Ran;
import org.moorage.wire.Station.Vsi;

/**
 * Somebody else's NVGRE at the other end: Open vSwitch, set up by hand, over IPv4 and over IPv6.
 * VMs ping and send TCP both ways.
 */
class ForeignOverlayIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static final int CONTOSO = 4721;
  private static final String OURS = "02:00:00:00:50:11";
  private static final String THEIRS = "02:00:00:00:50:12";
  private static final String VSI = "7a3f1c00-0000-4000-8000-00000000f001";

  @Test
  void overIpv4(@TempDir Path folder) throws IOException {
    meet(folder, "192.168.1.10", "192.168.1.20", 24);
  }

  @Test
  void overIpv6(@TempDir Path folder) throws IOException {
    meet(folder, "fd00::10", "fd00::20", 64);
  }

  private static void meet(Path folder, String ours, String theirs, int length) throws IOException {
    Needs.program("ping", "iperf3");
    try (Wiring wiring = Wiring.make();
        NetworkNamespace other = NetworkNamespace.make("ovs");
        NetworkNamespace vm = NetworkNamespace.make("vm")) {
      NetworkNamespace.link(wiring.edge(), "f1", other, "u1");
      NetworkNamespace.link(other, "v1", vm, "vm0");
      foreign(OpenVswitch.start(other, Files.createDirectory(folder.resolve("ovs"))), ours);
      other.run("sh", "-c", "echo 0 >/proc/sys/net/ipv6/conf/br-phy/disable_ipv6").orFail();
      other.run("ip", "addr", "add", theirs + "/" + length, "dev", "br-phy", "nodad").out();
      other.run("ip", "addr", "add", theirs + "/" + length, "dev", "br-phy").out();
      other.run("ethtool", "-K", "br-phy", "tx", "off").out();
      other.run("ip", "link", "set", "br-phy", "up").orFail();
      address(vm, "vm0", THEIRS, "10.1.1.12/24");
      Path file =
          Files.writeString(
              folder.resolve("overlay.yaml"),
              """
              vm-networks:
                contoso:
                  rdid: "{11111111-2222-3333-4444-000000000000}"
                  subnets:
                    web: { vsid: 5001, prefix: 10.1.1.0/24 }
              provider-addresses:
                - { edge: left, address: "%s/%d" }
                - { edge: ovs, address: "%s/%d" }
              lookup-records:
                - subnet: contoso/web
                  customer-address: 10.1.1.12
                  mac: "%s"
                  provider-address: "%s"
                - subnet: contoso/web
                  customer-address: 10.1.1.11
                  mac: "%s"
                  provider-address: "%s"
              """
                  .formatted(ours, length, theirs, length, THEIRS, theirs, OURS, ours));
      Agent agent =
          Agent.start(
              wiring.edge(),
              "left",
              folder,
              "--uplink",
              Wiring.EDGE_PORT,
              "--fabric",
              "f1",
              "--group-ids",
              "on",
              "--overlay",
              file.toString());
      address(wiring.host(), Wiring.HOST_PORT, OURS, "10.1.1.11/24");
      try (Station station = wiring.station(folder)) {
        station.associate(new Vsi(VSI, CONTOSO, 1, "0-" + OURS + "-5001"));
        agent.awaitState(VSI, "associated", SOON);
        reaches(wiring.host(), "10.1.1.12", agent);
        reaches(vm, "10.1.1.11", agent);
        carries(vm, wiring.host(), "10.1.1.12", folder);
        carries(wiring.host(), vm, "10.1.1.11", folder);
      }
    }
  }

  private static void address(NetworkNamespace at, String port, String mac, String address) {
    at.run("ip", "link", "set", port, "address", mac, "mtu", "1438").orFail();
    at.run("ip", "addr", "add", address, "dev", port).orFail();
  }

  /** A tenant's bridge and the bridge of the physical network, as its documentation has them. */
  private static void foreign(OpenVswitch ovs, String ours) {
    ovs.vsctl("add-br", "br-phy", "--", "set", "bridge", "br-phy", "datapath_type=netdev");
    ovs.vsctl("add-port", "br-phy", "u1");
    ovs.vsctl(
        "add-br",
        "br-int",
        "--",
        "set",
        "bridge",
        "br-int",
        "datapath_type=netdev",
        "fail-mode=secure");
    ovs.vsctl("add-port", "br-int", "v1", "--", "set", "interface", "v1", "ofport_request=1");
    ovs.vsctl(
        "add-port",
        "br-int",
        "gre0",
        "--",
        "set",
        "interface",
        "gre0",
        "type=gre",
        "options:remote_ip=\"" + ours + "\"",
        "options:key=flow",
        "ofport_request=100");
    int key = 5001 << 8;
    ovs.flows(
        "br-int",
        "priority=10,in_port=1,actions=set_field:" + (key | 0xAA) + "->tun_id,output:100",
        String.format("priority=10,in_port=100,tun_id=0x%x/0xffffff00,actions=output:1", key));
  }

  private static void reaches(NetworkNamespace from, String to, Agent agent) {
    Eventually.within(
        SOON,
        () -> from.run("ip", "neigh").out() + agent.log(),
        () ->
            assertThat(from.run("ping", "-c", "3", "-i", "0.2", "-W", "1", to).out())
                .contains(" 0% packet loss"));
  }

  /** TCP for two seconds. */
  private static void carries(
      NetworkNamespace server, NetworkNamespace client, String to, Path folder) {
    Process listening = server.start(folder.resolve("iperf3.log"), "iperf3", "-s", "-1");
    Eventually.within(
        SOON,
        () -> "",
        () -> {
          Ran sent = client.run("iperf3", "-c", to, "-t", "2", "-f", "m");
          return assertThat(sent.orFail()).contains("receiver");
        });
    listening.destroy();
    listening.onExit().join();
  }
}
