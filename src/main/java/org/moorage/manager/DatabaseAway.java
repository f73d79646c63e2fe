package org.moorage.manager;

import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that cannot answer now from a statement it refuses. */
public final class DatabaseAway {

  private DatabaseAway() {}

  /**
   * Whether a failure is the database's and may pass: by its kind, or by the class of the SQL state
   * a connection exception, insufficient resources (a full disk), operator intervention, or none at
   * all. H2 has codes of its own.
   */
  public static boolean is(Throwable failed) {
    if (failed instanceof TransientDataAccessException
        || failed instanceof DataAccessResourceFailureException
        || failed instanceof CannotCreateTransactionException) {
      return true;
    }
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = sql.getSQLState();
        return state == null
            || state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57")
            || FileTrouble.is(sql);
      }
    }
    return false;
  }
}
