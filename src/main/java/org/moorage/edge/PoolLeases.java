package org.moorage.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.VlanRange;
import org.moorage.protocol.ethernet.VlanId;

/**
 * The VLANs lent out of pools on this edge: sticky, and free again an hour after the last VSI that
 * used them.
 */
final class PoolLeases {

  /** How long an unused lease is kept for whoever had it. */
  static final Duration KEPT = Duration.ofHours(1);

  /** Unused leases remembered; the oldest is forgotten first. Four for every VLAN there is. */
  static final int MAX_UNUSED = 16_384;

  private record Key(LeaseOwner owner, VlanRange pool) {}

  private static final class Lease {
    final VlanId vlan;
    int holders;

    Lease(VlanId vlan) {
      this.vlan = vlan;
    }
  }

  private final Map<Key, Lease> leases = new HashMap<>();

  /** Leases without holders, the longest unused first. */
  private final Map<Key, Instant> unused = new LinkedHashMap<>();

  private final int[] leasesOf = new int[VlanId.MAX + 1];

  /** The VLAN this owner has in this pool, in use or still kept. */
  Optional<VlanId> held(LeaseOwner owner, VlanRange pool, Instant now) {
    forgetOld(now);
    return Optional.ofNullable(leases.get(new Key(owner, pool))).map(lease -> lease.vlan);
  }

  /** The lowest VLAN of a pool nobody has, and that is not among those just picked. */
  Optional<VlanId> free(VlanRange pool, Set<VlanId> picked, Instant now) {
    forgetOld(now);
    for (int vlan = pool.first().value(); vlan <= pool.last().value(); vlan++) {
      if (leasesOf[vlan] == 0) {
        VlanId candidate = new VlanId(vlan);
        if (!picked.contains(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  boolean isFree(VlanId vlan, Instant now) {
    forgetOld(now);
    return leasesOf[vlan.value()] == 0;
  }

  /** One more VSI lives on this lease. */
  void hold(VidLease wanted) {
    Key key = new Key(wanted.owner(), wanted.pool());
    @Nullable Lease lease = leases.get(key);
    if (lease == null || !lease.vlan.equals(wanted.vlan())) {
      if (lease != null) {
        forget(key, lease);
      }
      lease = new Lease(wanted.vlan());
      leases.put(key, lease);
      leasesOf[lease.vlan.value()]++;
    }
    unused.remove(key);
    lease.holders++;
  }

  /** One VSI less lives on it. */
  void leave(VidLease held, Instant now) {
    Key key = new Key(held.owner(), held.pool());
    @Nullable Lease lease = leases.get(key);
    if (lease == null || !lease.vlan.equals(held.vlan()) || --lease.holders > 0) {
      return;
    }
    unused.put(key, now);
    if (unused.size() > MAX_UNUSED) {
      forgetFirst();
    }
  }

  int size() {
    return leases.size();
  }

  /** No change anybody could notice: what is forgotten had ended before {@code now}. */
  private void forgetOld(Instant now) {
    while (!unused.isEmpty() && !unused.values().iterator().next().plus(KEPT).isAfter(now)) {
      forgetFirst();
    }
  }

  private void forgetFirst() {
    Key first = unused.keySet().iterator().next();
    @Nullable Lease lease = leases.get(first);
    if (lease != null) {
      forget(first, lease);
    }
    unused.remove(first);
  }

  private void forget(Key key, Lease lease) {
    leases.remove(key);
    unused.remove(key);
    leasesOf[lease.vlan.value()]--;
  }
}
