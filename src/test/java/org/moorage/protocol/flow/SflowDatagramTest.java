package org.moorage.protocol.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;

class SflowDatagramTest {

  private static final Octets AGENT = Octets.ofHex("0a000001");

  @Test
  void aSampledFrameWithItsVlans() {
    FlowSample sample =
        new FlowSample(7, 65_537, 512, 4_000, 3, 65_537, 0, 64, Octets.ofHex("0102030405"), 0, 100);
    assertThat(sample.encode())
        .isEqualTo(
            Octets.ofHex(
                "00000001 00000058 00000007 00010001 00000200 00000fa0 00000003 00010001 00000000"
                    + "00000002 00000001 00000018 00000001 00000040 00000000 00000005 01020304"
                    + "05000000 000003e9 00000010 00000000 00000000 00000064 00000000"));
  }

  @Test
  void theCountersOfAVPortWithItsName() {
    CounterSample sample = new CounterSample(2, 65_537, "abcde", 1, 64, 2, 3, 192, 4);
    assertThat(sample.encode())
        .isEqualTo(
            Octets.ofHex(
                "00000002 00000080 00000002 00010001 00000002 00000001 00000058 00010001 00000035"
                    + "0000000000000000 00000001 00000003"
                    + "0000000000000040 00000001 ffffffff ffffffff 00000002 ffffffff ffffffff"
                    + "00000000000000c0 00000003 ffffffff ffffffff 00000004 ffffffff 00000000"
                    + "000003ed 0000000c 00000005 6162636465000000"));
  }

  @Test
  void aDatagramCarriesSamplesOfAnAgent() {
    Octets sample = Octets.ofHex("00000001 00000000");
    assertThat(new SflowDatagram(AGENT, 9, 1_000, List.of(sample)).encode())
        .isEqualTo(
            Octets.ofHex(
                "00000005 00000001 0a000001 00000000 00000009 000003e8 00000001"
                    + "00000001 00000000"));
    Octets agent = Octets.zeros(16);
    assertThat(new SflowDatagram(agent, 9, 0, List.of()).encode().u32(4)).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new SflowDatagram(Octets.zeros(6), 1, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FlowSample(1, 1, 1, 1, 0, 1, 0, 200, Octets.zeros(129), 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CounterSample(1, 1, "x".repeat(65), 0, 0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
