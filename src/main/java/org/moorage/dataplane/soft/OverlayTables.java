package org.moorage.dataplane.soft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.LearnedSink;
import org.moorage.dataplane.OverlayEnd;
import org.moorage.overlay.CustomerRoute;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayBook;
import org.moorage.overlay.OverlayChange;
import org.moorage.overlay.OverlayItem;
import org.moorage.overlay.OverlayKey;
import org.moorage.overlay.ProviderAddress;
import org.moorage.overlay.ProviderRoute;
import org.moorage.overlay.RecordType;
import org.moorage.overlay.RoutingDomainId;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.overlay.VmNetwork;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.nvgre.OuterHeader;

/**
 * What frames of virtual subnets are looked up in. Read without a lock; changed under the lock of
 * this object.
 */
final class OverlayTables {

  /** So long what arrives for a VM that has left is sent on to where it went. */
  static final long FOLLOWED_NANOS = 60_000_000_000L;

  private static final OverlayProvider NOWHERE = new OverlayProvider(IpAddress.v4(0));

  /** Everything an edge was told, for what has to be compiled again. */
  private final OverlayBook book = new OverlayBook();

  private final Map<RoutingDomainId, OverlayDomain> domains = new HashMap<>();
  private final LongTable<OverlaySubnet> subnets = new LongTable<>();
  private final AddressTable<OverlayRecord> records = new AddressTable<>();

  /** Reserved ones, by what they will be about. */
  private final AddressTable<OverlayRecord> waiting = new AddressTable<>();

  private final Map<IpAddress, OverlayProvider> providers = new LinkedHashMap<>();

  /** Members of virtual subnets nobody has told of yet, too. */
  private final Map<Integer, List<Attachment>> members = new HashMap<>();

  /** This edge; null while it has no part in the overlay. */
  volatile @Nullable OverlayEnd end;

  volatile @Nullable LearnedSink learned;

  /** This edge's own addresses. */
  volatile ProviderAddress[] own = {};

  /** Octets of an IP packet that fit every envelope of this edge; 0 while it has no address. */
  volatile int room;

  @Nullable OverlaySubnet subnet(int vsid) {
    return subnets.get(vsid);
  }

  @Nullable OverlayRecord record(int vsid, long high, long low) {
    return records.get(vsid, high, low);
  }

  /** The record about an address of this subnet, or about everything else in it. */
  @Nullable OverlayRecord recordOrWildcard(int vsid, long high, long low) {
    OverlayRecord exact = records.get(vsid, high, low);
    if (exact != null) {
      return exact;
    }
    return records.get(vsid, OverlayRecord.WILDCARD, high == OverlayRecord.V4 ? 4 : 6);
  }

  /** The VM with this address in the subnet. */
  @Nullable OverlayRecord vm(int vsid, long mac) {
    return records.get(vsid, OverlayRecord.OF_MAC, mac);
  }

  synchronized void become(OverlayEnd now) {
    end = now;
    ownAddresses();
  }

  synchronized void change(List<OverlayChange> changes, long now) {
    List<RoutingDomainId> rerouted = new ArrayList<>();
    boolean addresses = false;
    for (OverlayChange change : changes) {
      OverlayItem item = itemOf(change);
      if (item == null || isOfUnknownSubnet(item)) {
        continue;
      }
      Optional<OverlayItem> before = book.find(item.key());
      book.follow(change);
      boolean put = change instanceof OverlayChange.Put;
      switch (item) {
        case VirtualSubnet subnet -> {
          rerouted.add(subnet.rdid());
          subnet(subnet, put);
        }
        case CustomerRoute route -> rerouted.add(route.rdid());
        case LookupRecord record -> record(record, before.map(LookupRecord.class::cast), put, now);
        case ProviderAddress p -> addresses = true;
        case ProviderRoute p -> addresses = true;
        case VmNetwork n -> {}
      }
    }
    rerouted.stream().distinct().forEach(this::reroute);
    if (addresses) {
      ownAddresses();
    }
  }

  private boolean isOfUnknownSubnet(OverlayItem item) {
    return item instanceof LookupRecord record && subnets.get(record.vsid().value()) == null;
  }

  private @Nullable OverlayItem itemOf(OverlayChange change) {
    return switch (change) {
      case OverlayChange.Put(OverlayItem item) -> item;
      case OverlayChange.Removed(OverlayKey key) -> book.find(key).orElse(null);
    };
  }

