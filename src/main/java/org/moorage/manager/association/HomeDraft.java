package org.moorage.manager.association;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AssociationReport;
import org.moorage.control.EventNumber;

/**
 * One row of {@code association} while events are applied to it; written once for all of them.
 *
 * <p>One thread at a time.
 */
final class HomeDraft {

  static final String ASSOCIATED = "associated";
  static final String PRE_ASSOCIATED = "pre-associated";
  static final String PRE_ASSOCIATED_RR = "pre-associated-rr";
  static final String DE_ASSOCIATED = "de-associated";
  static final String REFUSED = "refused";

  /** The columns {@link #bind} fills, in its order. */
  static final List<String> COLUMNS =
      List.of(
          "state",
          "current",
          "type_id",
          "version",
          "profile",
          "standing",
          "manager_id",
          "standard",
          "hints",
          "s_channel",
          "station",
          "filters",
          "vport",
          "separation",
          "entries",
          "micros",
          "reason",
          "fix",
          "since",
          "heard_at",
          "told_epoch",
          "told_sequence",
          "id",
          "edge_id",
          "uplink",
          "vsi_id");

  private final long id;
  private final HomeKey key;
  private final @Nullable String stateBefore;

  private String state = DE_ASSOCIATED;
  private boolean current;
  private int typeId;
  private int version;
  private @Nullable String profile;
  private @Nullable String standing;
  private String managerId = "";
  private String standard = "";
  private String hints = "";
  private @Nullable String sChannel;
  private @Nullable String station;
  private String filters = "[]";
  private @Nullable String vPort;
  private @Nullable String separation;
  private int entries;
  private long micros;
  private @Nullable String reason;
  private @Nullable String fix;
  private Instant since = Instant.EPOCH;
  private Instant heardAt = Instant.EPOCH;
  private long toldEpoch;
  private long toldSequence;

  private boolean changed;
  private @Nullable List<AssociationReport.Filter> newFilters;

  /** A home that is not in the table yet. */
  HomeDraft(long id, HomeKey key) {
    this.id = id;
    this.key = key;
    stateBefore = null;
  }

  private HomeDraft(long id, HomeKey key, String state) {
    this.id = id;
    this.key = key;
    this.state = state;
    stateBefore = state;
  }

