package org.moorage.manager;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.moorage.manager.ManagerUnderTest.Database;

/** One manager on each database for all tests of a class, with a clock that goes when told. */
public final class SharedManagers implements AutoCloseable {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Map<Database, String> urls = new EnumMap<>(Database.class);
  private final Map<Database, ManagerUnderTest> managers = new EnumMap<>(Database.class);

  public ManagerUnderTest on(Database database) {
    return managers.computeIfAbsent(
        database,
        kind ->
            ManagerUnderTest.start(
                kind,
                urls.computeIfAbsent(kind, ManagerUnderTest::freshDatabase),
                clock(),
                Map.of()));
  }

  /** The manager ends and starts again on the same database. */
  public ManagerUnderTest restarted(Database database) {
    ManagerUnderTest old = managers.remove(database);
    if (old != null) {
      old.close();
    }
    return on(database);
  }

  public InstantSource clock() {
    return now::get;
  }

  public Instant now() {
    return now.get();
  }

  public void passes(java.time.Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Override
  public void close() {
    managers.values().forEach(ManagerUnderTest::close);
  }
}
