package org.moorage.frameport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moorage.frameport.Wire.Delivery;
import org.moorage.frameport.Wire.End;
import org.moorage.protocol.Octets;

class WireTest {

  private static final Instant START = Instant.EPOCH;
  private static final WireConditions ROUGH =
      new WireConditions(0.1, Duration.ofMillis(2), Duration.ofMillis(3), 0.05, 0.2);

  @Test
  void deliversToTheOtherEndAfterTheDelay() {
    Wire wire = new Wire(WireConditions.PERFECT.withDelay(Duration.ofMillis(2)), new Random(1));
    Octets frame = frame(1);
    List<Delivery> planned = wire.send(End.A, frame, START);
    assertThat(planned).containsExactly(new Delivery(End.B, frame, START.plusMillis(2)));
    assertThat(wire.deadline()).contains(START.plusMillis(2));
    assertThat(wire.due(START.plusMillis(2).minusNanos(1))).isEmpty();
    assertThat(wire.due(START.plusMillis(2))).isEqualTo(planned);
    assertThat(wire.deadline()).isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameDeliveriesAndAnotherSeedOthers() {
    assertThat(run(ROUGH, 7, 500)).isEqualTo(run(ROUGH, 7, 500)).isNotEqualTo(run(ROUGH, 8, 500));
  }

  @Test
  void chanceComesOutAsAsked() {
    Wire wire = new Wire(ROUGH, new Random(42));
    for (int i = 0; i < 20_000; i++) {
      wire.send(End.A, frame(i), START.plusMillis(10L * i));
      wire.due(START.plusMillis(10L * i));
    }
    wire.due(START.plusSeconds(1_000));
    Wire.Counters counters = wire.counters();
    assertThat(counters.lost()).isCloseTo(2_000, withPercentage(10));
    assertThat(counters.duplicated()).isCloseTo(900, withPercentage(15));
    assertThat(counters.heldBack()).isCloseTo(3_600, withPercentage(10));
    assertThat(counters.delivered())
        .isEqualTo(counters.sent() - counters.lost() + counters.duplicated());
  }

  @Test
  void jitterAloneKeepsTheOrderAndStaysInItsRange() {
    WireConditions jittery =
        WireConditions.PERFECT.withDelay(Duration.ofMillis(1)).withJitter(Duration.ofMillis(20));
    Wire wire = new Wire(jittery, new Random(3));
    for (int i = 0; i < 200; i++) {
      for (Delivery planned : wire.send(End.B, frame(i), START.plusMillis(i))) {
        assertThat(planned.due()).isBetween(START.plusMillis(i + 1), START.plusMillis(i + 21));
      }
    }
    List<Octets> arrived = wire.due(START.plusSeconds(1)).stream().map(Delivery::frame).toList();
    assertThat(arrived).hasSize(200);
    for (int i = 0; i < 200; i++) {
      assertThat(arrived.get(i)).isEqualTo(frame(i));
    }
  }

  @Test
  void aHeldBackFrameIsOvertakenByTheNext() {
    Wire wire = new Wire(WireConditions.PERFECT.withReordering(1), new Random(1));
    wire.send(End.A, frame(1), START);
    wire.setConditions(WireConditions.PERFECT);
    wire.send(End.A, frame(2), START);
    assertThat(wire.due(START.plusSeconds(1)))
        .extracting(Delivery::frame)
        .containsExactly(frame(2), frame(1));
  }

  @Test
  void aCutLosesWhatIsOnItsWayAndWhatIsSentUntilItIsMended() {
    Wire wire = new Wire(WireConditions.PERFECT.withDelay(Duration.ofMillis(5)), new Random(1));
    wire.send(End.A, frame(1), START);
    wire.cut();
    assertThat(wire.send(End.B, frame(2), START.plusMillis(1))).isEmpty();
    assertThat(wire.isCut()).isTrue();
    wire.mend();
    wire.send(End.A, frame(3), START.plusMillis(2));
    assertThat(wire.due(START.plusSeconds(1)))
        .extracting(Delivery::frame)
        .containsExactly(frame(3));
    assertThat(wire.counters().cut()).isEqualTo(2);
  }

  @Test
  void aFullWireRefusesMoreAndCountsIt() {
    Wire wire = new Wire(WireConditions.PERFECT, new Random(1));
    for (int i = 0; i <= Wire.MAX_IN_FLIGHT; i++) {
      wire.send(End.A, frame(i), START);
    }
    assertThat(wire.counters().overflowed()).isEqualTo(1);
    assertThat(wire.due(START)).hasSize(Wire.MAX_IN_FLIGHT);
  }

  @Test
  void refusesConditionsThatAreNone() {
    assertThatThrownBy(() -> WireConditions.PERFECT.withLoss(1.01))
        .hasMessage("loss 1.01 is outside 0..1");
    assertThatThrownBy(() -> WireConditions.PERFECT.withReordering(Double.NaN))
        .hasMessageContaining("reordering");
    assertThatThrownBy(() -> WireConditions.PERFECT.withDelay(Duration.ofMillis(-1)))
        .hasMessageContaining("delay");
  }

  private static List<Delivery> run(WireConditions conditions, long seed, int frames) {
    Wire wire = new Wire(conditions, new Random(seed));
    List<Delivery> all = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      Instant now = START.plusMillis(i);
      wire.send(i % 2 == 0 ? End.A : End.B, frame(i), now);
      all.addAll(wire.due(now));
    }
    all.addAll(wire.due(START.plusSeconds(100)));
    return all;
  }

  private static Octets frame(int number) {
    return Octets.builder().u32(number).build().paddedTo(60);
  }
}
