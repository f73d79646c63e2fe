package org.moorage.dataplane.soft;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.RuleAction;

/**
 * One header field of many rules: the field's values in runs, and for each run the rules it fits. A
 * rule that asks nothing of the field is in every set.
 */
final class RuleAxis {

  /** A run of values of up to 128 bits, unsigned, both ends included. */
  record Span(long firstHigh, long firstLow, long lastHigh, long lastLow) {

    static Span of(long first, long last) {
      return new Span(0, first, 0, last);
    }

    static Span of(long value) {
      return of(value, value);
    }

    private boolean endsTheValues() {
      return lastHigh == -1 && lastLow == -1;
    }
  }

  /** Where a rule begins or stops to fit. */
  private record Edge(long high, long low, int rule, boolean begins) {
    private boolean isAt(Edge other) {
      return high == other.high && low == other.low;
    }
  }

  private static final Comparator<Edge> BY_VALUE =
      Comparator.<Edge, Long>comparing(Edge::high, Long::compareUnsigned)
          .thenComparing(Edge::low, Long::compareUnsigned);

  /** Where each run begins; the first at 0. */
  private final long[] highs;

  private final long[] lows;
  private final long[][] sets;

  /** What fits a frame that does not have the field: a permit in a later fragment, else a deny. */
  private final long[] missingFromFragment;

  private final long[] missing;

  /**
   * @param spans what a rule asks of the field; null where it asks nothing, empty where it asks for
   *     what the field never is
   */
  RuleAxis(List<NeutralRule> rules, Function<FrameMatch, @Nullable List<Span>> spans) {
    BitSet fits = new BitSet(rules.size());
    BitSet withPermits = new BitSet(rules.size());
    BitSet withDenies = new BitSet(rules.size());
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      List<Span> asked = spans.apply(rules.get(i).match());
      boolean permits = rules.get(i).action() == RuleAction.PERMIT;
      fits.set(i, asked == null);
      withPermits.set(i, asked == null || permits);
      withDenies.set(i, asked == null || !permits);
      if (asked != null) {
        edgesOf(asked, i, edges);
      }
    }
    missingFromFragment = RuleVectors.row(withPermits, rules.size());
    missing = RuleVectors.row(withDenies, rules.size());
    edges.sort(BY_VALUE);

    int[] depth = new int[rules.size()];
    Map<BitSet, long[]> made = new HashMap<>();
    List<Edge> starts = new ArrayList<>();
    List<long[]> rows = new ArrayList<>();
    starts.add(new Edge(0, 0, 0, true));
    rows.add(RuleVectors.row(fits, rules.size()));
    for (int i = 0; i < edges.size(); i++) {
      Edge edge = edges.get(i);
      depth[edge.rule] += edge.begins ? 1 : -1;
      fits.set(edge.rule, depth[edge.rule] > 0);
      if (i + 1 < edges.size() && edges.get(i + 1).isAt(edge)) {
        continue;
      }
      long[] row = made.get(fits);
      if (row == null) {
        row = RuleVectors.row(fits, rules.size());
        made.put((BitSet) fits.clone(), row);
      }
      if (starts.getLast().isAt(edge)) {
        rows.set(rows.size() - 1, row);
      } else {
        starts.add(edge);
        rows.add(row);
      }
    }
    highs = starts.stream().mapToLong(Edge::high).toArray();
    lows = starts.stream().mapToLong(Edge::low).toArray();
    sets = rows.toArray(long[][]::new);
  }

  private static void edgesOf(List<Span> spans, int rule, List<Edge> edges) {
    for (Span span : spans) {
      edges.add(new Edge(span.firstHigh, span.firstLow, rule, true));
      if (!span.endsTheValues()) {
        long low = span.lastLow + 1;
        edges.add(new Edge(low == 0 ? span.lastHigh + 1 : span.lastHigh, low, rule, false));
      }
    }
  }

  /** The rules that fit a value of at most 63 bits. */
  long[] fitting(long value) {
    int at = 0;
    int left = lows.length;
    while (left > 1) {
      int half = left >>> 1;
      at = lows[at + half] <= value ? at + half : at;
      left -= half;
    }
    return sets[at];
  }

  /** The rules that fit a value of 128 bits. */
  long[] fitting(long high, long low) {
    int at = 0;
    int left = lows.length;
    while (left > 1) {
      int half = left >>> 1;
      int order = Long.compareUnsigned(highs[at + half], high);
      if (order < 0 || (order == 0 && Long.compareUnsigned(lows[at + half], low) <= 0)) {
        at += half;
      }
      left -= half;
    }
    return sets[at];
  }

  /** The rules that fit a value of at most 63 bits, or a frame without one where it is negative. */
  long[] fittingOrMissing(long value, boolean laterFragment) {
    return value < 0 ? missing(laterFragment) : fitting(value);
  }

  long[] missing(boolean laterFragment) {
    return laterFragment ? missingFromFragment : missing;
  }
}
