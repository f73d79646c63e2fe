package org.moorage.manager.edge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EdgeReport;
import org.moorage.manager.association.VsiRow;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.evb.EvbOperation;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is inside an edge: its server ports, and in each its vPorts, the many folded to counts. They
 * stand in the order of their VSIIDs: a box keeps its place while others come and go.
 */
@Component
class EdgeDrawing {

  /** vPorts drawn one by one in a server port; the rest is counted by type. */
  static final int DRAWN = 24;

  private static final String HELD =
      " a.state in ('associated', 'pre-associated', 'pre-associated-rr')";

  private final JdbcClient database;
  private final EdgeReports reports;
  private final JsonMapper mapper;

  EdgeDrawing(JdbcClient database, EdgeReports reports, JsonMapper mapper) {
    this.database = database;
    this.reports = reports;
    this.mapper = mapper;
  }

  /** VSIs of one type on a port. */
  record TypeCount(String type, long count) {}

  /** A vPort as a box; without rates where none are known. */
  record Box(VsiRow row, EdgeReports.@Nullable Rate rates) {

    /** Frames a second, both ways. */
    public double frames() {
      return rates == null ? 0 : rates.framesFromVm() + rates.framesToVm();
    }
  }

  /**
   * A server port with what is in it.
   *
   * @param report null where the edge did not report the port
   * @param types of all its VSIs, the most used first
   */
  record ServerPort(
      String name,
      EdgeReport.@Nullable Uplink report,
      long held,
      List<Box> boxes,
      List<TypeCount> types) {
    ServerPort {
      boxes = List.copyOf(boxes);
      types = List.copyOf(types);
    }

    /** What this port and its station agreed on; null where the edge did not report the port. */
    public @Nullable EvbOperation operation() {
      return report == null
          ? null
          : new EvbOperation(
              report.reflectiveRelay(),
              report.groupIds(),
              report.retries(),
              new TimerExponent(report.ackTimerExponent()),
              new TimerExponent(report.resourceWaitExponent()),
              new TimerExponent(report.keepAliveExponent()));
    }

    /** Held but not drawn. */
    public long folded() {
      return Math.max(0, held - boxes.size());
    }
  }

  List<ServerPort> ports(EdgeRow edge) {
    Map<String, List<TypeCount>> types = types(edge.id());
    Set<String> names = UplinkView.names(edge.uplinks(), edge.report());
    names.addAll(types.keySet());
    List<ServerPort> ports = new ArrayList<>();
    for (String name : names) {
      List<TypeCount> here = types.getOrDefault(name, List.of());
      ports.add(
          new ServerPort(
              name,
              reported(edge, name).orElse(null),
              here.stream().mapToLong(TypeCount::count).sum(),
              here.isEmpty() ? List.of() : boxes(edge.id(), name),
              here));
    }
    return ports;
  }

  private static Optional<EdgeReport.Uplink> reported(EdgeRow edge, String name) {
    EdgeReport report = edge.report();
    return report == null
        ? Optional.empty()
        : report.uplinks().stream().filter(uplink -> uplink.name().equals(name)).findFirst();
  }

  private List<Box> boxes(UUID edge, String uplink) {
    return database
        .sql(
            "select "
                + VsiRow.COLUMNS
                + " from association a join edge e on e.id = a.edge_id"
                + " where a.edge_id = ? and a.uplink = ? and"
                + HELD
                + " order by a.vsi_id limit "
                + DRAWN)
        .params(List.of(edge, uplink))
        .query((row, number) -> VsiRow.read(row, mapper))
        .list()
        .stream()
        .map(row -> new Box(row, rates(edge, row.vPort())))
        .toList();
  }

  private EdgeReports.@Nullable Rate rates(UUID edge, @Nullable String vPort) {
    return vPort == null || reports.count(edge, vPort).isEmpty() ? null : reports.rate(edge, vPort);
  }

  private Map<String, List<TypeCount>> types(UUID edge) {
    Map<String, List<TypeCount>> types = new LinkedHashMap<>();
    database
        .sql(
            "select a.uplink, a.profile, a.type_id, a.version, count(*) as homes"
                + " from association a where a.edge_id = ? and"
                + HELD
                + " group by a.uplink, a.profile, a.type_id, a.version order by a.uplink")
        .param(edge)
        .query(row -> {
          String profile = row.getString("profile");
          String name = profile == null ? "type " + row.getInt("type_id") : profile;
          types
              .computeIfAbsent(row.getString("uplink"), uplink -> new ArrayList<>())
              .add(new TypeCount(name + "/" + row.getInt("version"), row.getLong("homes")));
        });
    types
        .values()
        .forEach(list -> list.sort(Comparator.comparingLong(TypeCount::count).reversed()));
    return types;
  }
}
