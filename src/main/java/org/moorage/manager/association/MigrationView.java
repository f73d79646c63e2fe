package org.moorage.manager.association;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A VSI that moved, as REST shows it.
 *
 * @param announcedAt it pre-associated at the new home; null where it did not
 * @param upAt it associated there
 * @param goneAt the old home let it go; null while it has not
 */
public record MigrationView(
    long id,
    String vsiId,
    int typeId,
    int version,
    @Nullable String profile,
    String fromEdge,
    String fromUplink,
    String toEdge,
    String toUplink,
    @Nullable Instant announcedAt,
    Instant upAt,
    @Nullable Instant goneAt) {}
