package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.cdcp.CdcpTlv;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.lldp.LldpAgent;
import org.moorage.protocol.lldp.LldpSettings;
import org.moorage.protocol.lldp.LldpTlv;
import org.moorage.protocol.lldp.Lldpdu;

/** The LLDP agent that carries CDCP: nearest non-TPMR bridge, outside any S-channel. */
final class CdcpLink {

  static final String NOT_CDCP = "not an LLDP frame for the nearest non-TPMR bridge";
  static final String LINK_IS_DOWN = Carriage.LINK_IS_DOWN;

  /** One side's machine. */
  interface Side {
    CdcpTlv announcement();

    void heard(CdcpTlv tlv, Instant now);

    /** The neighbour is heard and speaks no CDCP. */
    void notSpoken(Instant now);

    void lost(Instant now);

    void send(Octets frame);

    void dropped(String reason);
  }

  private final List<LldpTlv> names;
  private final Side side;
  private LldpAgent.State lldp;
  private boolean linkUp;

  /**
   * @param names what is said beside CDCP
   */
  CdcpLink(LldpSettings settings, List<LldpTlv> names, Side side) {
    this.names = List.copyOf(names);
    this.side = side;
    lldp = LldpAgent.initial(settings, announcement());
  }

  /** Whether a frame is for this agent and not for one inside an S-channel. */
  static boolean isFor(Octets frame) {
    return frame.size() >= EthernetFrame.HEADER
        && frame.u48(0) == ReservedAddress.NEAREST_NON_TPMR_BRIDGE.mac().bits()
        && frame.u16(12) == EtherType.LLDP.value();
  }

  void linkUp(Instant now) {
    linkUp = true;
    step(new LldpAgent.Input.LinkUp(), now);
  }

  void linkDown(Instant now) {
    linkUp = false;
    step(new LldpAgent.Input.LinkDown(), now);
  }

  void receive(Octets octets, Instant now) {
    if (!isFor(octets)) {
      side.dropped(NOT_CDCP);
      return;
    }
    if (!linkUp) {
      side.dropped(LINK_IS_DOWN);
      return;
    }
    Decoded<Lldpdu> pdu =
        EthernetFrame.decode(octets).flatMap(frame -> Lldpdu.decode(frame.payload()));
    switch (pdu) {
      case Decoded.Malformed<Lldpdu>(String reason, int offset) -> side.dropped(reason);
      case Decoded.Value<Lldpdu>(Lldpdu heard) -> step(new LldpAgent.Input.Received(heard), now);
    }
  }

  /** What is announced has changed. */
  void announce(Instant now) {
    step(new LldpAgent.Input.LocalChanged(announcement()), now);
  }

  void due(Instant now) {
    Optional<Instant> deadline = LldpAgent.deadline(lldp);
    if (deadline.isPresent() && !deadline.get().isAfter(now)) {
      step(new LldpAgent.Input.Due(), now);
    }
  }

  Optional<Instant> deadline() {
    return LldpAgent.deadline(lldp);
  }

  Optional<Lldpdu> neighbour() {
    return lldp.neighbour();
  }

  private List<LldpTlv> announcement() {
    List<LldpTlv> tlvs = new ArrayList<>(names);
    tlvs.add(side.announcement().tlv());
    return tlvs;
  }

  private void step(LldpAgent.Input input, Instant now) {
    Step<LldpAgent.State, LldpAgent.Effect> step = LldpAgent.step(lldp, input, now);
    lldp = step.state();
    for (LldpAgent.Effect effect : step.effects()) {
      switch (effect) {
        case LldpAgent.Effect.Send(Octets frame) -> side.send(frame);
        case LldpAgent.Effect.Ignored(String reason) -> side.dropped(reason);
        case LldpAgent.Effect.NeighbourChanged(Optional<Lldpdu> neighbour) -> hear(neighbour, now);
      }
    }
  }

  private void hear(Optional<Lldpdu> neighbour, Instant now) {
    if (neighbour.isEmpty()) {
      side.lost(now);
      return;
    }
    Optional<Decoded<CdcpTlv>> tlv = CdcpTlv.in(neighbour.get());
    if (tlv.isEmpty()) {
      side.notSpoken(now);
      return;
    }
    switch (tlv.get()) {
      case Decoded.Value<CdcpTlv>(CdcpTlv heard) -> side.heard(heard, now);
      case Decoded.Malformed<CdcpTlv>(String reason, int offset) -> side.dropped(reason);
    }
  }
}
