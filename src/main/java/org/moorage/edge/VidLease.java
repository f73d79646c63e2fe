package org.moorage.edge;

import org.moorage.profile.VlanRange;
import org.moorage.protocol.ethernet.VlanId;

/**
 * A VLAN of a pool lent to somebody, who gets the same one again when he comes back within an hour.
 *
 * @param pool the range it was taken from
 */
public record VidLease(LeaseOwner owner, VlanRange pool, VlanId vlan) {}
