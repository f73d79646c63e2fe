package org.moorage.protocol.stack;

import java.util.Map;
import java.util.TreeMap;

/** What was dropped, by reason. */
final class Counters {

  /** Reasons are fixed sentences of this program; should one ever be made up, it ends here. */
  private static final int MAX_REASONS = 256;

  private static final String OTHER = "other";

  private final Map<String, Long> byReason = new TreeMap<>();

  void count(String reason) {
    boolean room = byReason.size() < MAX_REASONS || byReason.containsKey(reason);
    byReason.merge(room ? reason : OTHER, 1L, Long::sum);
  }

  Map<String, Long> snapshot() {
    return Map.copyOf(byReason);
  }
}
