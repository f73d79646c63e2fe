package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.edge.UnknownTypePolicy;
import org.moorage.profile.BitRate;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.evb.EvbSettings;

class AgentOptionsTest {

  private static final Path STATE = Path.of("state");

  @TempDir private Path directory;

  @Test
  void whatIsNotSaidHasItsUsualValue() throws Exception {
    AgentOptions options = AgentOptions.of(least(), STATE);
    assertThat(options.uplinks()).containsEntry(new PortName("eth1"), EvbSettings.BRIDGE_DEFAULTS);
    assertThat(options.softSwitch()).isTrue();
    assertThat(options.doorPort()).isEqualTo(8081);
    assertThat(options.dataDirectory()).isEqualTo(STATE.resolve("leaf-1"));
    assertThat(options.edge().unknownType()).isEqualTo(new UnknownTypePolicy.Refuse());
  }

  @Test
  void everyOptionOfAFileDoesWhatItSays() throws Exception {
    AgentOptions options =
        AgentOptions.of(
            read(
                """
                name: leaf-7
                uplinks:
                  eth1: { reflective-relay: off }
                  eth2:
                fabric: [eth0]
                mirror-port: [eth9]
                profiles: profiles
                dataplane: soft
                data-dir: here
                unknown-type: quarantine:666/1
                group-ids: off
                ecp-retries: 5
                ecp-rte: 8
                vdp-rwd: 18
                vdp-rka: 19
                door-port: 0
                """),
            STATE);
    EvbSettings offered =
        new EvbSettings(
            true, false, 5, new TimerExponent(8), new TimerExponent(18), new TimerExponent(19));
    assertThat(options.uplinks())
        .containsExactly(
            Map.entry(new PortName("eth1"), offered.withReflectiveRelay(false)),
            Map.entry(new PortName("eth2"), offered));
    assertThat(options.fabric()).containsExactly(new PortName("eth0"));
    assertThat(options.mirrorPorts()).containsExactly(new PortName("eth9"));
    assertThat(options.dataDirectory()).isEqualTo(Path.of("here"));
    assertThat(options.doorPort()).isZero();
    assertThat(options.edge().unknownType()).isInstanceOf(UnknownTypePolicy.Quarantine.class);
  }

  @Test
  void theCommandLineWinsOverTheFile() throws Exception {
    OptionWords file = read("name: leaf-7\nuplinks: [eth5]\nprofiles: elsewhere\n");
    AgentOptions options = AgentOptions.of(least().orElse(file), STATE);
    assertThat(options.name().value()).isEqualTo("leaf-1");
    assertThat(options.uplinks()).containsOnlyKeys(new PortName("eth1"));
  }

  @Test
  void sChannelsAreOfAllUplinksOrOfOne() throws Exception {
    OptionWords words =
        read(
            """
            name: leaf-1
            profiles: p
            mode: shared-port
            uplinks:
              eth1: { s-channels: cdcp 2/300 3/301, mode: channel }
              eth2: { s-channels: cdcp }
              eth3:
            """);
    assertThat(AgentOptions.of(words, STATE).uaps())
        .isEqualTo(
            Map.of(
                new PortName("eth1"),
                new AgentOptions.Uap(List.of(new SChannel(2, 300), new SChannel(3, 301)), false),
                new PortName("eth2"),
                new AgentOptions.Uap(List.of(), true)));
    assertThat(AgentOptions.of(least().add("s-channels", "cdcp", "--s-channels"), STATE).uaps())
        .containsOnlyKeys(new PortName("eth1"));
  }

  @Test
  void aCapacityIsOfAllUplinksOrOfOne() throws Exception {
    OptionWords words =
        read(
            """
            name: leaf-1
            profiles: p
            capacity: 10 Gbit/s
            reservation-hold: 60
            uplinks:
              eth1: { capacity: 2.5 Gbit/s }
              eth2:
            """);
    EdgeSettings edge = AgentOptions.of(words, STATE).edge();
    assertThat(edge.capacities())
        .isEqualTo(
            Map.of(
                new PortName("eth1"),
                BitRate.parse("2500 Mbit/s"),
                new PortName("eth2"),
                BitRate.parse("10 Gbit/s")));
    assertThat(edge.reservationHold()).isEqualTo(Duration.ofMinutes(1));
    assertThat(AgentOptions.of(least(), STATE).edge()).isEqualTo(EdgeSettings.DEFAULTS);
  }

