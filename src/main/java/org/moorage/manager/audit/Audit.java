package org.moorage.manager.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.moorage.manager.console.Paging;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads what {@link AuditLog} wrote. */
@Component
@Transactional(readOnly = true)
class Audit {

  /** Columns that can be sorted by; the newest come first. */
  static final List<String> COLUMNS = List.of("-at", "actor", "origin", "action", "subject");

  /** What the rows can be chosen by. */
  static final List<String> FILTERS = List.of("actor", "action", "subject", "text");

  private static final int MAX_FILTER = 200;

  /** Something somebody did. */
  record Deed(
      UUID id,
      Instant at,
      String actor,
      String origin,
      String action,
      String subject,
      String detail) {}

  private final JdbcClient database;

  Audit(JdbcClient database) {
    this.database = database;
  }

  List<Deed> find(Map<String, String> filter, Paging paging) {
    List<Object> values = new ArrayList<>();
    String sql =
        "select id, at, actor, origin, action, subject, detail from audit_entry"
            + where(filter, values)
            + " order by "
            + paging.sort()
            + (paging.descending() ? " desc" : "")
            + ", id desc limit ? offset ?";
    values.add(paging.limit());
    values.add(paging.offset());
    return database
        .sql(sql)
        .params(values)
        .query((row, number) ->
            new Deed(
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("origin"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail")))
        .list();
  }

  long count(Map<String, String> filter) {
    List<Object> values = new ArrayList<>();
    return database
        .sql("select count(*) from audit_entry" + where(filter, values))
        .params(values)
        .query(Long.class)
        .single();
  }

  /** The verbs there have been, to choose from. */
  List<String> actions() {
    return database
        .sql("select distinct action from audit_entry order by action limit 200")
        .query((row, number) -> String.valueOf(row.getString("action")))
        .list();
  }

  private static String where(Map<String, String> filter, List<Object> values) {
    List<String> terms = new ArrayList<>();
    for (String column : FILTERS) {
      String wanted = filter.getOrDefault(column, "").strip();
      if (wanted.isEmpty()) {
        continue;
      }
      String text = wanted.substring(0, Math.min(wanted.length(), MAX_FILTER));
      if (column.equals("action")) {
        terms.add("action = ?");
        values.add(text);
      } else {
        terms.add("lower(" + (column.equals("text") ? "detail" : column) + ") like ? escape '!'");
        values.add(like(text));
      }
    }
    return terms.isEmpty() ? "" : " where " + String.join(" and ", terms);
  }

  private static String like(String text) {
    return "%"
        + text.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_")
        + "%";
  }
}
