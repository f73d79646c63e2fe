package org.moorage.manager.association;

import java.util.List;
import java.util.Map;
import org.moorage.manager.console.Page;
import org.moorage.manager.console.Paging;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The homes of VSIs, as lists ask for them. */
@Component
public class VsiRows {

  /** Rows that are counted one by one; of more it is said that there are more. */
  public static final int MAX_COUNTED = 10_000;

  /** Rows skipped at most; who looks further narrows the search. */
  private static final int MAX_OFFSET = 100_000;

  /** What lists can be sorted by; the first is the usual order. */
  public static final List<String> SORTED_BY =
      List.of("-since", "vsi", "state", "type", "edge", "station");

  private static final Map<String, List<String>> SORTS =
      Map.of(
          "vsi", List.of("a.vsi_id"),
          "state", List.of("a.state", "a.since"),
          "type", List.of("a.type_id", "a.version", "a.state"),
          "edge", List.of("e.name", "a.uplink", "a.vsi_id"),
          "station", List.of("a.station"),
          "since", List.of("a.since"));

  private static final String EDGE = " join edge e on e.id = a.edge_id";

  private final JdbcClient database;
  private final JsonMapper mapper;
  private final HeldCounts counts;

  VsiRows(JdbcClient database, JsonMapper mapper, HeldCounts counts) {
    this.database = database;
    this.mapper = mapper;
    this.counts = counts;
  }

  /**
   * How many there are: all, or all of one state, as counted lately; of what a search finds at most
   * one more than {@link #MAX_COUNTED}.
   */
  long count(VsiSearch search) {
    if (!search.mistakes().isEmpty()) {
      return 0;
    }
    if (search.isPlain()) {
      return search.asks() ? counts.now().of(search.said("state")) : counts.now().all();
    }
    return database
        .sql(
            "select count(*) from (select a.id from association a"
                + search.where()
                + " limit "
                + (MAX_COUNTED + 1)
                + ") found")
        .params(search.values())
        .query(Long.class)
        .single();
  }

  /** The rows somebody asked for; a table without any is not read twice. */
  public Page<VsiRow> page(VsiSearch search, Paging asked) {
    long total = count(search);
    return Page.of(total == 0 ? List.of() : list(search, asked), total, asked, search.said());
  }

  /** Nothing behind the last that is counted: who looks further narrows the search. */
  public List<VsiRow> list(VsiSearch search, Paging asked) {
    if (!search.mistakes().isEmpty() || asked.offset() > MAX_OFFSET) {
      return List.of();
    }
    return database
        .sql(select(search, asked))
        .params(search.values())
        .query((row, number) -> VsiRow.read(row, mapper))
        .list();
  }

  /**
   * The rows of a page first and the names of their edges then: joined before they are sorted, H2
   * would read the whole table for each page.
   */
  private static String select(VsiSearch search, Paging asked) {
    String order = order(asked.sort(), asked.descending());
    String part = " limit " + asked.limit() + " offset " + asked.offset();
    String columns = "select " + VsiRow.COLUMNS;
    if (asked.sort().equals("edge")) {
      return columns + " from association a" + EDGE + search.where() + order + part;
    }
    String rows = "select a.* from association a" + search.where() + order + part;
    return columns + " from (" + rows + ") a" + EDGE + order;
  }

  private static String order(String sort, boolean descending) {
    String direction = descending ? " desc" : "";
    List<String> columns = SORTS.getOrDefault(sort, List.of("a.since"));
    return " order by " + String.join(direction + ", ", columns) + direction + ", a.id" + direction;
  }
}
