package org.moorage.manager;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;

/**
 * Tells that the H2 file could not be written, by a full disk for one. H2 then answers nothing any
 * more, says of every connection that it is fine, and opens the file anew once all are closed: so
 * each connection that meets it is given up.
 */
public final class FileTrouble implements SQLExceptionOverride {

  /** A failed write is a general error first; what comes after it meets a closed database. */
  private static final Set<Integer> CODES =
      Set.of(
          ErrorCode.GENERAL_ERROR_1,
          ErrorCode.IO_EXCEPTION_1,
          ErrorCode.IO_EXCEPTION_2,
          ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN);

  /** Whether this is such trouble. */
  public static boolean is(SQLException refused) {
    return refused instanceof JdbcException && CODES.contains(refused.getErrorCode());
  }

  @SuppressWarnings("MissingOverride") // the interface has a type of that name
  public Override adjudicate(SQLException refused) {
    return is(refused) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}