  private void subnet(VirtualSubnet subnet, boolean put) {
    int vsid = subnet.vsid().value();
    OverlaySubnet known = subnets.get(vsid);
    if (!put) {
      subnets.remove(vsid);
    } else if (known == null) {
      OverlaySubnet made =
          new OverlaySubnet(subnet, domains.computeIfAbsent(subnet.rdid(), this::domain));
      members.getOrDefault(vsid, List.of()).forEach(made::join);
      subnets.put(vsid, made);
    } else {
      known.become(subnet);
    }
  }

  private OverlayDomain domain(RoutingDomainId rdid) {
    return new OverlayDomain(book.subnets(rdid), book.routes(rdid));
  }

  private void reroute(RoutingDomainId rdid) {
    OverlayDomain made = domain(rdid);
    domains.put(rdid, made);
    for (VirtualSubnet each : book.subnets(rdid)) {
      OverlaySubnet subnet = subnets.get(each.vsid().value());
      if (subnet != null) {
        subnet.domain = made;
      }
    }
  }

  private void record(LookupRecord record, Optional<LookupRecord> before, boolean put, long now) {
    OverlaySubnet subnet = subnets.get(record.vsid().value());
    if (subnet == null) {
      return;
    }
    if (record.unusable()) {
      coming(record, put);
      return;
    }
    boolean learns = record.type() == RecordType.L2_ONLY;
    OverlayProvider provider = provider(record.providerAddress());
    if (put) {
      OverlayProvider was = before.map(each -> provider(each.providerAddress())).orElse(null);
      boolean moved = was != null && was != provider;
      OverlayRecord made =
          moved
              ? OverlayRecord.of(record, provider, was, now + FOLLOWED_NANOS)
              : OverlayRecord.of(record, provider);
      made.local = member(made.vsid, made.mac);
      records.put(made);
      vm(made);
      provider.records++;
      subnet.named(provider, learns, 1);
    } else {
      OverlayRecord gone = records.get(subnet.vsid, keyHigh(record), keyLow(record));
      if (gone != null) {
        records.remove(gone);
        forgetVm(record);
      }
    }
    before.ifPresent(former -> {
      OverlayProvider its = provider(former.providerAddress());
      its.records--;
      subnet.named(its, learns, -1);
    });
  }

  /** Where a VM is about to be: what it sends from there is its own. */
  private void coming(LookupRecord reserved, boolean put) {
    OverlayProvider there = provider(reserved.providerAddress());
    there.records += put ? 1 : -1;
    set(records, OverlayRecord.coming(reserved, there), put);
    set(waiting, OverlayRecord.of(reserved, there), put);
  }

  private static void set(AddressTable<OverlayRecord> in, OverlayRecord record, boolean put) {
    OverlayRecord known = in.get(record.space, record.high, record.low);
    if (put) {
      in.put(record);
    } else if (known != null && known.provider == record.provider) {
      in.remove(known);
    }
  }

  /** Whether all there is about an address waits for the VM to associate. */
  boolean isReserved(int vsid, long high, long low) {
    return waiting.get(vsid, high, low) != null;
  }

  /** Where a VM with this address is about to be, where it is said to move; or null. */
  @Nullable OverlayRecord coming(int vsid, long mac) {
    return records.get(vsid, OverlayRecord.COMING, mac);
  }

  private static long keyHigh(LookupRecord record) {
    return OverlayRecord.of(record, NOWHERE).high;
  }

  private static long keyLow(LookupRecord record) {
    return OverlayRecord.of(record, NOWHERE).low;
  }

  /** Where the VM is, by its MAC address: as its newest record says. */
  private void vm(OverlayRecord made) {
    if (made.high != OverlayRecord.OF_MAC) {
      OverlayRecord known = vm(made.vsid, made.mac);
      if (known == null || known.provider != made.provider) {
        records.put(OverlayRecord.ofVm(made));
      }
    }
  }

  /** With its last record a VM is nowhere. */
  private void forgetVm(LookupRecord gone) {
    int vsid = gone.vsid().value();
    OverlayRecord vm = vm(vsid, gone.mac().bits());
    Stream<LookupRecord> left = book.records(gone.vsid(), gone.mac());
    Optional<LookupRecord> other = left.filter(record -> !record.unusable()).findFirst();
    if (vm != null && other.isEmpty()) {
      records.remove(vm);
    } else if (vm == null) {
      other.ifPresent(record -> {
        OverlayRecord made = OverlayRecord.of(record, provider(record.providerAddress()));
        made.local = member(vsid, made.mac);
        records.put(OverlayRecord.ofVm(made));
      });
    }
  }

