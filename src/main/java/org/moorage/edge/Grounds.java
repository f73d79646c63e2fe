package org.moorage.edge;

import org.moorage.profile.VlanTerms;
import org.moorage.protocol.vdp.VsiTypeId;

/**
 * What a request is judged by.
 *
 * @param leaseType the type in whose name VLANs of a pool are leased
 */
record Grounds(VPortTerms terms, Vlans vlan, VsiTypeId leaseType) {

  /** Which VLANs are open to the VSI. */
  sealed interface Vlans {}

  /** Those of a profile. */
  record Of(VlanTerms terms) implements Vlans {}

  /** Whichever it names: the type is unknown and accepted. */
  record AnyVlan() implements Vlans {}
}
