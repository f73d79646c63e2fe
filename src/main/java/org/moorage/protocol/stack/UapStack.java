package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.cdcp.CdcpTlv;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.lldp.LldpSettings;
import org.moorage.protocol.lldp.LldpTlv;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.lldp.OrganizationalTlv;

/**
 * What runs on a link with S-channels outside any of them: CDCP over the LLDP agent of the nearest
 * non-TPMR bridge. It makes and ends the S-channels; inside each, a port stack runs.
 *
 * <p>No I/O, no clock; one thread at a time. Frames of any content are counted, never thrown on.
 */
public abstract sealed class UapStack permits BridgeUapStack, StationUapStack {

  static final String NOT_CDCP = "not an LLDP frame for the nearest non-TPMR bridge";

  private final List<LldpTlv> names;
  private final Counters counters = new Counters();
  private final LldpLink link;
  private List<SChannel> told;
  private List<UapEffect> effects = new ArrayList<>();
  private boolean linkUp;

  /**
   * @param names what is said beside CDCP
   * @param announced what is said of S-channels at first
   * @param channels the S-channels there are at first
   */
  UapStack(MacAddress mac, List<LldpTlv> names, CdcpTlv announced, List<SChannel> channels) {
    this.names = List.copyOf(names);
    told = List.copyOf(channels);
    LldpSettings settings =
        LldpSettings.ofPort(
            ReservedAddress.NEAREST_NON_TPMR_BRIDGE.mac(),
            mac,
            List.of(new LldpSettings.TlvName(OrganizationalTlv.OUI_IEEE_8021, CdcpTlv.SUBTYPE)));
    link = new LldpLink(settings, tlvs(announced), new Wire(), this::neighbourChanged);
  }

  /** Whether a frame is for this stack and not for one inside an S-channel. */
  public static boolean isFor(Octets frame) {
    return frame.size() >= EthernetFrame.HEADER
        && frame.u48(0) == ReservedAddress.NEAREST_NON_TPMR_BRIDGE.mac().bits()
        && frame.u16(12) == EtherType.LLDP.value();
  }

  /** The carrier is there. */
  public final List<UapEffect> linkUp(Instant now) {
    linkUp = true;
    link.linkUp(now);
    return done();
  }

  /** The carrier is gone. The S-channels stay until {@link #release}. */
  public final List<UapEffect> linkDown(Instant now) {
    linkUp = false;
    link.linkDown(now);
    return done();
  }

  /** The link has been down for too long: what CDCP made is gone. */
  public final List<UapEffect> release(Instant now) {
    released(now);
    return done();
  }

  /** Takes a whole Ethernet frame without FCS. */
  public final List<UapEffect> receive(Octets frame, Instant now) {
    if (!isFor(frame)) {
      drop(NOT_CDCP);
    } else if (!linkUp) {
      drop(Carriage.LINK_IS_DOWN);
    } else {
      switch (EthernetFrame.decode(frame)) {
        case Decoded.Malformed<EthernetFrame>(String reason, int offset) -> drop(reason);
        case Decoded.Value<EthernetFrame>(EthernetFrame decoded) -> link.receive(decoded, now);
      }
    }
    return done();
  }

  /** Does everything that is due. */
  public final List<UapEffect> advance(Instant now) {
    link.due(now);
    return done();
  }

  /** When {@link #advance} is to be called next; early is harmless. */
  public final Optional<Instant> deadline() {
    return link.deadline();
  }

  /** The S-channels that can be used, the default one first. */
  public abstract List<SChannel> channels();

  public abstract UapView view();

  /** The neighbour says this of S-channels. */
  abstract void heard(CdcpTlv tlv, Instant now);

  /** The neighbour is heard and speaks no CDCP. */
  abstract void notSpoken(Instant now);

  /** The neighbour is not heard any more. */
  abstract void lost(Instant now);

  abstract void released(Instant now);

  final void announce(CdcpTlv tlv, Instant now) {
    link.announce(tlvs(tlv), now);
  }

  final void add(UapEffect effect) {
    effects.add(effect);
  }

  final void drop(String reason) {
    counters.count(reason);
    effects.add(new UapEffect.Dropped(reason));
  }

  final Optional<Lldpdu> neighbour() {
    return link.neighbour();
  }

  final Map<String, Long> dropped() {
    return counters.snapshot();
  }

  /** Hands over what came up, and which S-channels there are where that has changed. */
  final List<UapEffect> done() {
    List<SChannel> now = channels();
    if (!now.equals(told)) {
      told = now;
      effects.add(new UapEffect.ChannelsChanged(now));
    }
    List<UapEffect> handed = effects;
    effects = new ArrayList<>(2);
    return handed;
  }

  private List<LldpTlv> tlvs(CdcpTlv cdcp) {
    List<LldpTlv> tlvs = new ArrayList<>(names);
    tlvs.add(cdcp.tlv());
    return tlvs;
  }

  private void neighbourChanged(Optional<Lldpdu> neighbour, Instant now) {
    if (neighbour.isEmpty()) {
      lost(now);
      return;
    }
    Optional<Decoded<CdcpTlv>> tlv = CdcpTlv.in(neighbour.get());
    if (tlv.isEmpty()) {
      notSpoken(now);
      return;
    }
    switch (tlv.get()) {
      case Decoded.Value<CdcpTlv>(CdcpTlv heard) -> heard(heard, now);
      case Decoded.Malformed<CdcpTlv>(String reason, int offset) -> drop(reason);
    }
  }

  private final class Wire implements LldpLink.Wire {

    @Override
    public void send(Octets frame) {
      effects.add(new UapEffect.Send(frame));
    }

    @Override
    public void dropped(String reason) {
      drop(reason);
    }
  }
}
