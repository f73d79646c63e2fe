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
    port(track.fabricPort(), 2);
    ofctl(
        "add-meter", "br0", "meter=1,kbps,burst,band=type=drop,rate=100000000,burst_size=8000000");
    Contender.pin(processes.getLast().pid());
  }

  private void port(String name, int number) throws BenchFailure {
    vsctl("add-port", "br0", name, "--", "set", "interface", name, "ofport_request=" + number);
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
  public void prepare(int rules, int vPorts) throws BenchFailure {
    String wanted = rules + "-" + vPorts;
    if (prepared.equals(wanted)) {
      return;
    }
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
                  + "actions=meter:1,set_field:18->ip_dscp,set_field:3->vlan_pcp,output:2%n",
              40_000 - rule,
              BenchProfile.VLAN,
              rule / 250,
              rule % 250,
              1_000 + rule));
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
