package org.moorage.agent;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moorage.control.EventNumbering;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.edge.PortName;

/** What an agent has to tell: stories, endings, counters, alarms, and events not yet handed out. */
final class Chronicle {

  private final StoryBook book = new StoryBook();
  private final EndedAssociations ended = new EndedAssociations();
  private final Map<AgentCounter, AtomicLong> counts = new EnumMap<>(AgentCounter.class);
  private final ArrayDeque<AgentEvent.Alarm> alarms = new ArrayDeque<>(EdgeAgent.MAX_ALARMS);
  private final EventNumbering<AgentEvent> numbering;
  private final ArrayDeque<Waiting> events = new ArrayDeque<>();

  /** Null where nobody wants stories with the events. */
  private final @Nullable Supplier<AgentViews> narrator;

  /** An event not yet handed out. */
  private record Waiting(Numbered<AgentEvent> event, @Nullable Story story) {}

  /**
   * @param narrator asked for the story with each event of an association, if it is wanted
   */
  Chronicle(EdgeIdentity identity, @Nullable Supplier<AgentViews> narrator) {
    this.narrator = narrator;
    for (AgentCounter counter : AgentCounter.values()) {
      counts.put(counter, new AtomicLong());
    }
    numbering = new EventNumbering<>(identity.id(), identity.epoch(), AgentEvent::subject);
  }

  void tell(AssociationId id, StoryStep step) {
    book.add(id, step);
  }

  StoryBook book() {
    return book;
  }

  EndedAssociations ended() {
    return ended;
  }

  void count(AgentCounter counter) {
    count(counter, 1);
  }

  void count(AgentCounter counter, long times) {
    AtomicLong count = counts.get(counter);
    if (count != null) {
      count.setPlain(count.getPlain() + times);
    }
  }

  Map<AgentCounter, Long> counters() {
    Map<AgentCounter, Long> counters = new EnumMap<>(AgentCounter.class);
    counts.forEach((counter, count) -> counters.put(counter, count.getPlain()));
    return counters;
  }

  void alarm(Optional<PortName> port, String sentence, Instant now) {
    AgentEvent.Alarm alarm = new AgentEvent.Alarm(now, port, sentence);
    if (alarms.size() == EdgeAgent.MAX_ALARMS) {
      alarms.removeFirst();
    }
    alarms.addLast(alarm);
    event(alarm);
  }

  List<AgentEvent.Alarm> alarms() {
    return List.copyOf(alarms);
  }

  /** The number of the event that comes next. */
  long nextNumber() {
    return numbering.next();
  }

  void event(AgentEvent event) {
    events.addLast(new Waiting(numbering.add(event), null));
  }

  /** An event of an association, with its story as it is now. */
  void event(AgentEvent event, AssociationId id) {
    Story story = narrator == null ? null : narrator.get().story(id).orElse(null);
    events.addLast(new Waiting(numbering.add(event), story));
  }

  /** A refusal, with what was refused: the VSI may hold something else. */
  void event(AgentEvent.Refused event, AssociationId id, EndedAssociations.Ended how) {
    Story story = narrator == null ? null : narrator.get().refused(id, how);
    events.addLast(new Waiting(numbering.add(event), story));
  }

  /** Hands out what happened; whoever hears it may call the agent again, and come back here. */
  void deliver(AgentOutput out) {
    while (!events.isEmpty()) {
      Waiting waiting = events.removeFirst();
      if (waiting.story() == null) {
        out.event(waiting.event());
      } else {
        out.event(waiting.event(), waiting.story());
      }
      numbering.acknowledged(waiting.event().number());
    }
  }
}
