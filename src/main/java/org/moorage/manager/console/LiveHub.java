package org.moorage.manager.console;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Tells open pages that something changed. What changed is named by a topic; a page listens to the
 * topics it shows and asks for the rows again.
 *
 * <p>Any thread; telling never waits.
 */
@Component
public class LiveHub {

  /** What pages show. */
  public enum Topic {
    ASSOCIATIONS,
    EDGES,
    COUNTERS,
    TYPES,
    MIGRATIONS,
    ALARMS,
    AUDIT,
    CAPTURES,
    LAB
  }

  private final List<Consumer<Topic>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong changes = new AtomicLong();
  private final Map<Topic, Long> last = new ConcurrentHashMap<>();

  /** How many changes there were: what a page that is made now has seen. */
  public long seen() {
    return changes.get();
  }

  /** Whether something of this topic changed after a page had {@link #seen} so many. */
  public boolean hasChanged(Topic topic, long seen) {
    return last.getOrDefault(topic, 0L) > seen;
  }

  /** Something of this topic changed. */
  public void changed(Topic topic) {
    last.merge(topic, changes.incrementAndGet(), Math::max);
    listeners.forEach(listener -> listener.accept(topic));
  }

  /** Hears every change until removed; must not wait. */
  public void add(Consumer<Topic> listener) {
    listeners.add(listener);
  }

  public void remove(Consumer<Topic> listener) {
    listeners.remove(listener);
  }
}
