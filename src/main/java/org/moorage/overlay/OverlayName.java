package org.moorage.overlay;

import java.util.regex.Pattern;

/** What VM networks and virtual subnets are called, so that a profile can name them. */
final class OverlayName {

  private static final Pattern TEXT = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private OverlayName() {}

  /**
   * The text itself.
   *
   * @throws IllegalArgumentException where it is no name
   */
  static String require(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a name; use 1..63 of a-z, 0-9 and inner hyphens");
    }
    return text;
  }
}
