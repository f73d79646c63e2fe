package org.moorage.extender;

import org.moorage.edge.EdgeName;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspRole;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.protocol.pecsp.PeCsp;
import org.moorage.protocol.stack.PortExtensionSettings;

/**
 * One port extender.
 *
 * @param name what LLDP calls it
 * @param mac of its upstream interface, which is its PE address as well
 * @param inventory what else it says of itself
 * @param session another number after each start, 0..2^32-1
 * @param groups it takes, 0..{@value CspSpeaker#MAX_GROUPS}
 */
public record PortExtenderSettings(
    EdgeName name, MacAddress mac, ExtenderInventory inventory, long session, int groups) {

  public PortExtenderSettings {
    CspSpeaker ignored = speaker(mac, session, 0, groups); // whose bounds are these
  }

  private static CspSpeaker speaker(MacAddress mac, long session, int ports, int groups) {
    return new CspSpeaker(CspRole.PORT_EXTENDER, session, mac, ports, groups, PeCsp.OUTSTANDING);
  }

  /** As its end of the cascade link has them. */
  PortExtensionSettings link(String upstream, int ports) {
    return new PortExtensionSettings(
        mac, name.value(), upstream, inventory, speaker(mac, session, ports, groups));
  }
}
