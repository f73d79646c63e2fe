package org.moorage.agent;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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
  private final ArrayDeque<Numbered<AgentEvent>> events = new ArrayDeque<>();

  Chronicle(EdgeIdentity identity) {
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

  void event(AgentEvent event) {
    events.addLast(numbering.add(event));
  }

  /** Hands out what happened; whoever hears it may call the agent again, and come back here. */
  void deliver(AgentOutput out) {
    while (!events.isEmpty()) {
      Numbered<AgentEvent> event = events.removeFirst();
      out.event(event);
      numbering.acknowledged(event.number());
    }
  }
}