  /** The row as it stands. */
  static HomeDraft read(ResultSet row) throws SQLException {
    HomeKey key =
        new HomeKey(
            row.getObject("edge_id", UUID.class), row.getString("uplink"), row.getString("vsi_id"));
    HomeDraft draft = new HomeDraft(row.getLong("id"), key, row.getString("state"));
    draft.current = row.getBoolean("current");
    draft.typeId = row.getInt("type_id");
    draft.version = row.getInt("version");
    draft.profile = row.getString("profile");
    draft.standing = row.getString("standing");
    draft.managerId = row.getString("manager_id");
    draft.standard = row.getString("standard");
    draft.hints = row.getString("hints");
    draft.sChannel = row.getString("s_channel");
    draft.station = row.getString("station");
    draft.filters = row.getString("filters");
    draft.vPort = row.getString("vport");
    draft.separation = row.getString("separation");
    draft.entries = row.getInt("entries");
    draft.micros = row.getLong("micros");
    draft.reason = row.getString("reason");
    draft.fix = row.getString("fix");
    draft.since = instant(row, "since");
    draft.heardAt = instant(row, "heard_at");
    draft.toldEpoch = row.getLong("told_epoch");
    draft.toldSequence = row.getLong("told_sequence");
    return draft;
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** What the statements of {@link HomeTable} take: {@link #COLUMNS}. */
  void bind(PreparedStatement statement) throws SQLException {
    int i = 0;
    statement.setString(++i, state);
    statement.setBoolean(++i, current);
    statement.setInt(++i, typeId);
    statement.setInt(++i, version);
    statement.setString(++i, profile);
    statement.setString(++i, standing);
    statement.setString(++i, managerId);
    statement.setString(++i, standard);
    statement.setString(++i, hints);
    statement.setString(++i, sChannel);
    statement.setString(++i, station);
    statement.setString(++i, filters);
    statement.setString(++i, vPort);
    statement.setString(++i, separation);
    statement.setInt(++i, entries);
    statement.setLong(++i, micros);
    statement.setString(++i, reason);
    statement.setString(++i, fix);
    statement.setObject(++i, since.atOffset(ZoneOffset.UTC));
    statement.setObject(++i, heardAt.atOffset(ZoneOffset.UTC));
    statement.setLong(++i, toldEpoch);
    statement.setLong(++i, toldSequence);
    statement.setLong(++i, id);
    statement.setObject(++i, key.edge());
    statement.setString(++i, key.uplink());
    statement.setString(++i, key.vsiId());
  }

  /**
   * Granted at this moment; what was asked for anew counts as held since before.
   *
   * @param number of the event that tells
   */
  void granted(EventNumber number, AssociationReport report, String filtersJson, Instant at) {
    toldEpoch = number.epoch();
    toldSequence = number.sequence();
    if (!state.equals(report.state()) || stateBefore == null && !changed) {
      since = at;
    }
    state = report.state();
    reason = null;
    fix = null;
    take(report, filtersJson, at);
  }

  /** Refused at this moment; what is held stays held until it is said to be released. */
  void refused(AssociationReport report, String filtersJson, Instant at) {
    reason = Column.REASON.cut(report.reason());
    fix = Column.FIX.cut(report.fix());
    if (isHeld()) {
      heardAt = at;
      changed = true;
      return;
    }
    if (!state.equals(REFUSED)) {
      since = at;
    }
    state = REFUSED;
    current = false;
    take(report, filtersJson, at);
  }

  private void take(AssociationReport report, String filtersJson, Instant at) {
    typeId = report.typeId();
    version = report.version();
    profile = Column.PROFILE.cut(report.profile());
    standing = Column.STANDING.cut(report.standing());
    managerId = Column.MANAGER_ID.cutText(report.managerId());
    standard = Column.STANDARD.cutText(report.standard());
    hints = Column.HINTS.cutText(String.join(",", report.hints()));
    sChannel = Column.S_CHANNEL.cut(report.sChannel());
    station = Column.STATION.cut(report.station());
    vPort = Column.VPORT.cut(report.vPort());
    separation = Column.SEPARATION.cut(report.separation());
    entries = report.entries();
    micros = report.micros();
    heardAt = at;
    if (!filters.equals(filtersJson)) {
      filters = filtersJson;
      newFilters = report.filters();
    }
    changed = true;
  }

  /**
   * No longer held, at this moment.
   *
   * @param refused whether a request that was refused is the cause: then it is remembered as that
   */
  void released(boolean refused, String because, Instant at) {
    if (!isHeld()) {
      return;
    }
    if (!refused || reason == null) {
      reason = Column.REASON.cut(because);
      fix = null;
    }
    state = refused ? REFUSED : DE_ASSOCIATED;
    current = false;
    standing = null;
    vPort = null;
    separation = null;
    entries = 0;
    since = at;
    heardAt = at;
    changed = true;
  }

  void setCurrent(boolean counts) {
    if (current != counts) {
      current = counts;
      changed = true;
    }
  }

  /** Whether the edge last said that it holds this before that event. */
  boolean isToldBefore(long epoch, long sequence) {
    return toldEpoch < epoch || toldEpoch == epoch && toldSequence < sequence;
  }

  long toldEpoch() {
    return toldEpoch;
  }

  long toldSequence() {
    return toldSequence;
  }

  boolean isHeld() {
    return state.equals(ASSOCIATED)
        || state.equals(PRE_ASSOCIATED)
        || state.equals(PRE_ASSOCIATED_RR);
  }

  boolean isAssociated() {
    return state.equals(ASSOCIATED);
  }

  boolean isCurrent() {
    return current;
  }

  boolean isNew() {
    return stateBefore == null;
  }

  boolean isChanged() {
    return changed;
  }

  /** The filters to be written anew; null where they stay. */
  @Nullable List<AssociationReport.Filter> newFilters() {
    return newFilters;
  }

  long id() {
    return id;
  }

  HomeKey key() {
    return key;
  }

  String state() {
    return state;
  }

  /** Null where the row is new. */
  @Nullable String stateBefore() {
    return stateBefore;
  }

  int typeId() {
    return typeId;
  }

  int version() {
    return version;
  }

  @Nullable String profile() {
    return profile;
  }

  @Nullable String vPort() {
    return vPort;
  }

  Instant since() {
    return since;
  }
}
