package org.moorage.edge;

import org.jspecify.annotations.Nullable;

/**
 * The name of a port of one edge, station-facing or fabric, such as {@code p1} or {@code eth1}.
 *
 * @param value 1..{@value #MAX_LENGTH} visible ASCII characters, none of them a blank
 */
public record PortName(String value) implements Comparable<PortName> {

  /** Room for any interface name of an operating system and for a lab's names. */
  public static final int MAX_LENGTH = 64;

  public PortName {
    Names.check("port", value, MAX_LENGTH);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof PortName(String theirs) && value.equals(theirs));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(PortName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
