package org.moorage.profile.rules;

/**
 * A run of TCP, UDP or SCTP port numbers, both ends included.
 *
 * @param first 0..65535
 * @param last first..65535
 */
public record PortRange(int first, int last) {

  public static final int MAX = 65_535;

  public PortRange {
    if (first < 0 || last > MAX || first > last) {
      throw new IllegalArgumentException(
          "ports " + first + "-" + last + " are not a rising range inside 0..65535");
    }
  }

  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
