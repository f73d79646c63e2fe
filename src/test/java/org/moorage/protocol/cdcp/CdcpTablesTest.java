package org.moorage.protocol.cdcp;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.MachineTable;

class CdcpTablesTest {

  private static final CdcpBridgeSettings OFFERED = CdcpBridgeSettings.DEFAULTS.withPool(100, 101);
  private static final SChannel FIRST = new SChannel(2, 100);
  private static final CdcpTlv WANTS = station(SChannel.DEFAULT, SChannel.wanted(2));
  private static final CdcpTlv HAS = station(SChannel.DEFAULT, FIRST);
  private static final CdcpTlv WANTS_MORE =
      station(SChannel.DEFAULT, FIRST, SChannel.wanted(3), SChannel.wanted(4));
  private static final CdcpTlv WANTS_NONE = station(SChannel.DEFAULT);
  private static final CdcpTlv ASSIGNS = bridge(SChannel.DEFAULT, FIRST);
  private static final CdcpTlv ASSIGNS_NONE = bridge(SChannel.DEFAULT);

  @Test
  void cdcpBridge() {
    List<SChannel> assigned = List.of(SChannel.DEFAULT, FIRST);
    MachineTable.<CdcpBridge.State, CdcpBridge.Input, CdcpBridge.Effect>of(
            "cdcp-bridge", "CDCP, the bridge's side", CdcpBridge::step)
        .about(
            """
            The pool of this table has the SVIDs 100 and 101. S-channels are written SCID/SVID. The
            default one, 1/1, is always there. A silent station keeps its S-channels.\
            """)
        .state("not running", CdcpBridge.initial(OFFERED))
        .state(
            "running, 2/100 assigned",
            new CdcpBridge.State(OFFERED, new CdcpBridge.Phase.Running(HAS), assigned))
        .state(
            "silent, 2/100 assigned",
            new CdcpBridge.State(OFFERED, new CdcpBridge.Phase.Silent(HAS), assigned))
        .input("station wants SCID 2", new CdcpBridge.Input.Heard(WANTS))
        .input("station repeats 2/100", new CdcpBridge.Input.Heard(HAS))
        .input("station wants three, two can be had", new CdcpBridge.Input.Heard(WANTS_MORE))
        .input("station wants none", new CdcpBridge.Input.Heard(WANTS_NONE))
        .input("TLV of a bridge", new CdcpBridge.Input.Heard(ASSIGNS))
        .input("LLDPDU without CDCP", new CdcpBridge.Input.NotSpoken())
        .input("neighbour lost", new CdcpBridge.Input.NeighbourLost())
        .input("port released", new CdcpBridge.Input.Released())
        .input(
            "pool moved to 200..299",
            new CdcpBridge.Input.SettingsChanged(OFFERED.withPool(200, 299)))
        .nextStateAs(CdcpTablesTest::name)
        .effectAs(CdcpTablesTest::name)
        .check();
  }

  @Test
  void cdcpStation() {
    MachineTable.<CdcpStation.State, CdcpStation.Input, CdcpStation.Effect>of(
            "cdcp-station", "CDCP, the station's side", CdcpStation::step)
        .about(
            """
            S-channels are written SCID/SVID; SVID 0 asks for one. What is wanted is listed until it
            is wanted no longer.\
            """)
        .state("wants nothing", CdcpStation.initial(SChannel.MAX_SCID))
        .state(
            "wants SCID 2",
            new CdcpStation.State(
                SChannel.MAX_SCID, List.of(SChannel.DEFAULT, SChannel.wanted(2)), false))
        .state(
            "running, has 2/100",
            new CdcpStation.State(SChannel.MAX_SCID, List.of(SChannel.DEFAULT, FIRST), true))
        .input("SCID 2 is wanted", new CdcpStation.Input.Want(List.of(2)))
        .input("nothing is wanted", new CdcpStation.Input.Want(List.of()))
        .input("bridge assigns 2/100", new CdcpStation.Input.Heard(ASSIGNS))
        .input("bridge leaves SCID 2 out", new CdcpStation.Input.Heard(ASSIGNS_NONE))
        .input("TLV of a station", new CdcpStation.Input.Heard(WANTS))
        .input("LLDPDU without CDCP", new CdcpStation.Input.NotSpoken())
        .input("neighbour lost", new CdcpStation.Input.NeighbourLost())
        .input("port released", new CdcpStation.Input.Released())
        .nextStateAs(CdcpTablesTest::name)
        .effectAs(CdcpTablesTest::name)
        .check();
  }

  private static String name(CdcpBridge.State state) {
    String phase =
        switch (state.phase()) {
          case CdcpBridge.Phase.NotRunning none -> "not running";
          case CdcpBridge.Phase.Running running -> "running";
          case CdcpBridge.Phase.Silent silent -> "silent";
        };
    return phase + ", " + words(state.assigned());
  }

  private static String name(CdcpStation.State state) {
    return (state.running() ? "running, " : "not running, ") + words(state.channels());
  }

  private static String name(CdcpBridge.Effect effect) {
    return switch (effect) {
      case CdcpBridge.Effect.Advertise(CdcpTlv tlv) -> "advertise " + words(tlv.channels());
      case CdcpBridge.Effect.ChannelsChanged(List<SChannel> channels) ->
          "S-channels are " + words(channels);
      case CdcpBridge.Effect.Refused(List<Integer> scids) -> "refused: SCID " + scids;
      case CdcpBridge.Effect.Ignored(String reason) -> "ignored: " + reason;
    };
  }

  private static String name(CdcpStation.Effect effect) {
    return switch (effect) {
      case CdcpStation.Effect.Advertise(CdcpTlv tlv) -> "advertise " + words(tlv.channels());
      case CdcpStation.Effect.ChannelsChanged(List<SChannel> channels) ->
          "S-channels are " + words(channels);
      case CdcpStation.Effect.Ignored(String reason) -> "ignored: " + reason;
    };
  }

  private static String words(List<SChannel> channels) {
    return channels.stream().map(SChannel::toString).collect(Collectors.joining(" "));
  }

  private static CdcpTlv station(SChannel... channels) {
    return new CdcpTlv(CdcpRole.STATION, true, SChannel.MAX_SCID, List.of(channels));
  }

  private static CdcpTlv bridge(SChannel... channels) {
    return new CdcpTlv(CdcpRole.BRIDGE, true, SChannel.MAX_SCID, List.of(channels));
  }
}
