package org.moorage.manager.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which versions are held by how many. */
@Component
class HeldVersions {

  private static final int NAMED = 5;
  private static final String HELD =
      "state in ('associated', 'pre-associated', 'pre-associated-rr')";

  private final JdbcClient database;
  private final ObjectProvider<VersionUsers> users;

  HeldVersions(JdbcClient database, ObjectProvider<VersionUsers> users) {
    this.database = database;
    this.users = users;
  }

  /** Who holds a version, some of them by name. */
  VersionUsers.Usage usage(VersionKey key) {
    VersionUsers known = users.getIfAvailable();
    return known == null
        ? counted(key)
        : known.of(new VsiTypeId(key.typeId()), new VsiTypeVersion(key.number()));
  }

  /**
   * How many homes each version of some types has; versions without any are not named. A VSI that
   * moves has two for a moment.
   */
  Map<VersionKey, Long> homes(List<Integer> types) {
    Map<VersionKey, Long> homes = new HashMap<>();
    if (!types.isEmpty()) {
      database
          .sql(
              "select type_id, version, count(*) from association where type_id in (:types) and "
                  + HELD
                  + " group by type_id, version")
          .param("types", types)
          .query(row -> {
            homes.put(new VersionKey(row.getInt(1), row.getInt(2)), row.getLong(3));
          });
    }
    return homes;
  }

  private VersionUsers.Usage counted(VersionKey key) {
    String held = " from association a where type_id = ? and version = ? and " + HELD;
    List<String> some =
        database
            .sql(
                "select vsi_id, coalesce(e.name, e.former_name), uplink from association a"
                    + " join edge e on e.id = a.edge_id where type_id = ? and version = ? and "
                    + HELD
                    + " order by a.since fetch first "
                    + NAMED
                    + " rows only")
            .param(key.typeId())
            .param(key.number())
            .query((row, index) ->
                row.getString(1) + " on " + row.getString(2) + ":" + row.getString(3))
            .list();
    return database
        .sql("select count(distinct vsi_id), count(distinct edge_id)" + held)
        .param(key.typeId())
        .param(key.number())
        .query((row, index) -> new VersionUsers.Usage(row.getLong(1), row.getLong(2), some))
        .single();
  }
}
