package org.moorage.manager.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.EdgeReport;
import org.moorage.manager.console.LiveHub;

class EdgeReportsTest {

  private static final UUID EDGE = new UUID(1, 2);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final EdgeReports reports = new EdgeReports(now::get, new LiveHub());

  private void report(String started, long frames) {
    reports.take(
        new EdgeReport(
            EDGE,
            started,
            Map.of(),
            Map.of(),
            0,
            null,
            0,
            List.of(),
            List.of(
                new EdgeReport.VPortCount("v1", frames, 0, 0, 0, Map.of(), Map.of(), List.of()))));
  }

  private void passes(long seconds) {
    now.updateAndGet(before -> before.plusSeconds(seconds));
  }

  @Test
  void aRateIsTheDifferenceOfTheLastTwoCounts() {
    report("a", 100);
    assertThat(reports.rate(EDGE, "v1").framesFromVm()).isZero();
    passes(2);
    report("a", 300);
    assertThat(reports.rate(EDGE, "v1").framesFromVm()).isEqualTo(100.0);
    passes(7);
    assertThat(reports.rate(EDGE, "v1").framesFromVm()).isZero();
    assertThat(reports.count(EDGE, "v1")).isPresent();
  }

  @Test
  void anAgentThatStartedAgainCountsAnew() {
    report("a", 1_000);
    passes(2);
    report("b", 10);
    assertThat(reports.rate(EDGE, "v1").framesFromVm()).isZero();
    assertThat(reports.before(EDGE)).isEmpty();
    passes(2);
    report("b", 30);
    assertThat(reports.rate(EDGE, "v1").framesFromVm()).isEqualTo(10.0);
  }

  @Test
  void anEdgeThatIsSilentIsAway() {
    assertThat(reports.isHeard(EDGE)).isFalse();
    report("a", 1);
    assertThat(reports.isHeard(EDGE)).isTrue();
    passes(7);
    assertThat(reports.isHeard(EDGE)).isFalse();
  }

  @Test
  void whatEndedIsForgotten() {
    report("a", 1);
    reports.ended(EDGE, "v1");
    assertThat(reports.count(EDGE, "v1")).isEmpty();
    reports.forget(EDGE);
    assertThat(reports.of(EDGE)).isEmpty();
  }

  @Test
  void noMoreEdgesAreRememberedThanThereMayBe() {
    report("a", 1);
    for (int i = 0; i < EdgeReports.MAX_EDGES; i++) {
      reports.take(
          new EdgeReport(
              new UUID(9, i), "a", Map.of(), Map.of(), 0, null, 0, List.of(), List.of()));
    }
    assertThat(reports.of(EDGE)).isEmpty();
  }
}
