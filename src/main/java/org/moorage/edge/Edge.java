package org.moorage.edge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.overlay.OverlayBook;
import org.moorage.profile.PortProfile;
import org.moorage.protocol.SlotMap;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;

/**
 * The model of one edge: which vPorts it holds on which port, and whether one more fits.
 *
 * <p>A request goes through three hands: {@link #decide} says what would be, the data plane makes
 * it so, {@link #commit} remembers it. What was not committed never happened. Every step costs the
 * same whether a port holds ten vPorts or 50,000.
 *
 * <p>Deviation: a reservation that is kept alive and never associated ends after {@link
 * EdgeSettings#reservationHold}, because what is set aside for a VM that does not come is missing
 * to those that do.
 *
 * <p>Not thread-safe; one thread owns it. No I/O, no clock.
 */
public final class Edge {

  /** What one port holds. */
  private static final class PortHoldings {
    final Map<VsiId, VPort> byVsi = new SlotMap<>();

    /** Filter keys of reserved and active vPorts. */
    final KeyTable byKey = new KeyTable();

    int vPorts;
  }

  private final EdgeName name;
  private final EdgeSettings settings;
  private final Map<PortName, PortHoldings> ports = new HashMap<>();
  private final PoolLeases leases = new PoolLeases();
  private final CompiledTerms compiled = new CompiledTerms();
  private long ruleEntries;

  private final CommittedRates committed;

  /** Reservations, the oldest first. */
  private final LinkedHashMap<VPortId, VPort> reserved = new LinkedHashMap<>();

  /** Ports that are one VSI's own. */
  private final Set<PortName> channels = new HashSet<>();

  /** Ports that share another's link. */
  private final Map<PortName, PortName> links = new HashMap<>();

  private final FloodSets floodSets = new FloodSets();

  /** What this edge was told of tenants' networks. */
  private final OverlayBook overlay = new OverlayBook();

  /** Of VSIs whose station does not know that they ended. */
  private final FormerForms former = new FormerForms();

  public Edge(EdgeName name, EdgeSettings settings) {
    this.name = name;
    this.settings = settings;
    committed = new CommittedRates(settings.capacities().keySet());
  }

  /**
   * What to say to a pre-associate or associate. Changes nothing.
   *
   * @param lookup the catalogue's answer must be at hand
   * @throws IllegalArgumentException for a de-associate: that is released, not decided
   */
  public Decision decide(PortName port, VsiRequest request, TypeLookup lookup, Instant now) {
    return decide(port, request, List.of(), false, lookup, now);
  }

  /**
   * The same for a VSI held before a restart: VLANs of pools are the ones it was answered then,
   * where they are still free.
   */
  public Decision decideAgain(PortName port, HeldVsi held, TypeLookup lookup, Instant now) {
    return decide(port, held.request(), held.answered(), true, lookup, now);
  }

  private Decision decide(
      PortName port,
      VsiRequest request,
      List<VidField> answeredBefore,
      boolean heldBefore,
      TypeLookup lookup,
      Instant now) {
    if (request.type() == VdpType.DE_ASSOCIATE) {
      throw new IllegalArgumentException("a de-associate is released, not decided");
    }
    return new Admission(this, port, request, answeredBefore, heldBefore, now).decide(lookup);
  }

  /**
   * Remembers what was granted; whatever the VSI had on that port before is replaced by it.
   *
   * @return the vPort as it is from now on
   */
  public VPort commit(Decision.Granted granted, Instant now) {
    VPortPlan plan = granted.plan();
    PortHoldings holdings = ports.computeIfAbsent(plan.port(), _ -> new PortHoldings());
    VPortState state = stateOf(granted);
    @Nullable VPort before = holdings.byVsi.get(plan.vsi());
    Instant since = before != null && before.state() == state ? before.since() : now;
    VPort after = new VPort(plan, state, granted.vids(), granted.leases(), since);
    after.leases().forEach(leases::hold);
    if (before != null) {
      giveUp(holdings, before, now);
    }
    holdings.byVsi.put(plan.vsi(), after);
    floodSets.add(after);
    if (state == VPortState.RESERVED) {
      // One that is renewed keeps its place: it does not get younger.
      reserved.put(after.id(), after);
    } else {
      reserved.remove(after.id());
    }
    if (state.holdsEntries()) {
      holdings.vPorts++;
      ruleEntries += plan.entries();
      committed.promise(linkOf(plan.port()), plan.rates());
      for (VPortMatch match : plan.matches()) {
        for (long key : keys(match)) {
          holdings.byKey.put(key, after);
        }
      }
    }
    return after;
  }

