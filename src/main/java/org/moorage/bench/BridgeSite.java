package org.moorage.bench;

import java.util.List;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * The site without edges: three bridges of the kernel's in a row, a place at each end. A VM that
 * moves announces itself by RARP and goes on, as on any switch that asks nobody.
 */
final class BridgeSite implements MigrationSite {

  private final Cables cables;
  private final MovingTraffic traffic;
  private int place;

  private BridgeSite(Cables cables, MovingTraffic traffic) {
    this.cables = cables;
    this.traffic = traffic;
  }

  static BridgeSite open(MacAddress peer) throws BenchFailure {
    Cables cables = Cables.open("plain");
    try {
      cables.into("ta", "sa");
      cables.into("tb", "sb");
      cables.into("q", "peer");
      cables.within("ua", "na");
      cables.within("ub", "nb");
      cables.bridge("edge-a", "sa", "ua");
      cables.bridge("edge-b", "sb", "ub");
      cables.bridge("net", "na", "nb", "peer");
      List<String> places = List.of(cables.name("ta"), cables.name("tb"));
      return new BridgeSite(cables, MovingTraffic.open(peer, places, cables.name("q")));
    } catch (BenchFailure failure) {
      cables.close();
      throw failure;
    }
  }

  @Override
  public void begin(int vsi) {
    place = 0;
    traffic.begin(LoadStation.macOf(vsi), place);
  }

  @Override
  public Move move() throws BenchFailure {
    traffic.start();
    StartBench.pause(LEAD_MILLIS);
    place = 1 - place;
    traffic.resumeAt(place);
    traffic.announce();
    StartBench.pause(TRAIL_MILLIS);
    return new Move(traffic.stop(), 0, 0);
  }

  @Override
  public void end() {}

  @Override
  public void close() {
    traffic.close();
    cables.close();
  }
}
