package org.moorage.overlay;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** The GUID of a VM network: HNV's RoutingDomainID. */
public record RoutingDomainId(UUID value) implements Comparable<RoutingDomainId> {

  private static final Pattern TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /**
   * {@code {11111111-2222-3333-4444-000000000000}}, upper or lower case, with braces or without.
   *
   * @throws IllegalArgumentException for other text
   */
  public static RoutingDomainId parse(String text) {
    boolean braces = text.startsWith("{") && text.endsWith("}") && text.length() > 1;
    String inner = braces ? text.substring(1, text.length() - 1) : text;
    String lower = inner.toLowerCase(Locale.ROOT);
    if (!TEXT.matcher(lower).matches()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a routing domain ID; write it as"
              + " {11111111-2222-3333-4444-000000000000}");
    }
    return new RoutingDomainId(UUID.fromString(lower));
  }

  @Override
  public int compareTo(RoutingDomainId other) {
    return toString().compareTo(other.toString());
  }

  /** Lower case in braces, as Windows writes GUIDs. */
  @Override
  public String toString() {
    return "{" + value + "}";
  }
}
