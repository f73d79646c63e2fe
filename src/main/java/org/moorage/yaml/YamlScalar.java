package org.moorage.yaml;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text as a scalar of a YAML file: plain where that is safe, else in double quotes. */
public final class YamlScalar {

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}0-9][^\\p{C}\\u2028\\u2029]*");
  private static final Pattern READ_AS_SOMETHING_ELSE =
      Pattern.compile("true|false|yes|no|on|off|null|y|n|[0-9].*e[0-9]+|0[xo].*");

  private YamlScalar() {}

  /** For a place of its own on a line. */
  public static String block(String text) {
    return isPlain(text) ? text : quoted(text);
  }

  /** For a place inside brackets or braces. */
  public static String flow(String text) {
    return isPlain(text) && text.chars().noneMatch(c -> ",[]{}".indexOf(c) >= 0)
        ? text
        : quoted(text);
  }

  /** A word that other readers may not take for a truth value or a number. */
  public static String word(String text) {
    return READ_AS_SOMETHING_ELSE.matcher(text.toLowerCase(Locale.ROOT)).matches()
            || text.chars().allMatch(Character::isDigit)
        ? quoted(text)
        : flow(text);
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches()
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.endsWith(":")
        && text.equals(text.strip());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c == '\n') {
        quoted.append("\\n");
      } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\ufeff') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
