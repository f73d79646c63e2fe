package org.moorage.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbers with their unit, as lab files write them. */
final class Quantities {

  /** No lab lives longer than this: a week, beyond which a typo is likelier than a wish. */
  static final Duration LONGEST = Duration.ofDays(7);

  static final String DURATION = "\\d+(?:\\.\\d+)? ?(?:us|ms|s|min|h)";

  private static final Pattern NUMBER_UNIT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
  private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");
  private static final Map<String, Long> NANOS =
      Map.of(
          "us",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "min",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);

  private Quantities() {}

  static Duration duration(String text) {
    Matcher matcher = NUMBER_UNIT.matcher(text);
    if (!matcher.matches()) {
      String timers =
          DidYouMean.question(text, Stream.of(LabTimer.values()).map(LabTimer::word).toList());
      throw new Mistaken(
          "\"" + text + "\" is not a length of time; write it as 200ms or 2s" + timers);
    }
    String unit = matcher.group(2);
    Long nanos = NANOS.get(unit);
    if (nanos == null) {
      throw new Mistaken(
          unit.isEmpty()
              ? "\"" + text + "\" lacks its unit: us, ms, s, min or h"
              : "\"" + unit + "\" is not a unit of time; us, ms, s, min and h are");
    }
    BigDecimal length = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(nanos));
    if (length.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
      throw new Mistaken("\"" + text + "\" is longer than a lab lasts: at most 7 days");
    }
    return Duration.ofNanos(length.longValue());
  }

  /** 0..1. */
  static double percent(String text) {
    Matcher matcher = PERCENT.matcher(text);
    if (!matcher.matches()) {
      throw new Mistaken("\"" + text + "\" is not a share; write it as 1%");
    }
    double share = Double.parseDouble(matcher.group(1)) / 100;
    if (share > 1) {
      throw new Mistaken(text + " is more than everything: 0%..100%");
    }
    return share;
  }

  static int number(String text, String what, int min, int max) {
    if (!text.matches("\\d{1,9}")) {
      throw new Mistaken("\"" + text + "\" is not a number for " + what);
    }
    int number = Integer.parseInt(text);
    if (number < min || number > max) {
      throw new Mistaken(what + " " + number + " is outside " + min + ".." + max);
    }
    return number;
  }

  /** The shortest exact form: {@code 2s}, {@code 1.5s}, {@code 250ms}, {@code 40us}. */
  static String text(Duration length) {
    long nanos = length.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    String unit = nanos >= 1_000_000_000 ? "s" : nanos >= 1_000_000 ? "ms" : "us";
    BigDecimal value =
        BigDecimal.valueOf(nanos)
            .divide(BigDecimal.valueOf(NANOS.getOrDefault(unit, 1L)))
            .stripTrailingZeros();
    return value.toPlainString() + unit;
  }

  /** A moment of the lab for a reader: milliseconds below a second, seconds above. */
  static String moment(Duration since) {
    double millis = since.toNanos() / 1e6;
    return millis < 1000
        ? String.format(Locale.ROOT, "%.3f ms", millis)
        : String.format(Locale.ROOT, "%.4f s", millis / 1000);
  }
}
