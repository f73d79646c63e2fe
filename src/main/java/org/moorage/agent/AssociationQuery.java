package org.moorage.agent;

import java.util.Optional;

/**
 * Which associations are asked for.
 *
 * @param vsi the beginning of a VSIID as text, lower case; empty for all
 * @param state empty for all
 * @param offset how many that fit are skipped
 * @param limit how many are wanted at most, 1..{@value #MAX_LIMIT}
 */
public record AssociationQuery(
    String vsi, Optional<AssociationState> state, int offset, int limit) {

  /** What the loop can look together without keeping the wire waiting. */
  public static final int MAX_LIMIT = 1_000;

  public static final AssociationQuery ALL =
      new AssociationQuery("", Optional.empty(), 0, MAX_LIMIT);

  public AssociationQuery {
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset + " is below 0");
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit " + limit + " is outside 1.." + MAX_LIMIT);
    }
  }
}
