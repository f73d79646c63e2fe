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

  private record Slot<T>(Instant at, T timed) implements Comparable<Slot<T>> {
    @Override
    public int compareTo(Slot<T> other) {
      return at.compareTo(other.at);
    }
  }

  private final PriorityQueue<Slot<T>> slots = new PriorityQueue<>();

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
      if (first.at().equals(((Timed) timed).queuedAt)) {
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

  void clear() {
    slots.clear();
  }
}
