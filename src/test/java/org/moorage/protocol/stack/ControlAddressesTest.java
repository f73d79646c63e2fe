package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.protocol.stack.PortBench.vsi;
import static org.moorage.protocol.stack.TwoPorts.associate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;

class ControlAddressesTest {

  private static final MacAddress EVB = MacAddress.parse("03:00:00:00:00:01");
  private static final MacAddress ECP = MacAddress.parse("03:00:00:00:00:02");
  private static final ControlAddresses OWN = ControlAddresses.STANDARD.withEvb(EVB).withEcp(ECP);

  @ParameterizedTest
  @EnumSource
  void bothEndsMeetAtAnAddressOfTheirOwn(Flavour flavour) {
    TwoPorts link =
        new TwoPorts(
            BridgePortSettings.of(PortBench.BRIDGE).with(OWN),
            StationPortSettings.of(PortBench.STATION, flavour).with(OWN),
            1);
    link.up();
    link.want(associate(1, 100));
    link.pass(Duration.ofSeconds(20));
    assertThat(link.bridge.view().flavour()).contains(flavour);
    assertThat(link.fromStation(StationEffect.Confirmed.class)).isNotEmpty();
    assertThat(link.bridge.view().held()).isEqualTo(1);
    assertThat(destinations(link, EtherType.LLDP)).isNotEmpty().containsOnly(EVB);
    EtherType type = flavour == Flavour.RATIFIED ? EtherType.ECP : EtherType.ECP_DRAFT;
    assertThat(destinations(link, type)).isNotEmpty().containsOnly(ECP);
  }

  @Test
  void aStationThatKeepsToTheStandardIsHeardByEcpAndNotByLldp() {
    TwoPorts link =
        new TwoPorts(
            BridgePortSettings.of(PortBench.BRIDGE).with(OWN),
            StationPortSettings.of(PortBench.STATION, Flavour.RATIFIED),
            1);
    link.up();
    link.want(associate(1, 100));
    link.pass(Duration.ofSeconds(2));
    assertThat(link.bridge.view().neighbour()).isEmpty();
    assertThat(link.bridge.view().dropped()).containsKey(LldpLink.WRONG_ADDRESS);
    assertThat(link.bridge.held(vsi(1))).isPresent();
  }

  @Test
  void oneStationsAddressIsNoPlaceForControlFrames() {
    assertThatThrownBy(() -> ControlAddresses.STANDARD.withEvb(PortBench.STATION))
        .hasMessageContaining("is not a group address");
  }

  private static List<MacAddress> destinations(TwoPorts link, EtherType type) {
    List<Octets> frames = new ArrayList<>();
    link.fromBridge(PortEffect.Send.class).forEach(sent -> frames.add(sent.frame()));
    link.fromStation(StationEffect.Send.class).forEach(sent -> frames.add(sent.frame()));
    return frames.stream()
        .filter(frame -> frame.u16(12) == type.value())
        .map(frame -> MacAddress.of(frame, 0))
        .toList();
  }
}
