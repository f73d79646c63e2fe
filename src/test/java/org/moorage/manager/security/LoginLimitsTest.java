package org.moorage.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginLimitsTest {

  private final TestClock clock = new TestClock();
  private final LoginLimits limits = new LoginLimits(clock);

  @Test
  void aFewMistakesCostNothing() {
    fail(LoginLimits.FREE_FOR_A_NAME - 1, "anna", "10.0.0.1");
    assertThat(limits.wait("anna", "10.0.0.1")).isZero();
  }

  @Test
  void eachFurtherFailureDoublesTheWaitUpToAMinuteForAName() {
    fail(LoginLimits.FREE_FOR_A_NAME, "anna", "10.0.0.1");
    assertThat(limits.wait("anna", "10.9.9.9")).isEqualTo(Duration.ofSeconds(1));
    fail(1, "anna", "10.0.0.1");
    assertThat(limits.wait("ANNA", "10.9.9.9")).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 20; i++) {
      fail(1, "anna", "10.0.1." + i);
    }
    assertThat(limits.wait("anna", "10.9.9.9")).isEqualTo(LoginLimits.LONGEST_FOR_A_NAME);
  }

  @Test
  void anAddressThatTriesManyNamesWaitsLonger() {
    for (int i = 0; i < 100; i++) {
      fail(1, "name-" + i, "10.0.0.1");
    }
    assertThat(limits.wait("somebody", "10.0.0.1")).isEqualTo(LoginLimits.LONGEST_FOR_AN_ADDRESS);
    assertThat(limits.wait("somebody", "10.0.0.2")).isZero();
  }

  @Test
  void timeAndSuccessMakeItForgotten() {
    fail(10, "anna", "10.0.0.1");
    clock.pass(Duration.ofMinutes(1));
    assertThat(limits.wait("anna", "10.0.0.1")).isZero();
    limits.succeeded("anna");
    fail(1, "anna", "10.0.0.2");
    assertThat(limits.wait("anna", "10.0.0.2")).isZero();
  }

  private void fail(int times, String name, String address) {
    for (int i = 0; i < times; i++) {
      limits.failed(name, address);
    }
  }
}
