package org.moorage.simulator;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Advances something that has a deadline when that deadline comes. */
final class Waker {

  /** Something due again at once this often at one moment does not get on. */
  private static final int MAX_AT_ONCE = 1_000;

  private final VirtualTime time;
  private final Supplier<Optional<Instant>> deadline;
  private final Runnable advance;
  private @Nullable Instant pending;
  private Instant last = Instant.MIN;
  private int atOnce;

  Waker(VirtualTime time, Supplier<Optional<Instant>> deadline, Runnable advance) {
    this.time = time;
    this.deadline = deadline;
    this.advance = advance;
  }

  /** To be called whenever the deadline may have changed. */
  void arm() {
    Instant next = deadline.get().orElse(null);
    if (next != null && (pending == null || next.isBefore(pending))) {
      pending = next;
      time.at(next, this::fire);
    }
  }

  private void fire() {
    Instant now = time.now();
    if (pending == null || now.isBefore(pending)) {
      return;
    }
    pending = null;
    if (deadline.get().filter(due -> !due.isAfter(now)).isPresent()) {
      countAt(now);
      advance.run();
    }
    arm();
  }

  private void countAt(Instant now) {
    atOnce = now.equals(last) ? atOnce + 1 : 0;
    last = now;
    if (atOnce > MAX_AT_ONCE) {
      throw new IllegalStateException("a deadline stays in the past at " + now);
    }
  }
}
