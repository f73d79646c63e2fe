package org.moorage.overlay;

/** How much a route is wished: the lowest wins. */
final class Metric {

  static final int MAX = 65_535;

  private Metric() {}

  static void require(int metric) {
    if (metric < 0 || metric > MAX) {
      throw new IllegalArgumentException("metric " + metric + " is outside 0.." + MAX);
    }
  }
}
