package org.moorage.extender;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Frames one port dropped, by reason; counted by any number of threads. */
final class ExtenderDrops {

  /** Every reason; only its adders change. */
  private final Map<ExtenderDropReason, LongAdder> counts = new EnumMap<>(ExtenderDropReason.class);

  ExtenderDrops() {
    for (ExtenderDropReason reason : ExtenderDropReason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  void count(ExtenderDropReason reason) {
    LongAdder count = counts.get(reason);
    if (count != null) {
      count.increment();
    }
  }

  /** Reasons that occurred. */
  Map<ExtenderDropReason, Long> snapshot() {
    Map<ExtenderDropReason, Long> counted = new EnumMap<>(ExtenderDropReason.class);
    counts.forEach((reason, count) -> {
      long sum = count.sum();
      if (sum > 0) {
        counted.put(reason, sum);
      }
    });
    return counted;
  }

  long sum() {
    long sum = 0;
    for (LongAdder count : counts.values()) {
      sum += count.sum();
    }
    return sum;
  }
}