  /** Forgets what a VSI has on a port. Empty where it has nothing. */
  public Optional<VPort> release(PortName port, VsiId vsi, Instant now) {
    @Nullable PortHoldings holdings = ports.get(port);
    @Nullable VPort held = holdings == null ? null : holdings.byVsi.remove(vsi);
    if (holdings == null || held == null) {
      return Optional.empty();
    }
    giveUp(holdings, held, now);
    reserved.remove(held.id());
    former.forget(port, vsi);
    if (holdings.byVsi.isEmpty()) {
      ports.remove(port);
    }
    return Optional.of(held.become(VPortState.RELEASED, now));
  }

  /** A VSI was released without its station's doing: it may come back as it was answered. */
  public void mayReturn(VPort released) {
    former.keep(released);
  }

  List<VPortMatch> formerOf(PortName port, VsiId vsi) {
    return former.of(port, vsi);
  }

  private void giveUp(PortHoldings holdings, VPort held, Instant now) {
    floodSets.remove(held);
    held.leases().forEach(lease -> leases.leave(lease, now));
    if (held.state().holdsEntries()) {
      holdings.vPorts--;
      ruleEntries -= held.plan().entries();
      committed.takeBack(linkOf(held.port()), held.plan().rates());
      for (VPortMatch match : held.plan().matches()) {
        for (long key : keys(match)) {
          holdings.byKey.remove(key, held);
        }
      }
    }
  }

  private static VPortState stateOf(Decision.Granted granted) {
    return switch (granted) {
      case Decision.NoVPort _ -> VPortState.PRE_ASSOCIATED;
      case Decision.Accept accept ->
          accept.plan().forwarding() ? VPortState.ACTIVE : VPortState.RESERVED;
    };
  }

  /**
   * An S-channel or E-channel came up: a port that shares the link of another.
   *
   * @param own whether it is there for one VSI alone: its vPort has {@link Separation#CHANNEL}, and
   *     a second VSI on it is refused
   */
  public void openChannel(PortName port, PortName link, boolean own) {
    links.put(port, link);
    if (own) {
      channels.add(port);
    }
  }

  /**
   * A port of a port extender came up, behind that cascade port.
   *
   * @param own as above
   */
  public void openExtendedPort(PortName port, PortName cascade, boolean own) {
    openChannel(port, cascade, own);
    floodSets.open(port, cascade);
  }

  /** Which ports of extenders get the same copy of what is flooded. */
  public FloodSets floodSets() {
    return floodSets;
  }

  /** The channel is gone; what was held on it was released before. */
  public void closeChannel(PortName port) {
    floodSets.close(port);
    channels.remove(port);
    links.remove(port);
  }

  /** The port whose link a port's frames travel on: itself, or the one it is a channel of. */
  PortName linkOf(PortName port) {
    return links.getOrDefault(port, port);
  }

  boolean isChannel(PortName port) {
    return channels.contains(port);
  }

  public EdgeName name() {
    return name;
  }

  public EdgeSettings settings() {
    return settings;
  }

  public Optional<VPort> vPort(PortName port, VsiId vsi) {
    @Nullable PortHoldings holdings = ports.get(port);
    return holdings == null ? Optional.empty() : Optional.ofNullable(holdings.byVsi.get(vsi));
  }

  /** Everything held on a port, in no order; a view, valid until the next change. */
  public Collection<VPort> vPorts(PortName port) {
    @Nullable PortHoldings holdings = ports.get(port);
    return holdings == null
        ? List.of()
        : Collections.unmodifiableCollection(holdings.byVsi.values());
  }

  /** Everything held, in no order. */
  public List<VPort> vPorts() {
    List<VPort> all = new ArrayList<>();
    ports.values().forEach(holdings -> all.addAll(holdings.byVsi.values()));
    return all;
  }

  /** vPorts reserved or active on a port. */
  public int vPortCount(PortName port) {
    @Nullable PortHoldings holdings = ports.get(port);
    return holdings == null ? 0 : holdings.vPorts;
  }

