package org.moorage.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.moorage.dataplane.OverlayEnd;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.PortName;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayBook;
import org.moorage.overlay.OverlayChange;
import org.moorage.overlay.OverlayItem;
import org.moorage.overlay.ProviderAddress;
import org.moorage.overlay.RoutingDomainId;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.overlay.VmNetwork;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;

/** Tenants' networks of a benchmark: one VM network of 16 subnets, records as many as wanted. */
final class OverlaySite {

  static final PortName SERVER = new PortName("p1");
  static final PortName FABRIC = new PortName("f1");

  /** The edge that is measured, and where all others' VMs are. */
  static final String EDGE = "edge-0";

  static final IpAddress HERE = IpAddress.v4(0xC0A8_0000L + 256);
  static final IpAddress THERE = IpAddress.v4(0xC0A8_0000L + 257);
  static final MacAddress EDGE_MAC = new MacAddress(0x0200_0000_0A00L);
  static final MacAddress OTHER_MAC = new MacAddress(0x0200_0000_0A01L);

  private static final RoutingDomainId RDID = new RoutingDomainId(new UUID(1, 1));
  private static final int SUBNETS = 16;
  private static final int FIRST_VSID = 5_000;
  private static final int PROVIDER_PREFIX = 16;

  private OverlaySite() {}

  static SoftSwitch plane() {
    SoftSwitch plane = new SoftSwitch(SoftSwitchSettings.of(List.of(SERVER), List.of(FABRIC)));
    plane.become(new OverlayEnd(EDGE, EDGE_MAC, 1_500));
    return plane;
  }

  static VirtualSubnetId vsid(int subnet) {
    return new VirtualSubnetId(FIRST_VSID + subnet);
  }

  /** The customer address of a record, by its number; each subnet is a /16. */
  static IpAddress address(int record) {
    long subnet = record % SUBNETS;
    return IpAddress.v4(10L << 24 | subnet << 16 | record / SUBNETS + 2);
  }

  static MacAddress mac(int record) {
    return new MacAddress(0x0200_1000_0000L + record);
  }

  static ProviderAddress provider(int edge) {
    return new ProviderAddress(
        IpAddress.v4(HERE.low() + edge), PROVIDER_PREFIX, "edge-" + edge, Optional.empty());
  }

  /** A VM on each edge, so that it has to know the VM network. */
  static LookupRecord resident(int edge) {
    return LookupRecord.of(
        vsid(0),
        IpAddress.v4(10L << 24 | 0xFF00 + edge),
        new MacAddress(0x0200_2000_0000L + edge),
        provider(edge).address());
  }

  /** One of the records, at another edge than it was. */
  static LookupRecord moved(OverlayBook book, int number) {
    int record = number * 7 % 10_000;
    LookupRecord now = book.record(vsid(record % SUBNETS), address(record)).orElseThrow();
    return now.movedTo(provider(1 + number % 90).address(), now.version() + 1);
  }

  static LookupRecord record(int number, IpAddress at) {
    return LookupRecord.of(vsid(number % SUBNETS), address(number), mac(number), at);
  }

  private static List<OverlayItem> items(int records) {
    List<OverlayItem> items = new ArrayList<>();
    items.add(new VmNetwork(RDID, "bench", "bench"));
    for (int subnet = 0; subnet < SUBNETS; subnet++) {
      items.add(
          new VirtualSubnet(
              vsid(subnet),
              RDID,
              "s" + subnet,
              Optional.of(new IpPrefix(IpAddress.v4(10L << 24 | (long) subnet << 16), 16)),
              Optional.empty(),
              Optional.empty()));
    }
    items.add(provider(0));
    items.add(provider(1));
    // The first one's VM is here.
    for (int record = 0; record < records; record++) {
      items.add(record(record, record == 0 ? HERE : THERE));
    }
    return items;
  }

  static List<OverlayChange> policy(int records) {
    return items(records).stream().<OverlayChange>map(OverlayChange.Put::new).toList();
  }

  static OverlayBook book(int records) {
    OverlayBook book = new OverlayBook();
    policy(records).forEach(book::follow);
    return book;
  }
}
