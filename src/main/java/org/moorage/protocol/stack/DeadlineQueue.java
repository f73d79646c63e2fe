package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of many is due next: a binary heap in which each knows its place, so that one that is
 * forgotten leaves at once and nothing of it is kept alive. A deadline that moves later, as it does
 * with every keepalive, costs nothing: the queue finds out when the earlier one comes round.
 */
final class DeadlineQueue<T extends DeadlineQueue.Timed> {

  /** Something with a deadline of its own. */
  abstract static class Timed {
    private static final int NOWHERE = -1;

    private int place = NOWHERE;
    private Instant comesRound = Instant.MAX;

    abstract Optional<Instant> deadline();

    private boolean isQueued() {
      return place != NOWHERE;
    }

    private boolean isBefore(Timed other) {
      return comesRound.isBefore(other.comesRound);
    }
  }

  private final List<Timed> heap = new ArrayList<>();

  /** To be called whenever a deadline may have changed. */
  void track(T timed) {
    Optional<Instant> deadline = timed.deadline();
    if (deadline.isPresent()) {
      defer(timed, deadline.get());
    }
  }

  /** Comes round at {@code at} unless it does so earlier. */
  void defer(T timed, Instant at) {
    Timed entry = timed;
    if (!entry.isQueued()) {
      entry.comesRound = at;
      heap.add(entry);
      rise(entry, heap.size() - 1);
    } else if (at.isBefore(entry.comesRound)) {
      entry.comesRound = at;
      rise(entry, entry.place);
    }
  }

  /** It is over with this one. */
  void forget(T timed) {
    Timed entry = timed;
    if (entry.isQueued()) {
      takeOut(entry);
    }
  }

  /** No later than the next deadline; possibly earlier than any. */
  Optional<Instant> next() {
    return heap.isEmpty() ? Optional.empty() : Optional.of(heap.getFirst().comesRound);
  }

  /** One whose deadline is reached, taken out. */
  @SuppressWarnings("unchecked") // nothing but T comes in
  @Nullable T pollDue(Instant now) {
    while (!heap.isEmpty() && !heap.getFirst().comesRound.isAfter(now)) {
      Timed first = heap.getFirst();
      takeOut(first);
      Optional<Instant> deadline = first.deadline();
      if (deadline.isPresent() && !deadline.get().isAfter(now)) {
        return (T) first;
      }
      track((T) first);
    }
    return null;
  }

  int size() {
    return heap.size();
  }

  private void takeOut(Timed gone) {
    int gap = gone.place;
    gone.place = Timed.NOWHERE;
    Timed last = heap.removeLast();
    if (gap < heap.size()) {
      rise(last, gap);
      sink(last, last.place);
    }
  }

  private void rise(Timed timed, int from) {
    int at = from;
    while (at > 0 && timed.isBefore(heap.get((at - 1) / 2))) {
      put(heap.get((at - 1) / 2), at);
      at = (at - 1) / 2;
    }
    put(timed, at);
  }

  private void sink(Timed timed, int from) {
    int at = from;
    for (int child = 2 * at + 1; child < heap.size(); child = 2 * at + 1) {
      boolean rightIsFirst =
          child + 1 < heap.size() && heap.get(child + 1).isBefore(heap.get(child));
      Timed first = heap.get(rightIsFirst ? child + 1 : child);
      if (!first.isBefore(timed)) {
        break;
      }
      int of = first.place;
      put(first, at);
      at = of;
    }
    put(timed, at);
  }

  private void put(Timed timed, int at) {
    heap.set(at, timed);
    timed.place = at;
  }
}
