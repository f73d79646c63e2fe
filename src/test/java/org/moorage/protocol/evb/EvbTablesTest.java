package org.moorage.protocol.evb;

import org.junit.jupiter.api.Test;
import org.moorage.protocol.MachineTable;
import org.moorage.protocol.Octets;
import org.moorage.protocol.TimerExponent;

class EvbTablesTest {

  private static final EvbSettings BRIDGE = EvbSettings.BRIDGE_DEFAULTS;
  private static final EvbSettings STATION = EvbSettings.STATION_DEFAULTS.withReflectiveRelay(true);
  private static final DraftEvbSettings DRAFT = DraftEvbSettings.BRIDGE_DEFAULTS;
  private static final EvbTlv ASKS = ratified("000f 6d 94 14");
  private static final EvbTlv ASKS_NOT = ratified("000b 6d 94 14");
  private static final EvbTlv OFFERS = ratified("060c 6e 55 13");
  private static final EvbTlv RELAYS = ratified("070d 6e 55 13");
  private static final DraftEvbTlv RELAYING = draft("40 07 40 00 0000 0000 10");
  private static final DraftEvbTlv STANDARD = draft("80 07 80 00 0000 0000 10");
  private static final DraftEvbTlv MODELESS = draft("00 07 00 00 0000 0000 10");

  @Test
  void evbBridge() {
    MachineTable.<EvbBridge.State, EvbBridge.Input, EvbBridge.Effect>of(
            "evb-bridge", "EVB, the bridge's side", EvbBridge::step)
        .about(
            """
            It goes by the larger of both proposals and keeps announcing its own. RRCTR is set only
            while the data plane does reflective relay. Losing the neighbour ends no VSI.\
            """)
        .state("alone", EvbBridge.initial(BRIDGE))
        .state("peered, relay not asked for", peered(Relay.OFF, ASKS_NOT))
        .state("peered, relay being switched on", peered(Relay.SWITCHING_ON, ASKS))
        .state("peered, relay on", peered(Relay.ON, ASKS))
        .state("peered, relay being switched off", peered(Relay.SWITCHING_OFF, ASKS_NOT))
        .state("peered, relay refused by the data plane", peered(Relay.REFUSED, ASKS))
        .input("station asks for reflective relay", new EvbBridge.Input.Heard(ASKS))
        .input("station does not ask for it", new EvbBridge.Input.Heard(ASKS_NOT))
        .input("TLV of a bridge", new EvbBridge.Input.Heard(OFFERS))
        .input("neighbour lost", new EvbBridge.Input.NeighbourLost())
        .input(
            "settings: no reflective relay",
            new EvbBridge.Input.SettingsChanged(BRIDGE.withReflectiveRelay(false)))
        .input("settings renewed", new EvbBridge.Input.SettingsChanged(BRIDGE))
        .input("data plane relays", new EvbBridge.Input.RelayApplied(true))
        .input("data plane does not relay", new EvbBridge.Input.RelayApplied(false))
        .nextStateAs(state -> MachineTable.words(state) + ", relay " + words(state.relay()))
        .effectAs(EvbTablesTest::name)
        .check();
  }

  @Test
  void evbStation() {
    MachineTable.<EvbStation.State, EvbStation.Input, EvbStation.Effect>of(
            "evb-station", "EVB, the station's side", EvbStation::step)
        .about(
            """
            It goes by the larger of both proposals and keeps announcing its own. RRSTAT says
            "unknown" until a bridge was heard, then what the bridge says.\
            """)
        .state("alone", EvbStation.initial(STATION))
        .state("peered, relay offered", new EvbStation.State.Peered(STATION, OFFERS))
        .state("peered, relay on", new EvbStation.State.Peered(STATION, RELAYS))
        .input("bridge offers reflective relay", new EvbStation.Input.Heard(OFFERS))
        .input("bridge relays", new EvbStation.Input.Heard(RELAYS))
        .input("TLV of a station", new EvbStation.Input.Heard(ASKS))
        .input("neighbour lost", new EvbStation.Input.NeighbourLost())
        .input(
            "settings: relay not asked for",
            new EvbStation.Input.SettingsChanged(STATION.withReflectiveRelay(false)))
        .nextStateAs(EvbTablesTest::name)
        .effectAs(EvbTablesTest::name)
        .check();
  }

