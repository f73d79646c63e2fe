package org.moorage.manager;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tells that the H2 file could not be written, by a full disk for one. H2 then answers nothing any
 * more, says of every connection that it is fine, and opens the file anew once all are closed: so
 * each connection that meets it is given up.
 */
public final class FileTrouble implements SQLExceptionOverride {

  /**
   * GENERAL_ERROR_1, IO_EXCEPTION_1, IO_EXCEPTION_2, DATABASE_IS_CLOSED, NO_DISK_SPACE_AVAILABLE
   * and DATABASE_CALLED_AT_SHUTDOWN of H2's ErrorCode.
   */
  private static final Set<Integer> CODES = Set.of(50000, 90028, 90031, 90098, 90100, 90121);

  /** Whether this is such trouble. */
  public static boolean is(SQLException refused) {
    return refused.getClass().getName().startsWith("org.h2.")
        && CODES.contains(refused.getErrorCode());
  }

  @SuppressWarnings("MissingOverride") // the interface has a type of that name
  public Override adjudicate(SQLException refused) {
    return is(refused) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}
