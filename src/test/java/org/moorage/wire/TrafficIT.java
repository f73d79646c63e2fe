package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Needs;
import org.moorage.wire.NetworkNamespace.Ran;
import org.moorage.wire.Station.Vsi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Real traffic through two soft switches: server port, fabric, server port. The VMs cannot tag, so
 * their VSIs ask with VID 0 and the VLAN exists on the fabric only.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrafficIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static final int LIMITED = 4714;
  private static final int DEAF = 4715;

  /** The committed rate of wire-limited, from the VM. */
  private static final double COMMITTED = 20e6;

  private static final int MEASUREMENTS = 3;

  private static final int UDP_PAYLOAD = 1_200;

  /** With UDP, IPv4 and Ethernet headers: what the switch meters. */
  private static final int FRAME = UDP_PAYLOAD + 8 + 20 + 14;

  private final Wiring left = Wiring.make();
  private final Wiring right = Wiring.make();

  private Agent agent;
  private Station station;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Needs.program("ping", "iperf3");
    NetworkNamespace.link(left.edge(), "f1", right.edge(), "f1");
    Path leftFolder = Files.createDirectory(folder.resolve("left"));
    Path rightFolder = Files.createDirectory(folder.resolve("right"));
    agent = left.agent(leftFolder, "--fabric", "f1", "--dataplane", "soft");
    Agent far = right.agent(rightFolder, "--fabric", "f1", "--dataplane", "soft");
    station = left.station(leftFolder);
    Station farStation = right.station(rightFolder);

    address(left.host(), Wiring.HOST_PORT, "10.0.0.1/24");
    address(right.host(), Wiring.HOST_PORT, "10.0.0.2/24");
    Vsi near = vsi(1, LIMITED, left.host().mac(Wiring.HOST_PORT));
    station.associate(near);
    farStation.associate(vsi(2, LIMITED, right.host().mac(Wiring.HOST_PORT)));
    agent.awaitState(near.uuid(), "associated", SOON);
    far.awaitState(vsi(2, LIMITED, "").uuid(), "associated", SOON);
  }

  @AfterAll
  void end() {
    left.close();
    right.close();
  }

  private static void address(NetworkNamespace namespace, String port, String address) {
    namespace.run("ip", "addr", "add", address, "dev", port).orFail();
  }

  private static Vsi vsi(int number, int type, String mac) {
    return new Vsi("7a3f1c00-0000-4000-8000-%012x".formatted(number), type, 1, "0-" + mac);
  }

  private NetworkNamespace virtualMachine(String address) {
    return virtualMachine(address, "private");
  }

  /**
   * One more VM of the left host: a macvlan of its card, in a namespace of its own.
   *
   * @param mode of the macvlan: in {@code vepa} what is for a neighbour leaves the host as well,
   *     and what comes back is taken
   */
  private NetworkNamespace virtualMachine(String address, String mode) {
    NetworkNamespace vm = NetworkNamespace.make("vm");
    left.host()
        .run(
            "ip",
            "link",
            "add",
            "link",
            Wiring.HOST_PORT,
            "name",
            "vm0",
            "type",
            "macvlan",
            "mode",
            mode)
        .orFail();
    vm.adopt(left.host(), "vm0");
    vm.run("ip", "link", "set", "vm0", "up").orFail();
    address(vm, "vm0", address);
    return vm;
  }

  private static Ran ping(NetworkNamespace from) {
    return ping(from, "10.0.0.2");
  }

  private static Ran ping(NetworkNamespace from, String address) {
    return from.run("ping", "-c", "3", "-i", "0.3", "-W", "1", address);
  }

  /** Who asked in vain a moment ago holds its neighbour for lost for another: asked again then. */
  private static void reaches(NetworkNamespace from) {
    reaches(from, "10.0.0.2");
  }

  private static void reaches(NetworkNamespace from, String address) {
    Eventually.within(
        SOON, () -> "", () -> assertThat(ping(from, address).orFail()).contains(" 0% packet loss"));
  }

  @Test
  void aPermittedPingPasses() {
    reaches(left.host());
  }

  @Test
  void aDeniedPingDoesNotPass() {
    try (NetworkNamespace vm = virtualMachine("10.0.0.3/24")) {
      Vsi deaf = vsi(3, DEAF, vm.mac("vm0"));
      Vsi known = deaf.answered(station.associate(deaf));
      agent.awaitState(deaf.uuid(), "associated", SOON);
      assertThat(ping(vm).out()).contains("100% packet loss");

      station.request("deassoc", known);
      agent.awaitGone(deaf.uuid(), SOON);
      station.associate(deaf.of(LIMITED, 1));
      reaches(vm); // the same VM under other rules
    }
  }

  @Test
  void aMacThatNobodyAnnouncedDoesNotPass() {
    try (NetworkNamespace vm = virtualMachine("10.0.0.4/24")) {
      assertThat(ping(vm).out()).contains("100% packet loss");

      Vsi announced = vsi(4, LIMITED, vm.mac("vm0"));
      station.associate(announced);
      agent.awaitState(announced.uuid(), "associated", SOON);
      reaches(vm); // announced at last
    }
  }

  /** Two macvlans in mode vepa: the way from one to the other is over the switch and its rules. */
  @Test
  void twoVmsOfOneHostMeetByTheHairpinOfTheSwitch() {
    try (NetworkNamespace one = virtualMachine("10.0.0.5/24", "vepa");
        NetworkNamespace other = virtualMachine("10.0.0.6/24", "vepa")) {
      Vsi first = vsi(5, LIMITED, one.mac("vm0"));
      Vsi second = vsi(6, LIMITED, other.mac("vm0"));
      station.associate(first);
      agent.awaitState(first.uuid(), "associated", SOON);
      assertThat(ping(one, "10.0.0.6").out()).contains("100% packet loss");

      Vsi known = second.answered(station.associate(second));
      agent.awaitState(second.uuid(), "associated", SOON);
      assertThat(agent.uplink(Wiring.EDGE_PORT).path("reflectiveRelay").asBoolean()).isTrue();
      reaches(one, "10.0.0.6");
      reaches(other, "10.0.0.5");

      station.request("deassoc", known);
      agent.awaitGone(second.uuid(), SOON);
      station.associate(second.of(DEAF, 1));
      agent.awaitState(second.uuid(), "associated", SOON);
      assertThat(ping(one, "10.0.0.6").out()).contains("100% packet loss");
    }
  }

  @Test
  void largeFramesPassWhereTheInterfacesWereToldToTakeThemMeanwhile() {
    String[] large = {
      "ping", "-c", "3", "-i", "0.3", "-W", "1", "-M", "do", "-s", "8000", "10.0.0.2"
    };
    assertThat(left.host().run(large).status()).isNotZero();
    try {
      mtu(9_000);
      Eventually.within(
          SOON,
          agent::log,
          () -> assertThat(left.host().run(large).orFail()).contains(" 0% packet loss"));
    } finally {
      mtu(1_500);
    }
    reaches(left.host());
  }

  /** Of the whole way, while frames are on it. */
  private void mtu(int octets) {
    for (Wiring wiring : new Wiring[] {left, right}) {
      String size = Integer.toString(octets);
      wiring.host().run("ip", "link", "set", Wiring.HOST_PORT, "mtu", size).orFail();
      wiring.edge().run("ip", "link", "set", Wiring.EDGE_PORT, "mtu", size).orFail();
      wiring.edge().run("ip", "link", "set", "f1", "mtu", size).orFail();
    }
  }

  /** What no interface could send on is dropped and counted; the others of the VM go on. */
  @Test
  void whatASenderLeavesToItsCardIsCountedAndHarmsNobody(@TempDir Path folder) {
    Process server = right.host().start(folder.resolve("iperf3.log"), "iperf3", "-s");
    try {
      offloads("on");
      Eventually.within(
          SOON,
          agent::log,
          () -> {
            left.host().run("iperf3", "-t", "1", "-c", "10.0.0.2");
            return assertThat(agent.metrics()).containsPattern("not cut into segments.*[1-9]");
          });
      reaches(left.host());
    } finally {
      offloads("off");
      server.destroyForcibly();
    }
    reaches(left.host());
  }

  private void offloads(String onOrOff) {
    left.host()
        .run("ethtool", "-K", Wiring.HOST_PORT, "tx", onOrOff, "tso", onOrOff, "gso", onOrOff)
        .orFail();
  }

  /** A busy machine can only lower what arrives: no run may be above, the best one not below. */
  @Test
  void theCommittedRateHolds(@TempDir Path folder) {
    Process server = right.host().start(folder.resolve("iperf3.log"), "iperf3", "-s");
    try {
      double best = 0;
      for (int run = 0; run < MEASUREMENTS && best < 0.9 * COMMITTED; run++) {
        double rate = meteredBitsPerSecond();
        assertThat(rate).isLessThan(1.1 * COMMITTED);
        best = Math.max(best, rate);
      }
      assertThat(best).isGreaterThan(0.9 * COMMITTED);
    } finally {
      server.destroyForcibly();
    }
  }

  /** Sends at twice the committed rate for some seconds and returns what the far end received. */
  private double meteredBitsPerSecond() {
    String send = "iperf3 -J -u -b 40M -t 4 -l " + UDP_PAYLOAD + " -c 10.0.0.2";
    Ran ran =
        Eventually.within(
            SOON,
            agent::log,
            () -> {
              Ran tried = left.host().run(send.split(" ", -1));
              tried.orFail();
              return tried;
            });
    return receivedBitsPerSecond(ran.out()) * FRAME / UDP_PAYLOAD;
  }

  private static double receivedBitsPerSecond(String report) {
    JsonNode end = JsonMapper.builder().build().readTree(report).path("end").path("sum");
    double lost = end.path("lost_percent").asDouble(100);
    return end.path("bits_per_second").asDouble(0) * (100 - lost) / 100;
  }
}
