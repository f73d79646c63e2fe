package org.moorage.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.overlay.Contoso.BACK;
import static org.moorage.overlay.Contoso.CONTOSO;
import static org.moorage.overlay.Contoso.FABRIKAM;
import static org.moorage.overlay.Contoso.FRONT;
import static org.moorage.overlay.Contoso.OTHER;
import static org.moorage.overlay.Contoso.PA_1;
import static org.moorage.overlay.Contoso.PA_2;
import static org.moorage.overlay.Contoso.SQL;
import static org.moorage.overlay.Contoso.SQL_MAC;
import static org.moorage.overlay.Contoso.STORE_MAC;
import static org.moorage.overlay.Contoso.WEB;
import static org.moorage.overlay.Contoso.WEB_MAC;
import static org.moorage.overlay.Contoso.ip;
import static org.moorage.overlay.Contoso.put;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;

class OverlayBookTest {

  private final OverlayBook book = Contoso.book();

  private String refusal(OverlayItem item) {
    return refusal(book.put(item));
  }

  private static String refusal(OverlayAnswer answer) {
    return switch (answer) {
      case OverlayAnswer.Refused(OverlayFault fault) -> fault.toString();
      case OverlayAnswer.Done done -> "done: " + done;
    };
  }

  @Test
  void tenantsMayHaveTheSameAddressesAndOneTenantMayNot() {
    assertThat(book.record(FRONT, SQL)).isPresent();
    assertThat(book.record(OTHER, SQL)).isPresent();
    VirtualSubnet overlapping =
        Contoso.subnet(new VirtualSubnetId(5003), CONTOSO, "more", "10.1.0.0/16", "fd10:3::/64");
    assertThat(refusal(overlapping))
        .isEqualTo("Prefix: 10.1.0.0/16 overlaps 10.1.1.0/24 of web in the same VM network");
    put(
        book,
        Contoso.subnet(new VirtualSubnetId(6003), FABRIKAM, "more", "10.1.2.0/24", "fd10:3::/64"));
  }

  @Test
  void everyNameIsOnce() {
    RoutingDomainId third = RoutingDomainId.parse("11111111-2222-3333-4444-00000000000A");
    assertThat(third).hasToString("{11111111-2222-3333-4444-00000000000a}");
    assertThat(refusal(new VmNetwork(third, "contoso", "Contoso"))).startsWith("Name: VM network");
    put(book, new VmNetwork(third, "contoso-sales", "Contoso"));
    assertThat(
            refusal(
                Contoso.subnet(
                    new VirtualSubnetId(5003), CONTOSO, "web", "10.9.0.0/24", "fd19::/64")))
        .isEqualTo("Name: web is the name of VSID 5001");
    assertThat(book.subnetNamed("contoso", "store").map(VirtualSubnet::vsid)).contains(BACK);
  }

  @Test
  void aVsidBelongsToItsVmNetworkForGood() {
    assertThat(refusal(Contoso.subnet(FRONT, FABRIKAM, "x", "10.9.0.0/24", "fd19::/64")))
        .startsWith("VirtualSubnetID: VSID 5001 belongs to");
    RoutingDomainId nowhere = RoutingDomainId.parse("{99999999-2222-3333-4444-000000000000}");
    assertThat(
            refusal(
                Contoso.subnet(
                    new VirtualSubnetId(7000), nowhere, "x", "10.9.0.0/24", "fd19::/64")))
        .startsWith("RoutingDomainID: there is no VM network");
  }

  @Test
  void theGatewayIsTheLowestAddressAndNoVms() {
    VirtualSubnet web = book.subnet(FRONT).orElseThrow();
    assertThat(web.gateway(SQL.version())).contains(ip("10.1.1.1"));
    assertThat(web.gateway(ip("::").version())).contains(ip("fd10:1::1"));
    for (String own : List.of("10.1.1.0", "10.1.1.1", "10.1.1.255", "fd10:1::", "fd10:1::1")) {
      assertThat(refusal(LookupRecord.of(FRONT, ip(own), mac(99), PA_1)))
          .isEqualTo("CustomerAddress: " + own + " is the subnet's own, not a VM's");
    }
    assertThat(refusal(LookupRecord.of(FRONT, ip("10.1.2.9"), mac(99), PA_1)))
        .isEqualTo("CustomerAddress: 10.1.2.9 is not in web: 10.1.1.0/24");
    assertThat(refusal(LookupRecord.of(new VirtualSubnetId(5009), SQL, mac(99), PA_1)))
        .startsWith("VirtualSubnetID: there is no VSID 5009");
  }

