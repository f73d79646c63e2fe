package org.moorage.manager.console;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.protocol.ethernet.MacAddress;

/** A MAC address in any of the notations people paste. */
public final class WrittenMac {

  private static final Pattern TEXT =
      Pattern.compile(
          "[0-9a-f]{2}(?::[0-9a-f]{2}){5}"
              + "|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}"
              + "|[0-9a-f]{4}(?:[.-][0-9a-f]{4}){2}"
              + "|[0-9a-f]{12}");

  private WrittenMac() {}

  /**
   * Reads {@code 02:00:00:00:00:01}, {@code 02-00-00-00-00-01}, {@code 0200.0000.0001}, {@code
   * 0200-0000-0001} or twelve hex digits.
   */
  public static Optional<MacAddress> read(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return TEXT.matcher(lower).matches()
        ? Optional.of(new MacAddress(Long.parseLong(lower.replaceAll("[:.-]", ""), 16)))
        : Optional.empty();
  }
}
