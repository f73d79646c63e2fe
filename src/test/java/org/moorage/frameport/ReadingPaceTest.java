package org.moorage.frameport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.moorage.frameport.ReadingPace.Mode;

class ReadingPaceTest {

  private static final long MILLI = 1_000_000;

  private long now = Long.MAX_VALUE - 50 * MILLI; // as System.nanoTime it may wrap
  private final ReadingPace pace = new ReadingPace(now);

  private Mode during(int millis, int framesPerMilli) {
    Mode mode = pace.mode();
    for (int i = 0; i < millis; i++) {
      now += MILLI;
      mode = pace.read(framesPerMilli, now);
    }
    return mode;
  }

  @Test
  void aPortIsBusyWithinTenMillisecondsOfAFloodAndCalmSoonAfterIt() {
    assertThat(during(500, 20)).isEqualTo(Mode.CALM);
    assertThat(during(20, 40)).isEqualTo(Mode.BUSY);
    assertThat(during(1_000, 500)).isEqualTo(Mode.BUSY);
    assertThat(during(250, 5)).isEqualTo(Mode.CALM);
  }

  @Test
  void aRateBetweenTheTwoChangesNothing() {
    assertThat(during(2_000, 25)).isEqualTo(Mode.CALM);
    during(20, 40);
    assertThat(during(2_000, 25)).isEqualTo(Mode.BUSY);
  }

  @Test
  void aCalmIsLongAfterTenSeconds() {
    during(20, 40);
    assertThat(pace.isLongCalm(now + 20_000 * MILLI)).isFalse();
    during(250, 0);
    assertThat(pace.isLongCalm(now)).isFalse();
    during(10_001, 1);
    assertThat(pace.isLongCalm(now)).isTrue();
  }

  @Test
  void wherePortsCannotBeReadByTheBlockCalmIsLongAtOnceAgainLater() {
    during(20, 40);
    pace.staysCalm(now);
    assertThat(pace.mode()).isEqualTo(Mode.CALM);
    assertThat(pace.isLongCalm(now + ReadingPace.LONG_CALM)).isFalse();
    assertThat(pace.isLongCalm(now + ReadingPace.LONG_CALM + 1)).isTrue();
    assertThat(during(9_000, 500)).isEqualTo(Mode.CALM);
    assertThat(during(1_100, 500)).isEqualTo(Mode.BUSY);
  }
}
