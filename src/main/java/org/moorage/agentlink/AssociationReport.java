package org.moorage.agentlink;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An association as an edge sees it; names and values as in REST.
 *
 * @param state {@code pre-associated}, {@code pre-associated-rr}, {@code associated}, {@code
 *     refused}
 * @param profile the type's name; null where none was found
 * @param standing {@code known}, {@code unknown-accepted}, {@code quarantined}; null where refused
 * @param hints {@code migrate-to}, {@code migrate-from}
 * @param standard {@code ratified}, {@code draft 0}
 * @param sChannel null on a port without S-channels
 * @param station what the neighbour calls itself by LLDP; null before it was heard
 * @param vPort null without one
 * @param separation how the vPort is told apart from others on its port; null without one
 * @param entries of the data plane
 * @param micros from request to answer
 * @param reason why it was refused; null otherwise
 * @param fix what to do about it; null otherwise
 */
public record AssociationReport(
    String uplink,
    String vsiId,
    String state,
    int typeId,
    int version,
    @Nullable String profile,
    @Nullable String standing,
    String managerId,
    List<String> hints,
    String standard,
    @Nullable String sChannel,
    @Nullable String station,
    List<Filter> filters,
    @Nullable String vPort,
    @Nullable String separation,
    int entries,
    long micros,
    @Nullable String reason,
    @Nullable String fix) {
  public AssociationReport {
    hints = List.copyOf(hints);
    filters = List.copyOf(filters);
  }

  /**
   * One filter entry.
   *
   * @param vid asked for, 0 where the bridge was to choose
   * @param answered null where refused
   */
  public record Filter(
      @Nullable Long group,
      @Nullable String mac,
      int vid,
      @Nullable Integer answered,
      @Nullable Integer pcp) {}
}
