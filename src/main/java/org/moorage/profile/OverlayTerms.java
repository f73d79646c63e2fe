package org.moorage.profile;

import java.util.regex.Pattern;

/** Where in the overlay the VM lives. Kept with the profile; this version does not act on it. */
public sealed interface OverlayTerms {

  /** Names of VM networks and of their subnets. */
  Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  /** A virtual subnet, the same for every VM of the type: {@code contoso/web}. */
  record Subnet(String vmNetwork, String subnet) implements OverlayTerms {
    public Subnet {
      requireName(vmNetwork);
      requireName(subnet);
    }
  }

  /** The subnet the station's group ID stands for, inside this VM network only. */
  record FromGroupId(String vmNetwork) implements OverlayTerms {
    public FromGroupId {
      requireName(vmNetwork);
    }
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a name; use 1..63 of a-z, 0-9 and inner hyphens");
    }
  }
}
