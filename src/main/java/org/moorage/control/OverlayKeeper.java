package org.moorage.control;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.moorage.edge.EdgeName;
import org.moorage.overlay.CustomerRoute;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayAnswer;
import org.moorage.overlay.OverlayBook;
import org.moorage.overlay.OverlayChange;
import org.moorage.overlay.OverlayFault;
import org.moorage.overlay.OverlayItem;
import org.moorage.overlay.OverlayKey;
import org.moorage.overlay.ProviderAddress;
import org.moorage.overlay.ProviderRoute;
import org.moorage.overlay.RecordSource;
import org.moorage.overlay.RoutingDomainId;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.overlay.VmNetwork;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ip.IpAddress;

/**
 * The overlay as the manager has it, and who has to know what of it: names, subnets and provider
 * addresses every edge, lookup records and customer routes only edges that have VMs of the VM
 * network. What an edge says of its VMs is newer than what was known, in the order it is heard.
 *
 * <p>Not thread-safe; one thread owns it. No I/O, no clock.
 */
public final class OverlayKeeper {

  private final OverlayBook book;
  private final Map<EdgeName, Set<RoutingDomainId>> known = new LinkedHashMap<>();

  /** What each edge is to be told; edges that need to hear nothing are left out. */
  public record Outcome(Map<EdgeName, List<OverlayChange>> told, Optional<OverlayFault> refused) {
    public Outcome {
      Map<EdgeName, List<OverlayChange>> copy = new LinkedHashMap<>();
      told.forEach((edge, changes) -> copy.put(edge, List.copyOf(changes)));
      told = Collections.unmodifiableMap(copy);
    }
  }

  public OverlayKeeper(OverlayBook book) {
    this.book = book;
  }

  public OverlayBook book() {
    return book;
  }

  /** An edge is there, with nothing in its head: everything it has to know. */
  public List<OverlayChange> greets(EdgeName edge) {
    known.put(edge, new HashSet<>(domainsAt(edge)));
    return book.items().stream()
        .filter(item -> concerns(edge, item))
        .<OverlayChange>map(OverlayChange.Put::new)
        .toList();
  }

  /** The VM networks that have VMs on an edge, as the records say. */
  private Set<RoutingDomainId> domainsAt(EdgeName edge) {
    Set<RoutingDomainId> domains = new HashSet<>();
    for (OverlayItem item : book.items()) {
      if (item instanceof LookupRecord record && isAt(edge, record.providerAddress())) {
        book.subnet(record.vsid()).map(VirtualSubnet::rdid).ifPresent(domains::add);
      }
    }
    return domains;
  }

  private boolean isAt(EdgeName edge, IpAddress provider) {
    return book.provider(provider)
        .map(ProviderAddress::edge)
        .filter(edge.value()::equals)
        .isPresent();
  }

  private boolean concerns(EdgeName edge, OverlayItem item) {
    return domainOf(item).map(known.getOrDefault(edge, Set.of())::contains).orElse(true);
  }

  /** Whose members alone need to know it; empty for what everybody does. */
  private Optional<RoutingDomainId> domainOf(OverlayItem item) {
    return switch (item) {
      case LookupRecord record -> book.subnet(record.vsid()).map(VirtualSubnet::rdid);
      case CustomerRoute route -> Optional.of(route.rdid());
      case VmNetwork _, VirtualSubnet _, ProviderAddress _, ProviderRoute _ -> Optional.empty();
    };
  }

  /** A person, or a program in a person's name, wishes an item. */
  public Outcome put(OverlayItem item) {
    return outcome(book.put(item));
  }

  public Outcome remove(OverlayKey key) {
    Optional<OverlayItem> gone = book.find(key);
    return switch (book.remove(key)) {
      case OverlayAnswer.Done(List<OverlayChange> changes) ->
          new Outcome(removed(gone, changes), Optional.empty());
      case OverlayAnswer.Refused(OverlayFault fault) -> new Outcome(Map.of(), Optional.of(fault));
    };
  }

  private Map<EdgeName, List<OverlayChange>> removed(
      Optional<OverlayItem> gone, List<OverlayChange> changes) {
    Map<EdgeName, List<OverlayChange>> told = new LinkedHashMap<>();
    gone.ifPresent(item ->
        known.keySet().stream()
            .filter(edge -> concerns(edge, item))
            .forEach(edge -> told.put(edge, changes)));
    return told;
  }

