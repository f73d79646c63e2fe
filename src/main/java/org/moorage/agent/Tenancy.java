package org.moorage.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.OverlayForwarding;
import org.moorage.dataplane.PlaneInFront;
import org.moorage.edge.Edge;
import org.moorage.edge.OverlayMembership;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortPlan;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayAnswer;
import org.moorage.overlay.OverlayBook;
import org.moorage.overlay.OverlayChange;
import org.moorage.overlay.OverlayFault;
import org.moorage.overlay.OverlayItem;
import org.moorage.overlay.OverlayKey;
import org.moorage.overlay.ProviderAddress;
import org.moorage.overlay.RecordSource;
import org.moorage.overlay.RecordType;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.profile.Guard;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/**
 * A data plane with the lookup records of its vPorts: a vPort in a virtual subnet comes with them
 * or not at all, and takes them along when it goes. What changes by that is told, so that other
 * edges follow.
 *
 * <p>A vPort that is only reserved has records that are unusable, beside those by which its VM is
 * reached meanwhile. One whose VM's addresses are not known has an L2Only record, and what it is
 * seen to use becomes Dynamic ones.
 */
public final class Tenancy extends PlaneInFront {

  /** Addresses learned of one VM; more are a VM that makes them up. */
  static final int MAX_LEARNED = 16;

  private final Edge edge;
  private final Consumer<List<OverlayChange>> told;

  /** The VMs each vPort speaks for. */
  private final Map<VPortId, Set<OverlayKey.OfMac>> vms = new HashMap<>();

  private Instant now = Instant.EPOCH;

  Tenancy(DataPlane plane, Edge edge, Consumer<List<OverlayChange>> told) {
    super(plane);
    this.edge = edge;
    this.told = told;
  }

  /** What happens from here on happens now. */
  void at(Instant moment) {
    now = moment;
  }

  /** The overlay as this edge needs it became different. */
  public void follow(List<OverlayChange> changes) {
    changes.forEach(edge.overlay()::follow);
    overlay().ifPresent(overlay -> overlay.change(changes, now));
  }

  /** All this edge knows of the overlay, as what made it so. */
  public List<OverlayChange> everything() {
    return edge.overlay().items().stream().<OverlayChange>map(OverlayChange.Put::new).toList();
  }

  /** A VM of a vPort speaks under an address no record is about. */
  public void learned(VPortId vPort, VirtualSubnetId vsid, MacAddress mac, IpAddress address) {
    OverlayBook book = edge.overlay();
    boolean mine = vms.getOrDefault(vPort, Set.of()).contains(new OverlayKey.OfMac(vsid, mac));
    long known =
        book.records(vsid, mac).filter(record -> record.type() == RecordType.DYNAMIC).count();
    Optional<IpAddress> here = ownAddress();
    if (!mine || known >= MAX_LEARNED || here.isEmpty() || book.record(vsid, address).isPresent()) {
      return;
    }
    Change change = new Change();
    change.put(
        LookupRecord.of(vsid, address, mac, here.get())
            .as(RecordType.DYNAMIC, RecordSource.LEARNED));
    change.done();
  }

  @Override
  public Applied apply(VPortPlan plan) {
    Optional<OverlayMembership> membership = plan.overlay();
    Optional<OverlayForwarding> overlay = overlay();
    if (membership.isPresent() && overlay.isEmpty()) {
      return new Applied.Failed("this data plane carries no virtual subnets");
    }
    Change change = new Change();
    Set<OverlayKey.OfMac> wanted = new LinkedHashSet<>();
    membership.ifPresent(member ->
        plan.matches().stream()
            .flatMap(match -> match.mac().stream())
            .forEach(mac -> wanted.add(new OverlayKey.OfMac(member.vsid(), mac))));
    leave(vms.getOrDefault(plan.id(), Set.of()), wanted, change);
    membership.ifPresent(member -> wanted.forEach(vm -> join(vm, member, plan, change)));
    if (change.fault.isPresent()) {
      change.undo();
      return new Applied.Failed("its lookup record is refused: " + change.fault.get());
    }
    Applied applied = super.apply(plan);
    if (applied instanceof Applied.Done) {
      remember(plan.id(), wanted);
      change.done();
    } else {
      change.undo();
    }
    return applied;
  }

  private void remember(VPortId id, Set<OverlayKey.OfMac> now) {
    if (now.isEmpty()) {
      vms.remove(id);
    } else {
      vms.put(id, now);
    }
  }

  @Override
  public void remove(VPortId id) {
    super.remove(id);
    Change change = new Change();
    leave(vms.getOrDefault(id, Set.of()), Set.of(), change);
    vms.remove(id);
    change.done();
  }