  /** Entries of all reserved and active vPorts together. */
  public long ruleEntries() {
    return ruleEntries;
  }

  /** Reservations that have waited for their associate too long; each is named once. */
  public List<VPort> overdueReservations(Instant now) {
    List<VPort> overdue = new ArrayList<>(0);
    Optional<Instant> next = nextOverdueReservation();
    while (next.isPresent() && !now.isBefore(next.get())) {
      overdue.add(reserved.pollFirstEntry().getValue());
      next = nextOverdueReservation();
    }
    return overdue;
  }

  /** When the oldest reservation has waited too long. */
  public Optional<Instant> nextOverdueReservation() {
    return Optional.ofNullable(reserved.firstEntry())
        .map(oldest -> oldest.getValue().since().plus(settings.reservationHold()));
  }

  /** What reserved and active vPorts of a link have been promised. */
  CommittedRates.Sums committed(PortName link) {
    return committed.of(link);
  }

  /** How much of a link is promised; empty where nobody said how much it carries. */
  public Optional<LinkCapacity> capacity(PortName link) {
    CommittedRates.Sums sums = committed.of(link);
    return Optional.ofNullable(settings.capacities().get(link))
        .map(most -> new LinkCapacity(most, sums.fromVm(), sums.toVm()));
  }

  /**
   * The request to keep on disk for a VSI: VID 0 where it first asked with VID 0, whatever it has
   * asked since. {@link #decideAgain} makes the same vPort of it.
   */
  public VsiRequest asFirstAsked(PortName port, VsiRequest request) {
    Optional<VPort> held = vPort(port, request.vsiId());
    if (held.isEmpty()) {
      return request;
    }
    List<FilterInfo.Entry> entries = new ArrayList<>();
    for (FilterInfo.Entry entry : request.filters().entries()) {
      boolean untagged =
          held.get().plan().matches().stream()
              .anyMatch(match ->
                  match.untagged()
                      && match.mac().equals(entry.mac())
                      && match.vid().value() == entry.vid().vid());
      entries.add(
          untagged
              ? entry.with(new VidField(entry.vid().pcpSignificant(), entry.vid().priority(), 0))
              : entry);
    }
    return request.with(new FilterInfo(request.filters().format(), entries));
  }

  /** Whether a VSI has this profile version on some port of this edge, by the type it asked for. */
  boolean holds(VsiId vsi, String profile) {
    for (PortHoldings holdings : ports.values()) {
      @Nullable VPort held = holdings.byVsi.get(vsi);
      if (held != null
          && held.plan().terms().standing() == Standing.KNOWN
          && held.plan().profileName().equals(profile)) {
        return true;
      }
    }
    return false;
  }

  /** What this edge was told of tenants' networks; whoever owns the edge keeps it up to date. */
  public OverlayBook overlay() {
    return overlay;
  }

  PoolLeases leases() {
    return leases;
  }

  /** VSIs on a port that are pre-associated without a reservation. */
  int preAssociatedCount(PortName port) {
    @Nullable PortHoldings holdings = ports.get(port);
    return holdings == null ? 0 : holdings.byVsi.size() - holdings.vPorts;
  }

  /** Who holds one of the keys of a match. */
  Optional<VPort> holder(PortName port, VPortMatch match, VsiId except) {
    @Nullable PortHoldings holdings = ports.get(port);
    if (holdings == null) {
      return Optional.empty();
    }
    for (long key : keys(match)) {
      @Nullable VPort holder = holdings.byKey.get(key);
      if (holder != null && !holder.vsi().equals(except)) {
        return Optional.of(holder);
      }
    }
    return Optional.empty();
  }

  /** The compiled terms of a profile version, the same object for every vPort under it. */
  VPortTerms terms(PortProfile profile, Standing standing) {
    return compiled.of(profile, standing);
  }

  /** 48 bits of address, none being zero, then 12 of VID, untagged being zero. */
  private static long[] keys(VPortMatch match) {
    long mac = match.mac().map(MacAddress::bits).orElse(0L) << 12;
    long tagged = mac | match.vid().value();
    return match.untagged() ? new long[] {tagged, mac} : new long[] {tagged};
  }
}
