package org.moorage.manager.association;

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes {@code association_event}, and in {@code edge} how far an edge has been heard. */
@Component
class EventTable {

  /**
   * A row. What the manager itself concluded has an epoch below zero, as an edge's own begin at 1:
   * alarms the number of the event that raised them, ends that were never told the number, below
   * zero too, of the event that told what ended.
   */
  record EventRow(
      UUID edge,
      long epoch,
      long sequence,
      Instant at,
      String kind,
      @Nullable String vsiId,
      @Nullable String uplink,
      @Nullable String state,
      @Nullable Integer typeId,
      @Nullable Integer version,
      @Nullable String profile,
      String text,
      @Nullable String story) {}

  /** How far an edge has been heard. */
  record Progress(UUID edge, long epoch, long sequence) {}

  private final JdbcTemplate database;

  EventTable(JdbcTemplate database) {
    this.database = database;
  }

  /** What is there already stays as it is. */
  void insert(List<EventRow> events) {
    if (events.isEmpty()) {
      return;
    }
    database.batchUpdate(
        "insert into association_event (edge_id, epoch, sequence, at, kind, vsi_id, uplink, state,"
            + " type_id, version, profile, text, story)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        events,
        events.size(),
        (statement, event) -> {
          int i = 0;
          statement.setObject(++i, event.edge());
          statement.setLong(++i, event.epoch());
          statement.setLong(++i, event.sequence());
          statement.setObject(++i, event.at().atOffset(ZoneOffset.UTC));
          statement.setString(++i, event.kind());
          statement.setString(++i, event.vsiId());
          statement.setString(++i, event.uplink());
          statement.setString(++i, event.state());
          statement.setObject(++i, event.typeId(), Types.INTEGER);
          statement.setObject(++i, event.version(), Types.INTEGER);
          statement.setString(++i, Column.PROFILE.cut(event.profile()));
          statement.setString(++i, Column.TEXT.cutText(event.text()));
          statement.setString(++i, event.story());
        });
  }

  void progress(List<Progress> edges) {
    if (!edges.isEmpty()) {
      database.batchUpdate(
          "update edge set epoch = ?, last_sequence = ? where id = ?",
          edges,
          edges.size(),
          (statement, edge) -> {
            statement.setLong(1, edge.epoch());
            statement.setLong(2, edge.sequence());
            statement.setObject(3, edge.edge());
          });
    }
  }
}
