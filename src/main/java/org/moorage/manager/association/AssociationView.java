package org.moorage.manager.association;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AssociationReport;

/**
 * One home of a VSI, as REST shows it: the shape of an agent's own door.
 *
 * @param edgeId identity of the edge, which its name can lose
 * @param current whether this home is the one that counts
 * @param lastHeard when the edge last told something about it
 */
public record AssociationView(
    long id,
    String vsiId,
    int typeId,
    int version,
    @Nullable String profile,
    @Nullable String standing,
    String state,
    String edge,
    @JsonIgnore UUID edgeId,
    String uplink,
    @Nullable String sChannel,
    @Nullable String station,
    List<AssociationReport.Filter> filters,
    Instant since,
    boolean current,
    String managerId,
    List<String> hints,
    String standard,
    @Nullable String vPort,
    @Nullable String separation,
    int entries,
    Instant lastHeard,
    long micros,
    @Nullable String reason,
    @Nullable String fix) {
  public AssociationView {
    filters = List.copyOf(filters);
    hints = List.copyOf(hints);
  }
}
