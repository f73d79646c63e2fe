package org.moorage.profile;

import org.moorage.profile.rules.WrittenName;

/** Where in the overlay the VM lives: its frames travel in a virtual subnet, in no VLAN. */
public sealed interface OverlayTerms {

  /** A virtual subnet, the same for every VM of the type: {@code contoso/web}. */
  record Subnet(String vmNetwork, String subnet) implements OverlayTerms {
    public Subnet {
      WrittenName.require(vmNetwork);
      WrittenName.require(subnet);
    }
  }

  /** The subnet the station's group ID stands for, inside this VM network only. */
  record FromGroupId(String vmNetwork) implements OverlayTerms {
    public FromGroupId {
      WrittenName.require(vmNetwork);
    }
  }
}
