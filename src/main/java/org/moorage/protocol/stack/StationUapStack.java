package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.List;
import org.moorage.protocol.Step;
import org.moorage.protocol.cdcp.CdcpStation;
import org.moorage.protocol.cdcp.CdcpTlv;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.MacAddress;

/** The station's end: it asks for S-channels. A {@link StationPortStack} runs inside each. */
public final class StationUapStack extends UapStack {

  private CdcpStation.State cdcp;

  /**
   * @param mac the uplink's own address
   * @param systemName what LLDP calls the station, 0..255 octets; empty for nothing
   */
  public StationUapStack(MacAddress mac, String systemName) {
    this(mac, systemName, CdcpStation.initial(SChannel.MAX_SCID));
  }

  private StationUapStack(MacAddress mac, String systemName, CdcpStation.State initial) {
    super(
        mac,
        SpokenNames.tlvs(systemName, ""),
        CdcpStation.announcement(initial),
        CdcpStation.usable(initial));
    SpokenNames.check("system name", systemName);
    cdcp = initial;
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

  @Override
  public List<SChannel> channels() {
    return CdcpStation.usable(cdcp);
  }

  @Override
  public UapView view() {
    List<Integer> refused =
        cdcp.channels().stream()
            .filter(each -> cdcp.running() && !each.isAssigned())
            .map(SChannel::scid)
            .toList();
    return new UapView(cdcp.running(), neighbour(), channels(), refused, dropped());
  }

  @Override
  void heard(CdcpTlv tlv, Instant now) {
    step(new CdcpStation.Input.Heard(tlv), now);
  }

  @Override
  void notSpoken(Instant now) {
    step(new CdcpStation.Input.NotSpoken(), now);
  }

  @Override
  void lost(Instant now) {
    step(new CdcpStation.Input.NeighbourLost(), now);
  }

  @Override
  void released(Instant now) {
    step(new CdcpStation.Input.Released(), now);
  }

  private void step(CdcpStation.Input input, Instant now) {
    Step<CdcpStation.State, CdcpStation.Effect> step = CdcpStation.step(cdcp, input, now);
    cdcp = step.state();
    for (CdcpStation.Effect effect : step.effects()) {
      switch (effect) {
        case CdcpStation.Effect.Advertise(CdcpTlv tlv) -> announce(tlv, now);
        // Told when the step is over.
        case CdcpStation.Effect.ChannelsChanged changed -> {}
        case CdcpStation.Effect.Ignored(String reason) -> drop(reason);
      }
    }
  }
}
