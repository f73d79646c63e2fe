package org.moorage.manager.association;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.console.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** All homes of one VSI with their terms. */
@Component
class VsiSheet {

  /** More homes than any VSI has that is not made up. */
  private static final int MAX_HOMES = 100;

  private final JdbcClient database;
  private final JsonMapper mapper;

  VsiSheet(JdbcClient database, JsonMapper mapper) {
    this.database = database;
    this.mapper = mapper;
  }

  /** One home with everything the edge told of it. */
  record Home(
      VsiRow row,
      String managerId,
      String standard,
      String hints,
      @Nullable String sChannel,
      @Nullable String separation,
      int entries,
      long micros,
      @Nullable String fix,
      Instant heardAt) {

    public boolean held() {
      return !row.state().equals("refused") && !row.state().equals("de-associated");
    }

    public boolean refused() {
      return row.state().equals("refused");
    }
  }

  /** The one that counts first, then those held, then by time. */
  List<Home> homes(String vsi) {
    return database
        .sql(
            "select "
                + VsiRow.COLUMNS
                + ", a.manager_id, a.standard, a.hints, a.s_channel, a.separation, a.entries,"
                + " a.micros, a.fix, a.heard_at"
                + " from association a join edge e on e.id = a.edge_id where a.vsi_id = ?"
                + " order by a.current desc, case when a.state in ('refused', 'de-associated')"
                + " then 1 else 0 end, a.since desc limit "
                + MAX_HOMES)
        .param(vsi)
        .query((row, number) ->
            new Home(
                VsiRow.read(row, mapper),
                row.getString("manager_id"),
                row.getString("standard"),
                row.getString("hints"),
                row.getString("s_channel"),
                row.getString("separation"),
                row.getInt("entries"),
                row.getLong("micros"),
                row.getString("fix"),
                Columns.instant(row, "heard_at")))
        .list();
  }
}
