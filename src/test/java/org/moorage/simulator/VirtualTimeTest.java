package org.moorage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

  private final VirtualTime time = new VirtualTime(Instant.EPOCH);
  private final List<String> happened = new ArrayList<>();

  private void note(String what) {
    happened.add(time.elapsed().toMillis() + " " + what);
  }

  @Test
  void eventsHappenInTheOrderOfTheirTimesAndThenOfBeingAskedFor() {
    time.after(Duration.ofMillis(5), () -> note("late"));
    time.after(Duration.ofMillis(1), () -> note("first"));
    time.after(Duration.ofMillis(1), () -> note("second"));
    while (time.step()) {
      // Until nothing waits.
    }
    assertThat(happened).containsExactly("1 first", "1 second", "5 late");
  }

  @Test
  void whatIsAskedForInThePastHappensNowAndTimeNeverGoesBack() {
    time.after(
        Duration.ofMillis(3),
        () -> time.at(Instant.EPOCH.plusMillis(1), () -> note("asked too late")));
    assertThat(time.step()).isTrue();
    assertThat(time.next()).contains(Duration.ofMillis(3));
    assertThat(time.step()).isTrue();
    assertThat(happened).containsExactly("3 asked too late");
    assertThat(time.step()).isFalse();
    assertThat(time.now()).isEqualTo(Instant.EPOCH.plusMillis(3));
  }
}