  @Test
  void subnetsWithoutRoomOrOfTheWrongKindAreNone() {
    assertThatThrownBy(() -> Contoso.subnet(BACK, CONTOSO, "x", "10.9.0.0/31", "fd19::/64"))
        .hasMessageContaining("no room");
    assertThatThrownBy(() -> Contoso.subnet(BACK, CONTOSO, "x", "127.0.0.0/8", "fd19::/64"))
        .hasMessageContaining("not for VMs");
    assertThatThrownBy(() -> Contoso.subnet(BACK, CONTOSO, "x", "169.254.0.0/16", "fd19::/64"))
        .hasMessageContaining("not for VMs");
    assertThatThrownBy(() -> Contoso.subnet(BACK, CONTOSO, "x", "10.9.0.0/24", "fd19::/127"))
        .hasMessageContaining("no room");
    assertThatThrownBy(() -> Contoso.subnet(BACK, CONTOSO, "X y", "10.9.0.0/24", "fd19::/64"))
        .hasMessageContaining("not a name");
    assertThatThrownBy(() ->
            new VirtualSubnet(
                BACK,
                CONTOSO,
                "x",
                Optional.of(IpPrefix.parse("10.9.0.0/24")),
                Optional.empty(),
                Optional.of(ip("10.0.0.1"))))
        .hasMessageContaining("not a multicast address");
    assertThatThrownBy(() -> RoutingDomainId.parse("{1111}")).hasMessageContaining("write it as");
  }

  @Test
  void aMacIsOneVmsInAVmNetworkAndAnothersElsewhere() {
    assertThat(refusal(LookupRecord.of(BACK, ip("10.1.2.30"), SQL_MAC, PA_1)))
        .startsWith("MACAddress: 02:00:00:00:50:11 is in VSID 5001");
    assertThat(book.record(OTHER, SQL).orElseThrow().mac()).isEqualTo(SQL_MAC);
    put(book, LookupRecord.of(FRONT, ip("fd10:1::b"), SQL_MAC, PA_1));
    assertThatThrownBy(() -> LookupRecord.of(FRONT, SQL, VirtualSubnet.GATEWAY, PA_1))
        .hasMessageContaining("every edge's gateway");
    assertThatThrownBy(() -> LookupRecord.of(FRONT, SQL, MacAddress.BROADCAST, PA_1))
        .hasMessageContaining("not one VM's");
  }

  @Test
  void aVmMovesWithAllItsRecordsAndOnlyByAHigherVersion() {
    put(book, LookupRecord.of(FRONT, ip("fd10:1::b"), SQL_MAC, PA_1));
    LookupRecord same = book.record(FRONT, SQL).orElseThrow();
    assertThat(refusal(same.movedTo(PA_2, 1))).startsWith("Version: version 1 is known");
    OverlayAnswer moved = book.put(same.movedTo(PA_2, 2));
    assertThat(moved).isInstanceOf(OverlayAnswer.Done.class);
    assertThat(((OverlayAnswer.Done) moved).changes()).hasSize(2);
    assertThat(book.records(FRONT, SQL_MAC))
        .hasSize(2)
        .allMatch(record -> record.providerAddress().equals(PA_2) && record.version() == 2);
    assertThat(refusal(same)).startsWith("Version: version 2 is known");
    assertThat(book.put(same.movedTo(PA_2, 2))).isEqualTo(new OverlayAnswer.Done(List.of()));
  }

  @Test
  void aProviderAddressIsOneEdges() {
    assertThat(refusal(new ProviderAddress(PA_1, 24, "edge-9", Optional.empty())))
        .isEqualTo("ProviderAddress: 192.168.1.10 is the address of edge-1; one edge has it");
    assertThat(
            refusal(
                new ProviderRoute("edge-1", IpPrefix.parse("10.0.0.0/8"), ip("192.168.2.1"), 0)))
        .startsWith("NextHop: 192.168.2.1 is in no network");
    assertThatThrownBy(() -> new ProviderAddress(ip("239.1.1.1"), 24, "e", Optional.empty()))
        .hasMessageContaining("cannot be");
  }

