package org.moorage.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The receiving end of the event link: takes every event of an edge once and in order, although the
 * link delivers at least once.
 */
public final class EventIntake {

  /** Edges remembered; the one heard of least recently is forgotten first. */
  public static final int MAX_EDGES = 10_000;

  /** What to do with an event. */
  public enum Verdict {
    /** New and next in order: handle it. */
    FRESH,
    /** Seen before: ignore it, acknowledge it again. */
    DUPLICATE,
    /** Something before it is missing: do not handle it, ask to resume. */
    GAP
  }

  private final Map<UUID, EventNumber> lastTaken =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, EventNumber> eldest) {
          return size() > MAX_EDGES;
        }
      };

  /** Judges an event; one that is {@link Verdict#FRESH} counts as taken from now on. */
  public Verdict take(EventNumbering.Numbered<?> numbered) {
    EventNumber number = numbered.number();
    EventNumber last = lastTaken.get(number.edge());
    if (last != null) {
      long before = number.epoch() == last.epoch() ? last.sequence() : 0;
      if (number.epoch() < last.epoch() || number.sequence() <= before) {
        return Verdict.DUPLICATE;
      }
      if (number.sequence() != before + 1 && !numbered.gapBefore()) {
        return Verdict.GAP;
      }
    }
    lastTaken.put(number.edge(), number);
    return Verdict.FRESH;
  }

  /** Where an edge should resume: after this number; from the start when empty. */
  public Optional<EventNumber> lastTaken(UUID edge) {
    return Optional.ofNullable(lastTaken.get(edge));
  }
}
