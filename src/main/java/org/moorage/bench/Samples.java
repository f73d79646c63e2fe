package org.moorage.bench;

import java.time.Duration;
import java.util.Arrays;

/** Durations measured one by one, in nanoseconds; kept sorted only when asked for a quantile. */
final class Samples {

  private long[] nanos = new long[256];
  private int count;

  void add(long elapsedNanos) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = elapsedNanos;
  }

  void addAll(Samples others) {
    for (int i = 0; i < others.count; i++) {
      add(others.nanos[i]);
    }
  }

  int count() {
    return count;
  }

  /** The smallest sample that so large a share of all samples does not exceed. */
  Duration quantile(double share) {
    if (count == 0) {
      throw new IllegalStateException("no samples: the peer answered nothing");
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return Duration.ofNanos(sorted[Math.min(count - 1, (int) (share * count))]);
  }

  /** Of samples that are counts rather than durations as well. */
  double mean() {
    return Arrays.stream(nanos, 0, count).average().orElseThrow();
  }

  Duration median() {
    return quantile(0.5);
  }
}
