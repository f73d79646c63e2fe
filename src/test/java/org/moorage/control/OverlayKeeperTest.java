package org.moorage.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.overlay.Contoso.FRONT;
import static org.moorage.overlay.Contoso.OTHER;
import static org.moorage.overlay.Contoso.PA_1;
import static org.moorage.overlay.Contoso.PA_2;
import static org.moorage.overlay.Contoso.WEB;
import static org.moorage.overlay.Contoso.WEB_MAC;
import static org.moorage.overlay.Contoso.ip;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.edge.EdgeName;
import org.moorage.overlay.Contoso;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayChange;
import org.moorage.overlay.OverlayItem;
import org.moorage.overlay.ProviderAddress;
import org.moorage.overlay.RecordSource;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;

class OverlayKeeperTest {

  private static final EdgeName ONE = new EdgeName("edge-1");
  private static final EdgeName TWO = new EdgeName("edge-2");
  private static final EdgeName THREE = new EdgeName("edge-3");

  private final OverlayKeeper keeper = new OverlayKeeper(Contoso.book());

  OverlayKeeperTest() {
    keeper.put(new ProviderAddress(ip("192.168.3.30"), 24, "edge-3", Optional.empty()));
  }

  private static List<OverlayItem> items(List<OverlayChange> changes) {
    return changes.stream().map(change -> ((OverlayChange.Put) change).item()).toList();
  }

  private static List<LookupRecord> records(List<OverlayChange> changes) {
    return items(changes).stream()
        .filter(LookupRecord.class::isInstance)
        .map(LookupRecord.class::cast)
        .toList();
  }

  @Test
  void anEdgeHearsOfVmNetworksItHasVmsOfAndNoOther() {
    assertThat(records(keeper.greets(ONE))).hasSize(5);
    List<OverlayChange> third = keeper.greets(THREE);
    assertThat(records(third)).isEmpty();
    assertThat(third).as("names, subnets, addresses").isNotEmpty();
    LookupRecord fabrikam = LookupRecord.of(OTHER, ip("10.1.1.50"), mac(50), PA_1);
    assertThat(keeper.put(fabrikam).told()).containsOnlyKeys(ONE);
    OverlayKeeper.Outcome joined =
        keeper.heard(THREE, List.of(put(association(FRONT, 60, "192.168.3.30"))));
    List<OverlayChange> told = joined.told().getOrDefault(THREE, List.of());
    assertThat(records(told)).extracting(LookupRecord::vsid).doesNotContain(OTHER);
    assertThat(records(told)).hasSize(4);
    assertThat(joined.told()).containsOnlyKeys(ONE, THREE);
  }

  private static LookupRecord association(VirtualSubnetId vsid, int last, String provider) {
    LookupRecord record = LookupRecord.of(vsid, ip("10.1.1." + last), mac(last), ip(provider));
    return record.as(record.type(), RecordSource.ASSOCIATION);
  }

  private static OverlayChange put(LookupRecord record) {
    return new OverlayChange.Put(record);
  }

  private static MacAddress mac(int last) {
    return new MacAddress(0x0200_0000_6000L | last);
  }

  @Test
  void whereAVmAssociatedLastIsWhereItIs() {
    keeper.greets(ONE);
    keeper.greets(TWO);
    keeper.greets(THREE);
    LookupRecord web = keeper.book().record(FRONT, WEB).orElseThrow();
    OverlayKeeper.Outcome first =
        keeper.heard(ONE, List.of(put(web.movedTo(PA_1, web.version() + 1))));
    assertThat(first.refused()).isEmpty();
    assertThat(first.told()).containsOnlyKeys(ONE, TWO);
    // The third did not know of that move: the same number, said later.
    OverlayKeeper.Outcome second =
        keeper.heard(THREE, List.of(put(web.movedTo(ip("192.168.3.30"), web.version() + 1))));
    assertThat(second.refused()).isEmpty();
    LookupRecord now = keeper.book().record(FRONT, WEB).orElseThrow();
    assertThat(now.providerAddress()).isEqualTo(ip("192.168.3.30"));
    assertThat(now.version()).isEqualTo(web.version() + 2);
    assertThat(now.source()).isEqualTo(RecordSource.MANUAL);
    assertThat(records(second.told().getOrDefault(ONE, List.of()))).containsExactly(now);
    // What the former home takes away is not its own any more.
    assertThat(keeper.heard(ONE, List.of(new OverlayChange.Removed(web.key()))).told()).isEmpty();
    assertThat(keeper.book().record(FRONT, WEB)).contains(now);
  }

  @Test
  void anEdgeSpeaksOfItsOwnVmsAlone() {
    keeper.greets(ONE);
    LookupRecord web = keeper.book().record(FRONT, WEB).orElseThrow();
    assertThat(keeper.heard(ONE, List.of(put(web.movedTo(PA_2, 9)))).refused()).isPresent();
    OverlayItem network = keeper.book().networks().getFirst();
    assertThat(keeper.heard(ONE, List.of(new OverlayChange.Put(network))).refused()).isPresent();
    assertThat(keeper.book().record(FRONT, WEB)).contains(web);
    assertThat(keeper.book().records(FRONT, WEB_MAC)).hasSize(1);
  }

  @Test
  void sayingTheSameAgainIsNothing() {
    keeper.greets(TWO);
    LookupRecord web = keeper.book().record(FRONT, WEB).orElseThrow();
    assertThat(keeper.heard(TWO, List.of(put(web))).told()).isEmpty();
  }
}
