package org.moorage.protocol.evb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.protocol.TimerExponent;

class EvbOperationTest {

  @ParameterizedTest
  @CsvSource({
    "14, 20, 17448, 10485",
    "8, 20, 15755, 10485",
    "10, 18, 4039, 2621",
    "16, 20, 22609, 10485",
  })
  void derivesTheTimesOfTheStandard(int ack, int wait, long margin, long keepAlive) {
    EvbOperation operation = operation(3, ack, wait);
    assertThat(operation.respWaitDelay().toMillis()).isEqualTo(margin);
    assertThat(operation.toutKeepAlive().toMillis()).isEqualTo(margin);
    assertThat(operation.reinitKeepAlive().toMillis()).isEqualTo(keepAlive);
    assertThat(operation.resourceWaitDelay().toMillis()).isEqualTo(keepAlive);
  }

  @Test
  void triesOnceAndThenAsOftenAsRetriesSay() {
    EvbOperation operation = operation(3, 10, 20);
    assertThat(operation.ackTimer()).isEqualTo(Duration.ofNanos(10_240_000));
    assertThat(operation.worstDelivery()).isEqualTo(Duration.ofNanos(40_960_000));
  }

  @Test
  void theLargestExponentsDoNotOverflow() {
    EvbOperation operation = operation(7, 31, 31);
    assertThat(operation.toutKeepAlive())
        .isEqualTo(Duration.ofNanos(16L * (10_000L << 31) / 2 * 3));
  }

  @Test
  void offersNoExponentThatOverflowsAtPeers() {
    EvbSettings good = EvbSettings.BRIDGE_DEFAULTS;
    TimerExponent large = new TimerExponent(28);
    assertThatThrownBy(
            () -> new EvbSettings(true, true, 3, large, good.ackTimer(), good.ackTimer()))
        .hasMessage("ack timer exponent 28 is more than 27, which peers do not survive");
    assertThatThrownBy(
            () -> new EvbSettings(true, true, 3, good.ackTimer(), large, good.ackTimer()))
        .hasMessageStartingWith("resource wait delay exponent 28");
    assertThatThrownBy(
            () -> new EvbSettings(true, true, 3, good.ackTimer(), good.ackTimer(), large))
        .hasMessageStartingWith("reinit keep-alive exponent 28");
    assertThatThrownBy(() -> new DraftEvbSettings(EvbMode.BRIDGE, true, 1, large))
        .hasMessageStartingWith("ack timer exponent 28");
    assertThatThrownBy(
            () -> new EvbSettings(true, true, 8, good.ackTimer(), good.ackTimer(), good.ackTimer()))
        .hasMessage("ECP retries 8 is outside 0..7");
  }

  @Test
  void aBridgeOffersAShortAckTimerSoThatSlowSendersKeepTheirVsis() {
    assertThat(EvbSettings.BRIDGE_DEFAULTS)
        .isEqualTo(
            new EvbSettings(
                true,
                true,
                3,
                new TimerExponent(10),
                new TimerExponent(20),
                new TimerExponent(20)));
  }

  private static EvbOperation operation(int retries, int ack, int wait) {
    return new EvbOperation(
        false,
        false,
        retries,
        new TimerExponent(ack),
        new TimerExponent(wait),
        new TimerExponent(wait));
  }
}
