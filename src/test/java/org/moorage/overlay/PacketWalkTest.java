package org.moorage.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.overlay.Contoso.BACK;
import static org.moorage.overlay.Contoso.CONTOSO;
import static org.moorage.overlay.Contoso.FRONT;
import static org.moorage.overlay.Contoso.OTHER;
import static org.moorage.overlay.Contoso.PA_1;
import static org.moorage.overlay.Contoso.PA_2;
import static org.moorage.overlay.Contoso.SQL;
import static org.moorage.overlay.Contoso.STORE;
import static org.moorage.overlay.Contoso.WEB;
import static org.moorage.overlay.Contoso.WEB_MAC;
import static org.moorage.overlay.Contoso.ip;
import static org.moorage.overlay.Contoso.put;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;

class PacketWalkTest {

  private final OverlayBook book = Contoso.book();

  private Walk walk(VirtualSubnetId vsid, IpAddress from, IpAddress to) {
    return PacketWalk.of(book, WalkQuestion.of(vsid, from, to));
  }

  @Test
  void theWorkedExampleLeavesInItsTenantsEnvelope() {
    Walk contoso = walk(FRONT, SQL, WEB);
    assertThat(contoso.arrives()).isTrue();
    assertThat(contoso.local()).isFalse();
    Octets envelope = contoso.envelope().orElseThrow();
    assertThat(envelope.slice(12, 8)).isEqualTo(Octets.ofHex("c0a8010a c0a80214"));
    assertThat(envelope.slice(20, 7)).isEqualTo(Octets.ofHex("2000 6558 001389"));
    Walk fabrikam = walk(OTHER, SQL, WEB);
    assertThat(fabrikam.envelope().orElseThrow().slice(20, 7))
        .isEqualTo(Octets.ofHex("2000 6558 001771"));
  }

  @Test
  void toAnotherSubnetTheEdgeIsTheRouter() {
    Walk walk = walk(FRONT, SQL, STORE);
    assertThat(walk.arrives()).isTrue();
    assertThat(walk.steps()).extracting(WalkStep::stage).contains(WalkStage.ROUTER);
    assertThat(walk.envelope().orElseThrow().slice(24, 3)).isEqualTo(Octets.ofHex("00138a"));
    WalkQuestion last = new WalkQuestion(FRONT, SQL, STORE, 84, 1, 1_500);
    assertThat(PacketWalk.of(book, last).blocked()).contains(WalkBlock.TTL);
  }

  @Test
  void onOneEdgeNothingLeaves() {
    Walk walk = walk(FRONT, WEB, STORE);
    assertThat(walk.arrives()).isTrue();
    assertThat(walk.local()).isTrue();
    assertThat(walk.envelope()).isEmpty();
    assertThat(walk(FRONT, SQL, ip("10.1.1.1")).local()).isTrue();
  }

  @Test
  void noTenantReachesAnother() {
    assertThat(walk(OTHER, SQL, STORE).blocked()).contains(WalkBlock.NO_ROUTE);
    assertThat(walk(FRONT, SQL, WEB).record().map(LookupRecord::vsid)).contains(FRONT);
    assertThat(walk(OTHER, SQL, WEB).record().map(LookupRecord::vsid)).contains(OTHER);
  }

  @Test
  void whatBlocksIsNamed() {
    assertThat(walk(new VirtualSubnetId(9999), SQL, WEB).blocked()).contains(WalkBlock.NO_VSID);
    assertThat(walk(FRONT, ip("10.1.1.77"), WEB).blocked()).contains(WalkBlock.SPOOFED_CA);
    assertThat(walk(FRONT, ip("10.1.1.1"), WEB).blocked()).contains(WalkBlock.GATEWAY_CLAIMED);
    assertThat(walk(FRONT, SQL, ip("10.1.1.99")).blocked()).contains(WalkBlock.UNKNOWN_DESTINATION);
    assertThat(walk(FRONT, SQL, ip("8.8.8.8")).blocked()).contains(WalkBlock.NO_ROUTE);
    put(book, new CustomerRoute(CONTOSO, BACK, IpPrefix.parse("0.0.0.0/0"), ip("10.1.2.9"), 0));
    assertThat(walk(FRONT, SQL, ip("8.8.8.8")).blocked()).contains(WalkBlock.NO_LOOKUP_RECORD);
    MacAddress gateway = MacAddress.parse("02:00:00:00:50:99");
    put(book, LookupRecord.of(BACK, ip("10.1.2.9"), gateway, PA_2));
    assertThat(walk(FRONT, SQL, ip("8.8.8.8")).record().map(LookupRecord::mac)).contains(gateway);
    put(book, LookupRecord.of(BACK, ip("10.1.2.9"), gateway, PA_2).movedTo(ip("192.168.3.1"), 2));
    assertThat(walk(FRONT, SQL, ip("8.8.8.8")).blocked()).contains(WalkBlock.NO_PROVIDER);
    LookupRecord web = book.record(FRONT, WEB).orElseThrow();
    put(book, web.unusable(true).movedTo(PA_1, 2));
    assertThat(walk(FRONT, SQL, WEB).record()).contains(web);
    book.remove(web.key());
    assertThat(walk(FRONT, SQL, WEB).blocked()).contains(WalkBlock.RECORD_UNUSABLE);
  }

  @Test
  void theWildcardGetsWhatNoRecordIsAbout() {
    put(
        book,
        LookupRecord.of(FRONT, IpAddress.v4(0), WEB_MAC, PA_2)
            .as(RecordType.GATEWAY_WILDCARD, RecordSource.MANUAL));
    Walk walk = walk(FRONT, SQL, ip("10.1.1.99"));
    assertThat(walk.record().map(LookupRecord::type)).contains(RecordType.GATEWAY_WILDCARD);
  }

  @Test
  void theEnvelopeHasToFit() {
    WalkQuestion fits = new WalkQuestion(FRONT, SQL, WEB, 1_458, 64, 1_500);
    assertThat(PacketWalk.of(book, fits).arrives()).isTrue();
    WalkQuestion tooLarge = new WalkQuestion(FRONT, SQL, WEB, 1_459, 64, 1_500);
    assertThat(PacketWalk.of(book, tooLarge).blocked()).contains(WalkBlock.MTU);
  }

  @Test
  void anEdgeWithoutAWayThereSaysSo() {
    book.remove(
        new OverlayKey.OfProviderRoute("edge-1", IpPrefix.parse("0.0.0.0/0"), ip("192.168.1.1")));
    assertThat(walk(FRONT, SQL, WEB).blocked()).contains(WalkBlock.NO_PROVIDER_ROUTE);
    assertThat(walk(FRONT, WEB, SQL).arrives()).isTrue();
    ProviderAddress six = new ProviderAddress(ip("fd00::2"), 64, "edge-2", Optional.empty());
    put(book, six);
    LookupRecord web = book.record(FRONT, WEB).orElseThrow();
    put(book, web.movedTo(six.address(), 2));
    assertThat(walk(FRONT, SQL, WEB).blocked()).contains(WalkBlock.NO_PROVIDER_ROUTE);
  }
}
