package org.moorage.manager.association;

import org.jspecify.annotations.Nullable;
import org.moorage.manager.Listing;

/**
 * Which homes are asked for; null for whatever does not matter.
 *
 * @param vsi the beginning of a VSIID, lower case
 * @param mac of a filter, as {@code 52:54:00:11:22:33}
 * @param vid that a filter was answered
 * @param type of the VSI
 * @param edge by name
 * @param server the beginning of what the station calls itself
 * @param state one of the five
 */
public record AssociationSearch(
    @Nullable String vsi,
    @Nullable String mac,
    @Nullable Integer vid,
    @Nullable Integer type,
    @Nullable Integer version,
    @Nullable String edge,
    @Nullable String server,
    @Nullable String state,
    @Nullable Boolean current,
    int limit,
    int offset) {

  public AssociationSearch {
    if (limit < 1 || limit > Listing.MAX_LIMIT) {
      throw new IllegalArgumentException("limit " + limit + " is outside 1.." + Listing.MAX_LIMIT);
    }
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset + " is below 0");
    }
  }
}
