package org.moorage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.app.Finding.Role;
import org.moorage.app.Finding.State;
import org.moorage.app.MachineFacts.Port;
import org.moorage.app.MachineFacts.StartCache;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.frameport.SystemInterface;
import org.moorage.frameport.VethPair;
import org.moorage.protocol.ethernet.MacAddress;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiagnosisTest {

  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:0b:01");
  private static final Port GOOD =
      new Port(new SystemInterface("eth1", 3, MAC, true, true, 1500), Optional.empty(), List.of());

  @Test
  void aMachineThatHasAllIsFitAndHasNothingToMend() {
    List<Finding> findings = Diagnosis.of(healthy(false, List.of(GOOD), List.of()));
    assertThat(findings).extracting(Finding::state).containsOnly(State.OK);
    assertThat(Diagnosis.isFine(Role.AGENT, findings)).isTrue();
    assertThat(findings)
        .extracting(Finding::words)
        .contains("up, 02:00:00:00:0b:01, MTU 1500, no address");
  }

  @Test
  void withoutRightsAnAgentCannotRunButALabCan() {
    MachineFacts healthy = healthy(false, List.of(GOOD), List.of());
    MachineFacts facts =
        new MachineFacts(
            25,
            "25",
            healthy.system(),
            true,
            Optional.of(new FramePortException(Reason.NO_RIGHTS, "no rights")),
            false,
            List.of(GOOD),
            List.of(),
            StartCache.PRESENT,
            true);
    List<Finding> findings = Diagnosis.of(facts);
    assertThat(Diagnosis.isFine(Role.AGENT, findings)).isFalse();
    assertThat(Diagnosis.isFine(Role.ALL, findings)).isTrue();
    assertThat(missing(findings)).containsExactly("raw frames");
    assertThat(findings.get(1).fix())
        .contains("sudo ./moorage agent ..., or grant CAP_NET_RAW to it");
  }

  @Test
  void anotherJavaAndATakenDoorAreMissing() {
    MachineFacts facts =
        new MachineFacts(
            21,
            "21",
            "Linux 6.1",
            true,
            Optional.empty(),
            false,
            List.of(GOOD),
            List.of(),
            StartCache.ABSENT,
            false);
    List<Finding> findings = Diagnosis.of(facts);
    assertThat(missing(findings)).containsExactly("Java", "local door");
    assertThat(Diagnosis.isFine(Role.ALL, findings)).isFalse();
  }

  @Test
  void whatIsWrongWithAnInterfaceCountsOnlyWhereItIsToBeAPort() {
    Port bad =
        new Port(
            new SystemInterface("eth0", 2, MAC, false, false, 1500),
            Optional.of(
                "eth0 has the address 192.0.2.1/24, so the kernel answers; ip address flush dev"
                    + " eth0"),
            List.of("gro", "lro"));
    List<Finding> hints = Diagnosis.of(healthy(false, List.of(bad, GOOD), List.of()));
    assertThat(Diagnosis.isFine(Role.AGENT, hints)).isTrue();
    assertThat(hints).filteredOn(f -> f.state() == State.NOTE).hasSize(1);
    List<Finding> obstacles = Diagnosis.of(healthy(true, List.of(bad, GOOD), List.of()));
    assertThat(missing(obstacles)).containsExactly("eth0", "eth0", "eth0");
    assertThat(obstacles)
        .filteredOn(f -> f.state() == State.MISSING)
        .extracting(f -> f.fix().orElseThrow())
        .containsExactly(
            "ip address flush dev eth0", "ip link set eth0 up", "ethtool -K eth0 gro off lro off");
  }

  @Test
  void anInterfaceNobodyHasAndAMachineWithoutAnyAreMissing() {
    assertThat(missing(Diagnosis.of(healthy(true, List.of(), List.of("there is no interface x")))))
        .containsExactly("interfaces");
    assertThat(missing(Diagnosis.of(healthy(false, List.of(), List.of()))))
        .containsExactly("interfaces");
  }

  @Test
  void offloadsThatMergeReceivedFramesAreFoundAmongAll() {
    String said =
        """
        Features for eth0:
        tcp-segmentation-offload: on
        generic-receive-offload: on
        large-receive-offload: off [fixed]
        rx-gro-hw: on
        """;
    assertThat(MachineFacts.mergingIn(said)).containsExactly("gro", "rx-gro-hw");
  }

  @Test
  void theCommandLooksAtRealInterfacesAndItsStatusSaysWhatItPrints() {
    try (VethPair pair = VethPair.create()) {
      StringWriter out = new StringWriter();
      int status = doctor(out, "--json", pair.near(), pair.far());
      JsonNode told = JsonMapper.shared().readTree(out.toString());
      assertThat(told.at("/roles/agent").asBoolean()).isEqualTo(status == 0);
      assertThat(told.at("/roles/lab").asBoolean()).isTrue();
      assertThat(out.toString())
          .contains("\"topic\" : \"" + pair.near() + "\"")
          .contains("up, ", "MTU 1500, no address");
      pair.down(pair.near());
      StringWriter text = new StringWriter();
      assertThat(doctor(text, pair.near())).isEqualTo(1);
      assertThat(text.toString())
          .contains("missing  " + pair.near())
          .contains("fix: ip link set " + pair.near() + " up")
          .contains("agent: cannot run here yet");
    }
  }

  private static int doctor(StringWriter out, String... arguments) {
    return new CommandLine(new DoctorCommand())
        .setOut(new PrintWriter(out, true))
        .execute(arguments);
  }

  private static List<String> missing(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.state() == State.MISSING)
        .map(Finding::topic)
        .toList();
  }

  private static MachineFacts healthy(boolean asked, List<Port> ports, List<String> unknown) {
    return new MachineFacts(
        25,
        "25.0.1 (a vendor)",
        "Linux 6.18",
        true,
        Optional.empty(),
        asked,
        ports,
        unknown,
        StartCache.PRESENT,
        true);
  }
}
