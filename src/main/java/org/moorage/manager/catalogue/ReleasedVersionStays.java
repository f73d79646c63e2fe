package org.moorage.manager.catalogue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.h2.tools.TriggerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The trigger that H2 calls before a version of a type is changed or deleted; PostgreSQL has the
 * same in its own language.
 */
public final class ReleasedVersionStays extends TriggerAdapter {

  /** SQLSTATE "check violation". */
  private static final String CHECK_VIOLATION = "23514";

  private static final List<String> FIXED =
      List.of(
          "type_id",
          "number",
          "profile",
          "groups",
          "created_at",
          "created_by",
          "released_at",
          "released_by");

  @Override
  public void fire(Connection connection, @Nullable ResultSet old, @Nullable ResultSet fresh)
      throws SQLException {
    if (old == null || VersionState.DRAFT.word().equals(old.getString("state"))) {
      return;
    }
    if (fresh == null) {
      throw refused(old, "deleted");
    }
    for (String column : FIXED) {
      if (!Objects.equals(old.getString(column), fresh.getString(column))) {
        throw refused(old, "changed");
      }
    }
    boolean stays = old.getString("state").equals(fresh.getString("state"));
    if (!stays && !VersionState.RETIRED.word().equals(fresh.getString("state"))) {
      throw refused(old, "changed");
    }
  }

  private static SQLException refused(ResultSet old, String verb) throws SQLException {
    return new SQLException(
        "version "
            + old.getInt("number")
            + " of VSI type "
            + old.getInt("type_id")
            + " is "
            + old.getString("state")
            + " and cannot be "
            + verb,
        CHECK_VIOLATION);
  }
}
