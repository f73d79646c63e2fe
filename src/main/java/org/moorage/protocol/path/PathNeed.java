package org.moorage.protocol.path;

import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.stack.ControlAddresses;

/**
 * Frames that must pass both ways for something to work.
 *
 * @param what what does not work without them
 */
public record PathNeed(String what, MacAddress address, ProbeKind kind) {

  /**
   * What an uplink needs.
   *
   * @param draft whether stations of draft 0 are to be served, too
   * @param channels whether there are to be S-channels
   */
  public static List<PathNeed> of(ControlAddresses addresses, boolean draft, boolean channels) {
    List<PathNeed> needs = new ArrayList<>();
    needs.add(new PathNeed("EVB", addresses.evb(), ProbeKind.LLDP));
    needs.add(new PathNeed("ECP", addresses.ecp(), ProbeKind.ECP));
    if (draft) {
      needs.add(new PathNeed("draft ECP", addresses.draftEcp(), ProbeKind.DRAFT_ECP));
    }
    if (channels) {
      MacAddress cdcp = ReservedAddress.NEAREST_NON_TPMR_BRIDGE.mac();
      needs.add(new PathNeed("CDCP", cdcp, ProbeKind.LLDP));
      needs.add(new PathNeed("EVB in S-channels", addresses.evb(), ProbeKind.TAGGED_LLDP));
      needs.add(new PathNeed("ECP in S-channels", addresses.ecp(), ProbeKind.TAGGED_ECP));
    }
    return List.copyOf(needs);
  }
}