  private Outcome outcome(OverlayAnswer answer) {
    return switch (answer) {
      case OverlayAnswer.Done(List<OverlayChange> changes) ->
          new Outcome(told(changes), Optional.empty());
      case OverlayAnswer.Refused(OverlayFault fault) -> new Outcome(Map.of(), Optional.of(fault));
    };
  }

  /** Those items, to whom they concern. */
  private Map<EdgeName, List<OverlayChange>> told(List<OverlayChange> changes) {
    Map<EdgeName, List<OverlayChange>> told = new LinkedHashMap<>();
    for (OverlayChange change : changes) {
      if (change instanceof OverlayChange.Put(OverlayItem item)) {
        for (EdgeName edge : known.keySet()) {
          if (concerns(edge, item)) {
            told.computeIfAbsent(edge, each -> new ArrayList<>()).add(change);
          }
        }
      }
    }
    return told;
  }

  /** An edge says what became of its VMs; what it may not say is refused, the rest is kept. */
  public Outcome heard(EdgeName from, List<OverlayChange> said) {
    Map<EdgeName, List<OverlayChange>> told = new LinkedHashMap<>();
    Optional<OverlayFault> refused = Optional.empty();
    for (OverlayChange change : said) {
      Outcome each =
          switch (change) {
            case OverlayChange.Put(OverlayItem item) -> placed(from, item);
            case OverlayChange.Removed(OverlayKey key) -> left(from, key);
          };
      each.told.forEach(
          (edge, changes) -> told.computeIfAbsent(edge, any -> new ArrayList<>()).addAll(changes));
      refused = refused.or(each::refused);
    }
    return new Outcome(told, refused);
  }

  private Outcome placed(EdgeName from, OverlayItem item) {
    if (!(item instanceof LookupRecord record) || !isAt(from, record.providerAddress())) {
      return new Outcome(
          Map.of(),
          Optional.of(new OverlayFault("ProviderAddress", "an edge speaks of its own VMs alone")));
    }
    Map<EdgeName, List<OverlayChange>> told = new HashMap<>(joins(from, record.vsid()));
    Optional<LookupRecord> before = book.find(record.key()).map(LookupRecord.class::cast);
    long newest =
        book.records(record.vsid(), record.mac())
            .filter(each -> !each.unusable())
            .mapToLong(LookupRecord::version)
            .max()
            .orElse(0);
    boolean same =
        before
            .filter(known -> known.providerAddress().equals(record.providerAddress()))
            .isPresent();
    boolean asSaid = same || record.unusable();
    long version = asSaid ? record.version() : Math.max(record.version(), newest + 1);
    if (same && before.get().version() >= version) {
      return new Outcome(told, Optional.empty());
    }
    LookupRecord kept =
        before
            .filter(known -> known.source() == RecordSource.MANUAL)
            .orElse(record)
            .movedTo(record.providerAddress(), version);
    Outcome outcome = put(kept);
    outcome.told.forEach((edge, changes) -> told.merge(edge, changes, OverlayKeeper::both));
    return new Outcome(told, outcome.refused());
  }

  private static List<OverlayChange> both(List<OverlayChange> first, List<OverlayChange> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** The first VM of a VM network on an edge: from now on it needs to know all of it. */
  private Map<EdgeName, List<OverlayChange>> joins(EdgeName edge, VirtualSubnetId vsid) {
    Optional<RoutingDomainId> rdid = book.subnet(vsid).map(VirtualSubnet::rdid);
    Set<RoutingDomainId> domains = known.computeIfAbsent(edge, each -> new HashSet<>());
    if (rdid.isEmpty() || !domains.add(rdid.get())) {
      return Map.of();
    }
    List<OverlayChange> all =
        book.items().stream()
            .filter(item -> domainOf(item).equals(rdid))
            .<OverlayChange>map(OverlayChange.Put::new)
            .toList();
    return all.isEmpty() ? Map.of() : Map.of(edge, all);
  }

  /** Only what still says that the VM is there. */
  private Outcome left(EdgeName from, OverlayKey key) {
    boolean its =
        book.find(key)
            .filter(LookupRecord.class::isInstance)
            .map(LookupRecord.class::cast)
            .filter(record -> isAt(from, record.providerAddress()))
            .isPresent();
    return its ? remove(key) : new Outcome(Map.of(), Optional.empty());
  }
}
