package org.moorage.control;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.SlotMap;
import org.moorage.protocol.vdp.VsiId;

/**
 * Keeps one home for every VSI. The younger ASSOCIATE wins; the older home is to let go.
 *
 * <p>Only an ASSOCIATE moves a home: a pre-associate and a keepalive must not be reported here. An
 * edge reports how long ago the association happened; associations are ordered by time of receipt
 * minus that age, so the clocks of the edges need not agree. A VSI that keeps changing its home is
 * claimed by two stations: after {@value #CHANGES_BEFORE_FREEZE} changes within {@link
 * #FREEZE_WINDOW} it is frozen where it is, until nobody has claimed it elsewhere for as long
 * again, or its home has let it go.
 *
 * <p>One thread at a time.
 */
public final class HomeArbiter {

  /** Real migrations, even back and forth, are fewer than this within the window. */
  public static final int CHANGES_BEFORE_FREEZE = 3;

  public static final Duration FREEZE_WINDOW = Duration.ofSeconds(60);

  private static final long WINDOW_MICROS = FREEZE_WINDOW.toNanos() / 1_000;

  /** A whole cluster's worth of VSIs; some 80 MB. */
  public static final int MAX_HOMES = 1_000_000;

  private final int maxHomes;
  private final Map<VsiId, Residence> residences = new SlotMap<>();

  public HomeArbiter() {
    this(MAX_HOMES);
  }

  HomeArbiter(int maxHomes) {
    this.maxHomes = maxHomes;
  }

  /**
   * An edge answered an ASSOCIATE of this VSI with success.
   *
   * @param age how long before {@code received} that was, by the edge's own clock
   */
  public Ruling associated(VsiId vsi, Home home, Duration age, Instant received) {
    long heard = micros(received);
    long since = heard - Math.max(0, age.toNanos() / 1_000);
    Residence residence = residences.get(vsi);
    if (residence == null) {
      if (residences.size() >= maxHomes) {
        return new Ruling.Unjudged(vsi, home);
      }
      residences.put(vsi, new Residence(home, since));
      return new Ruling.Settled(vsi, home);
    }
    if (residence.home.equals(home)) {
      residence.since = Math.max(since, residence.since);
      return new Ruling.Settled(vsi, home);
    }
    if (since < residence.since) {
      return new Ruling.Outdated(vsi, residence.home, home);
    }
    return residence.change(vsi, home, since, heard);
  }

  /** A home let the VSI go, for whatever reason. Only the home that counts matters. */
  public void released(VsiId vsi, Home home) {
    Residence residence = residences.get(vsi);
    if (residence != null && residence.home.equals(home)) {
      residences.remove(vsi);
    }
  }

  public Optional<Home> homeOf(VsiId vsi) {
    return Optional.ofNullable(residences.get(vsi)).map(residence -> residence.home);
  }

  /** Whether a VSI is held where it is because it changed its home too often. */
  public boolean isFrozen(VsiId vsi, Instant now) {
    Residence residence = residences.get(vsi);
    return residence != null && residence.isFrozen(micros(now));
  }

  public int size() {
    return residences.size();
  }

  /**
   * The home that counts and what is needed to notice a duel. There may be a million, so times are
   * microseconds and the changes are kept only of those that ever changed.
   */
  private static final class Residence {

    private Home home;
    private long since;
    private long frozenUntil = Long.MIN_VALUE;
    private @Nullable ArrayDeque<Long> changes;

    Residence(Home home, long since) {
      this.home = home;
      this.since = since;
    }

    boolean isFrozen(long now) {
      return now < frozenUntil;
    }

    Ruling change(VsiId vsi, Home to, long at, long received) {
      boolean already = isFrozen(received);
      ArrayDeque<Long> lately = changes == null ? new ArrayDeque<>() : changes;
      changes = lately;
      while (!lately.isEmpty() && lately.getFirst() < received - WINDOW_MICROS) {
        lately.removeFirst();
      }
      if (already || lately.size() >= CHANGES_BEFORE_FREEZE) {
        frozenUntil = received + WINDOW_MICROS;
        return new Ruling.Frozen(vsi, home, to, !already);
      }
      lately.addLast(received);
      Home from = home;
      home = to;
      since = at;
      return new Ruling.Moved(vsi, from, to);
    }
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
