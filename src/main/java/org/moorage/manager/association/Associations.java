package org.moorage.manager.association;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.StoryLine;
import org.moorage.protocol.vdp.VsiId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What edges hold and have held, moves and alarms, asked of the tables. */
@Service
public class Associations {

  /** Events a story is put together from. */
  private static final int STORY_EVENTS = 200;

  private static final String HOMES =
      "select a.*, coalesce(e.name, e.former_name) as edge_name from association a"
          + " join edge e on e.id = a.edge_id";

  private final JdbcClient database;
  private final LinkWords words;

  Associations(JdbcClient database, LinkWords words) {
    this.database = database;
    this.words = words;
  }

  /** Homes that fit, by VSIID, those of one VSI together. */
  public List<AssociationView> find(AssociationSearch search) {
    Conditions where = new Conditions();
    vsi(where, search.vsi());
    where.and(
        "exists (select 1 from association_filter f where f.association_id = a.id and f.mac = ?)",
        search.mac());
    where.and(
        "exists (select 1 from association_filter f where f.association_id = a.id"
            + " and f.answered = ?)",
        search.vid());
    where.and("a.type_id = ?", search.type());
    where.and("a.version = ?", search.version());
    where.and("e.name = ?", search.edge());
    where.and("a.station like ? escape '!'", prefix(search.server()));
    where.and("a.state = ?", search.state());
    where.and("a.current = ?", search.current());
    return homes(where, " order by a.vsi_id, a.id", search.limit(), search.offset());
  }

  /** A whole VSIID is found by the index on any database. */
  private static void vsi(Conditions where, @Nullable String start) {
    Optional<VsiId> whole = start == null ? Optional.empty() : VsiId.parse(start);
    if (whole.isPresent()) {
      where.and("a.vsi_id = ?", whole.get().toString());
    } else {
      where.and("a.vsi_id like ? escape '!'", prefix(start));
    }
  }

  /** Homes that have a vPort. */
  public List<AssociationView> withVPort(int limit, int offset) {
    Conditions where = new Conditions();
    where.and("a.vport is not null");
    return homes(where, " order by a.vsi_id, a.id", limit, offset);
  }

  public Optional<AssociationView> withVPort(String vPort) {
    Conditions where = new Conditions();
    where.and("a.vport = ?", vPort);
    return homes(where, " order by a.id", 1, 0).stream().findFirst();
  }

  public Optional<AssociationView> find(long id) {
    Conditions where = new Conditions();
    where.and("a.id = ?", id);
    return homes(where, "", 1, 0).stream().findFirst();
  }

  private List<AssociationView> homes(Conditions where, String order, int limit, int offset) {
    return database
        .sql(HOMES + where.sql() + order + " limit ? offset ?")
        .params(where.values())
        .params(limit, offset)
        .query((row, number) -> view(row))
        .list();
  }

  /** What happened to one home; newest exchange last. */
  public Optional<StoryView> story(long id) {
    return find(id).map(this::story);
  }

  private StoryView story(AssociationView home) {
    List<String> stories =
        database
            .sql(
                "select story from association_event where vsi_id = ? and edge_id = ?"
                    + " and uplink = ? and story is not null"
                    + " order by at desc, epoch desc, sequence desc limit ?")
            .params(home.vsiId(), home.edgeId(), home.uplink(), STORY_EVENTS)
            .query((row, number) -> row.getString("story"))
            .list();
    // A line told with two events is one line.
    Set<StoryLine> lines = new LinkedHashSet<>();
    for (String story : stories.reversed()) {
      lines.addAll(words.story(story));
    }
    return new StoryView(home, stories.size() == STORY_EVENTS, new ArrayList<>(lines));
  }

  /** How many homes an edge has in each state. */
  public Map<String, Long> states(UUID edge) {
    Map<String, Long> states = new TreeMap<>();
    database
        .sql("select state, count(*) as homes from association where edge_id = ? group by state")
        .param(edge)
        .query(row -> {
          states.put(row.getString("state"), row.getLong("homes"));
        });
    return states;
  }