  @Test
  void draftEvb() {
    MachineTable.<DraftEvb.State, DraftEvb.Input, DraftEvb.Effect>of(
            "draft-evb", "EVB draft 0, the bridge's side", DraftEvb::step)
        .about(
            """
            Both sides run the same rules; a station differs only in that it programs nothing: where
            both support reflective relay it uses it at once.\
            """)
        .state("alone", DraftEvb.initial(DRAFT))
        .state("peered, standard forwarding", peered(Relay.OFF, STANDARD))
        .state("peered, relay being switched on", peered(Relay.SWITCHING_ON, RELAYING))
        .state("peered, relay on", peered(Relay.ON, RELAYING))
        .state("peered, relay being switched off", peered(Relay.SWITCHING_OFF, STANDARD))
        .state("peered, relay refused by the data plane", peered(Relay.REFUSED, RELAYING))
        .input("peer supports reflective relay", new DraftEvb.Input.Heard(RELAYING))
        .input("peer supports standard forwarding only", new DraftEvb.Input.Heard(STANDARD))
        .input("TLV without a forwarding mode", new DraftEvb.Input.Heard(MODELESS))
        .input("neighbour lost", new DraftEvb.Input.NeighbourLost())
        .input(
            "settings: no reflective relay",
            new DraftEvb.Input.SettingsChanged(
                new DraftEvbSettings(EvbMode.BRIDGE, false, 3295, new TimerExponent(15))))
        .input("settings renewed", new DraftEvb.Input.SettingsChanged(DRAFT))
        .input("number of VSIs", new DraftEvb.Input.VsisCounted(2))
        .input("data plane relays", new DraftEvb.Input.RelayApplied(true))
        .input("data plane does not relay", new DraftEvb.Input.RelayApplied(false))
        .nextStateAs(state -> MachineTable.words(state) + ", relay " + words(state.relay()))
        .effectAs(EvbTablesTest::name)
        .check();
  }

  private static EvbBridge.State peered(Relay relay, EvbTlv station) {
    return new EvbBridge.State.Peered(BRIDGE, relay, station);
  }

  private static DraftEvb.State peered(Relay relay, DraftEvbTlv peer) {
    return new DraftEvb.State.Peered(DRAFT, relay, 0, peer);
  }

  private static String words(Relay relay) {
    return switch (relay) {
      case OFF -> "off";
      case SWITCHING_ON -> "being switched on";
      case ON -> "on";
      case SWITCHING_OFF -> "being switched off";
      case REFUSED -> "refused";
    };
  }

  private static String name(EvbStation.State state) {
    return switch (state) {
      case EvbStation.State.Alone alone -> "alone";
      case EvbStation.State.Peered peered ->
          peered.bridge().bridge().relayOn() ? "peered, relay on" : "peered, relay offered";
    };
  }

  private static String name(EvbBridge.Effect effect) {
    return switch (effect) {
      case EvbBridge.Effect.Advertise(EvbTlv tlv) -> "advertise `" + tlv.encode() + "`";
      case EvbBridge.Effect.OperationChanged changed -> "operation changed";
      case EvbBridge.Effect.ReflectiveRelay(boolean on) -> relay(on);
      case EvbBridge.Effect.Ignored(String reason) -> "ignored: " + reason;
    };
  }

  private static String name(EvbStation.Effect effect) {
    return switch (effect) {
      case EvbStation.Effect.Advertise(EvbTlv tlv) -> "advertise `" + tlv.encode() + "`";
      case EvbStation.Effect.OperationChanged changed -> "operation changed";
      case EvbStation.Effect.Ignored(String reason) -> "ignored: " + reason;
    };
  }

  private static String name(DraftEvb.Effect effect) {
    return switch (effect) {
      case DraftEvb.Effect.Advertise(DraftEvbTlv tlv) -> "advertise `" + tlv.encode() + "`";
      case DraftEvb.Effect.OperationChanged changed -> "operation changed";
      case DraftEvb.Effect.ReflectiveRelay(boolean on) -> relay(on);
      case DraftEvb.Effect.Ignored(String reason) -> "ignored: " + reason;
    };
  }

  private static String relay(boolean on) {
    return "switch reflective relay " + (on ? "on" : "off");
  }

  private static EvbTlv ratified(String hex) {
    return EvbTlv.decode(Octets.ofHex(hex)).orThrow();
  }

  private static DraftEvbTlv draft(String hex) {
    return DraftEvbTlv.decode(Octets.ofHex(hex)).orThrow();
  }
}
