package org.moorage.manager.edge;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import org.moorage.manager.audit.AuditLog;
import org.moorage.manager.console.LiveHub;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which edges there are: names for identities. */
@Service
public class EdgeRegistry {

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final AuditLog audit;
  private final LiveHub pages;
  private final InstantSource clock;

  EdgeRegistry(
      JdbcClient database,
      PlatformTransactionManager transactions,
      AuditLog audit,
      LiveHub pages,
      InstantSource clock) {
    this.database = database;
    this.transaction = new TransactionTemplate(transactions);
    this.audit = audit;
    this.pages = pages;
    this.clock = clock;
  }

  /**
   * Takes the name from its edge, so that another identity can introduce itself with it. What the
   * edge held counts as ended.
   */
  public void replace(String name) {
    transaction.executeWithoutResult(status -> emptied(name));
    pages.changed(LiveHub.Topic.EDGES);
    pages.changed(LiveHub.Topic.ASSOCIATIONS);
  }

  private void emptied(String name) {
    UUID edge =
        database
            .sql("select id from edge where name = ?")
            .param(name)
            .query((row, number) -> row.getObject("id", UUID.class))
            .single();
    database
        .sql("update edge set name = null, former_name = ? where id = ?")
        .param(name)
        .param(edge)
        .update();
    database
        .sql(
            "update association set state = 'de-associated', current = false, vport = null,"
                + " since = ?, reason = 'another edge took the place of the one that held it'"
                + " where edge_id = ? and state in"
                + " ('pre-associated', 'pre-associated-rr', 'associated')")
        .param(clock.instant().atOffset(ZoneOffset.UTC))
        .param(edge)
        .update();
    audit.record("edge.replace", name, "identity " + edge + " lost the name");
  }
}
