package org.moorage.bench;

import java.util.Optional;

/**
 * One line of a benchmark: our figure beside the peer's.
 *
 * @param what what was measured, in words
 * @param unit of both figures
 * @param ours our figure
 * @param peer the peer's figure in the same run; empty where there is no peer
 * @param target what performance.md asks for; empty for a figure that is only reported
 */
public record BenchRow(
    String what, String unit, double ours, Optional<Double> peer, Optional<Target> target) {

  /**
   * A bound on the ratio ours / peer, or on our figure where there is no peer.
   *
   * @param number of the target
   * @param atLeast whether more is better
   */
  public record Target(int number, boolean atLeast, double bound) {

    boolean met(double reached) {
      return atLeast ? reached >= bound : reached <= bound;
    }

    String inWords(boolean ratio) {
      return "#" + number + (atLeast ? " >= " : " <= ") + number(bound) + (ratio ? "x" : "");
    }

    private static String number(double value) {
      return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
  }

  /** Ours divided by the peer's; empty where there is no peer, or its figure is nothing. */
  public Optional<Double> ratio() {
    return peer.filter(value -> value != 0).map(value -> ours / value);
  }

  /** Whether the target holds; empty where there is none, or nothing to compare with. */
  public Optional<Boolean> met() {
    return target
        .filter(bound -> peer.isEmpty() || ratio().isPresent())
        .map(bound -> bound.met(ratio().orElse(ours)));
  }
}
