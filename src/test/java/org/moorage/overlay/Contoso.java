package org.moorage.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;

/**
 * HNV's worked example: Contoso (VSID 5001, and 5002 for a second subnet) and Fabrikam (VSID 6001)
 * with the same customer addresses, SQL on edge-1 (192.168.1.10), Web on edge-2 (192.168.2.20).
 */
public final class Contoso {

  public static final RoutingDomainId CONTOSO =
      RoutingDomainId.parse("{11111111-2222-3333-4444-000000000000}");
  public static final RoutingDomainId FABRIKAM =
      RoutingDomainId.parse("{11111111-2222-3333-4444-000000006001}");
  public static final VirtualSubnetId FRONT = new VirtualSubnetId(5001);
  public static final VirtualSubnetId BACK = new VirtualSubnetId(5002);
  public static final VirtualSubnetId OTHER = new VirtualSubnetId(6001);
  public static final IpAddress SQL = ip("10.1.1.11");
  public static final IpAddress WEB = ip("10.1.1.12");
  public static final IpAddress STORE = ip("10.1.2.20");
  public static final IpAddress PA_1 = ip("192.168.1.10");
  public static final IpAddress PA_2 = ip("192.168.2.20");
  public static final MacAddress SQL_MAC = MacAddress.parse("02:00:00:00:50:11");
  public static final MacAddress WEB_MAC = MacAddress.parse("02:00:00:00:50:12");
  public static final MacAddress STORE_MAC = MacAddress.parse("02:00:00:00:50:20");

  private Contoso() {}

  public static OverlayBook book() {
    OverlayBook book = new OverlayBook();
    put(book, new VmNetwork(CONTOSO, "contoso", "Contoso"));
    put(book, new VmNetwork(FABRIKAM, "fabrikam", "Fabrikam"));
    put(book, subnet(FRONT, CONTOSO, "web", "10.1.1.0/24", "fd10:1::/64"));
    put(book, subnet(BACK, CONTOSO, "store", "10.1.2.0/24", "fd10:2::/64"));
    put(book, subnet(OTHER, FABRIKAM, "web", "10.1.1.0/24", "fd10:1::/64"));
    put(book, new ProviderAddress(PA_1, 24, "edge-1", Optional.empty()));
    put(book, new ProviderAddress(PA_2, 24, "edge-2", Optional.empty()));
    put(book, new ProviderRoute("edge-1", IpPrefix.parse("0.0.0.0/0"), ip("192.168.1.1"), 0));
    put(book, new ProviderRoute("edge-2", IpPrefix.parse("0.0.0.0/0"), ip("192.168.2.1"), 0));
    for (VirtualSubnetId vsid : new VirtualSubnetId[] {FRONT, OTHER}) {
      put(book, LookupRecord.of(vsid, SQL, SQL_MAC, PA_1));
      put(book, LookupRecord.of(vsid, WEB, WEB_MAC, PA_2));
    }
    put(book, LookupRecord.of(BACK, STORE, STORE_MAC, PA_2));
    return book;
  }

  public static VirtualSubnet subnet(
      VirtualSubnetId vsid, RoutingDomainId rdid, String name, String prefix4, String prefix6) {
    return new VirtualSubnet(
        vsid,
        rdid,
        name,
        Optional.of(IpPrefix.parse(prefix4)),
        Optional.of(IpPrefix.parse(prefix6)),
        Optional.empty());
  }

  public static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  /** Puts what has to fit. */
  public static void put(OverlayBook book, OverlayItem item) {
    assertThat(book.put(item)).isInstanceOf(OverlayAnswer.Done.class);
  }
}
