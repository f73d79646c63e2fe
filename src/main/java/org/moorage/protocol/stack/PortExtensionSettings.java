package org.moorage.protocol.stack;

import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtenderInventory;

/**
 * One end of a cascade link.
 *
 * @param mac the port's own address, to which PE CSP is sent
 * @param systemName what LLDP calls the device, 0..255 octets; empty for nothing
 * @param portDescription what LLDP calls the port, 0..255 octets; empty for nothing
 * @param inventory what an extender says of itself
 * @param self who it is in PE CSP
 */
public record PortExtensionSettings(
    MacAddress mac,
    String systemName,
    String portDescription,
    ExtenderInventory inventory,
    CspSpeaker self) {

  public PortExtensionSettings {
    SpokenNames.check("system name", systemName);
    SpokenNames.check("port description", portDescription);
  }
}
