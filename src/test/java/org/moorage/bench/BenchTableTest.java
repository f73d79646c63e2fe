package org.moorage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchTableTest {

  private static final BenchRow FASTER =
      new BenchRow(
          "request to response",
          "ms",
          0.5,
          Optional.of(2.0),
          Optional.of(new BenchRow.Target(1, false, 0.5)));
  private static final BenchRow SLOWER =
      new BenchRow(
          "sustained",
          "assoc/s",
          900,
          Optional.of(1.0),
          Optional.of(new BenchRow.Target(2, true, 1000)));
  private static final BenchRow ALONE =
      new BenchRow(
          "heap",
          "octets",
          900,
          Optional.empty(),
          Optional.of(new BenchRow.Target(9, false, 1024)));

  @Test
  void theRatioIsOursToThePeers() {
    assertThat(FASTER.ratio()).contains(0.25);
    assertThat(FASTER.met()).contains(true);
  }

  @Test
  void aRatioShortOfItsTargetIsNotMet() {
    assertThat(SLOWER.met()).contains(false);
  }

  @Test
  void withoutAPeerTheTargetBoundsOurOwnFigure() {
    assertThat(ALONE.ratio()).isEmpty();
    assertThat(ALONE.met()).contains(true);
  }

  @Test
  void thereIsNoRatioToNothing() {
    BenchRow row = new BenchRow("lost", "frames", 3, Optional.of(0.0), FASTER.target());
    assertThat(row.ratio()).isEmpty();
    assertThat(row.met()).isEmpty();
  }

  @Test
  void theTextIsAMarkdownTableWithItsNotes() {
    assertThat(new BenchTable("vdp", List.of(FASTER, ALONE), List.of("one note")).toText())
        .isEqualTo(
            """
            | what                | unit   |  ours | peer |  ratio | target     | met |
            |---------------------|--------|------:|-----:|-------:|------------|-----|
            | request to response | ms     | 0.500 | 2.00 | 0.250x | #1 <= 0.5x | yes |
            | heap                | octets |   900 |    - |      - | #9 <= 1024 | yes |

            one note
            """);
  }

  @Test
  void aQuantileIsASampleThatWasMeasured() {
    Samples samples = new Samples();
    for (int i = 1; i <= 1_000; i++) {
      samples.add(i);
    }
    assertThat(samples.median()).isEqualTo(Duration.ofNanos(501));
    assertThat(samples.quantile(0.99)).isEqualTo(Duration.ofNanos(991));
  }
}
