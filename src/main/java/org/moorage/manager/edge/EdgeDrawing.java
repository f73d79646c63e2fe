package org.moorage.manager.edge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.ControlPath;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.ExtenderReport;
import org.moorage.manager.association.VsiRow;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.evb.EvbOperation;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is inside an edge: its server ports, and in each its vPorts with those of its S-channels,
 * the many folded to counts. They stand in the order of S-channels and VSIIDs: a box keeps its
 * place while others come and go.
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

  /**
   * A vPort as a box; without rates where none are known.
   *
   * @param channel SCID/SVID where it is on an S-channel
   */
  record Box(VsiRow row, EdgeReports.@Nullable Rate rates, @Nullable String channel) {

    /** Frames a second, both ways. */
    public double frames() {
      return rates == null ? 0 : rates.framesFromVm() + rates.framesToVm();
    }
  }

  /**
   * A port of a port extender.
   *
   * @param extender what the extender calls itself
   * @param called what it calls the port
   */
  record Behind(String extender, String called, int eChannel) {}

  /**
   * A server port with what is in it, and in its S-channels.
   *
   * @param report null where the edge did not report the port
   * @param behind where it is a port of a port extender; else null
   * @param channels its S-channels besides the default one
   * @param emptyChannels those of them that carry no VSI
   * @param types of all its VSIs, the most used first
   */
  record ServerPort(
      String name,
      EdgeReport.@Nullable Uplink report,
      @Nullable Behind behind,
      long held,
      int channels,
      int emptyChannels,
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

    /** What is amiss with the addresses of its control frames, a message's last word; or null. */
    public @Nullable String pathTrouble() {
      ControlPath path = report == null || !report.state().equals("up") ? null : report.path();
      if (path == null) {
        return null;
      }
      return switch (path.verdict()) {
        case MISSING, NO_LONGER, NOT_LISTENED -> path.verdict().label();
        case HEARD, SILENT, UNUSED -> null;
      };
    }

    /** Held but not drawn. */
    public long folded() {
      return Math.max(0, held - boxes.size());
    }
  }

  List<ServerPort> ports(EdgeRow edge) {
    Map<String, List<TypeCount>> types = types(edge.id());
    Set<String> names = new LinkedHashSet<>(edge.uplinks());
    behind(edge).keySet().forEach(names::add);
    types.keySet().forEach(name -> names.add(uplinkOf(name)));
    return names.stream().map(name -> port(edge, name, types)).toList();
  }

  private ServerPort port(EdgeRow edge, String name, Map<String, List<TypeCount>> types) {
    Map<String, Long> counts = new HashMap<>();
    types.forEach((port, here) -> {
      if (uplinkOf(port).equals(name)) {
        here.forEach(type -> counts.merge(type.type(), type.count(), Long::sum));
      }
    });
    List<TypeCount> all =
        counts.entrySet().stream()
            .map(each -> new TypeCount(each.getKey(), each.getValue()))
            .sorted(
                Comparator.comparingLong(TypeCount::count)
                    .reversed()
                    .thenComparing(TypeCount::type))
            .toList();
    Map<String, String> channels = channels(edge, name);
    return new ServerPort(
        name,
        reported(edge, name).orElse(null),
        behind(edge).get(name),
        all.stream().mapToLong(TypeCount::count).sum(),
        channels.size(),
        (int) channels.keySet().stream().filter(channel -> !types.containsKey(channel)).count(),
        all.isEmpty() ? List.of() : boxes(edge.id(), name, channels),
        all);
  }

  /** The uplink whose S-channel it is; itself where it is none. */
  private static String uplinkOf(String port) {
    int slash = port.indexOf('/');
    return slash < 0 ? port : port.substring(0, slash);
  }

  /** SCID/SVID of each S-channel of an uplink, by the channel's name. */
  private static Map<String, String> channels(EdgeRow edge, String uplink) {
    Map<String, String> channels = new HashMap<>();
    EdgeReport report = edge.report();
    if (report != null) {
      for (EdgeReport.Uplink each : report.uplinks()) {
        if (each.sChannel() != null && uplinkOf(each.name()).equals(uplink)) {
          channels.put(each.name(), each.sChannel());
        }
      }
    }
    return channels;
  }

  /** The ports of port extenders by name, in the order of their extenders and numbers. */
  private static Map<String, Behind> behind(EdgeRow edge) {
    Map<String, Behind> behind = new LinkedHashMap<>();
    EdgeReport report = edge.report();
    if (report != null) {
      for (ExtenderReport extender : report.led()) {
        String name = extender.name() == null ? extender.cascade() : extender.name();
        for (ExtenderReport.Port port : extender.ports()) {
          behind.put(port.name(), new Behind(name, port.said(), port.eChannel()));
        }
      }
    }
    return behind;
  }

  private static Optional<EdgeReport.Uplink> reported(EdgeRow edge, String name) {
    EdgeReport report = edge.report();
    return report == null
        ? Optional.empty()
        : report.uplinks().stream().filter(uplink -> uplink.name().equals(name)).findFirst();
  }

  private List<Box> boxes(UUID edge, String uplink, Map<String, String> channels) {
    return database
        .sql(
            "select "
                + VsiRow.COLUMNS
                + " from association a join edge e on e.id = a.edge_id"
                + " where a.edge_id = ? and (a.uplink = ? or left(a.uplink, ?) = ?) and"
                + HELD
                + " order by length(a.uplink), a.uplink, a.vsi_id limit "
                + DRAWN)
        .params(List.of(edge, uplink, uplink.length() + 1, uplink + "/"))
        .query((row, number) -> VsiRow.read(row, mapper))
        .list()
        .stream()
        .map(row -> new Box(row, rates(edge, row.vPort()), channels.get(row.uplink())))
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
    return types;
  }
}
