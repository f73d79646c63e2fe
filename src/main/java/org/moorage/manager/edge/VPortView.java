package org.moorage.manager.edge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AssociationReport;
import org.moorage.agentlink.EdgeReport.VPortCount;
import org.moorage.manager.association.AssociationView;

/**
 * A vPort with what passed it, as REST shows it: the shape of an agent's own door.
 *
 * @param association the home it belongs to
 * @param state {@code active}, {@code reserved}, {@code pre_associated}
 * @param profile name and version
 * @param separation how it is told apart from others on its port
 * @param fromVm null before the edge counted it
 * @param ruleHits of each written rule, first from the VM, then to it; null before
 */
public record VPortView(
    String id,
    long association,
    String vsiId,
    String edge,
    String uplink,
    String state,
    Instant since,
    String profile,
    @Nullable String separation,
    List<String> matches,
    int entries,
    @Nullable Passed fromVm,
    @Nullable Passed toVm,
    Map<String, Long> droppedFromVm,
    Map<String, Long> droppedToVm,
    EdgeReports.Rate rate,
    @Nullable List<Long> ruleHits) {

  /** What was let through. */
  public record Passed(long frames, long octets) {}

  public VPortView {
    matches = List.copyOf(matches);
  }

  static VPortView of(
      AssociationView home, String vPort, @Nullable VPortCount count, EdgeReports.Rate rate) {
    return new VPortView(
        vPort,
        home.id(),
        home.vsiId(),
        home.edge(),
        home.uplink(),
        state(home.state()),
        home.since(),
        (home.profile() == null ? "type " + home.typeId() : home.profile()) + "/" + home.version(),
        home.separation(),
        home.filters().stream().map(VPortView::match).toList(),
        home.entries(),
        count == null ? null : new Passed(count.framesFromVm(), count.octetsFromVm()),
        count == null ? null : new Passed(count.framesToVm(), count.octetsToVm()),
        count == null ? Map.of() : count.droppedFromVm(),
        count == null ? Map.of() : count.droppedToVm(),
        rate,
        count == null ? null : count.ruleHits());
  }

  private static String state(String association) {
    return switch (association) {
      case "associated" -> "active";
      case "pre-associated-rr" -> "reserved";
      default -> "pre_associated";
    };
  }

  private static String match(AssociationReport.Filter filter) {
    Integer answered = filter.answered();
    return (filter.mac() == null ? "" : filter.mac() + " ")
        + "VLAN "
        + (answered == null ? filter.vid() : answered);
  }
}
