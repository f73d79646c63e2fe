package org.moorage.profile;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.moorage.yaml.NearestWord;

/**
 * Numbers with their unit written behind them, as people write them: {@code 500 Mbit/s}.
 *
 * @param what what is measured, for the sentence that refuses
 * @param factors the value of each unit's word in the smallest one
 * @param min smallest amount taken, in the smallest unit
 * @param max largest amount taken
 */
record WrittenUnits(String what, Map<String, Long> factors, long min, long max) {

  /** A number of more digits than this is a slip of the keyboard. */
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) *(.*)");

  WrittenUnits {
    factors = Map.copyOf(factors);
  }

  /**
   * The amount in the smallest unit.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote the text
   */
  long parse(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a " + what + "; write a number and its unit: " + units());
    }
    String unit = matcher.group(2);
    Long factor = factors.get(unit);
    if (factor == null) {
      throw new IllegalArgumentException(
          unit.isEmpty()
              ? "\"" + text + "\" has no unit; write one of " + units()
              : "\""
                  + unit
                  + "\" is not a unit of a "
                  + what
                  + "; "
                  + NearestWord.didYouMean(unit, factors.keySet())
                      .orElse("write one of " + units()));
    }
    BigDecimal amount = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(factor));
    if (amount.stripTrailingZeros().scale() > 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a whole number of " + write(1).substring(2));
    }
    if (amount.compareTo(BigDecimal.valueOf(min)) < 0
        || amount.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is outside " + write(min) + " .. " + write(max));
    }
    return amount.setScale(0, RoundingMode.UNNECESSARY).longValueExact();
  }

  /** In the largest decimal unit that leaves a whole number. */
  String write(long amount) {
    Map.Entry<String, Long> unit =
        factors.entrySet().stream()
            .filter(each -> amount % each.getValue() == 0 && !each.getKey().endsWith("iB"))
            .max(Map.Entry.comparingByValue())
            .orElseThrow();
    return amount / unit.getValue() + " " + unit.getKey();
  }

  private String units() {
    return factors.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.naturalOrder()))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }
}