  /** The records of a VM that is about to be, or is, on this edge. */
  private void join(OverlayKey.OfMac vm, OverlayMembership member, VPortPlan plan, Change change) {
    Optional<IpAddress> here = ownAddress();
    Optional<VirtualSubnet> subnet = edge.overlay().subnet(vm.vsid());
    if (here.isEmpty() || subnet.isEmpty()) {
      change.fault =
          Optional.of(new OverlayFault("ProviderAddress", "this edge has none, or no subnet"));
      return;
    }
    List<LookupRecord> known =
        edge.overlay().records(vm.vsid(), vm.mac()).filter(each -> !each.unusable()).toList();
    List<LookupRecord> made = new ArrayList<>();
    for (IpAddress address : fixed(plan, subnet.get())) {
      made.add(fresh(vm, address, here.get(), known));
    }
    if (member.learnsAddresses() || (known.isEmpty() && made.isEmpty())) {
      made.add(fresh(vm, nowhere(subnet.get()), here.get(), known));
    }
    if (!plan.forwarding()) {
      Stream.concat(known.stream(), made.stream())
          .map(record -> record.movedTo(here.get(), record.version()).unusable(true))
          .filter(record -> edge.overlay().find(record.key()).isEmpty())
          .forEach(change::put);
      return;
    }
    made.forEach(change::put);
    known.stream()
        .filter(record -> !record.providerAddress().equals(here.get()))
        .findFirst()
        .map(record -> edge.overlay().find(record.key()).map(LookupRecord.class::cast))
        .flatMap(record -> record)
        .filter(record -> !record.providerAddress().equals(here.get()))
        .ifPresent(record -> change.put(record.movedTo(here.get(), record.version() + 1)));
    reserved(vm, here.get()).forEach(record -> change.remove(record.key()));
  }

  private static IpAddress nowhere(VirtualSubnet subnet) {
    IpVersion version = subnet.prefix4().isPresent() ? IpVersion.V4 : IpVersion.V6;
    return new IpAddress(version, 0, 0);
  }

  /** A record as an association makes it: the newest there is. */
  private LookupRecord fresh(
      OverlayKey.OfMac vm, IpAddress address, IpAddress here, List<LookupRecord> known) {
    LookupRecord record = LookupRecord.of(vm.vsid(), address, vm.mac(), here);
    long newest = known.stream().mapToLong(LookupRecord::version).max().orElse(0);
    boolean stays = known.stream().allMatch(each -> each.providerAddress().equals(here));
    return record
        .as(record.type(), RecordSource.ASSOCIATION)
        .movedTo(here, stays ? Math.max(newest, 1) : newest + 1);
  }

  /** Addresses the profile says VMs of it have, where it says single ones. */
  private static List<IpAddress> fixed(VPortPlan plan, VirtualSubnet subnet) {
    return plan.guard().ip() instanceof Guard.IpGuard.Fixed(List<IpPrefix> allowed)
        ? allowed.stream()
            .filter(IpPrefix::isSingle)
            .map(IpPrefix::address)
            .filter(subnet::isForVms)
            .toList()
        : List.of();
  }

  private List<LookupRecord> reserved(OverlayKey.OfMac vm, IpAddress here) {
    return edge.overlay()
        .records(vm.vsid(), vm.mac())
        .filter(LookupRecord::unusable)
        .filter(record -> record.providerAddress().equals(here))
        .toList();
  }

  /** VMs that are no longer here: what says that they are is no longer so. */
  private void leave(Set<OverlayKey.OfMac> before, Set<OverlayKey.OfMac> stay, Change change) {
    Optional<IpAddress> here = ownAddress();
    for (OverlayKey.OfMac vm : before) {
      if (!stay.contains(vm) && here.isPresent()) {
        edge.overlay()
            .records(vm.vsid(), vm.mac())
            .filter(record -> record.providerAddress().equals(here.get()))
            .filter(record -> record.unusable() || record.source() != RecordSource.MANUAL)
            .forEach(record -> change.remove(record.key()));
      }
    }
  }

  private Optional<IpAddress> ownAddress() {
    return edge.overlay()
        .providersOf(edge.name().value())
        .map(ProviderAddress::address)
        .min(IpAddress::compareTo);
  }

  /** Several changes as one. */
  private final class Change {
    private final List<OverlayChange> changes = new ArrayList<>();
    private final List<OverlayChange> inverse = new ArrayList<>();
    private Optional<OverlayFault> fault = Optional.empty();

    void put(OverlayItem item) {
      if (fault.isPresent()) {
        return;
      }
      List<OverlayItem> former = edge.overlay().find(item.key()).stream().toList();
      switch (edge.overlay().put(item)) {
        case OverlayAnswer.Done(List<OverlayChange> done) -> {
          changes.addAll(done);
          if (!done.isEmpty() && former.isEmpty()) {
            inverse.add(new OverlayChange.Removed(item.key()));
          }
          former.forEach(each -> inverse.add(new OverlayChange.Put(each)));
        }
        case OverlayAnswer.Refused(OverlayFault why) -> fault = Optional.of(why);
      }
    }

    void remove(OverlayKey key) {
      edge.overlay()
          .find(key)
          .ifPresent(item -> {
            inverse.add(new OverlayChange.Put(item));
            OverlayChange removed = new OverlayChange.Removed(key);
            edge.overlay().follow(removed);
            changes.add(removed);
          });
    }

    void undo() {
      Collections.reverse(inverse);
      inverse.forEach(edge.overlay()::follow);
    }

    void done() {
      if (!changes.isEmpty()) {
        overlay().ifPresent(overlay -> overlay.change(changes, now));
        told.accept(List.copyOf(changes));
      }
    }
  }
}
