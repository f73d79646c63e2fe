package org.moorage.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.moorage.bench.LoadStation.Habit;
import org.moorage.bench.LoadStation.Outcome;

/**
 * How many associations a bridge takes in a second, and how it is brought to where that is told.
 */
final class Rates {

  private static final int CHUNK = 5_000;
  static final int CHUNKS = 5;
  static final int WARM_UP = 20_000;
  private static final int WARM_UP_ROUNDS = 4;

  /** A rate is steady when the next median of {@link #CHUNKS} chunks is not this much above it. */
  private static final double STEADY_GAIN = 1.03;

  private static final int MOST_STEADYING = 12;

  static final int FIRST_WARM_UP = 1_000_000;

  private Rates() {}

  /**
   * The compiler of a long-running agent has long done its work, for stations that pack and for
   * those that do not; here it gets the chance to, however slow the machine is.
   */
  static void warmUp(LoadStation ours) throws BenchFailure {
    Habit packed = Habit.packed(LoadStation.MAX_TLVS);
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      fill(ours, FIRST_WARM_UP, WARM_UP, packed);
      release(ours, FIRST_WARM_UP, WARM_UP, packed);
    }
    for (Habit single : List.of(Habit.LLDPAD_EAGER, Habit.LLDPAD)) {
      for (int i = 0; i < WARM_UP_ROUNDS / 2; i++) {
        fill(ours, FIRST_WARM_UP, WARM_UP, single);
        release(ours, FIRST_WARM_UP, WARM_UP, packed);
      }
    }
    double before = 0;
    for (int i = 0; i < MOST_STEADYING; i++) {
      double rate = median(ours, FIRST_WARM_UP, packed);
      if (rate < before * STEADY_GAIN) {
        return;
      }
      before = rate;
    }
  }

  /**
   * What this bridge reaches in a second, asked with one association in an ECPDU or with eight;
   * afterwards as many are held as before.
   */
  static double fastest(LoadStation station, int first) throws BenchFailure {
    double fastest = 0;
    for (Habit habit : List.of(Habit.LLDPAD, Habit.packed(8))) {
      Outcome outcome = station.associate(first, 50_000, habit, seconds(5));
      fastest = Math.max(fastest, outcome.perSecond());
      release(station, first, outcome.answered(), habit);
    }
    return fastest;
  }

  static void fill(LoadStation station, int first, int count, Habit habit) throws BenchFailure {
    fill(station, first, count, habit, done -> {});
  }

  /**
   * @param progress told after each chunk how many are held by then
   */
  static void fill(LoadStation station, int first, int count, Habit habit, IntConsumer progress)
      throws BenchFailure {
    // lldpad gets slower with each one it holds: a chunk has as long as all of them usually take.
    for (int begun = 0; begun < count; begun += CHUNK) {
      int chunk = Math.min(CHUNK, count - begun);
      Outcome filled = station.associate(first + begun, chunk, habit, seconds(300));
      if (filled.answered() < chunk) {
        throw new BenchFailure(
            "only "
                + (begun + filled.answered())
                + " of "
                + count
                + " associations were taken, "
                + filled.refused()
                + " refused");
      }
      progress.accept(begun + chunk);
    }
  }

  private static void release(LoadStation station, int first, int count, Habit habit)
      throws BenchFailure {
    Outcome gone = station.deAssociate(first, count, habit, seconds(120));
    if (gone.answered() < count) {
      throw new BenchFailure("only " + gone.answered() + " of " + count + " were released");
    }
  }

  static double median(LoadStation station, int first, Habit habit) throws BenchFailure {
    double[] rates = new double[CHUNKS];
    for (int i = 0; i < CHUNKS; i++) {
      rates[i] = chunk(station, first, habit);
    }
    return median(rates);
  }

  /** The rate of one chunk; afterwards as many are held as before. */
  static double chunk(LoadStation station, int first, Habit habit) throws BenchFailure {
    double rate = station.associate(first, CHUNK, habit, seconds(30)).perSecond();
    release(station, first, CHUNK, habit);
    return rate;
  }

  static double median(double[] rates) {
    Arrays.sort(rates);
    return rates[rates.length / 2];
  }

  static long seconds(int seconds) {
    return seconds * 1_000_000_000L;
  }
}
