package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Distribution;
import org.moorage.Needs;
import org.moorage.dataplane.DropReason;
import org.moorage.wire.NetworkNamespace.Ran;
import org.moorage.wire.Station.Vsi;

/**
 * A ping between two VMs through two soft switches, seen by tshark: on a mirror port, and in a
 * capture.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MirrorIT {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int PINGS = 4;

  private final Wiring left = Wiring.make();
  private final Wiring right = Wiring.make();
  private final NetworkNamespace probe = NetworkNamespace.make("probe");

  private Path folder = Path.of("");
  private Agent agent;
  private String vPort = "";

  @BeforeAll
  void start(@TempDir Path made) throws Exception {
    Needs.program("ping", "tshark");
    folder = made;
    NetworkNamespace.link(left.edge(), "f1", right.edge(), "f1");
    NetworkNamespace.link(left.edge(), "m1", probe, "n1");
    Path leftFolder = Files.createDirectory(folder.resolve("left"));
    Path rightFolder = Files.createDirectory(folder.resolve("right"));
    agent = left.agent(leftFolder, "--fabric", "f1", "--dataplane", "soft", "--mirror-port", "m1");
    Agent far = right.agent(rightFolder, "--fabric", "f1", "--dataplane", "soft");
    address(left.host(), "10.0.0.1/24");
    address(right.host(), "10.0.0.2/24");
    Vsi near = vsi(1, left.host().mac(Wiring.HOST_PORT));
    Vsi other = vsi(2, right.host().mac(Wiring.HOST_PORT));
    left.station(leftFolder).associate(near);
    right.station(rightFolder).associate(other);
    vPort = Agent.text(agent.awaitState(near.uuid(), "associated", SOON), "vPort");
    far.awaitState(other.uuid(), "associated", SOON);
    Eventually.within(SOON, agent::log, () -> ping().orFail());
  }

  @AfterAll
  void end() {
    left.close();
    right.close();
    probe.close();
  }

  @Test
  void aMirrorPortShowsBothDirectionsWithTheTagOfTheirNetwork() throws Exception {
    assertThat(withKey("vport", "mirror", vPort, "--to", "m1").orFail()).contains("is mirrored");
    assertThat(agent.moorage("vport", "mirrors").orFail()).contains(vPort, "m1", "both");
    Path log = folder.resolve("probe.log");
    Process tshark =
        probe.start(
            log,
            "sh",
            "-c",
            "exec tshark -n -l -i n1 -f 'vlan and icmp' -T fields -E separator=' '"
                + " -e vlan.id -e icmp.type -e ip.src");
    try {
      Eventually.within(
          Duration.ofSeconds(30),
          () -> read(log),
          () -> assertThat(read(log)).contains("Capturing on"));
      Eventually.within(
          SOON,
          () -> read(log),
          () -> {
            ping().orFail();
            return assertThat(read(log)).contains("100 8 10.0.0.1", "100 0 10.0.0.2");
          });
      assertThat(withKey("vport", "unmirror", vPort, "--to", "m1").orFail()).contains("no more");
      long before = sent("m1");
      assertThat(ping().orFail()).contains(" 0% packet loss");
      assertThat(before).isPositive();
      assertThat(sent("m1")).isEqualTo(before);
    } finally {
      tshark.destroyForcibly();
      tshark.onExit().join();
    }
  }

  @Test
  void aCaptureIsReadByTshark() {
    Path file = folder.resolve("seen.pcapng");
    Process pinging =
        left.host().start(folder.resolve("ping.log"), "ping", "-c", "60", "-i", "0.2", "10.0.0.2");
    try {
      String frames = Integer.toString(2 * PINGS);
      String[] words = {
        "vport", "capture", vPort, "--seconds", "20", "--frames", frames, "--out", file.toString()
      };
      assertThat(withKey(words).orFail()).contains(frames + " frames in", "as many as were wanted");
    } finally {
      pinging.destroyForcibly();
      pinging.onExit().join();
    }
    List<String> seen =
        tshark(file, "frame.interface_name", "frame.packet_flags_direction", "frame.comment");
    assertThat(seen)
        .hasSize(2 * PINGS)
        .contains("vPort " + vPort + "|0x00000001|from the VM")
        .contains("vPort " + vPort + "|0x00000002|to the VM");
    List<String> spoken = tshark(file, "vlan.id", "icmp.type", "ip.src");
    assertThat(spoken).as("as on the station's link").contains("|8|10.0.0.1", "|0|10.0.0.2");
    assertThat(agent.moorage("decode", file.toString()).orFail()).contains("IPv4");
  }

  @Test
  void aFrameTheProfileRefusesIsCapturedWithItsReason() {
    Path file = folder.resolve("refused.pcapng");
    Process shouting =
        left.host()
            .start(
                folder.resolve("shout.log"),
                "bash",
                "-c",
                "while true; do echo x >/dev/udp/10.0.0.2/9; read -t 0.05 <> <(:); done");
    try {
      withKey(
              "vport",
              "capture",
              vPort,
              "--direction",
              "from-vm",
              "--seconds",
              "3",
              "--out",
              file.toString())
          .orFail();
    } finally {
      shouting.destroyForcibly();
      shouting.onExit().join();
    }
    List<String> seen = tshark(file, "frame.comment", "udp.dstport");
    assertThat(seen)
        .contains("from the VM, dropped: denied (" + DropReason.DENIED.sentence() + ")|9")
        .allMatch(line -> line.startsWith("from the VM"));
  }

  @Test
  void whoDoesNotShowTheKeyIsToldWhereItIs() {
    Ran refused = agent.moorage("vport", "mirror", vPort, "--to", "m1");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("MOORAGE_TOKEN=$(cat ", "door-key");
  }

  /** A command of ours by somebody who may read the agent's directory. */
  private Ran withKey(String... words) {
    String[] command = Distribution.command(List.of(words));
    String key = read(folder.resolve("left").resolve("leaf-1").resolve("door-key")).strip();
    String[] all = new String[command.length + 2];
    all[0] = "env";
    all[1] = "MOORAGE_TOKEN=" + key;
    System.arraycopy(command, 0, all, 2, command.length);
    return left.edge().run(all);
  }

  private long sent(String port) {
    String counter = "moorage_port_frames_total{port=\"" + port + " frames\",way=\"out\"} ";
    return left.edge()
        .run("curl", "-sS", "http://127.0.0.1:8081/metrics")
        .orFail()
        .lines()
        .filter(line -> line.startsWith(counter))
        .mapToLong(line -> Long.parseLong(line.substring(counter.length())))
        .sum();
  }

  private Ran ping() {
    return left.host()
        .run("ping", "-c", Integer.toString(PINGS), "-i", "0.2", "-W", "1", "10.0.0.2");
  }

  private List<String> tshark(Path file, String... fields) {
    String[] command = new String[7 + 2 * fields.length];
    List<String> head = List.of("tshark", "-n", "-r", file.toString(), "-Tfields", "-E");
    for (int i = 0; i < head.size(); i++) {
      command[i] = head.get(i);
    }
    command[6] = "separator=|";
    for (int i = 0; i < fields.length; i++) {
      command[7 + 2 * i] = "-e";
      command[8 + 2 * i] = fields[i];
    }
    return probe.run(command).orFail().lines().toList();
  }

  private static void address(NetworkNamespace namespace, String address) {
    namespace.run("ip", "addr", "add", address, "dev", Wiring.HOST_PORT).orFail();
  }

  private static Vsi vsi(int number, String mac) {
    return new Vsi("7a3f1c00-0000-4000-8000-00000000a5%02x".formatted(number), 4714, 1, "0-" + mac);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
