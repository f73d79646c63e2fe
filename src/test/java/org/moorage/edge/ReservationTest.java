package org.moorage.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.edge.Bench.P1;
import static org.moorage.edge.Bench.P2;
import static org.moorage.edge.Bench.ask;
import static org.moorage.edge.Bench.at;
import static org.moorage.edge.Bench.vsi;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moorage.profile.BitRate;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VdpType;

/** What a reservation sets aside, and what it is refused for. */
class ReservationTest {

  private static final int RATED = 4716;
  private static final BitRate GIGABIT = BitRate.parse("1 Gbit/s");
  private static final Duration HOLD = Duration.ofMinutes(5);

  private final Bench bench =
      new Bench(
          EdgeSettings.DEFAULTS.withCapacities(Map.of(P1, GIGABIT)).withReservationHold(HOLD));

  @Test
  void aReservationHoldsItsRateAndWhatDoesNotFitIsRefusedWithTheFigures() {
    bench.commit(reserve(1));
    bench.commit(rated(2));

    Decision.Refuse refuse = bench.refused(reserve(3));
    assertThat(refuse.error()).isEqualTo(VdpError.INSUFFICIENT_RESOURCES);
    assertThat(refuse.reason())
        .isEqualTo(
            "400 Mbit/s from the VM do not fit on p1: 800 Mbit/s of 1 Gbit/s are committed to"
                + " others");
    assertThat(refuse.fix()).contains("capacity of p1");
    assertThat(bench.refused(rated(3)).error()).isEqualTo(VdpError.INSUFFICIENT_RESOURCES);
    assertThat(bench.decide(P2, rated(3))).isInstanceOf(Decision.Accept.class);
    assertThat(bench.edge.capacity(P1))
        .contains(new LinkCapacity(GIGABIT, 800_000_000, 200_000_000));

    bench.release(1);
    assertThat(bench.decide(rated(3)).because())
        .contains("400 Mbit/s from the VM fit on p1: 800 Mbit/s of 1 Gbit/s then committed");
  }

  @Test
  void whoHoldsARateMayAssociateWithIt() {
    bench.commit(reserve(1));
    bench.commit(reserve(2));
    assertThat(bench.decide(rated(1))).isInstanceOf(Decision.Accept.class);
    bench.commit(rated(1));
    assertThat(bench.edge.capacity(P1).orElseThrow().fromVm()).isEqualTo(800_000_000);
  }

  @Test
  void aPreAssociateSetsNothingAside() {
    for (int i = 1; i < 10; i++) {
      bench.commit(ask(VdpType.PRE_ASSOCIATE, i, RATED, 1, at(i, 100)));
    }
    assertThat(bench.edge.capacity(P1)).contains(new LinkCapacity(GIGABIT, 0, 0));
    assertThat(bench.edge.capacity(P2)).isEmpty();
  }

  @Test
  void sChannelsShareTheCapacityOfTheirLink() {
    PortName channel = new PortName("p1/2");
    bench.edge.openChannel(channel, P1, true);
    bench.commit(channel, rated(1));
    bench.commit(rated(2));
    assertThat(bench.refused(rated(3)).reason()).contains("800 Mbit/s of 1 Gbit/s");
    bench.edge.release(channel, vsi(1), bench.now);
    bench.edge.closeChannel(channel);
    assertThat(bench.decide(rated(3))).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void afterARestartWhatWasHeldKeepsItsRateThoughTheLinkIsSaidToCarryLess() {
    VPort held = bench.commit(rated(1));
    Bench again =
        new Bench(EdgeSettings.DEFAULTS.withCapacities(Map.of(P1, BitRate.parse("1 Mbit/s"))));
    Decision decision =
        again.edge.decideAgain(
            P1, new HeldVsi(rated(1), held.answered()), Profiles.LIBRARY::lookup, again.now);
    again.edge.commit((Decision.Granted) decision, again.now);
    assertThat(again.decide(rated(1))).isInstanceOf(Decision.Accept.class);
    assertThat(again.refused(rated(2)).reason()).contains("400 Mbit/s of 1 Mbit/s");
  }

  @Test
  void aReservationIsOverdueOnceHoweverOftenItIsRenewed() {
    bench.commit(reserve(1));
    bench.pass(HOLD.dividedBy(2));
    bench.commit(reserve(2));
    bench.commit(reserve(1));
    assertThat(bench.edge.nextOverdueReservation()).contains(bench.now.plus(HOLD.dividedBy(2)));
    bench.pass(HOLD.dividedBy(2));
    assertThat(bench.edge.overdueReservations(bench.now))
        .extracting(VPort::vsi)
        .containsExactly(vsi(1));
    assertThat(bench.edge.overdueReservations(bench.now)).isEmpty();
    bench.commit(rated(2));
    assertThat(bench.edge.nextOverdueReservation()).isEmpty();
  }

  /** Thousands of steps in any order: what is promised is the sum over what is held. */
  @Test
  void whatIsPromisedIsAlwaysTheSumOverWhatIsHeld() {
    Bench bench =
        new Bench(
            EdgeSettings.DEFAULTS.withCapacities(
                Map.of(P1, GIGABIT, P2, BitRate.parse("1 Tbit/s"))));
    Random random = new Random(20_260_102);
    Map<PortName, Long> refusals = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      int number = random.nextInt(1, 8);
      PortName port = random.nextBoolean() ? P1 : P2;
      if (random.nextInt(3) == 0) {
        bench.edge.release(port, vsi(number), bench.now);
      } else {
        VdpType how =
            switch (random.nextInt(3)) {
              case 0 -> VdpType.PRE_ASSOCIATE;
              case 1 -> VdpType.PRE_ASSOCIATE_RR;
              default -> VdpType.ASSOCIATE;
            };
        int type = random.nextInt(3) == 0 ? 4711 : RATED;
        Decision decision = bench.decide(port, ask(how, number, type, 1, at(number, 100)));
        if (decision instanceof Decision.Granted granted) {
          bench.edge.commit(granted, bench.now);
        } else {
          refusals.merge(port, 1L, Long::sum);
        }
      }
      long promised = promised(bench, P1);
      assertThat(bench.edge.committed(P1).fromVm()).isEqualTo(promised);
      assertThat(promised).isLessThanOrEqualTo(GIGABIT.bitsPerSecond());
      assertThat(bench.edge.committed(P2).fromVm()).isEqualTo(promised(bench, P2));
    }
    assertThat(refusals.get(P1)).isGreaterThan(100);
    assertThat(refusals).doesNotContainKey(P2);
  }

  private static long promised(Bench bench, PortName port) {
    return bench.edge.vPorts(port).stream()
        .filter(vPort -> vPort.state().holdsEntries())
        .map(vPort -> vPort.plan().rates().fromVm())
        .flatMap(Optional::stream)
        .mapToLong(rate -> rate.committed().bitsPerSecond())
        .sum();
  }

  private static VsiRequest rated(int number) {
    return ask(number, RATED, 1, at(number, 100));
  }

  private static VsiRequest reserve(int number) {
    return ask(VdpType.PRE_ASSOCIATE_RR, number, RATED, 1, at(number, 100));
  }
}
