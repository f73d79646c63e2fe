package org.moorage.manager.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.ExtenderReport;
import org.moorage.manager.ListedInParts;
import org.moorage.manager.Listing;
import org.moorage.manager.Rejection;
import org.moorage.manager.association.AssociationView;
import org.moorage.manager.association.Associations;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/edges}, {@code /api/v1/vports}. */
@RestController
class EdgeController {

  private static final int ALARMS = 20;

  private final EdgeRegistry edges;
  private final EdgeReports reports;
  private final Associations associations;

  EdgeController(EdgeRegistry edges, EdgeReports reports, Associations associations) {
    this.edges = edges;
    this.reports = reports;
    this.associations = associations;
  }

  @GetMapping("/api/v1/edges")
  @ListedInParts
  List<EdgeView> all(HttpServletRequest request, HttpServletResponse response) {
    Listing listing = Listing.of(request);
    List<EdgeView> found =
        edges.all(listing.offset(), listing.limit()).stream().map(this::view).toList();
    listing.answer(response, found.size());
    return found;
  }

  @GetMapping("/api/v1/edges/{name}")
  EdgeView one(@PathVariable String name) {
    return view(row(name));
  }

  /** As last reported, with the S-channels; by the hello alone before that. */
  @GetMapping("/api/v1/edges/{name}/uplinks")
  List<UplinkView> uplinks(@PathVariable String name) {
    EdgeRegistry.Row row = row(name);
    @Nullable EdgeReport last = reports.of(row.id()).map(EdgeReports.Received::report).orElse(null);
    Map<String, EdgeReport.Uplink> reported = new TreeMap<>();
    if (last != null) {
      last.uplinks().forEach(up -> reported.put(up.name(), up));
    }
    Map<String, Long> held = associations.held(row.id());
    List<UplinkView> uplinks = new ArrayList<>();
    for (String uplink : UplinkView.names(row.uplinks(), last)) {
      EdgeReport.Uplink known = reported.get(uplink);
      uplinks.add(
          UplinkView.of(
              known == null
                  ? unreported(uplink, held.getOrDefault(uplink, 0L).intValue())
                  : known));
    }
    return uplinks;
  }

  /** As last reported: its cascade ports and the port extenders behind them. */
  @GetMapping("/api/v1/edges/{name}/extenders")
  List<ExtenderReport> extenders(@PathVariable String name) {
    return reports.of(row(name).id()).map(last -> last.report().led()).orElse(List.of());
  }

  /** Lets another identity take the name. */
  @PostMapping("/api/v1/edges/{name}/replace")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void replace(@PathVariable String name) {
    edges.replace(name);
  }

  @GetMapping("/api/v1/vports")
  @ListedInParts
  List<VPortView> vPorts(HttpServletRequest request, HttpServletResponse response) {
    Listing listing = Listing.of(request);
    List<VPortView> found =
        associations.withVPort(listing.limit(), listing.offset()).stream()
            .map(this::vPort)
            .toList();
    listing.answer(response, found.size());
    return found;
  }

  @GetMapping("/api/v1/vports/{id}")
  VPortView vPort(@PathVariable String id) {
    return associations
        .withVPort(id)
        .map(this::vPort)
        .orElseThrow(
            () -> Rejection.notFound("there is no vPort " + id + "; /api/v1/vports lists them"));
  }

  private VPortView vPort(AssociationView home) {
    String vPort = String.valueOf(home.vPort());
    return VPortView.of(
        home,
        vPort,
        reports.count(home.edgeId(), vPort).orElse(null),
        reports.rate(home.edgeId(), vPort));
  }

  private EdgeRegistry.Row row(String name) {
    return edges.find(name).orElseThrow(() -> EdgeRegistry.unknown(name));
  }

  private EdgeView view(EdgeRegistry.Row row) {
    EdgeReports.Received last = reports.of(row.id()).orElse(null);
    EdgeReport report = last == null ? null : last.report();
    String name = String.valueOf(row.name());
    return new EdgeView(
        name,
        row.id(),
        reports.isHeard(row.id()) ? "heard" : "away",
        last == null ? null : last.receivedAt(),
        row.epoch(),
        report == null ? null : report.started(),
        row.software(),
        row.dataplane(),
        row.unknownType(),
        associations.states(row.id()),
        report == null ? null : report.ruleEntries(),
        row.uplinks(),
        row.fabric(),
        report == null ? Map.of() : new TreeMap<>(report.counters()),
        report == null ? Map.of() : new TreeMap<>(report.fabricDrops()),
        report == null ? null : report.trouble(),
        report == null ? null : report.waitingEvents(),
        row.firstHelloAt().toInstant(),
        row.lastHelloAt().toInstant(),
        associations.alarms(name, ALARMS, 0));
  }

  private static EdgeReport.Uplink unreported(String name, int associations) {
    return new EdgeReport.Uplink(
        name,
        null,
        "unknown",
        null,
        "not heard yet",
        false,
        false,
        false,
        associations,
        0,
        "",
        0,
        0,
        0,
        0,
        Map.of(),
        Map.of(),
        null,
        null);
  }
}
