package org.moorage.protocol.stack;

import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.evb.DraftEvbSettings;
import org.moorage.protocol.evb.EvbMode;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.protocol.lldp.LldpSettings;

/**
 * How a bridge port speaks.
 *
 * @param mac the port's own address, unicast: source of every frame, name of chassis and port
 * @param systemName what LLDP calls the bridge, 0..255 characters; empty for nothing
 * @param portDescription what LLDP calls the port, 0..255 characters; empty for nothing
 * @param evb what the ratified flavour offers
 * @param draftEvb what draft 0 offers
 * @param maxVsis VSIs held at once, 1..{@value #VSI_LIMIT}; one more is refused for want of
 *     resources
 * @param addresses where its control frames go
 */
public record BridgePortSettings(
    MacAddress mac,
    String systemName,
    String portDescription,
    EvbSettings evb,
    DraftEvbSettings draftEvb,
    FlavourChoice flavour,
    Pacing pacing,
    int maxVsis,
    ControlAddresses addresses) {

  /** More VSIs than one port has been asked to hold, and still less than 64 MB. */
  public static final int VSI_LIMIT = 65_536;

  public BridgePortSettings {
    if (!mac.isUnicast()) {
      throw new IllegalArgumentException("port address " + mac + " is not unicast");
    }
    SpokenNames.check("system name", systemName);
    SpokenNames.check("port description", portDescription);
    if (draftEvb.side() != EvbMode.BRIDGE) {
      throw new IllegalArgumentException("draft EVB side " + draftEvb.side() + " is not BRIDGE");
    }
    if (maxVsis < 1 || maxVsis > VSI_LIMIT) {
      throw new IllegalArgumentException(maxVsis + " VSIs is outside 1.." + VSI_LIMIT);
    }
  }

  /** Both flavours with their defaults, paced until the station shows it needs no pacing. */
  public static BridgePortSettings of(MacAddress mac) {
    return new BridgePortSettings(
        mac,
        "",
        "",
        EvbSettings.BRIDGE_DEFAULTS,
        DraftEvbSettings.BRIDGE_DEFAULTS,
        FlavourChoice.AUTO,
        Pacing.UNTIL_SHOWN,
        VSI_LIMIT,
        ControlAddresses.STANDARD);
  }

  public BridgePortSettings withNames(String system, String port) {
    return new BridgePortSettings(
        mac, system, port, evb, draftEvb, flavour, pacing, maxVsis, addresses);
  }

  public BridgePortSettings with(EvbSettings offered) {
    return new BridgePortSettings(
        mac, systemName, portDescription, offered, draftEvb, flavour, pacing, maxVsis, addresses);
  }

  public BridgePortSettings with(FlavourChoice choice) {
    return new BridgePortSettings(
        mac, systemName, portDescription, evb, draftEvb, choice, pacing, maxVsis, addresses);
  }

  public BridgePortSettings with(Pacing choice) {
    return new BridgePortSettings(
        mac, systemName, portDescription, evb, draftEvb, flavour, choice, maxVsis, addresses);
  }

  public BridgePortSettings withMaxVsis(int limit) {
    return new BridgePortSettings(
        mac, systemName, portDescription, evb, draftEvb, flavour, pacing, limit, addresses);
  }

  public BridgePortSettings with(ControlAddresses chosen) {
    return new BridgePortSettings(
        mac, systemName, portDescription, evb, draftEvb, flavour, pacing, maxVsis, chosen);
  }

  LldpSettings lldp() {
    return LldpSettings.ofPort(addresses.evb(), mac, SpokenNames.EVB_TLVS);
  }
}