  private OverlayProvider provider(IpAddress address) {
    return providers.computeIfAbsent(
        address,
        each -> {
          OverlayProvider made = new OverlayProvider(each);
          book.provider(each).ifPresent(known -> made.edge = known.edge());
          made.own = isOwn(each);
          return made;
        });
  }

  private boolean isOwn(IpAddress address) {
    for (ProviderAddress mine : own) {
      if (mine.address().equals(address)) {
        return true;
      }
    }
    return false;
  }

  /** What is this edge's own came out or changed. */
  private void ownAddresses() {
    OverlayEnd here = end;
    own =
        here == null
            ? new ProviderAddress[0]
            : book.providersOf(here.edge()).toArray(ProviderAddress[]::new);
    room =
        here == null
            ? 0
            : Arrays.stream(own)
                .mapToInt(mine -> here.mtu() - OuterHeader.overhead(mine.address().version()))
                .min()
                .orElse(0);
    for (OverlayProvider provider : providers.values()) {
      provider.edge = book.provider(provider.address).map(ProviderAddress::edge).orElse(null);
      provider.own = isOwn(provider.address);
    }
    subnets.forEach((subnet, vsid) -> subnet.publish());
  }

  /** The edge that has a provider address, where one is known to; asked only after a mismatch. */
  @Nullable String edgeAt(int version, long high, long low) {
    IpAddress address = version == 4 ? IpAddress.v4(low) : IpAddress.v6(high, low);
    synchronized (this) {
      return book.provider(address).map(ProviderAddress::edge).orElse(null);
    }
  }

  /** Those frames are sent to, for whoever keeps their neighbours resolved. */
  synchronized List<OverlayProvider> sentTo() {
    return providers.values().stream()
        .filter(provider -> provider.records > 0 && !provider.own && provider.edge != null)
        .toList();
  }

  synchronized List<ProviderRoute> routes() {
    OverlayEnd here = end;
    return here == null ? List.of() : book.providerRoutesOf(here.edge()).toList();
  }

  /** The subnets that are here and have a multicast address. */
  synchronized List<OverlaySubnet> withMulticast() {
    List<OverlaySubnet> found = new ArrayList<>();
    subnets.forEach((subnet, vsid) -> {
      if (subnet.subnet.multicast().isPresent()) {
        found.add(subnet);
      }
    });
    return found;
  }

  synchronized void replace(List<Attachment> gone, List<Attachment> come) {
    come.forEach(each -> member(each, true));
    gone.forEach(each -> member(each, false));
  }

  private void member(Attachment attachment, boolean joins) {
    int vsid = attachment.vPort.vsid;
    List<Attachment> there = members.computeIfAbsent(vsid, each -> new ArrayList<>());
    OverlaySubnet subnet = subnets.get(vsid);
    if (joins) {
      there.add(attachment);
    } else {
      there.remove(attachment);
      if (there.isEmpty()) {
        members.remove(vsid);
      }
    }
    if (subnet != null && joins) {
      subnet.join(attachment);
    } else if (subnet != null) {
      subnet.leave(attachment);
    }
    localise(vsid, attachment.mac);
  }

  private @Nullable Attachment member(int vsid, long mac) {
    List<Attachment> there = members.getOrDefault(vsid, List.of());
    for (int i = there.size() - 1; i >= 0; i--) {
      if (there.get(i).mac == mac) {
        return there.get(i);
      }
    }
    return null;
  }

  /** The records of a VM lead to its vPort, where it has one here. */
  private void localise(int vsid, long mac) {
    Attachment member = member(vsid, mac);
    OverlayRecord vm = vm(vsid, mac);
    if (vm != null) {
      vm.local = member;
    }
    book.records(new VirtualSubnetId(vsid), new MacAddress(mac))
        .forEach(record -> {
          OverlayRecord made = records.get(vsid, keyHigh(record), keyLow(record));
          if (made != null) {
            made.local = member;
          }
        });
  }

  /** Records held, those about VMs by their MAC addresses among them. */
  synchronized int size() {
    return records.size();
  }
}
