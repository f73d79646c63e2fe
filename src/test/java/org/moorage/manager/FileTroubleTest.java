package org.moorage.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.SQLExceptionOverride.Override;
import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {

  private final SQLException full = h2(ErrorCode.IO_EXCEPTION_1);
  private final SQLException duplicate = h2(ErrorCode.DUPLICATE_KEY_1);

  private static SQLException h2(int code) {
    return DbException.getJdbcSQLException(code, "x");
  }

  @Test
  void aConnectionThatMeetsAFullDiskIsGivenUpAndNoOther() {
    FileTrouble trouble = new FileTrouble();
    assertThat(trouble.adjudicate(full)).isEqualTo(Override.MUST_EVICT);
    assertThat(trouble.adjudicate(h2(ErrorCode.DATABASE_IS_CLOSED))).isEqualTo(Override.MUST_EVICT);
    assertThat(trouble.adjudicate(duplicate)).isEqualTo(Override.CONTINUE_EVICT);
    assertThat(trouble.adjudicate(new SQLException("of another", "x", ErrorCode.IO_EXCEPTION_1)))
        .isEqualTo(Override.CONTINUE_EVICT);
  }

  @Test
  void aDatabaseThatCannotAnswerIsToldFromAStatementItRefuses() {
    assertThat(DatabaseAway.is(new IllegalStateException(full))).isTrue();
    assertThat(DatabaseAway.is(new SQLException("no disk", "53100"))).isTrue();
    assertThat(DatabaseAway.is(new SQLException("gone", "08006"))).isTrue();
    assertThat(DatabaseAway.is(duplicate)).isFalse();
    assertThat(DatabaseAway.is(new IllegalStateException("a defect"))).isFalse();
  }
}
