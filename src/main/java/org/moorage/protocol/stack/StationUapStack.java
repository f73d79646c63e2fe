package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.cdcp.CdcpStation;
import org.moorage.protocol.cdcp.CdcpTlv;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * What runs on a station's uplink itself, outside any S-channel: CDCP. Inside each S-channel a
 * {@link StationPortStack} runs.
 *
 * <p>No I/O, no clock; one thread at a time. Frames of any content are counted, never thrown on.
 */
public final class StationUapStack {

  private final Counters counters = new Counters();
  private final CdcpLink link;
  private CdcpStation.State cdcp;
  private List<UapEffect> effects = new ArrayList<>();

  /**
   * @param mac the uplink's own address
   * @param systemName what LLDP calls the station; empty for nothing
   */
  public StationUapStack(MacAddress mac, String systemName) {
    SpokenNames.check("system name", systemName);
    cdcp = CdcpStation.initial(SChannel.MAX_SCID);
    link = new CdcpLink(UapSettings.lldp(mac), SpokenNames.tlvs(systemName, ""), new Side());
  }

  /** Whether a frame is for this stack and not for one inside an S-channel. */
  public static boolean isFor(Octets frame) {
    return CdcpLink.isFor(frame);
  }

  public List<UapEffect> linkUp(Instant now) {
    link.linkUp(now);
    return done();
  }

  /** The S-channels stay until {@link #release}. */
  public List<UapEffect> linkDown(Instant now) {
    link.linkDown(now);
    return done();
  }

  /** The link has been down for too long. */
  public List<UapEffect> release(Instant now) {
    step(new CdcpStation.Input.Released(), now);
    return done();
  }

  /**
   * Wants these S-channels besides the default one, and no others.
   *
   * @param scids each 2..167
   * @throws IllegalArgumentException where one is outside that range
   */
  public List<UapEffect> want(List<Integer> scids, Instant now) {
    step(new CdcpStation.Input.Want(scids), now);
    return done();
  }

  /** Takes a whole Ethernet frame without FCS. */
  public List<UapEffect> receive(Octets frame, Instant now) {
    link.receive(frame, now);
    return done();
  }

  /** Does everything that is due. */
  public List<UapEffect> advance(Instant now) {
    link.due(now);
    return done();
  }

  /** When {@link #advance} is to be called next; early is harmless. */
  public Optional<Instant> deadline() {
    return link.deadline();
  }

  /** The S-channels that can be used, the default one first. */
  public List<SChannel> channels() {
    return CdcpStation.usable(cdcp);
  }

  public UapView view() {
    return new UapView(
        cdcp.running(),
        link.neighbour(),
        channels(),
        cdcp.channels().stream()
            .filter(each -> cdcp.running() && !each.isAssigned())
            .map(SChannel::scid)
            .toList(),
        counters.snapshot());
  }

  private List<UapEffect> done() {
    List<UapEffect> handed = effects;
    effects = new ArrayList<>(2);
    return handed;
  }

  private void step(CdcpStation.Input input, Instant now) {
    Step<CdcpStation.State, CdcpStation.Effect> step = CdcpStation.step(cdcp, input, now);
    cdcp = step.state();
    for (CdcpStation.Effect effect : step.effects()) {
      switch (effect) {
        case CdcpStation.Effect.Advertise advertise -> link.announce(now);
        case CdcpStation.Effect.ChannelsChanged(List<SChannel> channels) ->
            effects.add(new UapEffect.ChannelsChanged(channels));
        case CdcpStation.Effect.Ignored(String reason) -> drop(reason);
      }
    }
  }

  private void drop(String reason) {
    counters.count(reason);
    effects.add(new UapEffect.Dropped(reason));
  }

  private final class Side implements CdcpLink.Side {

    @Override
    public CdcpTlv announcement() {
      return CdcpStation.announcement(cdcp);
    }

    @Override
    public void heard(CdcpTlv tlv, Instant now) {
      step(new CdcpStation.Input.Heard(tlv), now);
    }

    @Override
    public void notSpoken(Instant now) {
      step(new CdcpStation.Input.NotSpoken(), now);
    }

    @Override
    public void lost(Instant now) {
      step(new CdcpStation.Input.NeighbourLost(), now);
    }

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
