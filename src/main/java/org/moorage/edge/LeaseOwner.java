package org.moorage.edge;

import org.moorage.protocol.GroupId;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiTypeId;

/** Who has a VLAN out of a pool to itself. */
public sealed interface LeaseOwner {

  /** All VSIs of a type that name the same group. */
  record Group(VsiTypeId type, GroupId group) implements LeaseOwner {}

  /**
   * One VSI that names none.
   *
   * @param ordinal 0, or more where it asks for several VLANs for the same address
   */
  record Vsi(VsiTypeId type, VsiId vsi, int ordinal) implements LeaseOwner {}
}
