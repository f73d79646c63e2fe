package org.moorage.manager.association;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.console.Columns;
import tools.jackson.databind.json.JsonMapper;

/** One home of a VSI, as lists show it. */
public record VsiRow(
    long id,
    String vsiId,
    String state,
    boolean current,
    int typeId,
    int version,
    @Nullable String profile,
    @Nullable String standing,
    UUID edgeId,
    String edge,
    String uplink,
    List<VsiFilter> filters,
    @Nullable String station,
    @Nullable String vPort,
    Instant since,
    @Nullable String reason) {

  /** What {@link #read} needs, of {@code association a} and {@code edge e}. */
  public static final String COLUMNS =
      "a.id, a.vsi_id, a.state, a.current, a.type_id, a.version, a.profile, a.standing,"
          + " a.edge_id, coalesce(e.name, e.former_name) as edge_name, a.uplink, a.filters,"
          + " a.station, a.vport, a.since, a.reason";

  public VsiRow {
    filters = List.copyOf(filters);
  }

  public static VsiRow read(ResultSet row, JsonMapper mapper) throws SQLException {
    String edge = row.getString("edge_name");
    return new VsiRow(
        row.getLong("id"),
        row.getString("vsi_id"),
        row.getString("state"),
        row.getBoolean("current"),
        row.getInt("type_id"),
        row.getInt("version"),
        row.getString("profile"),
        row.getString("standing"),
        Columns.uuid(row, "edge_id"),
        edge == null ? "?" : edge,
        row.getString("uplink"),
        VsiFilter.read(row.getString("filters"), mapper),
        row.getString("station"),
        row.getString("vport"),
        Columns.instant(row, "since"),
        row.getString("reason"));
  }

  /** {@code web-server/2}; the numbers where the catalogue has no name for them. */
  public String type() {
    return (profile == null ? "type " + typeId : profile) + "/" + version;
  }

  /** Whether it stands under a type the catalogue does not have. */
  public boolean odd() {
    return standing != null && !standing.equals("known");
  }

  public @Nullable VsiFilter firstFilter() {
    return filters.isEmpty() ? null : filters.getFirst();
  }

  public int moreFilters() {
    return Math.max(0, filters.size() - 1);
  }
}
