package org.moorage.manager.association;

import java.util.List;
import java.util.UUID;
import org.moorage.agentlink.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Orders to let go that an edge has not followed yet, by what the tables say. */
@Service
public class DueWithdrawals {

  private final JdbcClient database;

  DueWithdrawals(JdbcClient database) {
    this.database = database;
  }

  /** VSIs an edge holds associated although another home counts. */
  public List<Order.Withdraw> at(UUID edge) {
    return database
        .sql(
            "select a.uplink, a.vsi_id, e.name, c.uplink as home from association a"
                + " left join association c on c.vsi_id = a.vsi_id and c.current = true"
                + " left join edge e on e.id = c.edge_id"
                + " where a.edge_id = ? and a.state = 'associated' and a.current = false")
        .param(edge)
        .query((row, number) ->
            new Order.Withdraw(
                row.getString("uplink"),
                row.getString("vsi_id"),
                row.getString("name") == null
                    ? "the VSI has associated elsewhere since"
                    : "the VSI lives at " + row.getString("name") + ":" + row.getString("home")))
        .list();
  }
}
