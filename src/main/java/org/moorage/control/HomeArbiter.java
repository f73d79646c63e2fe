package org.moorage.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

  /** A whole cluster's worth of VSIs; some 150 MB. */
  public static final int MAX_HOMES = 1_000_000;

  private final int maxHomes;
  private final Map<VsiId, Residence> residences = new HashMap<>();

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
    Instant since = received.minus(age.isNegative() ? Duration.ZERO : age);
    Residence residence = residences.get(vsi);
    if (residence == null) {
      if (residences.size() >= maxHomes) {
        return new Ruling.Unjudged(vsi, home);
      }
      residences.put(vsi, new Residence(home, since));
      return new Ruling.Settled(vsi, home);
    }
    if (residence.home.equals(home)) {
      residence.since = since.isAfter(residence.since) ? since : residence.since;
      return new Ruling.Settled(vsi, home);
    }
    if (since.isBefore(residence.since)) {
      return new Ruling.Outdated(vsi, residence.home, home);
    }
    return residence.change(vsi, home, since, received);
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
    return residence != null && residence.isFrozen(now);
  }

  public int size() {
    return residences.size();
  }

  /** The home that counts and what is needed to notice a duel. */
  private static final class Residence {

    private Home home;
    private Instant since;
    private Instant frozenUntil = Instant.MIN;
    private final ArrayDeque<Instant> changes = new ArrayDeque<>(CHANGES_BEFORE_FREEZE + 1);

    Residence(Home home, Instant since) {
      this.home = home;
      this.since = since;
    }

    boolean isFrozen(Instant now) {
      return now.isBefore(frozenUntil);
    }

    Ruling change(VsiId vsi, Home to, Instant at, Instant received) {
      boolean already = isFrozen(received);
      forgetBefore(received.minus(FREEZE_WINDOW));
      if (already || changes.size() >= CHANGES_BEFORE_FREEZE) {
        frozenUntil = received.plus(FREEZE_WINDOW);
        return new Ruling.Frozen(vsi, home, to, !already);
      }
      changes.addLast(received);
      Home from = home;
      home = to;
      since = at;
      return new Ruling.Moved(vsi, from, to);
    }

    private void forgetBefore(Instant horizon) {
      while (!changes.isEmpty() && changes.peekFirst().isBefore(horizon)) {
        changes.removeFirst();
      }
    }
  }
}
