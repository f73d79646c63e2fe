package org.moorage.protocol.stack;

import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.evb.DraftEvbSettings;
import org.moorage.protocol.evb.EvbMode;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.protocol.lldp.LldpSettings;

/**
 * How a station's uplink speaks.
 *
 * @param mac the uplink's own address, unicast
 * @param systemName what LLDP calls the station, 0..255 characters; empty for nothing
 * @param flavour a station speaks one
 * @param evb what the ratified flavour asks for
 * @param draftEvb what draft 0 asks for
 * @param pacing whether ECPDUs to the bridge are spaced
 * @param maxVsis VSIs at once, 1..{@value BridgePortSettings#VSI_LIMIT}
 * @param addresses where its control frames go
 */
public record StationPortSettings(
    MacAddress mac,
    String systemName,
    Flavour flavour,
    EvbSettings evb,
    DraftEvbSettings draftEvb,
    Pacing pacing,
    int maxVsis,
    ControlAddresses addresses) {

  public StationPortSettings {
    if (!mac.isUnicast()) {
      throw new IllegalArgumentException("uplink address " + mac + " is not unicast");
    }
    SpokenNames.check("system name", systemName);
    if (draftEvb.side() != EvbMode.STATION) {
      throw new IllegalArgumentException("draft EVB side " + draftEvb.side() + " is not STATION");
    }
    if (maxVsis < 1 || maxVsis > BridgePortSettings.VSI_LIMIT) {
      throw new IllegalArgumentException(
          maxVsis + " VSIs is outside 1.." + BridgePortSettings.VSI_LIMIT);
    }
  }

  /** Defaults of that flavour, paced until the bridge shows it needs no pacing. */
  public static StationPortSettings of(MacAddress mac, Flavour flavour) {
    return new StationPortSettings(
        mac,
        "",
        flavour,
        EvbSettings.STATION_DEFAULTS,
        DraftEvbSettings.STATION_DEFAULTS,
        Pacing.UNTIL_SHOWN,
        BridgePortSettings.VSI_LIMIT,
        ControlAddresses.STANDARD);
  }

  public StationPortSettings with(EvbSettings wanted) {
    return new StationPortSettings(
        mac, systemName, flavour, wanted, draftEvb, pacing, maxVsis, addresses);
  }

  public StationPortSettings with(Pacing choice) {
    return new StationPortSettings(
        mac, systemName, flavour, evb, draftEvb, choice, maxVsis, addresses);
  }

  public StationPortSettings withName(String name) {
    return new StationPortSettings(mac, name, flavour, evb, draftEvb, pacing, maxVsis, addresses);
  }

  public StationPortSettings with(ControlAddresses chosen) {
    return new StationPortSettings(
        mac, systemName, flavour, evb, draftEvb, pacing, maxVsis, chosen);
  }

  LldpSettings lldp() {
    return LldpSettings.ofPort(addresses.evb(), mac, SpokenNames.EVB_TLVS);
  }
}
