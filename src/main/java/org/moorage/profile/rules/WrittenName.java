package org.moorage.profile.rules;

import java.util.regex.Pattern;

/** What people call profiles, groups, VM networks and subnets: short, and safe in a path or URL. */
public final class WrittenName {

  private static final Pattern TEXT = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private WrittenName() {}

  /**
   * The text itself.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote it, where it is no name
   */
  public static String require(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a name; use 1..63 of a-z, 0-9 and inner hyphens");
    }
    return text;
  }
}
