package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which of many is due next. A deadline that moves later, as it does with every keepalive, costs
 * nothing: the queue finds out when the earlier one comes round.
 */
final class DeadlineQueue<T extends DeadlineQueue.Timed> {

  /** Something with a deadline of its own. */
  abstract static class Timed {
    private @Nullable Instant queuedAt;

    abstract Optional<Instant> deadline();
  }

  private record Slot<T extends Timed>(Instant at, T timed) implements Comparable<Slot<T>> {

    boolean isCurrent() {
      return at.equals(((Timed) timed).queuedAt);
    }

    @Override
    public int compareTo(Slot<T> other) {
      return at.compareTo(other.at);
    }
  }

  /** Slots of forgotten things are swept out when they are the larger part, and so many. */
  private static final int SWEEP_AT = 1_024;

  private final PriorityQueue<Slot<T>> slots = new PriorityQueue<>();
  private int forgotten;

  /** To be called whenever a deadline may have changed. */
  void track(T timed) {
    Optional<Instant> deadline = timed.deadline();
    if (deadline.isPresent()) {
      defer(timed, deadline.get());
    }
  }

  /** Comes round at {@code at} unless it does so earlier. */
  void defer(T timed, Instant at) {
    Instant queuedAt = ((Timed) timed).queuedAt;
    if (queuedAt == null || at.isBefore(queuedAt)) {
      ((Timed) timed).queuedAt = at;
      slots.add(new Slot<>(at, timed));
    }
  }

  /** It is over with this one. */
  void forget(T timed) {
    if (((Timed) timed).queuedAt != null) {
      ((Timed) timed).queuedAt = null;
      forgotten++;
      if (forgotten > SWEEP_AT && forgotten > slots.size() / 2) {
        slots.removeIf(slot -> !slot.isCurrent());
        forgotten = 0;
      }
    }
  }

  /** No later than the next deadline; possibly earlier than any. */
  Optional<Instant> next() {
    Slot<T> first = slots.peek();
    return first == null ? Optional.empty() : Optional.of(first.at());
  }

  /** One whose deadline is reached, taken out. */
  @Nullable T pollDue(Instant now) {
    Slot<T> first = slots.peek();
    while (first != null && !first.at().isAfter(now)) {
      slots.remove();
      T timed = first.timed();
      if (first.isCurrent()) {
        ((Timed) timed).queuedAt = null;
        Optional<Instant> deadline = timed.deadline();
        if (deadline.isPresent() && !deadline.get().isAfter(now)) {
          return timed;
        }
        track(timed);
      }
      first = slots.peek();
    }
    return null;
  }

  int size() {
    return slots.size();
  }
}
