package org.moorage.manager.edge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.ControlPath;
import org.moorage.agentlink.ControlPath.Heard;
import org.moorage.agentlink.ControlPath.Verdict;
import org.moorage.agentlink.EdgeReport;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/**
 * Which destination addresses control frames arrive at, as an edge's page shows it.
 *
 * @param rows of at most {@value #MAX_UPLINKS} uplinks, those with something amiss first
 * @param more uplinks that are not shown
 */
record ControlPathRows(List<Row> rows, int more) {

  /** A page is read by people. */
  static final int MAX_UPLINKS = 12;

  ControlPathRows {
    rows = List.copyOf(rows);
  }

  /**
   * One address on one uplink.
   *
   * @param name of the address, as a message's last word
   * @param lldp when LLDP was last heard there
   * @param ecp the same of ECP of either flavour
   * @param verdict a label of {@link Verdict}
   */
  record Row(
      String port,
      String address,
      String name,
      @Nullable Instant lldp,
      @Nullable Instant ecp,
      String verdict) {}

  /**
   * @param report null before the edge has reported
   */
  static ControlPathRows of(@Nullable EdgeReport report) {
    if (report == null) {
      return new ControlPathRows(List.of(), 0);
    }
    List<EdgeReport.Uplink> uplinks =
        report.uplinks().stream()
            .filter(uplink -> uplink.path() != null && uplink.state().equals("up"))
            .sorted(Comparator.comparingInt(uplink -> isFine(uplink.path()) ? 1 : 0))
            .toList();
    List<Row> rows = new ArrayList<>();
    for (EdgeReport.Uplink uplink : uplinks.stream().limit(MAX_UPLINKS).toList()) {
      rows.addAll(rows(uplink));
    }
    return new ControlPathRows(rows, Math.max(0, uplinks.size() - MAX_UPLINKS));
  }

  private static List<Row> rows(EdgeReport.Uplink uplink) {
    ControlPath path = uplink.path();
    return path == null
        ? List.of()
        : path.addresses().stream().map(address -> row(uplink.name(), path, address)).toList();
  }

  private static Row row(String port, ControlPath path, String address) {
    Optional<Instant> ecp =
        Stream.of(path.last(address, Heard.ECP), path.last(address, Heard.DRAFT_ECP))
            .flatMap(Optional::stream)
            .max(Instant::compareTo);
    return new Row(
        port,
        address,
        name(MacAddress.parse(address)),
        path.last(address, Heard.LLDP).orElse(null),
        ecp.orElse(null),
        path.at(address).label());
  }

  private static String name(MacAddress address) {
    for (ReservedAddress each : ReservedAddress.values()) {
      if (each.mac().equals(address)) {
        return each.word();
      }
    }
    return address.isReservedForBridges() ? "reserved" : address.isGroup() ? "own" : "unicast";
  }

  private static boolean isFine(@Nullable ControlPath path) {
    return path == null || path.verdict() == Verdict.HEARD;
  }
}
