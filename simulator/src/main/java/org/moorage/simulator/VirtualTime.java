package org.moorage.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The clock of a lab and what is due on it. Time stands still while an event runs and jumps to the
 * next one after it; two events of the same moment run in the order they were asked for.
 */
final class VirtualTime {

  /** A lab that has more than this waiting is a storm that feeds itself. */
  static final int MAX_WAITING = 2_000_000;

  private record Due(long at, long order, Runnable event) {}

  private final Instant start;
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private long elapsed;
  private long order;

  VirtualTime(Instant start) {
    this.start = start;
  }

  Instant now() {
    return start.plusNanos(elapsed);
  }

  /** Nanoseconds since the lab began. */
  long nanos() {
    return elapsed;
  }

  Duration elapsed() {
    return Duration.ofNanos(elapsed);
  }

  void after(Duration wait, Runnable event) {
    at(elapsed + wait.toNanos(), event);
  }

  /** What lies in the past is due now. */
  void at(Instant when, Runnable event) {
    at(Duration.between(start, when).toNanos(), event);
  }

  private void at(long when, Runnable event) {
    if (queue.size() == MAX_WAITING) {
      throw new IllegalStateException("more than " + MAX_WAITING + " events wait in this lab");
    }
    queue.add(new Due(Math.max(when, elapsed), order++, event));
  }

  /** When the next event is due, counted from the lab's beginning. */
  Optional<Duration> next() {
    return Optional.ofNullable(queue.peek()).map(due -> Duration.ofNanos(due.at()));
  }

  /** The clock goes on to that moment; nothing may be due before it. */
  void passTo(Duration moment) {
    Due next = queue.peek();
    if (next != null && next.at() < moment.toNanos()) {
      throw new IllegalStateException("something is due before " + moment);
    }
    elapsed = Math.max(elapsed, moment.toNanos());
  }

  /** Jumps to the next event and runs it; false when nothing waits. */
  boolean step() {
    Due due = queue.poll();
    if (due == null) {
      return false;
    }
    elapsed = due.at();
    due.event().run();
    return true;
  }
}
