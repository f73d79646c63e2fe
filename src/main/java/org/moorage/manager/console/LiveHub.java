package org.moorage.manager.console;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
    LAB
  }

  private final List<Consumer<Topic>> listeners = new CopyOnWriteArrayList<>();

  /** Something of this topic changed. */
  public void changed(Topic topic) {
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
