package org.moorage.manager.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EdgeReport;

/**
 * An edge as the database has it, with what it last reported.
 *
 * @param name empty once another edge took its place
 * @param held VSIs it holds
 * @param refused VSIs whose last request it refused
 * @param report null where none came since the manager started
 * @param heardAt when it came; the last hello where none did
 */
public record EdgeRow(
    UUID id,
    String name,
    String formerName,
    String software,
    String dataplane,
    String unknownType,
    List<String> uplinks,
    List<String> fabric,
    Instant firstHelloAt,
    Instant heardAt,
    long held,
    long refused,
    @Nullable EdgeReport report,
    Instant now) {

  public EdgeRow {
    uplinks = List.copyOf(uplinks);
    fabric = List.copyOf(fabric);
  }

  /** {@code connected}, {@code troubled}, {@code away}, {@code former}. */
  public String state() {
    if (name.isEmpty()) {
      return "former";
    }
    if (report == null || Duration.between(heardAt, now).compareTo(EdgeReports.AWAY) > 0) {
      return "away";
    }
    return report.trouble() == null ? "connected" : "troubled";
  }

  /** The name it has or had. */
  public String shownName() {
    return name.isEmpty() ? formerName : name;
  }

  /** When its agent started, by its own clock; null before it reported. */
  public @Nullable Instant agentStarted() {
    return report == null ? null : Instant.parse(report.started());
  }

  /** Frames and TLVs dropped on all its ports since it started. */
  public long drops() {
    if (report == null) {
      return 0;
    }
    Stream<Map<String, Long>> all =
        Stream.concat(
            Stream.of(report.fabricDrops()),
            report.uplinks().stream().flatMap(up -> Stream.of(up.dropped(), up.frameDrops())));
    return all.flatMap(counts -> counts.values().stream()).mapToLong(Long::longValue).sum();
  }

  public long waitingEvents() {
    return report == null ? 0 : report.waitingEvents();
  }

  /** A server port as a cell. */
  public record Port(String name, String state, long associations) {}

  /** Its server ports; what an edge that is away last said is not shown as if it were so. */
  public List<Port> ports() {
    boolean known = report != null && !state().equals("away");
    return uplinks.stream().map(uplink -> port(uplink, known)).toList();
  }

  private Port port(String uplink, boolean known) {
    EdgeReport last = report;
    if (!known || last == null) {
      return new Port(uplink, "unknown", 0);
    }
    return last.uplinks().stream()
        .filter(reported -> reported.name().equals(uplink))
        .findFirst()
        .map(reported -> new Port(uplink, reported.state(), reported.associations()))
        .orElseGet(() -> new Port(uplink, "unknown", 0));
  }
}
