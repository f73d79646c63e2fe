package org.moorage.manager.catalogue;

import org.moorage.agentlink.CataloguedVersion;
import org.moorage.manager.console.LiveHub;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Numbers what is released and retired, and tells of it once it is kept. */
@Component
class Announcement {

  private final JdbcClient database;
  private final ApplicationEventPublisher publisher;
  private final LiveHub hub;

  Announcement(JdbcClient database, ApplicationEventPublisher publisher, LiveHub hub) {
    this.database = database;
    this.publisher = publisher;
    this.hub = hub;
  }

  /**
   * The next revision. Holds the counter until the transaction ends, so that revisions are seen in
   * the order of their numbers.
   */
  long nextRevision() {
    database.sql("update catalogue_revision set revision = revision + 1 where id = 1").update();
    return database
        .sql("select revision from catalogue_revision where id = 1")
        .query(Long.class)
        .single();
  }

  /** A version came into a new state. */
  void changed(TypeRow type, VersionRow row) {
    CataloguedVersion version =
        new CataloguedVersion(
            row.revision,
            row.key.typeId(),
            row.key.number(),
            type.name,
            row.state.word(),
            row.profile,
            row.groups);
    afterCommit(() -> {
      publisher.publishEvent(new CatalogueChanged(version.revision(), version));
      hub.changed(LiveHub.Topic.TYPES);
    });
  }

  /** Something that only pages show changed. */
  void edited() {
    afterCommit(() -> hub.changed(LiveHub.Topic.TYPES));
  }

  private static void afterCommit(Runnable deed) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            deed.run();
          }
        });
  }
}
