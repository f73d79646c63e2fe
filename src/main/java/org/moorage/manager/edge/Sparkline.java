package org.moorage.manager.edge;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A curve of frames a second, drawn on {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param fromVm points of a polyline
 * @param toVm points of a polyline
 * @param peak the rate at the upper edge
 */
record Sparkline(String fromVm, String toVm, double peak, int samples) {

  static final int WIDTH = 600;
  static final int HEIGHT = 80;

  /** A quiet vPort has a flat line at the bottom, not noise blown up. */
  private static final double LEAST_PEAK = 1;

  static Sparkline of(List<VPortHistory.Sample> samples) {
    double peak =
        samples.stream()
            .mapToDouble(sample -> Math.max(sample.fromVm(), sample.toVm()))
            .reduce(LEAST_PEAK, Math::max);
    StringJoiner fromVm = new StringJoiner(" ");
    StringJoiner toVm = new StringJoiner(" ");
    double step = (double) WIDTH / (VPortHistory.SAMPLES - 1);
    int first = VPortHistory.SAMPLES - samples.size();
    for (int i = 0; i < samples.size(); i++) {
      double x = (first + i) * step;
      fromVm.add(point(x, samples.get(i).fromVm() / peak));
      toVm.add(point(x, samples.get(i).toVm() / peak));
    }
    return new Sparkline(fromVm.toString(), toVm.toString(), peak, samples.size());
  }

  private static String point(double x, double share) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x, HEIGHT - 1 - share * (HEIGHT - 2));
  }
}
