package org.moorage.manager.association;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** How long things took, in microseconds: percentiles and a histogram of them. */
public final class Durations {

  /** Upper bounds of the histogram's columns; beyond the last is one more. */
  private static final List<Long> BOUNDS =
      List.of(
          1_000L,
          3_000L,
          10_000L,
          30_000L,
          100_000L,
          300_000L,
          1_000_000L,
          3_000_000L,
          10_000_000L,
          30_000_000L);

  private static final int COLUMN = 40;
  private static final int HEIGHT = 80;

  private final long[] sorted;

  private Durations(long[] sorted) {
    this.sorted = sorted;
  }

  public static Durations of(List<Long> micros) {
    long[] sorted = micros.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return new Durations(sorted);
  }

  /**
   * A column of the histogram, drawn {@value #COLUMN} wide on a height of {@value #HEIGHT}.
   *
   * @param below its upper bound in words; empty for what is beyond the last
   */
  public record Column(String below, int count, int x, int y, int height) {}

  public int count() {
    return sorted.length;
  }

  /** The smallest that so many percent do not exceed; null without any. */
  public @Nullable Long percentile(int percent) {
    if (sorted.length == 0) {
      return null;
    }
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  /** The columns from the first to the last that holds anything. */
  public List<Column> histogram(LongFunction<String> words) {
    int[] counts = new int[BOUNDS.size() + 1];
    for (long micros : sorted) {
      int at = 0;
      while (at < BOUNDS.size() && micros > BOUNDS.get(at)) {
        at++;
      }
      counts[at]++;
    }
    int most = Arrays.stream(counts).max().orElse(0);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < counts.length && most > 0; i++) {
      int height = counts[i] == 0 ? 0 : Math.max(2, counts[i] * HEIGHT / most);
      columns.add(
          new Column(
              i < BOUNDS.size() ? words.apply(BOUNDS.get(i)) : "",
              counts[i],
              i * COLUMN,
              HEIGHT - height,
              height));
    }
    return columns;
  }
}
