package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.protocol.stack.PortBench.association;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.VdpType;

/** Damaged frames of every kind on a composed port. */
class PortNoiseTest {

  private static final int FRAMES = 3_000;

  private static final List<Octets> GOOD =
      CapturedFrame.CAPTURES.stream()
          .flatMap(capture -> CapturedFrame.all(capture).stream())
          .map(CapturedFrame::octets)
          .toList();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aGoodAssociationIsAnsweredAtOnceAfterAnyNoise(long seed) {
    Noise noise = Noise.seeded(seed);
    PortBench bench = new PortBench();
    for (int i = 0; i < FRAMES; i++) {
      Octets octets = GOOD.get(noise.random().nextInt(GOOD.size()));
      bench.frame(i % 10 == 0 ? noise.octets(1600) : noise.damaged(octets));
      if (i % 50 == 0) {
        bench.pass(Duration.ofMillis(noise.random().nextInt(3_000)));
      }
      bench.forget();
    }
    // Three bursts of four transmissions: what noise left to be said is given up by then.
    bench.pass(Duration.ofMillis(200));
    assertThat(bench.port.view().dropped()).hasSizeBetween(10, 100);
    bench.request(association(VdpType.ASSOCIATE, 77_777, 100));
    bench.forget();
    assertThat(bench.answersAnAssociation(88_888)).isTrue();
    assertThat(bench.port.view().deciding()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void aStationBearsAnyNoise(long seed) {
    Noise noise = Noise.seeded(seed);
    TwoPorts link = new TwoPorts(Flavour.RATIFIED, seed);
    link.up();
    link.want(association(VdpType.ASSOCIATE, 1, 100));
    link.pass(Duration.ofSeconds(1));
    for (int i = 0; i < FRAMES; i++) {
      link.toStation(noise.damaged(GOOD.get(noise.random().nextInt(GOOD.size()))));
    }
    link.want(association(VdpType.ASSOCIATE, 2, 100));
    link.pass(Duration.ofSeconds(1));
    assertThat(link.station.view().confirmed()).isEqualTo(2);
  }
}
