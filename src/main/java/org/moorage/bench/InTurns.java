package org.moorage.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moorage.dataplane.soft.Intake;

/**
 * Ways through a soft switch, measured in memory and in turns, so that each meets the same noise.
 */
final class InTurns {

  private static final int ROUNDS = 9;
  private static final int FRAMES = 1_000_000;

  /** As the switch is told the time on the wire: once for what came together. */
  private static final int TOGETHER = 256;

  private record Way(Intake intake, List<byte[]> frames) {
    private Way {
      frames = List.copyOf(frames);
    }
  }

  private final Map<String, Way> ways = new LinkedHashMap<>();
  private final CountedFrames sink = new CountedFrames();

  /** One more of them, whose every frame has to leave. */
  void add(String name, Intake intake, List<byte[]> frames) {
    ways.put(name, new Way(intake, frames));
  }

  /** Millions of frames a second by each way, the median of its rounds. */
  Map<String, Double> run() throws BenchFailure {
    Map<String, double[]> rates = new LinkedHashMap<>();
    for (int round = -1; round < ROUNDS; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        double rate = round(way.getKey(), way.getValue());
        if (round >= 0) { // the one before compiles
          rates.computeIfAbsent(way.getKey(), any -> new double[ROUNDS])[round] = rate;
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    rates.forEach((name, all) -> medians.put(name, Rates.median(all)));
    return medians;
  }

  private double round(String name, Way way) throws BenchFailure {
    long ignored = sink.take();
    long began = System.nanoTime();
    long now = began;
    int count = way.frames.size();
    for (int i = 0, next = 0; i < FRAMES; i++, next = next + 1 == count ? 0 : next + 1) {
      if (i % TOGETHER == 0) {
        way.intake.paused();
        now = System.nanoTime();
      }
      byte[] frame = way.frames.get(next);
      way.intake.receive(frame, frame.length, now, sink);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    long left = sink.take();
    if (left != FRAMES) {
      throw new BenchFailure(left + " of " + FRAMES + " frames left, " + name);
    }
    return FRAMES / seconds / 1e6;
  }
}
