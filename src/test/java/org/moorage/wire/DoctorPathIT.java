package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Distribution;
import org.moorage.Needs;
import org.moorage.wire.NetworkNamespace.Ran;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code moorage doctor path} on a cable, and through a Linux bridge that eats some of it. */
class DoctorPathIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String CUSTOMER = "01:80:c2:00:00:00";
  private static final String PAUSE = "01:80:c2:00:00:01";
  private static final String NON_TPMR = "01:80:c2:00:00:03";
  private static final String NEAREST = "01:80:c2:00:00:0e";
  private static final String OWN = "03:4d:6f:6f:72:61";
  private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";

  @TempDir private Path folder;

  @Test
  void onACableEveryAddressSurvives() {
    Needs.root();
    Needs.program("ip", "ethtool");
    try (NetworkNamespace host = NetworkNamespace.make("host");
        NetworkNamespace edge = NetworkNamespace.make("edge")) {
      NetworkNamespace.link(host, "veth0", edge, "p1");
      listen(host, "veth0");
      Ran ran = path(edge, "--interface", "p1", "--draft", "--s-channels", "--json");
      assertThat(ran.status()).as(ran.toString()).isZero();
      JsonNode told = JsonMapper.shared().readTree(ran.out());
      assertThat(told.path("peer").asString()).isEqualTo(host.mac("veth0"));
      assertThat(told.path("addresses")).hasSize(18);
      for (JsonNode address : told.path("addresses")) {
        assertThat(address.path("verdict").asString()).as(address.toString()).isEqualTo("survives");
      }
      String arrived = edge.mac("p1") + " probed this end: 51 of 51 kinds of frame";
      Eventually.within(SOON, this::log, () -> assertThat(log()).contains(arrived));
    }
  }

  @Test
  void aBridgeEatsWhatItIsNotToldToForward() {
    try (Bridged site = Bridged.make()) {
      listen(site.host(), Bridged.HOST_PORT);

      // Without STP a Linux bridge forwards BPDUs, and what shares their address.
      JsonNode plain = survey(site, 0);
      assertThat(verdict(plain, CUSTOMER)).isEqualTo("survives");
      assertThat(List.of(verdict(plain, PAUSE), verdict(plain, NON_TPMR), verdict(plain, NEAREST)))
          .containsOnly("eaten");
      assertThat(List.of(verdict(plain, OWN), verdict(plain, BROADCAST))).containsOnly("survives");

      site.forward("0x4008");
      JsonNode told = survey(site, 0);
      assertThat(verdict(told, NON_TPMR)).isEqualTo("survives");
      assertThat(verdict(told, NEAREST)).isEqualTo("survives");
      assertThat(verdict(told, "01:80:c2:00:00:0d")).isEqualTo("eaten");

      site.spanningTree();
      JsonNode strict = survey(site, 1);
      assertThat(verdict(strict, CUSTOMER)).isEqualTo("eaten");
      assertThat(strict.at("/needs/0/what").asString()).isEqualTo("EVB");
      assertThat(strict.at("/needs/0/met").asBoolean()).isFalse();
      assertThat(strict.at("/needs/0/fix").asString())
          .contains("--evb-address nearest-non-tpmr or nearest-bridge or " + OWN);
      survey(site, 0, "--evb-address", "nearest-bridge", "--ecp-address", "nearest-bridge");

      site.forward("0x4000");
      Ran text = path(site.edge(), "--interface", Bridged.EDGE_PORT, "--s-channels");
      assertThat(text.status()).isEqualTo(1);
      assertThat(text.out())
          .containsPattern(NEAREST + " +nearest bridge .* survives\n")
          .containsPattern(NON_TPMR + " +nearest non-TPMR bridge .* eaten\n")
          .contains("CDCP needs LLDP to " + NON_TPMR + " (nearest non-TPMR bridge): eaten")
          .contains("group_fwd_mask 0x8");
    }
  }

  @Test
  void whatCannotBeProbedIsSaidAtOnceAndNobodyThereInTime() {
    Needs.root();
    Needs.program("ip", "ethtool");
    try (NetworkNamespace host = NetworkNamespace.make("host");
        NetworkNamespace edge = NetworkNamespace.make("edge")) {
      NetworkNamespace.link(host, "veth0", edge, "p1");
      Ran unknown = path(edge, "--interface", "p2");
      assertThat(unknown.status()).isEqualTo(1);
      assertThat(unknown.err()).contains("there is no interface p2; did you mean p1?");

      Ran alone = path(edge, "--interface", "p1", "--seconds", "1");
      assertThat(alone.status()).isEqualTo(1);
      assertThat(alone.out()).contains("nobody answered on p1 within 1 s", "--listen");

      host.run("ip", "link", "set", "veth0", "down").orFail();
      assertThat(path(edge, "--interface", "p1").err()).contains("p1 has no carrier");
      edge.run("ip", "link", "set", "p1", "down").orFail();
      assertThat(path(edge, "--interface", "p1").err())
          .contains("interface p1 is switched off: ip link set p1 up");

      assertThat(path(edge, "--interface", "p1", "--seconds", "61").status()).isEqualTo(2);
      assertThat(path(edge, "--interface", "p1", "--evb-address", "02:00:00:00:00:01").err())
          .contains("--evb-address: 02:00:00:00:00:01 is one station's address");
    }
  }

  private JsonNode survey(Bridged site, int status, String... more) {
    List<String> words = new ArrayList<>(List.of("--interface", Bridged.EDGE_PORT, "--json"));
    words.addAll(Arrays.asList(more));
    Ran ran = path(site.edge(), words.toArray(String[]::new));
    assertThat(ran.status()).as(ran + "\n" + log()).isEqualTo(status);
    return JsonMapper.shared().readTree(ran.out());
  }

  private static String verdict(JsonNode told, String address) {
    for (JsonNode each : told.path("addresses")) {
      if (each.path("address").asString().equals(address)) {
        return each.path("verdict").asString();
      }
    }
    throw new AssertionError("nothing about " + address + " in " + told);
  }

  private void listen(NetworkNamespace namespace, String port) {
    namespace.start(
        folder.resolve("listen.log"),
        Distribution.command(List.of("doctor", "path", "--interface", port, "--listen")));
    Eventually.within(SOON, this::log, () -> assertThat(log()).contains("listening on " + port));
  }

  private static Ran path(NetworkNamespace namespace, String... words) {
    List<String> all = new ArrayList<>(List.of("doctor", "path"));
    all.addAll(Arrays.asList(words));
    return namespace.run(Distribution.command(all));
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("listen.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
