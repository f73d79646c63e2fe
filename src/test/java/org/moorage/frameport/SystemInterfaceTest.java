package org.moorage.frameport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.ethernet.MacAddress;

class SystemInterfaceTest {

  @Test
  void anUnknownNameIsAnsweredWithTheNearestAndAll() {
    assertThat(SystemInterface.unknown("ens3", List.of(named("enp0s3"), named("ens4"))))
        .isEqualTo("there is no interface ens3; did you mean ens4? This machine has enp0s3, ens4");
    assertThat(SystemInterface.unknown("uplink", List.of(named("eth0"))))
        .isEqualTo("there is no interface uplink. This machine has eth0");
    assertThat(SystemInterface.unknown("eth0", List.of()))
        .isEqualTo("there is no interface eth0; this machine has none but the loopback");
  }

  @Test
  void aPathIsNotAName() {
    assertThat(SystemInterface.find("../../sys")).isEmpty();
    assertThat(SystemInterface.find("..")).isEmpty();
    assertThat(SystemInterface.hasCarrier("")).isFalse();
  }

  private static SystemInterface named(String name) {
    return new SystemInterface(name, 1, MacAddress.ZERO, true, true, 1500);
  }
}
