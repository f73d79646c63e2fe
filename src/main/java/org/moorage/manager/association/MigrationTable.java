package org.moorage.manager.association;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes {@code migration}. */
@Component
class MigrationTable {

  /** A VSI came up at its new home. */
  record Move(
      int typeId,
      int version,
      @Nullable String profile,
      HomeKey from,
      HomeKey to,
      @Nullable Instant announcedAt,
      Instant upAt,
      @Nullable Instant goneAt) {}

  /** A home that no longer counted let its VSI go. */
  record Gone(HomeKey from, Instant at) {}

  private final JdbcTemplate database;

  MigrationTable(JdbcTemplate database) {
    this.database = database;
  }

  void write(List<Move> moves, List<Gone> gone) {
    if (!moves.isEmpty()) {
      database.batchUpdate(
          "insert into migration (vsi_id, type_id, version, profile, from_edge_id, from_uplink,"
              + " to_edge_id, to_uplink, announced_at, up_at, gone_at)"
              + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          moves,
          moves.size(),
          (statement, move) -> {
            int i = 0;
            statement.setString(++i, move.to().vsiId());
            statement.setInt(++i, move.typeId());
            statement.setInt(++i, move.version());
            statement.setString(++i, move.profile());
            statement.setObject(++i, move.from().edge());
            statement.setString(++i, move.from().uplink());
            statement.setObject(++i, move.to().edge());
            statement.setString(++i, move.to().uplink());
            statement.setObject(++i, time(move.announcedAt()), Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setObject(++i, time(move.upAt()), Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setObject(++i, time(move.goneAt()), Types.TIMESTAMP_WITH_TIMEZONE);
          });
    }
    if (!gone.isEmpty()) {
      database.batchUpdate(
          "update migration set gone_at = ? where from_edge_id = ? and from_uplink = ?"
              + " and vsi_id = ? and gone_at is null",
          gone,
          gone.size(),
          (statement, each) -> {
            statement.setObject(1, time(each.at()));
            statement.setObject(2, each.from().edge());
            statement.setString(3, each.from().uplink());
            statement.setString(4, each.from().vsiId());
          });
    }
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }
}
