package org.moorage.manager.association;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.moorage.manager.Gathered;
import org.moorage.manager.console.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many homes are in which state, by edge. Counting them all takes a while, and many pages ask:
 * counted once, the figures serve everybody.
 */
@Component
public class HeldCounts {

  private static final Duration FRESH = Duration.ofSeconds(2);

  private final JdbcClient database;
  private final Gathered<Counted> counted;

  HeldCounts(JdbcClient database, InstantSource clock) {
    this.database = database;
    this.counted = new Gathered<>(FRESH, clock, () -> new Counted(count()));
  }

  /** Homes by edge and state. */
  public record Counted(Map<UUID, Map<String, Long>> byEdge) {
    public Counted {
      byEdge = Map.copyOf(byEdge);
    }

    public long of(UUID edge, String state) {
      return byEdge.getOrDefault(edge, Map.of()).getOrDefault(state, 0L);
    }

    public long of(String state) {
      return byEdge.values().stream().mapToLong(states -> states.getOrDefault(state, 0L)).sum();
    }

    public long all() {
      return byEdge.values().stream()
          .flatMap(states -> states.values().stream())
          .mapToLong(Long::longValue)
          .sum();
    }

    /** Associated or pre-associated. */
    public long held(UUID edge) {
      return of(edge, "associated") + of(edge, "pre-associated") + of(edge, "pre-associated-rr");
    }
  }

  /** A few seconds old at most. */
  public Counted now() {
    return counted.now();
  }

  private Map<UUID, Map<String, Long>> count() {
    Map<UUID, Map<String, Long>> byEdge = new HashMap<>();
    database
        .sql("select edge_id, state, count(*) as homes from association group by edge_id, state")
        .query(row -> {
          byEdge
              .computeIfAbsent(Columns.uuid(row, "edge_id"), edge -> new HashMap<>())
              .put(row.getString("state"), row.getLong("homes"));
        });
    return byEdge;
  }
}
