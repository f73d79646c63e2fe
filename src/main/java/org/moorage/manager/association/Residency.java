package org.moorage.manager.association;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.moorage.control.EventIntake;
import org.moorage.control.EventNumber;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.control.Home;
import org.moorage.control.HomeArbiter;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.protocol.vdp.VsiId;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the tables say, in memory and in the shape decisions need it: who the edges are, how far
 * they have been heard, where each VSI lives, which moves are announced. Thrown away and loaded
 * again whenever a commit failed, so that it never says more than the tables.
 *
 * <p>One thread at a time, but for {@link #knows}.
 */
final class Residency {

  private static final int MAX_ANNOUNCED = 100_000;

  /** Ports there is one object for; more than any data centre has. */
  private static final int MAX_SHARED = 500_000;

  private static final int FETCH = 5_000;

  /**
   * A VSI that lives at one home has pre-associated at another.
   *
   * @param gone when the old home let go; null while it has not
   */
  record Announcement(HomeKey from, HomeKey to, Instant at, @Nullable Instant gone) {}

  private final HomeArbiter arbiter = new HomeArbiter();
  private final EventIntake intake = new EventIntake();
  private final Map<UUID, EdgeName> names = new ConcurrentHashMap<>();
  private final Map<EdgeName, UUID> identities = new HashMap<>();

  /** The last event of each edge before which others were lost. */
  private final Map<UUID, EventNumber> gaps = new HashMap<>();

  /** One object for each port, however many VSIs live there. */
  private final Map<Home, Home> homes = new HashMap<>();

  private final Map<String, Announcement> announcements =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Announcement> eldest) {
          return size() > MAX_ANNOUNCED;
        }
      };

  private long lastId;

  /** Reads it all; in a transaction, so that a million rows come in portions. */
  static Residency load(JdbcTemplate database, long lastId, Instant now) {
    Residency residency = new Residency();
    residency.lastId = lastId;
    JdbcTemplate portions = new JdbcTemplate(Objects.requireNonNull(database.getDataSource()));
    portions.setFetchSize(FETCH);
    portions.query(
        "select id, name, epoch, last_sequence from edge where name is not null",
        row -> {
          residency.edge(
              row.getObject("id", UUID.class),
              row.getString("name"),
              row.getLong("epoch"),
              row.getLong("last_sequence"));
        });
    portions.query(
        "select edge_id, uplink, vsi_id, since from association"
            + " where state = 'associated' and current = true",
        row -> {
          residency.lives(
              row.getObject("edge_id", UUID.class),
              row.getString("uplink"),
              row.getString("vsi_id"),
              HomeDraft.instant(row, "since"),
              now);
        });
    portions.query(
        "select p.vsi_id, p.edge_id, p.uplink, p.since, c.edge_id as from_edge,"
            + " c.uplink as from_uplink from association p"
            + " join association c on c.vsi_id = p.vsi_id and c.current = true and c.id <> p.id"
            + " and c.state = 'associated'"
            + " where p.state in ('pre-associated', 'pre-associated-rr')",
        row -> {
          String vsi = row.getString("vsi_id");
          residency.announce(
              new HomeKey(
                  row.getObject("from_edge", UUID.class), row.getString("from_uplink"), vsi),
              new HomeKey(row.getObject("edge_id", UUID.class), row.getString("uplink"), vsi),
              HomeDraft.instant(row, "since"));
        });
    return residency;
  }

  /** Events before this one were lost. */
  void gap(EventNumber before) {
    gaps.put(before.edge(), before);
  }

  /** Whether an edge has lost none of its events since that one, as far as is known. */
  boolean isWholeSince(EventNumber number) {
    EventNumber gap = gaps.get(number.edge());
    return gap == null || gap.epoch() < number.epoch() || gap.sequence() <= number.sequence();
  }

  private void edge(UUID identity, String name, long epoch, long lastSequence) {
    name(identity, new EdgeName(name));
    if (lastSequence > 0) {
      // Nothing has been taken yet, so whatever comes first is taken as it is.
      intake.take(new Numbered<>(new EventNumber(identity, epoch, lastSequence), true, name));
    }
  }

  private void lives(UUID edge, String uplink, String vsi, Instant since, Instant now) {
    Optional<Home> home = home(edge, uplink);
    Optional<VsiId> id = VsiId.parse(vsi);
    if (home.isPresent() && id.isPresent()) {
      arbiter.associated(id.get(), home.get(), Duration.between(since, now), now);
    }
  }

  /**
   * An edge is called so from now on.
   *
   * @return false where this contradicts what was: load again
   */
  boolean name(UUID identity, EdgeName name) {
    EdgeName before = names.putIfAbsent(identity, name);
    UUID other = identities.putIfAbsent(name, identity);
    return (before == null || before.equals(name)) && (other == null || other.equals(identity));
  }

  /** Any thread. */
  boolean knows(UUID identity) {
    return names.containsKey(identity);
  }

  /** Empty for an edge that has no name any more. */
  Optional<Home> home(UUID edge, String uplink) {
    EdgeName name = names.get(edge);
    if (name == null) {
      return Optional.empty();
    }
    Home home = new Home(name, new PortName(uplink));
    return Optional.of(
        homes.size() < MAX_SHARED
            ? homes.computeIfAbsent(home, same -> same)
            : homes.getOrDefault(home, home));
  }

  Optional<HomeKey> key(Home home, VsiId vsi) {
    return Optional.ofNullable(identities.get(home.edge()))
        .map(edge -> new HomeKey(edge, home.port().value(), vsi.toString()));
  }

  long nextId() {
    return ++lastId;
  }

  HomeArbiter arbiter() {
    return arbiter;
  }

  EventIntake intake() {
    return intake;
  }

  void announce(HomeKey from, HomeKey to, Instant at) {
    announcements.put(to.vsiId(), new Announcement(from, to, at, null));
  }

  /** A home let a VSI go: an announced move to it is off, one away from it goes on. */
  void left(HomeKey home, Instant at) {
    Announcement announced = announcements.get(home.vsiId());
    if (announced == null) {
      return;
    }
    if (announced.to().equals(home)) {
      announcements.remove(home.vsiId());
    } else if (announced.from().equals(home)) {
      announcements.put(
          home.vsiId(), new Announcement(announced.from(), announced.to(), announced.at(), at));
    }
  }

  /** The VSI came up there: what was announced, if it was. */
  Optional<Announcement> arrived(HomeKey home) {
    return Optional.ofNullable(announcements.remove(home.vsiId()))
        .filter(announced -> announced.to().equals(home));
  }
}
