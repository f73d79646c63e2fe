package org.moorage.protocol.ethernet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;

class ServiceTagTest {

  private static final Octets PLAIN = Octets.ofHex("0180c2000000 020000000b01 8940 14010001");

  @Test
  void whatIsPutOnComesOffAgain() {
    Octets tagged = ServiceTag.on(PLAIN, 7, 100);
    assertThat(tagged).isEqualTo(Octets.ofHex("0180c2000000 020000000b01 88a8 e064 8940 14010001"));
    assertThat(ServiceTag.vid(tagged)).isEqualTo(100);
    assertThat(ServiceTag.off(tagged)).isEqualTo(PLAIN);
  }

  @Test
  void onlyTheOutermostCounts() {
    Octets twice = ServiceTag.on(ServiceTag.on(PLAIN, 0, 2), 0, 3);
    assertThat(ServiceTag.vid(twice)).isEqualTo(3);
    assertThat(ServiceTag.vid(ServiceTag.off(twice))).isEqualTo(2);
  }

  @Test
  void aFrameWithoutOneOrCutShortStaysAsItIs() {
    for (int size = 0; size <= PLAIN.size(); size++) {
      Octets part = PLAIN.slice(0, size);
      assertThat(ServiceTag.vid(part)).isZero();
      assertThat(ServiceTag.off(part)).isEqualTo(part);
    }
    Octets cut = ServiceTag.on(PLAIN, 0, 2).slice(0, 15);
    assertThat(ServiceTag.isOn(cut)).isFalse();
  }
}
