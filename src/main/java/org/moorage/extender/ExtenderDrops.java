package org.moorage.extender;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Frames one port dropped, by reason; counted by any number of threads. */
final class ExtenderDrops {

  private final LongAdder[] counts = new LongAdder[ExtenderDropReason.values().length];

  ExtenderDrops() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void count(ExtenderDropReason reason) {
    counts[reason.ordinal()].increment();
  }

  /** Reasons that occurred. */
  Map<ExtenderDropReason, Long> snapshot() {
    Map<ExtenderDropReason, Long> counted = new EnumMap<>(ExtenderDropReason.class);
    for (ExtenderDropReason reason : ExtenderDropReason.values()) {
      long count = counts[reason.ordinal()].sum();
      if (count > 0) {
        counted.put(reason, count);
      }
    }
    return counted;
  }

  long sum() {
    long sum = 0;
    for (LongAdder count : counts) {
      sum += count.sum();
    }
    return sum;
  }
}
