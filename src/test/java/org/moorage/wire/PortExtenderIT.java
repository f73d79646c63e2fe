package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Distribution;
import org.moorage.Needs;
import org.moorage.protocol.Octets;
import org.moorage.protocol.capture.CaptureReader;
import org.moorage.protocol.capture.CapturedFrame;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.wire.NetworkNamespace.Ran;
import org.moorage.wire.Station.Vsi;
import tools.jackson.databind.JsonNode;

/**
 * A port extender in a namespace of its own between two stations and the bridge: lldpad speaks EVB
 * and VDP through it, its VMs ping, what is flooded crosses the cascade link once, and tshark reads
 * every E-TAG as we do.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PortExtenderIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int LIMITED = 4714;
  private static final int FLOODED = 20;

  /** 21 s: what is released before is not released for want of keepalives. */
  private static final int KEEPALIVE = 21;

  private final Wiring wiring = Wiring.make();
  private final NetworkNamespace extender = NetworkNamespace.make("ext");
  private final NetworkNamespace left = NetworkNamespace.make("left");
  private final NetworkNamespace right = NetworkNamespace.make("right");
  private final NetworkNamespace network = NetworkNamespace.make("net");

  private Path folder;
  private Agent agent;
  private Process running;
  private Station leftStation;
  private Station rightStation;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    Needs.program("tshark", "ping");
    folder = temporary;
    NetworkNamespace.link(left, Wiring.HOST_PORT, extender, "e1");
    NetworkNamespace.link(right, Wiring.HOST_PORT, extender, "e2");
    NetworkNamespace.link(extender, "x0", wiring.edge(), "c1");
    NetworkNamespace.link(wiring.edge(), "f1", network, "n1");
    extender.run("ip", "link", "set", "x0", "mtu", "1600").orFail();
    wiring.edge().run("ip", "link", "set", "c1", "mtu", "1600").orFail();
    agent = wiring.agent(folder, "--cascade-port", "c1", "--fabric", "f1", "--dataplane", "soft");
    running = extend();
    awaitPort("c1:1", "up");
    awaitPort("c1:2", "up");
    leftStation = station(left, "left");
    rightStation = station(right, "right");
    left.run("ip", "addr", "add", "10.0.0.1/24", "dev", Wiring.HOST_PORT).orFail();
    right.run("ip", "addr", "add", "10.0.0.2/24", "dev", Wiring.HOST_PORT).orFail();
  }

  @AfterAll
  void end() {
    wiring.close();
    extender.close();
    left.close();
    right.close();
    network.close();
  }

  private Process extend() {
    return extender.start(
        folder.resolve("x1.log"),
        Distribution.command(
            List.of(
                "agent",
                "--port-extender",
                "--name",
                "x1",
                "--upstream",
                "x0",
                "--extended",
                "e1",
                "--extended",
                "e2",
                "--serial",
                "SN-17")));
  }

  private Station station(NetworkNamespace host, String name) throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    return Station.ratified(host, Wiring.HOST_PORT, own, 10, KEEPALIVE);
  }

  private Vsi vsi(int number, NetworkNamespace host) {
    String uuid = "7a3f1c00-0000-4000-8000-0000000be%03x".formatted(number);
    return new Vsi(uuid, LIMITED, 1, "0-" + host.mac(Wiring.HOST_PORT));
  }

  private void awaitPort(String port, String state) {
    Eventually.within(
        SOON,
        () -> agent.log() + log(),
        () -> assertThat(Agent.text(agent.uplink(port), "state")).isEqualTo(state));
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("x1.log"));
    } catch (IOException e) {
      return "no log of the extender: " + e;
    }
  }

  private Ran ping() {
    return left.run("ping", "-c", "3", "-i", "0.3", "-W", "1", "10.0.0.2");
  }

  private void associateBoth() {
    leftStation.associate(vsi(1, left));
    rightStation.associate(vsi(2, right));
    awaitBoth();
  }

  private void awaitBoth() {
    JsonNode home = agent.awaitState(vsi(1, left).uuid(), "associated", SOON);
    assertThat(Agent.text(home, "uplink")).isEqualTo("c1:1");
    JsonNode other = agent.awaitState(vsi(2, right).uuid(), "associated", SOON);
    assertThat(Agent.text(other, "uplink")).isEqualTo("c1:2");
  }

  @Test
  @Order(1)
  void lldpadBehindAnExtenderNegotiatesAssociatesAndItsVmsPing() {
    Eventually.within(
        SOON,
        () -> agent.log() + leftStation.log(),
        () -> assertThat(leftStation.neighbour()).contains("EVB Configuration TLV"));
    associateBoth();
    Eventually.within(
        SOON, agent::log, () -> assertThat(ping().orFail()).contains(" 0% packet loss"));
  }

  @Test
  @Order(2)
  void whatIsFloodedCrossesTheCascadeLinkOnceAndTsharkReadsItAsWeDo() throws Exception {
    awaitBoth();
    Path capture = folder.resolve("cascade.pcapng");
    Process tshark = capture(wiring.edge(), "c1", capture);
    Process atLeft = capture(left, Wiring.HOST_PORT, folder.resolve("left.pcapng"));
    Process atRight = capture(right, Wiring.HOST_PORT, folder.resolve("right.pcapng"));
    try (RawPort raw = RawPort.open(network, "n1")) {
      for (int i = 0; i < FLOODED; i++) {
        raw.send(Ping.frame("ff:ff:ff:ff:ff:ff", "02:00:00:00:00:99", "81000064"));
      }
      raw.awaitSent();
    }
    assertThat(ping().orFail()).contains(" 0% packet loss");
    String flooded = "eth.src == 02:00:00:00:00:99";
    Eventually.within(
        SOON,
        agent::log,
        () -> assertThat(count(left, folder.resolve("left.pcapng"), flooded)).isEqualTo(FLOODED));
    for (Process each : List.of(tshark, atLeft, atRight)) {
      each.destroy();
      each.onExit().join();
    }
    assertThat(count(right, folder.resolve("right.pcapng"), flooded)).isEqualTo(FLOODED);
    assertThat(count(left, capture, flooded)).isEqualTo(FLOODED);
    assertThat(count(left, capture, flooded + " && etag.group == 1")).isEqualTo(FLOODED);
    assertReadAlike(capture);
  }

  /** Every E-TAG of the capture, by tshark and by us. */
  private void assertReadAlike(Path capture) throws Exception {
    String theirs =
        left.run(
                "tshark",
                "-r",
                capture.toString(),
                "-Y",
                "etag",
                "-T",
                "fields",
                "-E",
                "separator=,",
                "-e",
                "etag.pcp",
                "-e",
                "etag.dei",
                "-e",
                "etag.iecid_base",
                "-e",
                "etag.iecid_ext",
                "-e",
                "etag.group",
                "-e",
                "etag.ecid_base",
                "-e",
                "etag.ecid_ext")
            .orFail();
    List<ETag> read = theirs.lines().map(PortExtenderIT::tag).toList();
    List<ETag> ours = new ArrayList<>();
    try (InputStream in = Files.newInputStream(capture)) {
      CaptureReader reader = CaptureReader.open(in).orThrow();
      for (Optional<CapturedFrame> next = reader.next(); next.isPresent(); next = reader.next()) {
        ETag.of(next.get().frame()).ifPresent(ours::add);
      }
    }
    assertThat(read).hasSizeGreaterThan(FLOODED);
    assertThat(ours).isEqualTo(read);
    assertThat(read).anyMatch(tag -> tag.channel() == 257);
    assertThat(read).anyMatch(tag -> tag.channel() >>> 20 == 1);
    Ran decoded = agent.moorage("decode", capture.toString());
    assertThat(decoded.orFail()).contains("E-TAG", "group 1", "E-channel 257");
  }

  private static ETag tag(String fields) {
    String[] each = fields.split(",", -1);
    int ingress = Integer.decode(each[3]) << 12 | Integer.decode(each[2]);
    int channel =
        Integer.decode(each[4]) << 20 | Integer.decode(each[6]) << 12 | Integer.decode(each[5]);
    boolean dropEligible = each[1].equals("1") || each[1].equals("True");
    return new ETag(Integer.decode(each[0]), dropEligible, ingress, channel);
  }

  private Process capture(NetworkNamespace at, String port, Path file) {
    Path log = folder.resolve("tshark-" + port + ".log");
    Process started = at.start(log, "tshark", "-q", "-i", port, "-w", file.toString());
    Eventually.within(
        SOON, () -> "", () -> assertThat(Files.exists(file) && Files.size(file) > 0).isTrue());
    return started;
  }

  private static int count(NetworkNamespace in, Path capture, String filter) {
    return (int) in.run("tshark", "-r", capture.toString(), "-Y", filter).out().lines().count();
  }

  @Test
  @Order(3)
  void aStationThatSendsETagsReachesNobodyByThem() {
    awaitBoth();
    Path seen = folder.resolve("spoofed.pcapng");
    Process tshark = capture(right, Wiring.HOST_PORT, seen);
    Octets hidden = Ping.frame(right.mac(Wiring.HOST_PORT), "02:00:00:00:00:66", "");
    try (RawPort raw = RawPort.open(left, Wiring.HOST_PORT)) {
      for (int i = 0; i < FLOODED; i++) {
        raw.send(new ETag(0, false, 0, 258).on(hidden));
      }
      raw.awaitSent();
    }
    assertThat(ping().orFail()).contains(" 0% packet loss");
    tshark.destroy();
    tshark.onExit().join();
    Eventually.within(
        SOON,
        agent::log,
        () -> {
          JsonNode led = agent.get("/api/v1/edges/leaf-1/extenders").path(0);
          assertThat(led.path("state").asString()).isEqualTo("led");
          assertThat(led.path("serial").asString()).isEqualTo("SN-17");
          assertThat(led.path("ports").path(0).path("dropped").asLong(0)).isEqualTo(FLOODED);
          return led;
        });
    assertThat(agent.moorage("edge", "show").orFail())
        .contains("Port extender x1 at c1", "serial SN-17", "c1:1", "c1:2", "257", "258");
    assertThat(count(right, seen, "icmp")).isPositive();
    assertThat(count(right, seen, "eth.src == 02:00:00:00:00:66")).isZero();
  }

  @Test
  @Order(4)
  void aKilledExtenderTakesItsVPortsAlongAndBringsThemBack() {
    awaitBoth();
    running.destroyForcibly();
    running.onExit().join();
    agent.awaitGone(vsi(1, left).uuid(), SOON);
    assertThat(agent.association(vsi(1, left).uuid()).orElseThrow().path("reason").asString())
        .contains("port extender");
    running = extend();
    awaitPort("c1:1", "up");
    awaitPort("c1:2", "up");
    awaitBoth();
    Eventually.within(
        SOON, agent::log, () -> assertThat(ping().orFail()).contains(" 0% packet loss"));
  }

  @Test
  @Order(5)
  void aRestartedBridgeFindsItsExtenderRunning() {
    awaitBoth();
    agent.kill();
    agent.startAgain();
    awaitPort("c1:1", "up");
    Eventually.within(
        SOON, agent::log, () -> assertThat(ping().orFail()).contains(" 0% packet loss"));
    agent.awaitState(vsi(1, left).uuid(), "associated", SOON);
    leftStation.assertHolds(vsi(1, left));
  }
}
