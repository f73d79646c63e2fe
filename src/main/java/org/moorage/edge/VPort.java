package org.moorage.edge;

import java.time.Instant;
import java.util.List;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;

/**
 * The port held for one VSI, at one moment of its life.
 *
 * @param plan what is programmed for it; in {@link VPortState#PRE_ASSOCIATED} what would be
 * @param answered the VIDs the station was told, one for each filter entry of its request
 * @param leases VLANs of pools it keeps from others
 * @param since when it came into this state
 */
public record VPort(
    VPortPlan plan,
    VPortState state,
    List<VidField> answered,
    List<VidLease> leases,
    Instant since) {

  public VPort {
    answered = List.copyOf(answered);
    leases = List.copyOf(leases);
  }

  public VPortId id() {
    return plan.id();
  }

  public VsiId vsi() {
    return plan.vsi();
  }

  public PortName port() {
    return plan.port();
  }

  /** The next moment of the same life. */
  VPort become(VPortState next, Instant now) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException("vPort " + id() + " is " + state + " and cannot be " + next);
    }
    return new VPort(plan, next, answered, leases, state == next ? since : now);
  }
}
