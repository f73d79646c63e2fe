package org.moorage.edge;

/**
 * What people call an edge; unique among the edges of a manager, such as {@code leaf-1}.
 *
 * @param value 1..{@value #MAX_LENGTH} visible ASCII characters, none of them a blank
 */
public record EdgeName(String value) implements Comparable<EdgeName> {

  /** As long as one label of a host name. */
  public static final int MAX_LENGTH = 63;

  public EdgeName {
    Names.check("edge", value, MAX_LENGTH);
  }

  @Override
  public int compareTo(EdgeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
