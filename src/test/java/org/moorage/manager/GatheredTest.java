package org.moorage.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class GatheredTest {

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicInteger gathered = new AtomicInteger();
  private final Gathered<Integer> figures =
      new Gathered<>(FRESH, time::get, gathered::incrementAndGet);

  @Test
  void freshFiguresAreGatheredOnce() {
    assertThat(figures.now()).isOne();
    pass(FRESH);
    assertThat(figures.now()).isOne();
    assertThat(gathered).hasValue(1);
  }

  @Test
  void whatIsQuicklyGatheredIsNeverShownOld() {
    figures.now();
    pass(FRESH.plusMillis(1));
    assertThat(figures.now()).isEqualTo(2);
  }

  @Test
  void whatTakesLongIsGivenAtOnceAndGatheredBeside() {
    Gathered<Integer> slow = taking(Gathered.QUICK.plusMillis(1));
    slow.now();
    pass(FRESH.plusMillis(1));
    assertThat(slow.now()).isOne();
    Awaitility.await().until(() -> slow.now() == 2);
    assertThat(gathered).hasValue(2);
  }

  @Test
  void unbearableOnesAreWaitedFor() {
    Gathered<Integer> slow = taking(Gathered.QUICK.plusMillis(1));
    slow.now();
    pass(Gathered.BEARABLE.plusMillis(1));
    assertThat(slow.now()).isEqualTo(2);
  }

  @Test
  void whatTakesLongIsAskedForLessOften() {
    Gathered<Integer> slow = taking(Duration.ofMillis(700));
    slow.now();
    pass(Duration.ofSeconds(2));
    slow.now();
    assertThat(gathered).hasValue(1);
  }

  @Test
  void manyWhoWaitAreServedByOneGathering() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Gathered<Integer> slow =
        new Gathered<>(
            FRESH,
            time::get,
            () -> {
              begun.countDown();
              try {
                assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
              }
              return gathered.incrementAndGet();
            });
    Thread[] askers = new Thread[5];
    for (int i = 0; i < askers.length; i++) {
      askers[i] = Thread.ofVirtual().start(slow::now);
    }
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    end.countDown();
    for (Thread asker : askers) {
      asker.join();
    }
    assertThat(gathered.get()).isOne();
  }

  @Test
  void aRefusalBesideLeavesTheOldFiguresAndOneWaitedForIsTold() {
    AtomicInteger asked = new AtomicInteger();
    Gathered<Integer> failing =
        new Gathered<>(
            FRESH,
            time::get,
            () -> {
              pass(Gathered.QUICK.plusMillis(1));
              if (asked.incrementAndGet() > 1) {
                throw new IllegalStateException("away");
              }
              return 1;
            });
    failing.now();
    pass(Duration.ofSeconds(2));
    assertThat(failing.now()).isOne();
    Awaitility.await().until(() -> asked.get() >= 2);
    assertThat(failing.now()).isOne();
    pass(Gathered.BEARABLE);
    assertThatThrownBy(failing::now).hasMessage("away");
  }

  private Gathered<Integer> taking(Duration took) {
    return new Gathered<>(
        FRESH,
        time::get,
        () -> {
          pass(took);
          return gathered.incrementAndGet();
        });
  }

  private void pass(Duration passed) {
    time.updateAndGet(now -> now.plus(passed));
  }
}
