package org.moorage.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.moorage.yaml.NearestWord;

/**
 * A differentiated-services code point: the upper six bits of the IPv4 TOS octet or the IPv6
 * traffic class (RFC 2474; names from RFC 2597, RFC 3246, RFC 5865, RFC 8622).
 *
 * @param value 0..63
 */
public record Dscp(int value) {

  public static final int MAX = 63;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
  private static final Map<String, Integer> NAMES = names();

  public Dscp {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("DSCP " + value + " is outside 0..63");
    }
  }

  /**
   * A name ({@code af21}, {@code ef}, {@code cs3}, {@code le}, {@code va}, {@code default}) or a
   * number.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote the text
   */
  public static Dscp parse(String text) {
    if (NUMBER.matcher(text).matches()) {
      return new Dscp(Integer.parseInt(text));
    }
    Integer value = NAMES.get(text);
    if (value == null) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a DSCP; "
              + NearestWord.didYouMean(text, NAMES.keySet())
                  .orElse("write a name such as ef, af21, cs3, or a number 0..63"));
    }
    return new Dscp(value);
  }

  /** Every name, as the schema lists them. */
  static Iterable<String> allNames() {
    return NAMES.keySet();
  }

  private static Map<String, Integer> names() {
    Map<String, Integer> names = new LinkedHashMap<>();
    names.put("default", 0);
    names.put("le", 1);
    for (int selector = 0; selector < 8; selector++) {
      names.put("cs" + selector, selector << 3);
    }
    for (int forwarding = 1; forwarding <= 4; forwarding++) {
      for (int precedence = 1; precedence <= 3; precedence++) {
        names.put("af" + forwarding + precedence, forwarding << 3 | precedence << 1);
      }
    }
    names.put("va", 44);
    names.put("ef", 46);
    return names;
  }

  /** Its name where it has one, else the number. */
  @Override
  public String toString() {
    return NAMES.entrySet().stream()
        .filter(name -> name.getValue() == value)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> Integer.toString(value));
  }
}
