package org.moorage.wire;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.moorage.Needs;

/** Open vSwitch with its userspace datapath, an instance of its own in a namespace. */
final class OpenVswitch {

  private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
  private static final Duration START_BOUND = Duration.ofSeconds(15);

  private final NetworkNamespace namespace;
  private final Path home;

  private OpenVswitch(NetworkNamespace namespace, Path home) {
    this.namespace = namespace;
    this.home = home;
  }

  static OpenVswitch start(NetworkNamespace namespace, Path home) {
    Needs.program("ovsdb-tool", "ovsdb-server", "ovs-vswitchd", "ovs-vsctl", "ovs-ofctl");
    OpenVswitch started = new OpenVswitch(namespace, home);
    namespace.run("ovsdb-tool", "create", home + "/conf.db", SCHEMA).orFail();
    started.daemon(
        "ovsdb-server",
        home + "/conf.db",
        "--remote=punix:" + home + "/db.sock",
        "--unixctl=" + home + "/ovsdb.ctl");
    started.await("db.sock");
    started.vsctl("--no-wait", "init");
    started.daemon(
        "ovs-vswitchd",
        "unix:" + home + "/db.sock",
        "--unixctl=" + home + "/vswitchd.ctl",
        "--disable-system");
    started.await("vswitchd.ctl");
    return started;
  }

  private void daemon(String program, String... options) {
    List<String> words =
        new ArrayList<>(List.of("env", "OVS_RUNDIR=" + home, "OVS_LOGDIR=" + home, program));
    words.addAll(Arrays.asList(options));
    namespace.start(home.resolve(program + ".log"), words.toArray(String[]::new));
  }

  private void await(String socket) {
    Eventually.within(
        START_BOUND,
        () -> home.toString(),
        () -> {
          if (!Files.exists(home.resolve(socket))) {
            throw new AssertionError("no " + socket + " yet");
          }
          return socket;
        });
  }

  void vsctl(String... words) {
    List<String> all =
        new ArrayList<>(List.of("ovs-vsctl", "--db=unix:" + home + "/db.sock", "--timeout=20"));
    all.addAll(Arrays.asList(words));
    namespace.run(all.toArray(String[]::new)).orFail();
  }

  /** Adds flows to a bridge. */
  void flows(String bridge, String... flows) {
    for (String flow : flows) {
      namespace
          .run(
              "ovs-ofctl",
              "-O",
              "OpenFlow13",
              "add-flow",
              "unix:" + home + "/" + bridge + ".mgmt",
              flow)
          .orFail();
    }
  }

  /** What the bridges hold, for whoever wonders. */
  String flows(String bridge) {
    return namespace
        .run("ovs-ofctl", "-O", "OpenFlow13", "dump-flows", "unix:" + home + "/" + bridge + ".mgmt")
        .out();
  }
}
