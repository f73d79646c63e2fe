package org.moorage.protocol.stack;

import java.util.List;
import org.moorage.protocol.cdcp.CdcpBridgeSettings;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * How an uplink access port has S-channels.
 *
 * @param mac the port's own address, unicast
 * @param systemName what LLDP calls the bridge, 0..255 octets; empty for nothing
 * @param portDescription what LLDP calls the port, 0..255 octets; empty for nothing
 * @param cdcp what stations may ask for
 * @param configured S-channels that are there without being asked for, each with an SVID of its own
 *     above 1; CDCP assigns none of their SVIDs
 * @param sharedPort whether an S-channel carries a whole VEB or VEPA rather than one VSI
 */
public record UapSettings(
    MacAddress mac,
    String systemName,
    String portDescription,
    CdcpBridgeSettings cdcp,
    List<SChannel> configured,
    boolean sharedPort) {

  public UapSettings {
    SpokenNames.check("system name", systemName);
    SpokenNames.check("port description", portDescription);
    configured = List.copyOf(configured);
    long scids = configured.stream().map(SChannel::scid).distinct().count();
    long svids = configured.stream().map(SChannel::svid).distinct().count();
    boolean plain = configured.stream().allMatch(each -> !each.isDefault() && each.svid() > 1);
    if (scids != configured.size() || svids != configured.size() || !plain) {
      throw new IllegalArgumentException(
          "S-channels " + configured + " are not apart from each other and from 1/1");
    }
  }

  /** Nothing configured, every SVID for CDCP. */
  public static UapSettings of(MacAddress mac) {
    return new UapSettings(mac, "", "", CdcpBridgeSettings.DEFAULTS, List.of(), false);
  }

  public UapSettings with(CdcpBridgeSettings offered) {
    return new UapSettings(mac, systemName, portDescription, offered, configured, sharedPort);
  }

  public UapSettings withConfigured(List<SChannel> channels) {
    return new UapSettings(mac, systemName, portDescription, cdcp, channels, sharedPort);
  }

  public UapSettings withNames(String system, String port) {
    return new UapSettings(mac, system, port, cdcp, configured, sharedPort);
  }

  public UapSettings withSharedPort(boolean shared) {
    return new UapSettings(mac, systemName, portDescription, cdcp, configured, shared);
  }
}
