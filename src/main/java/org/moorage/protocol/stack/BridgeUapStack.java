package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.protocol.Step;
import org.moorage.protocol.cdcp.CdcpBridge;
import org.moorage.protocol.cdcp.CdcpBridgeSettings;
import org.moorage.protocol.cdcp.CdcpTlv;
import org.moorage.protocol.cdcp.SChannel;

/**
 * The bridge's end: it assigns the SVIDs of the S-channels a station asks for, beside those that
 * are configured. A {@link BridgePortStack} runs inside each.
 */
public final class BridgeUapStack extends UapStack {

  private final UapSettings settings;
  private CdcpBridge.State cdcp;

  /**
   * @param before the S-channels there were before a restart; empty at a first start
   */
  public BridgeUapStack(UapSettings settings, List<SChannel> before) {
    this(settings, initial(settings, before));
  }

  private BridgeUapStack(UapSettings settings, CdcpBridge.State initial) {
    super(
        settings.mac(),
        SpokenNames.tlvs(settings.systemName(), settings.portDescription()),
        CdcpBridge.announcement(initial),
        all(settings, initial));
    this.settings = settings;
    cdcp = initial;
  }

  private static CdcpBridge.State initial(UapSettings settings, List<SChannel> before) {
    Set<Integer> taken =
        settings.configured().stream().map(SChannel::svid).collect(Collectors.toSet());
    CdcpBridgeSettings offered = settings.cdcp().withReserved(taken);
    return before.isEmpty() ? CdcpBridge.initial(offered) : CdcpBridge.restored(offered, before);
  }

  /**
   * Those CDCP made, the default one first, then configured ones whose SCID no station has asked
   * for.
   */
  @Override
  public List<SChannel> channels() {
    return all(settings, cdcp);
  }

  private static List<SChannel> all(UapSettings settings, CdcpBridge.State cdcp) {
    List<SChannel> all = new ArrayList<>(cdcp.assigned());
    Set<Integer> scids = all.stream().map(SChannel::scid).collect(Collectors.toSet());
    settings.configured().stream()
        .filter(each -> !scids.contains(each.scid()))
        .sorted(Comparator.comparingInt(SChannel::scid))
        .forEach(all::add);
    return all;
  }

  @Override
  public UapView view() {
    return new UapView(
        cdcp.phase() instanceof CdcpBridge.Phase.Running,
        neighbour(),
        channels(),
        CdcpBridge.refused(cdcp),
        dropped());
  }

  @Override
  void heard(CdcpTlv tlv, Instant now) {
    step(new CdcpBridge.Input.Heard(tlv), now);
  }

  @Override
  void notSpoken(Instant now) {
    step(new CdcpBridge.Input.NotSpoken(), now);
  }

  @Override
  void lost(Instant now) {
    step(new CdcpBridge.Input.NeighbourLost(), now);
  }

  @Override
  void released(Instant now) {
    step(new CdcpBridge.Input.Released(), now);
  }

  private void step(CdcpBridge.Input input, Instant now) {
    Step<CdcpBridge.State, CdcpBridge.Effect> step = CdcpBridge.step(cdcp, input, now);
    cdcp = step.state();
    for (CdcpBridge.Effect effect : step.effects()) {
      switch (effect) {
        case CdcpBridge.Effect.Advertise(CdcpTlv tlv) -> announce(tlv, now);
        // Told when the step is over, together with the configured ones.
        case CdcpBridge.Effect.ChannelsChanged changed -> {}
        case CdcpBridge.Effect.Refused(List<Integer> scids) ->
            add(new UapEffect.ChannelsRefused(scids));
        case CdcpBridge.Effect.Ignored(String reason) -> drop(reason);
      }
    }
  }
}
