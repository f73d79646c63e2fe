package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.protocol.stack.PortBench.association;
import static org.moorage.protocol.stack.PortBench.vsi;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;

/** A bridge port that begins again under stations that went on. */
class BridgeRestartTest {

  private static final Duration GAP = Duration.ofMillis(5);

  private final PortBench bench = new PortBench();

  @Test
  void whatWasHeldBeforeARestartIsKeptAliveWithoutBeingAskedAgain() {
    bench.request(association(VdpType.ASSOCIATE, 1, 0));
    HeldVsi held = bench.port.held(vsi(1)).orElseThrow();
    assertThat(held.answered()).containsExactly(new VidField(false, 0, 205));
    PortBench restarted = new PortBench();
    restarted.take(restarted.port.restore(List.of(held), restarted.now));
    restarted.request(association(VdpType.ASSOCIATE, 1, 205));
    restarted.request(association(VdpType.ASSOCIATE, 1, 0));
    restarted.pass(GAP);
    assertThat(restarted.all(PortEffect.Command.class)).isEmpty();
    assertThat(restarted.all(PortEffect.KeptAlive.class)).hasSize(2);
    assertThat(restarted.port.held(vsi(1))).contains(held);
    restarted.pass(restarted.port.view().operation().toutKeepAlive());
    assertThat(restarted.all(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.KEEPALIVE_EXPIRED));
  }

  @Test
  void aStationWhoseKeepaliveFellIntoARestartGetsItsAnswerAllTheSame() {
    bench.request(association(VdpType.ASSOCIATE, 1, 0));
    HeldVsi held = bench.port.held(vsi(1)).orElseThrow();
    PortBench restarted = new PortBench();
    restarted.take(restarted.port.linkDown(restarted.now));
    restarted.take(restarted.port.restore(List.of(held), restarted.now));
    restarted.forget();
    restarted.take(restarted.port.linkUp(restarted.now));
    restarted.pass(GAP);
    assertThat(restarted.answers())
        .singleElement()
        .satisfies(answer -> {
          assertThat(answer.type()).isEqualTo(VdpType.ASSOCIATE);
          assertThat(answer.status()).isEqualTo(0x40);
          assertThat(answer.vsiId()).isEqualTo(vsi(1));
          assertThat(answer.filters().entries().getFirst().vid().vid()).isEqualTo(205);
        });
    restarted.forget();
    restarted.take(restarted.port.linkDown(restarted.now));
    restarted.take(restarted.port.linkUp(restarted.now));
    restarted.pass(GAP);
    assertThat(restarted.answers()).as("once is enough").isEmpty();
  }

  @Test
  void theTimeOfAStationBeginsWhenItsLinkIsUpAgain() {
    bench.request(association(VdpType.ASSOCIATE, 1, 0));
    HeldVsi held = bench.port.held(vsi(1)).orElseThrow();
    Duration time = bench.port.view().operation().toutKeepAlive();
    PortBench restarted = new PortBench();
    restarted.take(restarted.port.linkDown(restarted.now));
    restarted.take(restarted.port.restore(List.of(held), restarted.now));
    restarted.pass(time.multipliedBy(2));
    assertThat(restarted.all(PortEffect.Released.class)).as("starting took long").isEmpty();
    restarted.take(restarted.port.linkUp(restarted.now));
    restarted.pass(time.minusMillis(1));
    assertThat(restarted.all(PortEffect.Released.class)).isEmpty();
    restarted.pass(Duration.ofMillis(1));
    assertThat(restarted.all(PortEffect.Released.class)).hasSize(1);
  }
}
