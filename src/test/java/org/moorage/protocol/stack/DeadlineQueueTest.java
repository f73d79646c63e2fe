package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {

  private static final Instant START = Instant.EPOCH;

  private static final class Alarm extends DeadlineQueue.Timed {
    private @Nullable Instant at;

    @Override
    Optional<Instant> deadline() {
      return Optional.ofNullable(at);
    }

    private Alarm at(int second) {
      at = START.plusSeconds(second);
      return this;
    }
  }

  private final DeadlineQueue<Alarm> queue = new DeadlineQueue<>();

  private List<Alarm> due(int second) {
    List<Alarm> due = new ArrayList<>();
    for (Alarm alarm = queue.pollDue(START.plusSeconds(second));
        alarm != null;
        alarm = queue.pollDue(START.plusSeconds(second))) {
      due.add(alarm);
      alarm.at = null;
    }
    return due;
  }

  @Test
  void whatIsDueComesInOrder() {
    Alarm late = new Alarm().at(3);
    Alarm early = new Alarm().at(1);
    queue.track(late);
    queue.track(early);
    assertThat(queue.next()).contains(START.plusSeconds(1));
    assertThat(due(0)).isEmpty();
    assertThat(due(5)).containsExactly(early, late);
    assertThat(queue.next()).isEmpty();
  }

  @Test
  void aDeadlineMayMoveLaterWithoutASlotOfItsOwn() {
    Alarm alarm = new Alarm().at(1);
    for (int second = 1; second < 100; second++) {
      queue.track(alarm.at(second));
    }
    assertThat(queue.size()).isEqualTo(1);
    assertThat(due(98)).isEmpty();
    assertThat(due(99)).containsExactly(alarm);
  }

  @Test
  void aDeadlineMayMoveEarlier() {
    Alarm alarm = new Alarm().at(9);
    queue.track(alarm);
    queue.track(alarm.at(2));
    assertThat(due(2)).containsExactly(alarm);
    assertThat(due(9)).isEmpty();
  }

  @Test
  void whatIsForgottenTakesNoRoom() {
    Alarm kept = new Alarm().at(1_000);
    queue.track(kept);
    for (int i = 0; i < 100_000; i++) {
      Alarm gone = new Alarm().at(900);
      queue.track(gone);
      queue.forget(gone);
    }
    assertThat(queue.size()).isEqualTo(1);
    assertThat(due(1_000)).containsExactly(kept);
  }

  @Test
  void anyMayComeLeaveOrMoveAtAnyTime() {
    SplittableRandom random = new SplittableRandom(5);
    List<Alarm> queued = new ArrayList<>();
    for (int second = 0; second < 20_000; second++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> queued.add(new Alarm().at(second + 1 + random.nextInt(500)));
        case 2 -> {
          if (!queued.isEmpty()) {
            queue.forget(queued.remove(random.nextInt(queued.size())));
          }
        }
        default -> {
          if (!queued.isEmpty()) {
            queued.get(random.nextInt(queued.size())).at(second + 1 + random.nextInt(500));
          }
        }
      }
      queued.forEach(queue::track);
      Instant now = START.plusSeconds(second);
      List<Alarm> expected =
          queued.stream().filter(alarm -> !alarm.deadline().orElseThrow().isAfter(now)).toList();
      assertThat(due(second)).containsExactlyInAnyOrderElementsOf(expected);
      queued.removeAll(expected);
      assertThat(queue.size()).isEqualTo(queued.size());
    }
  }

  @Test
  void whatIsDeferredComesNoEarlier() {
    Alarm alarm = new Alarm().at(1);
    queue.track(alarm);
    assertThat(queue.pollDue(START.plusSeconds(1))).isSameAs(alarm);
    queue.defer(alarm, START.plusSeconds(7));
    assertThat(due(6)).isEmpty();
    assertThat(due(7)).containsExactly(alarm);
  }
}
