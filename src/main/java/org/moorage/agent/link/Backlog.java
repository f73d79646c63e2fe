package org.moorage.agent.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.moorage.protocol.Octets;

/**
 * The events a manager has not yet said it keeps, oldest first. When they take too much room only
 * the newest of each subject is kept, without its story: the state survives, the history does not.
 *
 * <p>Not thread-safe.
 */
final class Backlog {

  private final long maxOctets;
  private final UnaryOperator<Octets> withoutStory;
  private ArrayDeque<SpooledEvent> events = new ArrayDeque<>();
  private long octets;
  private boolean rewritten;
  private boolean stateLost;

  Backlog(long maxOctets, UnaryOperator<Octets> withoutStory) {
    this.maxOctets = maxOctets;
    this.withoutStory = withoutStory;
  }

  void add(SpooledEvent event) {
    events.addLast(event);
    octets += event.size();
    if (octets > maxOctets) {
      keepNewestOnly();
    }
  }

  int size() {
    return events.size();
  }

  long octets() {
    return octets;
  }

  List<SpooledEvent> all() {
    return List.copyOf(events);
  }

  /** The oldest events of one epoch. */
  List<SpooledEvent> batch(int most, long mostOctets) {
    List<SpooledEvent> batch = new ArrayList<>();
    long size = 0;
    for (SpooledEvent event : events) {
      size += event.size();
      boolean fits =
          batch.isEmpty()
              || batch.size() < most
                  && size <= mostOctets
                  && event.epoch() == batch.getFirst().epoch();
      if (!fits) {
        break;
      }
      batch.add(event);
    }
    return batch;
  }

  /** The other end keeps everything of this epoch up to this number. */
  void acknowledge(long epoch, long sequence) {
    while (!events.isEmpty()
        && events.getFirst().epoch() == epoch
        && events.getFirst().sequence() <= sequence) {
      octets -= events.removeFirst().size();
    }
  }

  /** True once after events were given up in between, so that what is on disk is to be replaced. */
  boolean takeRewritten() {
    boolean was = rewritten;
    rewritten = false;
    return was;
  }

  /** True once after the newest event of some subject had to go. */
  boolean takeStateLost() {
    boolean was = stateLost;
    stateLost = false;
    return was;
  }

  private void keepNewestOnly() {
    Set<String> seen = new HashSet<>();
    ArrayDeque<SpooledEvent> kept = new ArrayDeque<>();
    long size = 0;
    long most = maxOctets - maxOctets / 4;
    for (SpooledEvent event : (Iterable<SpooledEvent>) events::descendingIterator) {
      if (seen.add(event.subject())) {
        SpooledEvent slim = event.with(event.gapBefore(), withoutStory.apply(event.json()));
        size += slim.size();
        if (size > most) {
          stateLost = true;
          size -= slim.size();
          break;
        }
        kept.addFirst(slim);
      }
    }
    events = marked(kept);
    octets = size;
    rewritten = true;
  }

  /** Each event that no longer follows its predecessor says so. */
  private static ArrayDeque<SpooledEvent> marked(ArrayDeque<SpooledEvent> kept) {
    ArrayDeque<SpooledEvent> marked = new ArrayDeque<>(kept.size());
    long epoch = 0;
    long before = 0;
    for (SpooledEvent each : kept) {
      boolean follows = each.epoch() == epoch && each.sequence() == before + 1;
      marked.addLast(each.with(each.gapBefore() || !follows, each.json()));
      epoch = each.epoch();
      before = each.sequence();
    }
    return marked;
  }
}
