package org.moorage.manager.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Columns of a result as values; both databases give them alike. */
public final class Columns {

  private Columns() {}

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  public static @Nullable Integer integerOrNull(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** A pattern for {@code like ... escape '!'} that finds what begins with the text. */
  public static String beginsWith(String text) {
    return escaped(text) + "%";
  }

  /**
   * A text behind all that begin with the prefix, so that an index can be used where a pattern
   * cannot: its last letter or digit replaced by the next one. Letters and digits have the same
   * order in every collation; for a prefix that ends otherwise there is none.
   */
  public static Optional<String> behind(String prefix) {
    char last = prefix.isEmpty() ? ' ' : prefix.charAt(prefix.length() - 1);
    boolean next = last >= '0' && last <= '9' || last >= 'a' && last < 'z';
    return next
        ? Optional.of(
            prefix.substring(0, prefix.length() - 1) + (last == '9' ? 'a' : (char) (last + 1)))
        : Optional.empty();
  }

  /** A pattern for {@code like ... escape '!'} that finds what contains the text. */
  public static String contains(String text) {
    return "%" + escaped(text) + "%";
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
