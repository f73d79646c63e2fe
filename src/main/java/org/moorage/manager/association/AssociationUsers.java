package org.moorage.manager.association;

import java.util.List;
import org.moorage.manager.catalogue.VersionUsers;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The VSIs that hold a version of a type, by the associations that are held. */
@Component
class AssociationUsers implements VersionUsers {

  private static final int SOME = 5;

  private static final String HELD =
      " from association a join edge e on e.id = a.edge_id where a.type_id = ? and a.version = ?"
          + " and a.state in ('pre-associated', 'pre-associated-rr', 'associated')";

  private final JdbcClient database;

  AssociationUsers(JdbcClient database) {
    this.database = database;
  }

  @Override
  public Usage of(VsiTypeId type, VsiTypeVersion version) {
    List<String> some =
        database
            .sql(
                "select a.vsi_id, e.name, a.uplink"
                    + HELD
                    + " order by a.vsi_id, a.id limit "
                    + SOME)
            .params(type.value(), version.value())
            .query((row, number) ->
                row.getString("vsi_id")
                    + " on "
                    + row.getString("name")
                    + ":"
                    + row.getString("uplink"))
            .list();
    return database
        .sql("select count(distinct a.vsi_id) as vsis, count(distinct a.edge_id) as edges" + HELD)
        .params(type.value(), version.value())
        .query((row, number) -> new Usage(row.getLong("vsis"), row.getLong("edges"), some))
        .single();
  }
}
