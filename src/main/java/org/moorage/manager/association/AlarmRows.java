package org.moorage.manager.association;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.console.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What edges said somebody should look at. */
@Component
public class AlarmRows {

  public static final int MAX_COUNTED = 10_000;

  private final JdbcClient database;

  AlarmRows(JdbcClient database) {
    this.database = database;
  }

  /** An alarm; without an uplink it is about the whole edge. */
  public record Alarm(
      Instant at, String edge, @Nullable String uplink, @Nullable String vsiId, String text) {}

  /** Newest first. */
  public List<Alarm> list(Optional<String> edge, long offset, int limit) {
    if (offset > MAX_COUNTED) {
      return List.of();
    }
    List<Object> values = new ArrayList<>();
    edge.ifPresent(values::add);
    return database
        .sql(
            "select v.at, coalesce(e.name, e.former_name) as edge_name, v.uplink, v.vsi_id, v.text"
                + " from association_event v join edge e on e.id = v.edge_id"
                + " where v.kind = 'alarm'"
                + (edge.isPresent() ? " and e.name = ?" : "")
                + " order by v.at desc, v.sequence desc limit "
                + limit
                + " offset "
                + offset)
        .params(values)
        .query((row, number) ->
            new Alarm(
                Columns.instant(row, "at"),
                row.getString("edge_name") == null ? "?" : row.getString("edge_name"),
                row.getString("uplink"),
                row.getString("vsi_id"),
                row.getString("text")))
        .list();
  }

  long count(Optional<String> edge) {
    List<Object> values = new ArrayList<>();
    edge.ifPresent(values::add);
    return database
        .sql(
            "select count(*) from (select v.at from association_event v"
                + (edge.isPresent() ? " join edge e on e.id = v.edge_id" : "")
                + " where v.kind = 'alarm'"
                + (edge.isPresent() ? " and e.name = ?" : "")
                + " limit "
                + (MAX_COUNTED + 1)
                + ") found")
        .params(values)
        .query(Long.class)
        .single();
  }

  /** How many since then. */
  public long since(Instant since) {
    return database
        .sql("select count(*) from association_event where kind = 'alarm' and at >= ?")
        .param(since.atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .single();
  }
}
