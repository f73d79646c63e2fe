package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.cdcp.CdcpBridge;
import org.moorage.protocol.cdcp.CdcpBridgeSettings;
import org.moorage.protocol.cdcp.CdcpTlv;
import org.moorage.protocol.cdcp.SChannel;

/**
 * What runs on an uplink access port itself, outside any S-channel: CDCP, which makes and ends the
 * S-channels. Inside each of them a {@link BridgePortStack} runs; the default S-channel's frames
 * are the untagged ones.
 *
 * <p>No I/O, no clock; one thread at a time. Frames of any content are counted, never thrown on.
 */
public final class BridgeUapStack {

  private final UapSettings settings;
  private final Counters counters = new Counters();
  private final CdcpLink link;
  private CdcpBridge.State cdcp;
  private List<SChannel> told;
  private List<UapEffect> effects = new ArrayList<>();

  /**
   * @param before the S-channels there were before a restart; empty at a first start
   */
  public BridgeUapStack(UapSettings settings, List<SChannel> before) {
    this.settings = settings;
    Set<Integer> taken =
        settings.configured().stream().map(SChannel::svid).collect(Collectors.toSet());
    CdcpBridgeSettings offered = settings.cdcp().withReserved(taken);
    cdcp = before.isEmpty() ? CdcpBridge.initial(offered) : CdcpBridge.restored(offered, before);
    told = channels();
    link =
        new CdcpLink(
            UapSettings.lldp(settings.mac()),
            SpokenNames.tlvs(settings.systemName(), settings.portDescription()),
            new Side());
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

  /** The link has been down for too long: only configured S-channels are left. */
  public List<UapEffect> release(Instant now) {
    step(new CdcpBridge.Input.Released(), now);
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

  /**
   * Every S-channel there is, the default one first: those CDCP made, then configured ones whose
   * SCID no station has asked for.
   */
  public List<SChannel> channels() {
    List<SChannel> all = new ArrayList<>(cdcp.assigned());
    Set<Integer> scids = all.stream().map(SChannel::scid).collect(Collectors.toSet());
    settings.configured().stream()
        .filter(each -> !scids.contains(each.scid()))
        .sorted(Comparator.comparingInt(SChannel::scid))
        .forEach(all::add);
    return all;
  }

  public UapView view() {
    return new UapView(
        cdcp.phase() instanceof CdcpBridge.Phase.Running,
        link.neighbour(),
        channels(),
        CdcpBridge.refused(cdcp),
        counters.snapshot());
  }

  private List<UapEffect> done() {
    List<SChannel> now = channels();
    if (!now.equals(told)) {
      told = now;
      effects.add(new UapEffect.ChannelsChanged(now));
    }
    List<UapEffect> handed = effects;
    effects = new ArrayList<>(2);
    return handed;
  }

  private void step(CdcpBridge.Input input, Instant now) {
    Step<CdcpBridge.State, CdcpBridge.Effect> step = CdcpBridge.step(cdcp, input, now);
    cdcp = step.state();
    for (CdcpBridge.Effect effect : step.effects()) {
      switch (effect) {
        case CdcpBridge.Effect.Advertise advertise -> link.announce(now);
        // Told once, with the configured ones, when the step is over.
        case CdcpBridge.Effect.ChannelsChanged changed -> {}
        case CdcpBridge.Effect.Refused(List<Integer> scids) ->
            effects.add(new UapEffect.ChannelsRefused(scids));
        case CdcpBridge.Effect.Ignored(String reason) -> drop(reason);
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
      return CdcpBridge.announcement(cdcp);
    }

    @Override
    public void heard(CdcpTlv tlv, Instant now) {
      step(new CdcpBridge.Input.Heard(tlv), now);
    }

    @Override
    public void notSpoken(Instant now) {
      step(new CdcpBridge.Input.NotSpoken(), now);
    }

    @Override
    public void lost(Instant now) {
      step(new CdcpBridge.Input.NeighbourLost(), now);
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
