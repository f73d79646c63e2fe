package org.moorage.manager.association;

import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AssociationReport;
import org.moorage.control.EventNumber;
import org.moorage.protocol.ethernet.MacAddress;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads and writes {@code association} and its filters, many rows with few statements. */
@Component
class HomeTable {

  /** The columns that name a row; they do not change. */
  private static final int KEY_COLUMNS = 3;

  private static final String READ =
      "select " + String.join(", ", HomeDraft.COLUMNS) + " from association where ";

  private static final String INSERT =
      "insert into association ("
          + String.join(", ", HomeDraft.COLUMNS)
          + ") values ("
          + marks(HomeDraft.COLUMNS.size())
          + ")";

  private static final String UPDATE =
      "update association set "
          + HomeDraft.COLUMNS.subList(0, HomeDraft.COLUMNS.size() - KEY_COLUMNS - 1).stream()
              .map(column -> column + " = ?")
              .collect(Collectors.joining(", "))
          + " where id = ? and edge_id = ? and uplink = ? and vsi_id = ?";

  private final JdbcTemplate database;

  HomeTable(JdbcTemplate database) {
    this.database = database;
  }

  /** All homes of these VSIs. */
  List<HomeDraft> of(Set<String> vsiIds) {
    if (vsiIds.isEmpty()) {
      return List.of();
    }
    // One array, not a list of values: of a long list PostgreSQL reads the whole table.
    String[] asked = vsiIds.toArray(String[]::new);
    return database.query(
        READ + "vsi_id = any(?)",
        statement ->
            statement.setArray(1, statement.getConnection().createArrayOf("varchar", asked)),
        (row, number) -> HomeDraft.read(row));
  }

  /** Homes an edge was said to hold before this event, and not since. */
  List<HomeDraft> heldBefore(EventNumber number) {
    return database.query(
        READ
            + "edge_id = ? and state in ('associated', 'pre-associated', 'pre-associated-rr')"
            + " and (told_epoch < ? or told_epoch = ? and told_sequence < ?)",
        (row, index) -> HomeDraft.read(row),
        number.edge(),
        number.epoch(),
        number.epoch(),
        number.sequence());
  }

  long lastId() {
    Long last = database.queryForObject("select max(id) from association", Long.class);
    return last == null ? 0 : last;
  }

  /** Writes what is new and what has changed. */
  void write(Collection<HomeDraft> drafts) {
    List<HomeDraft> changed = drafts.stream().filter(HomeDraft::isChanged).toList();
    each(INSERT, changed.stream().filter(HomeDraft::isNew).toList());
    each(UPDATE, changed.stream().filter(draft -> !draft.isNew()).toList());
    writeFilters(changed.stream().filter(draft -> draft.newFilters() != null).toList());
  }

  private void each(String sql, List<HomeDraft> drafts) {
    if (!drafts.isEmpty()) {
      database.batchUpdate(sql, drafts, drafts.size(), (statement, draft) -> draft.bind(statement));
    }
  }

  private record FilterRow(long association, int position, AssociationReport.Filter filter) {}

  private void writeFilters(List<HomeDraft> drafts) {
    List<HomeDraft> old = drafts.stream().filter(draft -> !draft.isNew()).toList();
    if (!old.isEmpty()) {
      database.batchUpdate(
          "delete from association_filter where association_id = ?",
          old,
          old.size(),
          (statement, draft) -> statement.setLong(1, draft.id()));
    }
    List<FilterRow> rows = new ArrayList<>();
    for (HomeDraft draft : drafts) {
      List<AssociationReport.Filter> filters = filters(draft.newFilters());
      for (int i = 0; i < filters.size(); i++) {
        rows.add(new FilterRow(draft.id(), i, filters.get(i)));
      }
    }
    if (!rows.isEmpty()) {
      database.batchUpdate(
          "insert into association_filter (association_id, position, mac, vid, answered, group_id)"
              + " values (?, ?, ?, ?, ?, ?)",
          rows,
          rows.size(),
          (statement, row) -> {
            statement.setLong(1, row.association());
            statement.setInt(2, row.position());
            statement.setString(3, mac(row.filter().mac()));
            statement.setInt(4, row.filter().vid());
            statement.setObject(5, row.filter().answered(), Types.INTEGER);
            statement.setObject(6, row.filter().group(), Types.BIGINT);
          });
    }
  }

  private static List<AssociationReport.Filter> filters(
      @Nullable List<AssociationReport.Filter> filters) {
    return filters == null ? List.of() : filters;
  }

  /** In the one form that is searched for. */
  private static @Nullable String mac(@Nullable String text) {
    return text == null ? null : MacAddress.parse(text).toString();
  }

  private static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
