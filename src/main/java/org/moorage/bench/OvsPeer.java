package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Open vSwitch with its userspace datapath, an instance of its own; the same by flows and a meter.
 */
final class OvsPeer implements Contender {

  private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
  private static final int PATIENCE_MILLIS = 10_000;
  private static final String THERE = "192.168.0.2";

  /** As a router between two virtual subnets: VSID 5000, one FlowID for all. */
  private static final String INTO_NVGRE =
      "pop_vlan,dec_ttl,set_field:02:4d:6f:6f:72:67->eth_src,"
          + "set_field:02:00:10:00:00:09->eth_dst,set_field:0x1388aa->tun_id,output:3";

  private final Track track;
  private final Path home;
  private final List<Running> processes = new ArrayList<>();
  private String prepared = "";

  private OvsPeer(Track track, Path home) {
    this.track = track;
    this.home = home;
  }

  static OvsPeer start(Track track, Path directory) throws BenchFailure, IOException {
    OvsPeer peer = new OvsPeer(track, Files.createDirectory(directory.resolve("ovs")));
    try {
      peer.start();
    } catch (BenchFailure failure) {
      peer.close();
      throw failure;
    }
    return peer;
  }

  private void start() throws BenchFailure {
    Command.run("ovsdb-tool", "create", home + "/conf.db", SCHEMA);
    String control = "--unixctl=" + home + "/ovsdb.ctl";
    daemon("ovsdb-server", home + "/conf.db", "--remote=punix:" + home + "/db.sock", control);
    await("db.sock");
    vsctl("--no-wait", "init");
    daemon(
        "ovs-vswitchd",
        "unix:" + home + "/db.sock",
        "--unixctl=" + home + "/vswitchd.ctl",
        "--disable-system");
    vsctl(
        "add-br", "br0", "--", "set", "bridge", "br0", "datapath_type=netdev", "fail-mode=secure");
    port(track.serverPort(), 1);
    vsctl("add-br", "br-phy", "--", "set", "bridge", "br-phy", "datapath_type=netdev");
    vsctl(
        "add-port",
        "br0",
        "gre0",
        "--",
        "set",
        "interface",
        "gre0",
        "type=gre",
        "options:remote_ip=" + THERE,
        "options:key=flow",
        "ofport_request=3");
    inside("ip", "addr", "add", "192.168.0.1/16", "dev", "br-phy");
    inside("ip", "link", "set", "br-phy", "up");
    ofctl(
        "add-meter", "br0", "meter=1,kbps,burst,band=type=drop,rate=100000000,burst_size=8000000");
    Contender.pin(processes.getLast().pid());
  }

  private void port(String name, int number) throws BenchFailure {
    vsctl("add-port", "br0", name, "--", "set", "interface", name, "ofport_request=" + number);
  }

  private void inside(String... words) throws BenchFailure {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", track.namespace()));
    all.addAll(List.of(words));
    Command.run(all.toArray(String[]::new));
  }

  /** The fabric port is the tenant's bridge's own, or the physical network's with the tunnel. */
  private void connect(boolean nvgre) throws BenchFailure {
    String fabric = track.fabricPort();
    vsctl("--if-exists", "del-port", fabric);
    if (!nvgre) {
      port(fabric, 2);
      return;
    }
    vsctl("add-port", "br-phy", fabric);
    Command.run(
        "ovs-appctl",
        "-t",
        home + "/vswitchd.ctl",
        "tnl/neigh/set",
        "br-phy",
        THERE,
        "02:00:00:00:00:02");
  }

  private void daemon(String... words) throws BenchFailure {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", track.namespace(), "env"));
    all.add("OVS_RUNDIR=" + home);
    all.add("OVS_LOGDIR=" + home);
    all.addAll(List.of(words));
    processes.add(Command.start(home.resolve(words[0] + ".log"), all));
  }

  private void await(String socket) throws BenchFailure {
    for (int waited = 0; !Files.exists(home.resolve(socket)); waited += 20) {
      if (waited > PATIENCE_MILLIS) {
        throw new BenchFailure("Open vSwitch does not start");
      }
      StartBench.pause(20);
    }
  }

  private void vsctl(String... words) throws BenchFailure {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("ovs-vsctl", "--db=unix:" + home + "/db.sock", "--timeout=20"));
    all.addAll(List.of(words));
    Command.run(all.toArray(String[]::new));
  }

  private void ofctl(String command, String bridge, String... words) throws BenchFailure {
    List<String> all = new ArrayList<>(List.of("ovs-ofctl", "-O", "OpenFlow13", command));
    all.add("unix:" + home + "/" + bridge + ".mgmt");
    all.addAll(List.of(words));
    Command.run(all.toArray(String[]::new));
  }

  @Override
  public Track track() {
    return track;
  }

  @Override
  public void prepare(int rules, int vPorts, boolean nvgre) throws BenchFailure {
    String wanted = rules + "-" + vPorts + (nvgre ? "-nvgre" : "");
    if (prepared.equals(wanted)) {
      return;
    }
    connect(nvgre);
    StringBuilder flows = new StringBuilder();
    for (int vm = 1; vm <= vPorts; vm++) {
      flows.append(
          String.format(
              Locale.ROOT,
              "table=0,priority=10,in_port=1,dl_vlan=%d,dl_src=52:54:00:%02x:%02x:%02x,"
                  + "actions=goto_table:1%n",
              BenchProfile.VLAN,
              vm >> 16,
              vm >> 8 & 0xFF,
              vm & 0xFF));
    }
    for (int rule = 0; rule < rules; rule++) {
      flows.append(
          String.format(
              Locale.ROOT,
              "table=1,priority=%d,dl_vlan=%d,tcp,nw_dst=10.%d.%d.0/24,tp_dst=%d,"
                  + "actions=meter:1,set_field:18->ip_dscp,%s%n",
              40_000 - rule,
              BenchProfile.VLAN,
              rule / 250,
              rule % 250,
              1_000 + rule,
              nvgre ? INTO_NVGRE : "set_field:3->vlan_pcp,output:2"));
    }
    Path file = home.resolve("flows-" + wanted);
    try {
      Files.writeString(file, flows);
    } catch (IOException full) {
      throw new BenchFailure("cannot write " + file);
    }
    ofctl("del-flows", "br0");
    ofctl("add-flows", "br0", file.toString());
    prepared = wanted;
  }

  @Override
  public OptionalLong cpuNanos() throws BenchFailure {
    return Contender.cpuNanos(processes.getLast().pid());
  }

  @Override
  public void close() {
    for (Running process : processes.reversed()) {
      process.close();
    }
    processes.clear();
  }
}
