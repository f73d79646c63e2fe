package org.moorage.manager.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.yaml.Problem;

/**
 * A version as pages and REST show it.
 *
 * @param reference {@code web-server/2}
 * @param text the YAML as its author wrote it
 * @param groups the YAML of the groups it was released with; absent for a draft
 * @param lock to be sent back with a change
 * @param profile the same in parts; absent for a draft that no longer reads
 * @param problems why it does not
 * @param notes what is in order but does not do what its author may think
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VersionView(
    int typeId,
    String name,
    int version,
    String reference,
    String state,
    String text,
    @Nullable String groups,
    Instant createdAt,
    String createdBy,
    @Nullable Instant changedAt,
    @Nullable String changedBy,
    @Nullable Instant releasedAt,
    @Nullable String releasedBy,
    @Nullable Instant retiredAt,
    long revision,
    long lock,
    VersionUsers.Usage users,
    @Nullable ProfileView profile,
    List<Problem> problems,
    List<Problem> notes) {

  /** Whether it can still be changed. */
  boolean isDraft() {
    return state.equals(VersionState.DRAFT.word());
  }
}
