package org.moorage.manager.catalogue;

import java.util.List;
import java.util.Optional;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The released and retired versions of VSI types. */
@Service
public class Catalogue {

  private static final String VERSIONS =
      "select v.revision, v.type_id, v.number, t.name, v.state, v.profile, v.groups"
          + " from vsi_type_version v join vsi_type t on t.type_id = v.type_id"
          + " where v.state <> 'draft'";

  private static final RowMapper<CataloguedVersion> VERSION =
      (row, number) ->
          new CataloguedVersion(
              row.getLong("revision"),
              row.getInt("type_id"),
              row.getInt("number"),
              row.getString("name"),
              row.getString("state"),
              row.getString("profile"),
              row.getString("groups"));

  private final JdbcClient database;

  Catalogue(JdbcClient database) {
    this.database = database;
  }

  /** Counts every release and retirement. */
  public long revision() {
    return database.sql("select revision from catalogue_revision").query(Long.class).single();
  }

  public List<CataloguedVersion> all() {
    return database.sql(VERSIONS + " order by v.revision").query(VERSION).list();
  }

  /** What came into its state after a revision, oldest first. */
  public List<CataloguedVersion> since(long revision) {
    return database
        .sql(VERSIONS + " and v.revision > ? order by v.revision")
        .param(revision)
        .query(VERSION)
        .list();
  }

  public Optional<CataloguedVersion> find(VsiTypeId type, VsiTypeVersion version) {
    return database
        .sql(VERSIONS + " and v.type_id = ? and v.number = ?")
        .params(type.value(), version.value())
        .query(VERSION)
        .optional();
  }
}
