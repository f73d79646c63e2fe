package org.moorage.profile;

import org.moorage.protocol.ethernet.VlanId;

/**
 * A run of VLANs, both ends included.
 *
 * @param first its lowest
 * @param last its highest, not below the first
 */
public record VlanRange(VlanId first, VlanId last) {

  public VlanRange {
    if (first.value() > last.value()) {
      throw new IllegalArgumentException("VLANs " + first + "-" + last + " run backwards");
    }
  }

  public static VlanRange of(VlanId vlan) {
    return new VlanRange(vlan, vlan);
  }

  public boolean contains(VlanId vlan) {
    return first.value() <= vlan.value() && vlan.value() <= last.value();
  }

  public int size() {
    return last.value() - first.value() + 1;
  }

  @Override
  public String toString() {
    return first.equals(last) ? first.toString() : first + "-" + last;
  }
}
