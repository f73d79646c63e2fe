package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Needs;
import org.moorage.wire.NetworkNamespace.Ran;
import org.moorage.wire.Station.Vsi;

/**
 * HNV's worked example on real links: Contoso and Fabrikam with the same customer addresses on two
 * edges in different provider subnets, a Linux router between. lldpad associates with group IDs,
 * the kernels of the VMs ping, tshark reads what is on the wire.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverlayIT {

  private static final Duration SOON = Duration.ofSeconds(15);

  private static final int CONTOSO = 4721;
  private static final int FABRIKAM = 4722;
  private static final String GATEWAY_MAC = "02:4d:6f:6f:72:67";

  private static final String OVERLAY =
      """
      vm-networks:
        contoso:
          rdid: "{11111111-2222-3333-4444-000000000000}"
          subnets:
            web: { vsid: 5001, prefix: [10.1.1.0/24, fd10:1::/64] }
            store: { vsid: 5002, prefix: 10.1.2.0/24 }
        fabrikam:
          rdid: "{11111111-2222-3333-4444-000000006001}"
          subnets:
            web: { vsid: 6001, prefix: 10.1.1.0/24 }
      provider-addresses:
        - { edge: left, address: 192.168.1.10/24 }
        - { edge: right, address: 192.168.2.20/24 }
      provider-routes:
        - { edge: left, to: 0.0.0.0/0, next-hop: 192.168.1.1 }
        - { edge: right, to: 0.0.0.0/0, next-hop: 192.168.2.1 }
      lookup-records:
      """;

  /** A VM: a macvlan of its host's card in a namespace of its own. */
  private record Guest(NetworkNamespace namespace, String address, String mac) {

    Ran ping(String other, String... more) {
      List<String> words = new ArrayList<>(List.of("ping", "-c", "3", "-i", "0.2", "-W", "1"));
      words.addAll(List.of(more));
      words.add(other);
      return namespace.run(words.toArray(String[]::new));
    }

    void reaches(String other) {
      Eventually.within(
          SOON,
          () -> namespace.run("ip", "neigh").out(),
          () -> assertThat(ping(other).out()).contains(" 0% packet loss"));
    }
  }

  private final Wiring left = Wiring.make();
  private final Wiring right = Wiring.make();
  private final NetworkNamespace router = NetworkNamespace.make("router");
  private final List<Guest> guests = new ArrayList<>();

  private Guest sql;
  private Guest web;
  private Guest store;
  private Guest otherSql;
  private Guest otherWeb;
  private Agent leftAgent;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    Needs.program("ping", "tshark");
    NetworkNamespace.link(left.edge(), "f1", router, "r1");
    NetworkNamespace.link(right.edge(), "f1", router, "r2");
    router.run("ip", "addr", "add", "192.168.1.1/24", "dev", "r1").orFail();
    router.run("ip", "addr", "add", "192.168.2.1/24", "dev", "r2").orFail();
    router.run("sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward").orFail();
    StringBuilder file = new StringBuilder(OVERLAY);
    sql = guest(left, "10.1.1.11", 0x11, "contoso/web", "192.168.1.10", file);
    web = guest(right, "10.1.1.12", 0x12, "contoso/web", "192.168.2.20", file);
    store = guest(right, "10.1.2.20", 0x20, "contoso/store", "192.168.2.20", file);
    otherSql = guest(left, "10.1.1.11", 0x61, "fabrikam/web", "192.168.1.10", file);
    otherWeb = guest(right, "10.1.1.12", 0x62, "fabrikam/web", "192.168.2.20", file);
    Path overlay = Files.writeString(folder.resolve("overlay.yaml"), file);
    leftAgent = agent(left, "left", folder, overlay);
    Agent rightAgent = agent(right, "right", folder, overlay);
    Path leftFolder = Files.createDirectory(folder.resolve("l"));
    Path rightFolder = Files.createDirectory(folder.resolve("r"));
    Station leftStation = left.station(leftFolder);
    Station rightStation = right.station(rightFolder);
    associate(leftStation, leftAgent, 1, CONTOSO, sql, 5001);
    associate(leftStation, leftAgent, 2, FABRIKAM, otherSql, 6001);
    associate(rightStation, rightAgent, 3, CONTOSO, web, 5001);
    associate(rightStation, rightAgent, 4, CONTOSO, store, 5002);
    associate(rightStation, rightAgent, 5, FABRIKAM, otherWeb, 6001);
  }

  private static Agent agent(Wiring at, String name, Path folder, Path overlay) {
    return Agent.start(
        at.edge(),
        name,
        folder,
        "--uplink",
        Wiring.EDGE_PORT,
        "--fabric",
        "f1",
        "--group-ids",
        "on",
        "--vdp-rka",
        "18",
        "--overlay",
        overlay.toString());
  }

  private Guest guest(
      Wiring at, String address, int last, String subnet, String provider, StringBuilder file) {
    NetworkNamespace vm = NetworkNamespace.make("vm");
    String mac = "02:00:00:00:50:%02x".formatted(last);
    at.host()
        .run(
            "ip",
            "link",
            "add",
            "link",
            Wiring.HOST_PORT,
            "name",
            "vm0",
            "address",
            mac,
            "mtu",
            "1458",
            "type",
            "macvlan",
            "mode",
            "private")
        .orFail();
    vm.adopt(at.host(), "vm0");
    vm.run("ip", "addr", "add", address + "/24", "dev", "vm0").orFail();
    vm.run("ip", "link", "set", "vm0", "up").orFail();
    String gateway = address.substring(0, address.lastIndexOf('.')) + ".1";
    vm.run("ip", "route", "add", "default", "via", gateway).orFail();
    file.append("  - { subnet: ")
        .append(subnet)
        .append(", customer-address: ")
        .append(address)
        .append(", mac: \"")
        .append(mac)
        .append("\", provider-address: ")
        .append(provider)
        .append(" }\n");
    Guest guest = new Guest(vm, address, mac);
    guests.add(guest);
    return guest;
  }

  private static void associate(
      Station station, Agent agent, int number, int type, Guest guest, int group) {
    Vsi vsi =
        new Vsi(
            "7a3f1c00-0000-4000-8000-%012x".formatted(0xE000 + number),
            type,
            1,
            "0-" + guest.mac() + "-" + group);
    station.associate(vsi);
    agent.awaitState(vsi.uuid(), "associated", SOON);
  }

  @AfterAll
  void end() {
    guests.forEach(guest -> guest.namespace().close());
    left.close();
    right.close();
    router.close();
  }

  @Test
  void eachTenantReachesItsOwnAndTheEnvelopeSaysWhose(@TempDir Path folder) throws Exception {
    sql.reaches("10.1.1.12");
    otherSql.reaches("10.1.1.12");
    Path file = folder.resolve("r1.pcap");
    Path log = folder.resolve("tshark.log");
    Process tshark = router.start(log, "tshark", "-q", "-i", "r1", "-w", file.toString());
    Eventually.within(
        SOON,
        () -> "",
        () -> {
          assertThat(Files.exists(file)).isTrue();
          return assertThat(Files.readString(log)).contains("Capturing on");
        });
    sql.reaches("10.1.1.12");
    otherSql.reaches("10.1.1.12");
    sql.reaches("10.1.2.20");
    Eventually.within(
        SOON,
        () -> "",
        () ->
            assertThat(envelopes(file))
                .anyMatch(line -> line.startsWith("192.168.2.20,10.1.2.20")));
    tshark.destroy();
    tshark.onExit().join();
    assertThat(envelopes(file))
        .contains(
            line("192.168.1.10,10.1.1.11", "192.168.2.20,10.1.1.12", 5001, "8"),
            line("192.168.2.20,10.1.1.12", "192.168.1.10,10.1.1.11", 5001, "0"),
            line("192.168.1.10,10.1.1.11", "192.168.2.20,10.1.1.12", 6001, "8"),
            line("192.168.2.20,10.1.1.12", "192.168.1.10,10.1.1.11", 6001, "0"),
            line("192.168.1.10,10.1.1.11", "192.168.2.20,10.1.2.20", 5002, "8"))
        .allMatch(line -> line.contains("0x6558") && line.contains("0x2000"));
  }

  /** Addresses outside and inside, GRE flags, protocol, VSID, ICMP type: each combination once. */
  private List<String> envelopes(Path file) {
    return router
        .run(
            "tshark",
            "-r",
            file.toString(),
            "-Y",
            "gre && icmp",
            "-T",
            "fields",
            "-e",
            "ip.src",
            "-e",
            "ip.dst",
            "-e",
            "gre.flags_and_version",
            "-e",
            "gre.proto",
            "-e",
            "gre.key",
            "-e",
            "icmp.type")
        .out()
        .lines()
        .map(line -> line.replaceAll("(0x[0-9a-f]{6})[0-9a-f]{2}(\t[0-9]+)$", "$1$2"))
        .distinct()
        .toList();
  }

  private static String line(String from, String to, int vsid, String icmp) {
    return String.join("\t", from, to, "0x2000", "0x6558", String.format("0x%06x", vsid), icmp);
  }

  @Test
  void anEdgeIsTheGatewayOfEachSubnet() {
    sql.reaches("10.1.1.1");
    sql.reaches("10.1.2.20");
    store.reaches("10.1.1.11");
    assertThat(sql.namespace().run("ip", "neigh", "show", "10.1.1.1").out()).contains(GATEWAY_MAC);
    assertThat(sql.ping("10.1.2.20").out()).contains("ttl=63");
    assertThat(sql.ping("10.1.2.20", "-t", "1").out())
        .contains("From 10.1.1.1 icmp_seq=1 Time to live exceeded");
  }

  @Test
  void whatDoesNotFitTheEnvelopeIsSaidByTheGateway() {
    sql.reaches("10.1.1.12");
    sql.namespace().run("ip", "link", "set", "vm0", "mtu", "1500").orFail();
    assertThat(sql.ping("10.1.1.12", "-M", "do", "-s", "1430").out()).contains(" 0% packet loss");
    Ran tooLarge = sql.ping("10.1.1.12", "-M", "do", "-s", "1472");
    assertThat(tooLarge.out() + tooLarge.err()).containsPattern("mtu ?= ?1458");
    sql.namespace().run("ip", "link", "set", "vm0", "mtu", "1458").orFail();
  }

  @Test
  void noTenantReachesAnother() {
    otherSql.reaches("10.1.1.12");
    assertThat(otherSql.ping("10.1.2.20").out()).contains("100% packet loss");
    assertThat(leftAgent.metrics()).contains("no-route");
  }
}