  /** How many VSIs each port of an edge holds. */
  public Map<String, Long> held(UUID edge) {
    Map<String, Long> held = new TreeMap<>();
    database
        .sql(
            "select uplink, count(*) as homes from association where edge_id = ? and state in"
                + " ('pre-associated', 'pre-associated-rr', 'associated') group by uplink")
        .param(edge)
        .query(row -> {
          held.put(row.getString("uplink"), row.getLong("homes"));
        });
    return held;
  }

  /** Moves, newest first; of one VSI where it is named. */
  public List<MigrationView> migrations(@Nullable String vsi, int limit, int offset) {
    Conditions where = new Conditions();
    where.and("m.vsi_id = ?", vsi);
    return database
        .sql(
            "select m.*, coalesce(f.name, f.former_name) as from_edge,"
                + " coalesce(t.name, t.former_name) as to_edge from migration m"
                + " join edge f on f.id = m.from_edge_id join edge t on t.id = m.to_edge_id"
                + where.sql()
                + " order by m.up_at desc, m.id desc limit ? offset ?")
        .params(where.values())
        .params(limit, offset)
        .query((row, number) -> migration(row))
        .list();
  }

  /** Alarms, newest first; of one edge where it is named. */
  public List<AlarmView> alarms(@Nullable String edge, int limit, int offset) {
    Conditions where = new Conditions();
    where.and("v.kind = 'alarm'");
    where.and("e.name = ?", edge);
    return database
        .sql(
            "select v.at, v.uplink, v.text, coalesce(e.name, e.former_name) as edge_name"
                + " from association_event v join edge e on e.id = v.edge_id"
                + where.sql()
                + " order by v.at desc, v.sequence desc limit ? offset ?")
        .params(where.values())
        .params(limit, offset)
        .query((row, number) ->
            new AlarmView(
                HomeDraft.instant(row, "at"),
                row.getString("edge_name"),
                row.getString("uplink"),
                row.getString("text")))
        .list();
  }

  private AssociationView view(ResultSet row) throws SQLException {
    String hints = row.getString("hints");
    return new AssociationView(
        row.getLong("id"),
        row.getString("vsi_id"),
        row.getInt("type_id"),
        row.getInt("version"),
        row.getString("profile"),
        row.getString("standing"),
        row.getString("state"),
        row.getString("edge_name"),
        row.getObject("edge_id", UUID.class),
        row.getString("uplink"),
        row.getString("s_channel"),
        row.getString("station"),
        words.filters(row.getString("filters")),
        HomeDraft.instant(row, "since"),
        row.getBoolean("current"),
        row.getString("manager_id"),
        hints.isEmpty() ? List.of() : List.of(hints.split(",", -1)),
        row.getString("standard"),
        row.getString("vport"),
        row.getString("separation"),
        row.getInt("entries"),
        HomeDraft.instant(row, "heard_at"),
        row.getLong("micros"),
        row.getString("reason"),
        row.getString("fix"));
  }

  private static MigrationView migration(ResultSet row) throws SQLException {
    return new MigrationView(
        row.getLong("id"),
        row.getString("vsi_id"),
        row.getInt("type_id"),
        row.getInt("version"),
        row.getString("profile"),
        row.getString("from_edge"),
        row.getString("from_uplink"),
        row.getString("to_edge"),
        row.getString("to_uplink"),
        instantOrNull(row, "announced_at"),
        HomeDraft.instant(row, "up_at"),
        instantOrNull(row, "gone_at"));
  }

  private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static @Nullable String prefix(@Nullable String start) {
    return start == null || start.isEmpty()
        ? null
        : start.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  /** The conditions that matter, and their values. */
  private static final class Conditions {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    void and(String condition) {
      sql.append(sql.isEmpty() ? " where " : " and ").append(condition);
    }

    void and(String condition, @Nullable Object value) {
      if (value != null) {
        and(condition);
        values.add(value);
      }
    }

    String sql() {
      return sql.toString();
    }

    List<Object> values() {
      return values;
    }
  }
}
