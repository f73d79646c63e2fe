package org.moorage.frameport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InterfaceSwitchTest {

  @Test
  void theOtherEndNoticesThatAnInterfaceIsSwitched() throws Exception {
    try (VethPair pair = VethPair.create()) {
      assertThat(SystemInterface.hasCarrier(pair.far())).isTrue();
      InterfaceSwitch.set(pair.near(), false);
      assertThat(SystemInterface.require(pair.near()).up()).isFalse();
      assertThat(SystemInterface.hasCarrier(pair.far())).isFalse();
      InterfaceSwitch.set(pair.near(), false);
      InterfaceSwitch.set(pair.near(), true);
      assertThat(SystemInterface.require(pair.near()).up()).isTrue();
      assertThat(SystemInterface.hasCarrier(pair.far())).isTrue();
      assertThat(SystemInterface.megabits(pair.near())).isEqualTo(10_000);
    }
  }

  @Test
  void anInterfaceThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> InterfaceSwitch.set("nosuchif0", false))
        .isInstanceOf(FramePortException.class)
        .hasMessageContaining("there is no interface nosuchif0");
    assertThat(SystemInterface.megabits("nosuchif0")).isZero();
  }
}
