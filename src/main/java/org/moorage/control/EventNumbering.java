package org.moorage.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The edge's end of the event link: numbers events and keeps them until the other end has said that
 * it has them, so that a broken link loses nothing. See {@link EventIntake} for the other end.
 *
 * <p>The backlog is bounded. When it is full, only the newest event of each subject is kept: the
 * state survives, the history in between does not. Numbers then have gaps, which the other end is
 * told by {@link Numbered#gapBefore()}.
 *
 * @param <E> what happened
 */
public final class EventNumbering<E> {

  /** Some 64 MiB of events. */
  public static final int MAX_BACKLOG = 262_144;

  /**
   * An event and its number.
   *
   * @param gapBefore true where events before this one were given up
   */
  public record Numbered<E>(EventNumber number, boolean gapBefore, E event) {}

  private final UUID edge;
  private final long epoch;
  private final Function<E, Object> subject;
  private final int maxBacklog;
  private final ArrayDeque<Numbered<E>> backlog = new ArrayDeque<>();
  private long last;
  private long givenUp;

  /**
   * @param subject what an event is about; of several events about the same subject the newest one
   *     tells the state
   */
  public EventNumbering(UUID edge, long epoch, Function<E, Object> subject) {
    this(edge, epoch, subject, MAX_BACKLOG);
  }

  EventNumbering(UUID edge, long epoch, Function<E, Object> subject, int maxBacklog) {
    this.edge = edge;
    this.epoch = epoch;
    this.subject = subject;
    this.maxBacklog = maxBacklog;
  }

  /** Numbers an event and keeps it until it is acknowledged. */
  public Numbered<E> add(E event) {
    Numbered<E> numbered = new Numbered<>(new EventNumber(edge, epoch, ++last), false, event);
    if (backlog.size() >= maxBacklog) {
      keepNewestOnly();
    }
    backlog.addLast(numbered);
    return numbered;
  }

  /** The number the next event will have. */
  public long next() {
    return last + 1;
  }

  /** The other end has everything up to and including this number; of another epoch: nothing. */
  public void acknowledged(EventNumber upTo) {
    if (!upTo.edge().equals(edge) || upTo.epoch() != epoch) {
      return;
    }
    while (!backlog.isEmpty() && backlog.peekFirst().number().sequence() <= upTo.sequence()) {
      backlog.removeFirst();
    }
  }

  /** What is to be sent, oldest first, at most so many. */
  public List<Numbered<E>> unacknowledged(int most) {
    return backlog.stream().limit(most).toList();
  }

  /** Events given up because the other end was away for too long. */
  public long givenUp() {
    return givenUp;
  }

  private void keepNewestOnly() {
    Set<Object> seen = new HashSet<>();
    ArrayDeque<Numbered<E>> kept = new ArrayDeque<>();
    while (!backlog.isEmpty()) {
      Numbered<E> newest = backlog.removeLast();
      if (seen.add(subject.apply(newest.event()))) {
        kept.addFirst(newest);
      } else {
        givenUp++;
      }
    }
    while (kept.size() >= maxBacklog) {
      kept.removeFirst();
      givenUp++;
    }
    backlog.addAll(marked(kept));
  }

  /** Each event that no longer follows its predecessor says so. */
  private List<Numbered<E>> marked(ArrayDeque<Numbered<E>> kept) {
    List<Numbered<E>> marked = new ArrayList<>(kept.size());
    long before = 0;
    for (Numbered<E> each : kept) {
      boolean gap = each.gapBefore() || each.number().sequence() != before + 1;
      marked.add(new Numbered<>(each.number(), gap, each.event()));
      before = each.number().sequence();
    }
    return marked;
  }
}
