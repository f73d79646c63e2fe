package org.moorage.protocol.lldp;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.MachineTable;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.lldp.LldpAgent.Effect;
import org.moorage.protocol.lldp.LldpAgent.Input;
import org.moorage.protocol.lldp.LldpAgent.Neighbour;
import org.moorage.protocol.lldp.LldpAgent.State;

class LldpTablesTest {

  private static final Instant NOW = MachineTable.NOW;
  private static final LldpSettings SETTINGS =
      LldpSettings.ofPort(
          ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac(),
          MacAddress.parse("02:00:00:00:0b:01"),
          List.of());
  private static final List<LldpTlv> OURS = List.of(new BasicTlv(5, Octets.ofHex("01")));
  private static final List<LldpTlv> CHANGED = List.of(new BasicTlv(5, Octets.ofHex("02")));

  @Test
  void lldpAgent() {
    Neighbour expired = new Neighbour(neighbour("01", 120, OURS), NOW);
    MachineTable.<State, Input, Effect>of("lldp-agent", "LLDP agent", LldpAgent::step)
        .about(
            """
            One per port and destination address. It sends at once what is new, four PDUs a second
            apart when a neighbour is new, otherwise one every 30 s; five at once are the most, then
            one a second. A neighbour is believed until its TTL is over.\
            """)
        .state("stopped", LldpAgent.initial(SETTINGS, OURS))
        .state("speaking, nobody heard", speaking(List.of(), 5, 30))
        .state("speaking, nobody heard, time to speak", speaking(List.of(), 5, 0))
        .state("speaking, nobody heard, credit used up", speaking(List.of(), 0, 30))
        .state(
            "speaking, a neighbour heard",
            speaking(
                List.of(new Neighbour(neighbour("01", 120, OURS), NOW.plusSeconds(90))), 5, 30))
        .state("speaking, the neighbour's time is over", speaking(List.of(expired), 5, 30))
        .input("link up", new Input.LinkUp())
        .input("link down", new Input.LinkDown())
        .input("stop", new Input.Stop())
        .input("local change", new Input.LocalChanged(CHANGED))
        .input("local change, the same again", new Input.LocalChanged(OURS))
        .input("PDU of the first neighbour", new Input.Received(neighbour("01", 120, OURS)))
        .input(
            "PDU of the first neighbour, something new",
            new Input.Received(neighbour("01", 120, CHANGED)))
        .input("PDU of another neighbour", new Input.Received(neighbour("02", 120, OURS)))
        .input("shutdown of the first neighbour", new Input.Received(neighbour("01", 0, List.of())))
        .input(
            "PDU of our own",
            new Input.Received(new Lldpdu(SETTINGS.chassisId(), SETTINGS.portId(), 121, OURS)))
        .input("due", new Input.Due())
        .nextStateAs(LldpTablesTest::name)
        .effectAs(LldpTablesTest::name)
        .deadline(LldpAgent::deadline)
        .check();
  }

  private static State speaking(List<Neighbour> neighbours, int credit, int nextSend) {
    return new State.Speaking(
        SETTINGS, OURS, neighbours, credit, NOW, NOW.plusSeconds(nextSend), 0);
  }

  private static Lldpdu neighbour(String last, int ttl, List<LldpTlv> tlvs) {
    MacAddress mac = MacAddress.parse("02:00:00:00:0a:" + last);
    return new Lldpdu(Lldpdu.chassis(mac), Lldpdu.port(mac), ttl, tlvs);
  }

  private static String name(State state) {
    return switch (state) {
      case State.Stopped stopped -> "stopped";
      case State.Speaking speaking ->
          "speaking, %d heard, credit %d"
              .formatted(speaking.neighbours().size(), speaking.credit());
    };
  }

  private static String name(Effect effect) {
    return switch (effect) {
      case Effect.Send(Octets frame) -> {
        Octets payload = EthernetFrame.decode(frame).orThrow().payload();
        yield Lldpdu.decode(payload).orThrow().isShutdown() ? "send shutdown" : "send";
      }
      case Effect.NeighbourChanged changed ->
          changed.neighbour().isPresent() ? "neighbour changed" : "neighbour gone";
      case Effect.Ignored(String reason) -> "ignored: " + reason;
    };
  }
}
