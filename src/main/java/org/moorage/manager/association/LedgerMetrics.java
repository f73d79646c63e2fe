package org.moorage.manager.association;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** What is counted of ingestion. */
@Component
class LedgerMetrics {

  private static final List<String> STATES =
      List.of(
          HomeDraft.PRE_ASSOCIATED,
          HomeDraft.PRE_ASSOCIATED_RR,
          HomeDraft.ASSOCIATED,
          HomeDraft.DE_ASSOCIATED,
          HomeDraft.REFUSED);

  private final MeterRegistry registry;
  private final Counter kept;
  private final Counter duplicates;
  private final Counter gaps;
  private final Counter failures;
  private final Timer commits;
  private final Map<String, AtomicLong> states = new ConcurrentHashMap<>();

  LedgerMetrics(MeterRegistry registry) {
    this.registry = registry;
    kept = registry.counter("moorage.events.kept");
    duplicates = registry.counter("moorage.events.duplicate");
    gaps = registry.counter("moorage.events.gap");
    failures = registry.counter("moorage.commit.failed");
    commits =
        Timer.builder("moorage.commit")
            .description("from the first event of a transaction taken to its commit")
            .publishPercentileHistogram()
            .register(registry);
    for (String state : STATES) {
      AtomicLong count = new AtomicLong();
      states.put(state, count);
      registry.gauge(
          "moorage.associations",
          List.of(io.micrometer.core.instrument.Tag.of("state", state)),
          count);
    }
  }

  /** How many events wait to be written. */
  void waiting(AtomicLong events) {
    registry.gauge("moorage.events.waiting", events);
  }

  Timer commits() {
    return commits;
  }

  void kept(int events) {
    kept.increment(events);
  }

  void duplicate() {
    duplicates.increment();
  }

  void gap() {
    gaps.increment();
  }

  void failed() {
    failures.increment();
  }

  /** How many associations there are in each state. */
  void counted(Map<String, Long> counts) {
    states.forEach((state, count) -> count.set(counts.getOrDefault(state, 0L)));
  }

  /** These were written. */
  void changed(Collection<HomeDraft> drafts) {
    for (HomeDraft draft : drafts) {
      String before = draft.stateBefore();
      if (draft.isChanged()) {
        add(draft.state(), 1);
        if (before != null) {
          add(before, -1);
        }
      }
    }
  }

  private void add(String state, long change) {
    AtomicLong count = states.get(state);
    if (count != null) {
      count.addAndGet(change);
    }
  }
}
