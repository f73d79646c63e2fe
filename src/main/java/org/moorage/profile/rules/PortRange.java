package org.moorage.profile.rules;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of TCP, UDP or SCTP port numbers, both ends included.
 *
 * @param first 0..65535
 * @param last first..65535
 */
public record PortRange(int first, int last) {

  public static final int MAX = 65_535;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

  /** What people write instead of the number; the number is suggested, never assumed. */
  private static final Map<String, Integer> SERVICES =
      Map.ofEntries(
          Map.entry("ssh", 22),
          Map.entry("telnet", 23),
          Map.entry("smtp", 25),
          Map.entry("dns", 53),
          Map.entry("domain", 53),
          Map.entry("http", 80),
          Map.entry("www", 80),
          Map.entry("ntp", 123),
          Map.entry("snmp", 161),
          Map.entry("ldap", 389),
          Map.entry("https", 443),
          Map.entry("syslog", 514),
          Map.entry("ldaps", 636),
          Map.entry("mysql", 3306),
          Map.entry("rdp", 3389),
          Map.entry("postgresql", 5432));

  public PortRange {
    if (first < 0 || last > MAX || first > last) {
      throw new IllegalArgumentException(
          "ports " + first + "-" + last + " are not a rising range inside 0..65535");
    }
  }

  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  /**
   * {@code 443} or {@code 8000-8099}.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote the text
   */
  public static PortRange parse(String text) {
    if (NUMBER.matcher(text).matches()) {
      return checked(text, Integer.parseInt(text), Integer.parseInt(text));
    }
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      return checked(text, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
    }
    Integer service = SERVICES.get(text);
    throw new IllegalArgumentException(
        "\""
            + text
            + "\" is not a port; "
            + (service != null
                ? "did you mean " + service + "?"
                : "write a number, a range such as 8000-8099, or group:NAME"));
  }

  private static PortRange checked(String text, int first, int last) {
    if (last > MAX || first > MAX) {
      throw new IllegalArgumentException("\"" + text + "\" is not a port; ports are 0.." + MAX);
    }
    if (first > last) {
      throw new IllegalArgumentException(
          "\"" + text + "\" runs backwards; did you mean \"" + last + "-" + first + "\"?");
    }
    return new PortRange(first, last);
  }

  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
