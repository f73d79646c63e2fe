package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.edge.PortName;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.stack.ControlAddresses;

class AddressOptionsTest {

  private static final Path STATE = Path.of("state");
  private static final PortName ETH1 = new PortName("eth1");
  private static final PortName ETH2 = new PortName("eth2");
  private static final MacAddress OWN = MacAddress.parse("03:00:00:00:00:01");

  @Test
  void withoutAWordTheAddressesAreThoseOfTheStandard() throws Exception {
    assertThat(AgentOptions.of(least(), STATE).addresses(ETH1))
        .isEqualTo(ControlAddresses.STANDARD);
  }

  @Test
  void addressesAreOfAllUplinksOrOfOne(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("agent.yaml");
    Files.writeString(
        file,
        """
        name: leaf-1
        profiles: p
        evb-address: nearest-bridge
        ecp-address: nearest-bridge
        uplinks:
          eth1:
          eth2: { evb-address: "03-00-00-00-00-01", ecp-address: nearest-customer }
        """);
    AgentOptions options = AgentOptions.of(AgentFile.read(file), STATE);
    MacAddress bridge = ReservedAddress.NEAREST_BRIDGE.mac();
    MacAddress customer = ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac();
    assertThat(options.addresses(ETH1)).isEqualTo(new ControlAddresses(bridge, bridge, bridge));
    assertThat(options.addresses(ETH2)).isEqualTo(new ControlAddresses(OWN, customer, customer));
    assertThat(options.addresses(ETH2).groups()).contains(OWN, bridge, customer).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "02:00:00:00:00:01 | 02:00:00:00:00:01 is one station's address, not a group address",
        "ff:ff:ff:ff:ff:ff | goes to every station of the network",
        "01:80:c2:00:00:01 | is reserved for other protocols",
        "nearest           | \"nearest\" is neither an address nor a word for one"
      })
  void whatNoControlFrameMayGoToIsRefused(String address, String sentence) {
    for (String option : new String[] {"evb-address", "ecp-address"}) {
      OptionWords words = least().add(option, address, "--" + option);
      assertThat(catchThrowable(() -> AgentOptions.of(words, STATE)))
          .hasMessageStartingWith("--" + option + ": ")
          .hasMessageContaining(sentence)
          .hasMessageContaining("write nearest-customer, nearest-non-tpmr, nearest-bridge, or");
    }
  }

  @Test
  void theAgentOfCdcpIsNotTakenFromIt() {
    OptionWords words =
        least()
            .add("s-channels", "cdcp", "--s-channels")
            .add("evb-address", "nearest-non-tpmr", "--evb-address");
    assertThat(catchThrowable(() -> AgentOptions.of(words, STATE)))
        .hasMessageContaining("eth1 has S-channels")
        .hasMessageContaining("s-channels off");
  }

  private static OptionWords least() {
    return new OptionWords()
        .add("name", "leaf-1", "--name")
        .add("uplink", "eth1", "--uplink")
        .add("profiles", "p", "--profiles");
  }
}