  @Test
  void aModeOfNoSChannelsIsAMistake() throws Exception {
    OptionWords words = read("name: leaf-1\nprofiles: p\nuplinks: { eth1: { mode: channel } }\n");
    assertThat(catchThrowable(() -> AgentOptions.of(words, STATE)))
        .hasMessageContaining("agent.yaml:3")
        .hasMessageContaining("eth1 has no S-channels");
    OptionWords shared =
        read("name: leaf-1\nprofiles: p\nuplinks: { eth1: { mode: shared-port } }\n");
    assertThat(AgentOptions.of(shared, STATE).uaps()).as("it is one").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ecp-rte   | 28             | --ecp-rte: \"28\" is not a number from 0 to 27",
        "ecp-retries | 8            | \"8\" is not a number from 0 to 7",
        "door-port | 65536          | \"65536\" is not a number from 0 to 65535",
        "vdp-rka   | 2e1            | \"2e1\" is not a number",
        "group-ids | yes            | \"yes\" is neither on nor off",
        "dataplane | ovs:/run       | \"ovs:/run\" is not a data plane of this version",
        "unknown-type | quarantine  | write refuse, accept or quarantine:TYPE/VERSION",
        "uplink    | eth1           | eth1 is named twice",
        "uplink    | a/b            | \"a/b\" is not the name of an interface",
        "fabric    | eth1           | an interface is either an uplink or a fabric port",
        "mirror-port | eth1         | a mirror port is an interface of its own, it only sends",
        "mirror-port | a/b          | \"a/b\" is not the name of an interface",
        "name      | ../etc         | is not a name",
        "s-channels | on            | \"on\" is neither off nor cdcp; write off, or cdcp",
        "s-channels | cdcp 2-300    | \"2-300\" is not an S-channel; write off, or cdcp",
        "s-channels | cdcp 1/300    | 1/300 is outside SCID 2..167 and SVID 2..4094",
        "s-channels | cdcp 2/4095   | 2/4095 is outside SCID 2..167 and SVID 2..4094",
        "s-channels | cdcp 2/9 3/9  | 3/9 has the SCID or the SVID of another S-channel",
        "mode      | veb            | \"veb\" is not a mode; write channel",
      })
  void mistakesNameTheOptionAndTheRemedy(String option, String value, String sentence) {
    OptionWords words = least().add(option, value, "--" + option);
    assertThat(catchThrowable(() -> AgentOptions.of(words, STATE)))
        .isInstanceOf(OptionMistake.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aManagerTakesThePlaceOfProfiles() throws Exception {
    OptionWords file =
        read(
            """
            name: leaf-1
            uplinks: [eth1]
            manager: ["https://moorage-1:8443", "http://127.0.0.1:8080"]
            token-file: token
            """);
    assertThat(AgentOptions.of(file, STATE).types())
        .isEqualTo(
            new TypeSource.Managers(
                List.of(URI.create("https://moorage-1:8443"), URI.create("http://127.0.0.1:8080")),
                Path.of("token")));
    OptionWords line =
        new OptionWords()
            .add("name", "leaf-1", "--name")
            .add("uplink", "eth1", "--uplink")
            .add("manager", "https://a:1, https://b:2", "--manager");
    assertThat(((TypeSource.Managers) AgentOptions.of(line, STATE).types()).urls()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://10.0.0.1:8080  | would send this agent's token over the network in the clear",
        "http://localhost.evil.com | in the clear",
        "moorage-1:8080        | is not a manager's address; write https://HOST:8443",
        "ftp://moorage-1       | is not a manager's address",
        "https://u:p@moorage-1 | is not a manager's address",
        "https:// x            | is not a manager's address",
      })
  void anAddressThatWillNotDoIsNamed(String url, String sentence) {
    OptionWords words =
        new OptionWords()
            .add("name", "leaf-1", "--name")
            .add("uplink", "eth1", "--uplink")
            .add("manager", url, "--manager");
    assertThat(catchThrowable(() -> AgentOptions.of(words, STATE)))
        .isInstanceOf(OptionMistake.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void plainHttpToAnotherMachineHasToBeSaid() throws Exception {
    OptionWords words =
        new OptionWords()
            .add("name", "leaf-1", "--name")
            .add("uplink", "eth1", "--uplink")
            .add("manager", "http://10.0.0.1:8080", "--manager")
            .add("insecure-http", "on", "--insecure-http");
    assertThat(AgentOptions.of(words, STATE).types()).isInstanceOf(TypeSource.Managers.class);
  }

  @Test
  void aManagerAndProfilesExcludeEachOther() {
    OptionWords both = least().add("manager", "https://moorage-1:8443", "--manager");
    assertThat(catchThrowable(() -> AgentOptions.of(both, STATE)))
        .hasMessageContaining("--manager: a manager and profiles (--profiles) are both given");
    OptionWords alone = least().add("token-file", "t", "--token-file");
    assertThat(catchThrowable(() -> AgentOptions.of(alone, STATE)))
        .hasMessageContaining("--token-file: is about a manager, and none is given");
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThat(catchThrowable(() -> AgentOptions.of(new OptionWords(), STATE)))
        .hasMessageContaining("--name is missing");
    OptionWords named = new OptionWords().add("name", "leaf-1", "--name");
    assertThat(catchThrowable(() -> AgentOptions.of(named, STATE)))
        .hasMessageContaining("--uplink is missing");
    named.add("uplink", "eth1", "--uplink");
    assertThat(catchThrowable(() -> AgentOptions.of(named, STATE)))
        .hasMessageContaining("--profiles is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "manager: [[a]]           | agent.yaml:2: manager: is a list; write addresses",
        "provider-address: x      | agent.yaml:2: \"provider-address\" is not in this version",
        "uplink: eth1             | agent.yaml:2: \"uplink\" is not a key here; did you mean",
        "uplinks: { e: { capacity: [1] } } | uplinks.e.capacity: is a list where one word belongs",
        "uplinks: { e: { s-channel: cdcp } } | \"s-channel\" is not a key here; did you mean",
        "uplinks: 5               | ",
        "dataplane: { ovs: /run } | agent.yaml:2: dataplane: is soft or none in this version",
        "fabric: [[a]]            | agent.yaml:2: fabric: is a list",
        "name: leaf-2             | agent.yaml:2: name: is written twice",
        "profiles:                | agent.yaml:2: profiles: is nothing where one word belongs",
        "ecp-rte: [1]             | agent.yaml:2: ecp-rte: is a list where one word belongs",
        "'{'                      | not YAML",
      })
  void mistakesInAFileNameItsLineAndKey(String line, String sentence) throws Exception {
    if (sentence == null) {
      assertThat(read("name: leaf-1\n" + line + "\n").all("uplink")).hasSize(1);
      return;
    }
    assertThat(catchThrowable(() -> read("name: leaf-1\n" + line + "\n")))
        .isInstanceOf(OptionMistake.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aValueOfAFileThatIsWrongIsNamedWithItsLine() throws Exception {
    OptionWords words = read("name: leaf-1\nuplinks: [eth1]\nprofiles: p\necp-rte: forty\n");
    assertThat(catchThrowable(() -> AgentOptions.of(words, STATE)))
        .hasMessageContaining("agent.yaml:4: ecp-rte: \"forty\" is not a number");
  }

  @Test
  void severalInterfacesAreOnePortAndNoInterfaceIsInTwo() throws Exception {
    AgentOptions options = AgentOptions.of(least().add("uplink", "eth2+eth3", "--uplink"), STATE);
    assertThat(options.uplinks()).containsKey(new PortName("eth2+eth3"));
    assertThat(Aggregation.members(new PortName("eth2+eth3"))).containsExactly("eth2", "eth3");
    assertThat(Aggregation.members(new PortName("eth1"))).containsExactly("eth1");
    for (String wrong : List.of("eth4+eth1", "eth4+eth4", "eth4+", "+eth4", "a+b+c+d+e+f+g+h+i")) {
      OptionWords words = least().add("uplink", wrong, "--uplink");
      assertThat(catchThrowable(() -> AgentOptions.of(words, STATE)))
          .as(wrong)
          .isInstanceOf(OptionMistake.class);
    }
    OptionWords fabric = least().add("fabric", "eth4+eth1", "--fabric");
    assertThat(catchThrowable(() -> AgentOptions.of(fabric, STATE)))
        .hasMessageContaining("is named twice");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    assertThat(catchThrowable(() -> AgentFile.read(directory.resolve("none.yaml"))))
        .hasMessageContaining("does not exist");
  }

  private OptionWords read(String text) throws IOException, OptionMistake {
    Path file = directory.resolve("agent.yaml");
    Files.writeString(file, text);
    return AgentFile.read(file);
  }

  private static OptionWords least() {
    return new OptionWords()
        .add("name", "leaf-1", "--name")
        .add("uplink", "eth1", "--uplink")
        .add("profiles", "profiles", "--profiles");
  }
}
