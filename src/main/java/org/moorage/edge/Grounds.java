package org.moorage.edge;

import java.util.Optional;
import org.moorage.profile.OverlayTerms;
import org.moorage.profile.VlanTerms;
import org.moorage.protocol.vdp.VsiTypeId;

/**
 * What a request is judged by.
 *
 * @param leaseType the type in whose name VLANs of a pool are leased
 * @param overlay where in the overlay it lives; empty where its frames travel in VLANs
 */
record Grounds(VPortTerms terms, Vlans vlan, VsiTypeId leaseType, Optional<OverlayTerms> overlay) {

  /** Which VLANs are open to the VSI. */
  sealed interface Vlans {}

  /** Those of a profile. */
  record Of(VlanTerms terms) implements Vlans {}

  /** Whichever it names: the type is unknown and accepted. */
  record AnyVlan() implements Vlans {}
}
