package org.moorage.manager.console;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Numbers as pages write them; templates call it {@code @figures}. */
@Component("figures")
public class Figures {

  private static final double[] STEPS = {1e12, 1e9, 1e6, 1e3};
  private static final String[] SIGNS = {"T", "G", "M", "k"};

  /** {@code 12,345}. */
  public String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 850 µs}, {@code 12.3 ms}, {@code 1.25 s}, {@code 3 min 4 s}; a dash for none. */
  public String micros(@Nullable Long micros) {
    if (micros == null) {
      return "–";
    }
    if (micros < 1_000) {
      return micros + " µs";
    }
    if (micros < 1_000_000) {
      return three(micros / 1e3) + " ms";
    }
    if (micros < 60_000_000) {
      return three(micros / 1e6) + " s";
    }
    return span(Duration.ofSeconds(micros / 1_000_000));
  }

  /** The same of a {@link Duration}. */
  public String time(Duration time) {
    return micros(time.toNanos() / 1_000);
  }

  /** {@code 0.4}, {@code 12.3}, {@code 1.25 k}: three digits and the sign of a thousand. */
  public String rate(double perSecond) {
    if (perSecond < 0.05) {
      return "0";
    }
    for (int i = 0; i < STEPS.length; i++) {
      if (perSecond >= STEPS[i]) {
        return three(perSecond / STEPS[i]) + " " + SIGNS[i];
      }
    }
    return perSecond < 10 ? String.format(Locale.ROOT, "%.1f", perSecond) : three(perSecond);
  }

  /** {@code 8.40 Gbit/s}, {@code 0 bit/s}. */
  public String bitRate(long bitsPerSecond) {
    String rate = rate((double) bitsPerSecond);
    return rate + (Character.isLetter(rate.charAt(rate.length() - 1)) ? "bit/s" : " bit/s");
  }

  /** {@code 40 s}, {@code 3 min 4 s}, {@code 5 h 2 min}, {@code 3 d 4 h}. */
  public String span(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    if (seconds < 86_400) {
      return seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
    }
    return seconds / 86_400 + " d " + seconds / 3_600 % 24 + " h";
  }

  private static String three(double value) {
    String format = value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