  @Test
  void customerRoutesStayInTheirVmNetwork() {
    assertThat(refusal(route(FABRIKAM, FRONT, "0.0.0.0/0", "10.1.1.5")))
        .startsWith("RoutingDomainID: VSID 5001 is in");
    assertThat(refusal(route(CONTOSO, FRONT, "0.0.0.0/0", "10.1.2.5")))
        .startsWith("NextHop: 10.1.2.5 is no VM's address in web");
    assertThat(refusal(route(CONTOSO, FRONT, "10.1.2.0/24", "10.1.1.12")))
        .startsWith("DestinationPrefix: 10.1.2.0/24 is reached in virtual subnet store");
    assertThat(refusal(route(CONTOSO, FRONT, "10.0.0.0/8", "0.0.0.0")))
        .startsWith("DestinationPrefix: without a next hop");
    put(book, route(CONTOSO, FRONT, "0.0.0.0/0", "10.1.1.12"));
    assertThat(book.way(CONTOSO, ip("8.8.8.8")).map(CustomerRoute::nextHop)).contains(WEB);
    assertThat(book.way(CONTOSO, SQL).map(CustomerRoute::isOnLink)).contains(true);
    assertThat(book.way(FABRIKAM, ip("8.8.8.8"))).isEmpty();
  }

  private static CustomerRoute route(
      RoutingDomainId rdid, VirtualSubnetId vsid, String destination, String nextHop) {
    return new CustomerRoute(rdid, vsid, IpPrefix.parse(destination), ip(nextHop), 0);
  }

  @Test
  void whatIsUsedStays() {
    assertThat(refusal(book.remove(new OverlayKey.OfVmNetwork(CONTOSO))))
        .isEqualTo("RoutingDomainID: contoso still has virtual subnets");
    assertThat(refusal(book.remove(new OverlayKey.OfVirtualSubnet(BACK))))
        .isEqualTo("VirtualSubnetID: store still has lookup records");
    assertThat(book.remove(new OverlayKey.OfCustomerAddress(BACK, Contoso.STORE)))
        .isEqualTo(
            new OverlayAnswer.Done(
                List.of(
                    new OverlayChange.Removed(
                        new OverlayKey.OfCustomerAddress(BACK, Contoso.STORE)))));
    assertThat(book.remove(new OverlayKey.OfVirtualSubnet(BACK)))
        .isInstanceOf(OverlayAnswer.Done.class);
    assertThat(book.records(BACK, STORE_MAC)).isEmpty();
    assertThat(book.remove(new OverlayKey.OfVirtualSubnet(BACK)))
        .isEqualTo(new OverlayAnswer.Done(List.of()));
  }

  @Test
  void aBookThatFollowsAnotherIsTheSame() {
    OverlayBook follower = new OverlayBook();
    book.items().forEach(item -> follower.follow(new OverlayChange.Put(item)));
    assertThat(follower.items()).isEqualTo(book.items());
    OverlayBook asked = new OverlayBook();
    book.items().forEach(item -> put(asked, item));
    assertThat(asked.items()).isEqualTo(book.items());
  }

  @Test
  void recordsAboutNoAddressHaveNone() {
    LookupRecord some = book.record(FRONT, WEB).orElseThrow();
    assertThatThrownBy(() -> some.as(RecordType.L2_ONLY, RecordSource.MANUAL))
        .hasMessageContaining("its CustomerAddress is 0.0.0.0");
    LookupRecord unknown = LookupRecord.of(FRONT, IpAddress.v4(0), mac(7), PA_1);
    assertThat(unknown.type()).isEqualTo(RecordType.L2_ONLY);
    put(book, unknown);
    put(
        book,
        LookupRecord.of(FRONT, IpAddress.v4(0), WEB_MAC, PA_2)
            .as(RecordType.GATEWAY_WILDCARD, RecordSource.MANUAL));
    assertThat(book.wildcard(FRONT, WEB.version()).map(LookupRecord::mac)).contains(WEB_MAC);
    assertThat(book.wildcard(OTHER, WEB.version())).isEmpty();
  }

  private static MacAddress mac(int last) {
    return new MacAddress(0x0200_0000_0000L | last);
  }
}
