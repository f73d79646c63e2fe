package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.lldp.LldpAgent;
import org.moorage.protocol.lldp.LldpSettings;
import org.moorage.protocol.lldp.LldpTlv;
import org.moorage.protocol.lldp.Lldpdu;

/** An LLDP agent on its port: frames in and out, and news of the neighbour. */
final class LldpLink {

  static final String WRONG_ADDRESS = "LLDP for another agent";

  /** Where frames go, and what came of those that were not taken. */
  interface Wire {
    void send(Octets frame);

    void dropped(String reason);
  }

  /** Who is told what the neighbour says; it may announce something in turn. */
  interface Listener {
    void neighbourChanged(Optional<Lldpdu> neighbour, Instant now);
  }

  private final MacAddress destination;
  private final Wire wire;
  private final Listener listener;
  private LldpAgent.State state;

  LldpLink(LldpSettings settings, List<LldpTlv> announced, Wire wire, Listener listener) {
    destination = settings.destination();
    this.wire = wire;
    this.listener = listener;
    state = LldpAgent.initial(settings, announced);
  }

  void linkUp(Instant now) {
    step(new LldpAgent.Input.LinkUp(), now);
  }

  void linkDown(Instant now) {
    step(new LldpAgent.Input.LinkDown(), now);
  }

  /** Takes a frame of LLDP's EtherType. */
  void receive(EthernetFrame frame, Instant now) {
    if (!frame.destination().equals(destination)) {
      wire.dropped(WRONG_ADDRESS);
      return;
    }
    switch (Lldpdu.decode(frame.payload())) {
      case Decoded.Malformed<Lldpdu>(String reason, int offset) -> wire.dropped(reason);
      case Decoded.Value<Lldpdu>(Lldpdu pdu) -> step(new LldpAgent.Input.Received(pdu), now);
    }
  }

  /** What is said from now on. */
  void announce(List<LldpTlv> tlvs, Instant now) {
    step(new LldpAgent.Input.LocalChanged(tlvs), now);
  }

  boolean isDue(Instant now) {
    return deadline().filter(at -> !at.isAfter(now)).isPresent();
  }

  void due(Instant now) {
    if (isDue(now)) {
      step(new LldpAgent.Input.Due(), now);
    }
  }

  Optional<Instant> deadline() {
    return LldpAgent.deadline(state);
  }

  Optional<Lldpdu> neighbour() {
    return state.neighbour();
  }

  private void step(LldpAgent.Input input, Instant now) {
    Step<LldpAgent.State, LldpAgent.Effect> step = LldpAgent.step(state, input, now);
    state = step.state();
    for (LldpAgent.Effect effect : step.effects()) {
      switch (effect) {
        case LldpAgent.Effect.Send(Octets frame) -> wire.send(frame);
        case LldpAgent.Effect.Ignored(String reason) -> wire.dropped(reason);
        case LldpAgent.Effect.NeighbourChanged(Optional<Lldpdu> neighbour) ->
            listener.neighbourChanged(neighbour, now);
      }
    }
  }
}
