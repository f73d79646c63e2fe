package org.moorage.edge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.profile.VlanRange;
import org.moorage.profile.VlanTerms;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiTypeId;

/**
 * Finds the VLAN of every filter entry of one request: the VID it names, if the profile allows it,
 * or the one VID 0 is answered with.
 */
final class FilterResolution {

  /** What came of it. */
  sealed interface Outcome {
    record Resolved(List<VPortMatch> matches, List<VidField> vids, List<VidLease> leases)
        implements Outcome {}

    record Impossible(VdpError error, String reason, String fix) implements Outcome {}
  }

  /** A filter of hundreds of entries would fill the story with the same sentence. */
  private static final int MOST_SENTENCES = 8;

  private final PoolLeases leases;
  private final VsiRequest request;
  private final Grounds grounds;
  private final List<VidField> answeredBefore;
  private final List<VPortMatch> before;
  private final Instant now;

  private final Set<VPortMatch> matches = new LinkedHashSet<>();
  private final List<VidField> vids = new ArrayList<>();
  private final Map<LeaseOwner, VidLease> mine = new LinkedHashMap<>();
  private final Set<VlanId> picked = new HashSet<>();
  private final List<String> because;

  /**
   * @param answeredBefore what the entries were answered before a restart, or empty
   * @param before what the VSI holds on this port now, or held before it ended without its
   *     station's doing
   * @param because takes the sentences
   */
  FilterResolution(
      PoolLeases leases,
      VsiRequest request,
      Grounds grounds,
      List<VidField> answeredBefore,
      List<VPortMatch> before,
      Instant now,
      List<String> because) {
    this.leases = leases;
    this.request = request;
    this.grounds = grounds;
    this.answeredBefore = answeredBefore;
    this.before = before;
    this.now = now;
    this.because = because;
  }

  Outcome resolve() {
    List<FilterInfo.Entry> entries = request.filters().entries();
    for (int i = 0; i < entries.size(); i++) {
      FilterInfo.Entry entry = entries.get(i);
      Optional<Outcome.Impossible> impossible =
          entry.vid().isWildcard() ? wildcard(i, entry) : named(i, entry);
      if (impossible.isPresent()) {
        return impossible.get();
      }
    }
    if (entries.size() > MOST_SENTENCES) {
      because.add("the other " + (entries.size() - MOST_SENTENCES) + " filter entries likewise");
    }
    return new Outcome.Resolved(
        List.copyOf(matches), List.copyOf(vids), List.copyOf(mine.values()));
  }

  private Optional<Outcome.Impossible> wildcard(int i, FilterInfo.Entry entry) {
    int twin = request.filters().entries().indexOf(entry);
    if (twin < i) {
      vids.add(vids.get(twin));
      return Optional.empty();
    }
    int ordinal = earlierWildcards(i, entry);
    return switch (grounds.vlan()) {
      case Grounds.AnyVlan() ->
          impossible(
              "VID 0 asks for the VLAN of the type, and " + grounds.terms().profile() + " has none",
              "let the station name a VID, or start the agent with"
                  + " --unknown-type quarantine:TYPE/VERSION");
      case Grounds.Of(VlanTerms.Pool(VlanRange pool)) -> leased(i, entry, pool, ordinal);
      case Grounds.Of(VlanTerms terms) -> {
        Optional<VlanId> answer = terms.wildcardAnswer();
        if (answer.isEmpty()) {
          yield impossible(
              "VID 0 asks for a VLAN and " + terms.text() + " has no native one",
              "let the station name a VID of " + terms.text() + ", or give the profile a native");
        }
        if (ordinal > 0) {
          yield impossible(
              "entry "
                  + (i + 1)
                  + " asks for one more VLAN for the same address, and "
                  + grounds.terms().profile()
                  + " has only "
                  + terms.text(),
              "send VID 0 once for each address, or give the profile a pool");
        }
        say(i, "VID 0 is answered with " + answer.get() + " (" + terms.text() + ")");
        answer(entry, answer.get(), answer.get(), true);
        yield Optional.empty();
      }
    };
  }

  /** Distinct entries before this one that also ask for a VLAN for its address. */
  private int earlierWildcards(int i, FilterInfo.Entry entry) {
    return (int)
        request.filters().entries().subList(0, i).stream()
            .filter(other -> other.vid().isWildcard() && other.mac().equals(entry.mac()))
            .distinct()
            .count();
  }

  private Optional<Outcome.Impossible> leased(
      int i, FilterInfo.Entry entry, VlanRange pool, int ordinal) {
    LeaseOwner owner =
        entry
            .groupId()
            .<LeaseOwner>map(group -> new LeaseOwner.Group(type(), group))
            .orElseGet(() -> new LeaseOwner.Vsi(type(), request.vsiId(), ordinal));
    VidLease lease = mine.get(owner);
    if (lease == null) {
      Optional<VlanId> kept = leases.held(owner, pool, now);
      Optional<VlanId> vlan =
          kept.or(() -> answeredBefore(i, pool)).or(() -> leases.free(pool, picked, now));
      if (vlan.isEmpty()) {
        return Optional.of(
            new Outcome.Impossible(
                VdpError.UNABLE_TO_CONTACT_MANAGER,
                "all " + pool.size() + " VLANs of pool " + pool + " are leased",
                "widen the pool in the profile; a lease ends one hour after its last VSI"));
      }
      lease = new VidLease(owner, pool, vlan.get());
      mine.put(owner, lease);
      picked.add(lease.vlan());
      say(
          i,
          "VID 0 is answered with "
              + lease.vlan()
              + ", leased from pool "
              + pool
              + " for "
              + inWords(owner)
              + (kept.isPresent() ? " before" : ""));
    }
    answer(entry, lease.vlan(), lease.vlan(), ordinal == 0);
    return Optional.empty();
  }

  private Optional<VlanId> answeredBefore(int i, VlanRange pool) {
    return i >= answeredBefore.size()
        ? Optional.empty()
        : answeredBefore
            .get(i)
            .vlan()
            .filter(pool::contains)
            .filter(vlan -> leases.isFree(vlan, now) && !picked.contains(vlan));
  }

  private Optional<Outcome.Impossible> named(int i, FilterInfo.Entry entry) {
    VlanId vid = entry.vid().vlan().orElseThrow();
    boolean untagged = askedWithZero(entry);
    return switch (grounds.vlan()) {
      case Grounds.AnyVlan() -> {
        say(i, "VID " + vid + " is taken as it is: the type is unknown and accepted");
        answer(entry, vid, vid, untagged);
        yield Optional.empty();
      }
      case Grounds.Of(VlanTerms terms) -> {
        if (terms.allows(vid)) {
          say(i, "VID " + vid + " is allowed (" + terms.text() + ")");
          if (terms instanceof VlanTerms.Pool(VlanRange pool)) {
            holdNamed(entry, pool, vid);
          }
          answer(entry, vid, vid, untagged);
          yield Optional.empty();
        }
        yield grounds.terms().standing() == Standing.QUARANTINED
            ? moved(i, entry, vid, terms)
            : impossible(
                "VID "
                    + vid
                    + " is not in "
                    + terms.text()
                    + ", which is all "
                    + grounds.terms().profile()
                    + " allows",
                terms
                        .wildcardAnswer()
                        .map(vlan -> "let the station ask with VID " + vlan + " or 0")
                        .orElse("let the station ask with a VID of " + terms.text())
                    + ", or change vlan in a new version of the profile");
      }
    };
  }

  /** In quarantine the station keeps its VID; its frames travel in the VLAN of the quarantine. */
  private Optional<Outcome.Impossible> moved(
      int i, FilterInfo.Entry entry, VlanId vid, VlanTerms terms) {
    Optional<VlanId> answer = terms.wildcardAnswer();
    if (answer.isEmpty()) {
      return impossible(
          "quarantine " + grounds.terms().profile() + " has no single VLAN (" + terms.text() + ")",
          "give the quarantine profile an access VLAN");
    }
    say(i, "VID " + vid + " stays on the station's link; its frames travel in " + terms.text());
    answer(entry, vid, answer.get(), askedWithZero(entry));
    return Optional.empty();
  }

  /** A VLAN of a pool the station named is kept from others as if it had been leased. */
  private void holdNamed(FilterInfo.Entry entry, VlanRange pool, VlanId vid) {
    if (mine.values().stream().anyMatch(lease -> lease.vlan().equals(vid))) {
      return;
    }
    Optional<LeaseOwner> group =
        entry
            .groupId()
            .<LeaseOwner>map(id -> new LeaseOwner.Group(type(), id))
            .filter(owner -> leases.held(owner, pool, now).orElse(vid).equals(vid));
    LeaseOwner owner =
        group
            .filter(each -> !mine.containsKey(each))
            .orElseGet(() -> new LeaseOwner.Vsi(type(), request.vsiId(), mine.size()));
    mine.put(owner, new VidLease(owner, pool, vid));
    picked.add(vid);
  }

  /** It asked with VID 0 earlier in its life and now repeats what it was answered. */
  private boolean askedWithZero(FilterInfo.Entry entry) {
    return before.stream()
        .anyMatch(match ->
            match.untagged()
                && match.vid().value() == entry.vid().vid()
                && match.mac().equals(entry.mac()));
  }

  private void answer(FilterInfo.Entry entry, VlanId vid, VlanId vlan, boolean untagged) {
    vids.add(entry.vid().with(vid));
    matches.add(
        grounds.vlan() instanceof Grounds.Of(VlanTerms.Isolated isolated)
            ? new VPortMatch(entry.mac(), vid, untagged, isolated.isolated(), isolated.primary())
            : new VPortMatch(entry.mac(), vid, untagged, vlan, vlan));
  }

  private void say(int i, String sentence) {
    if (i < MOST_SENTENCES) {
      because.add(
          request.filters().entries().size() == 1
              ? sentence
              : "entry " + (i + 1) + ": " + sentence);
    }
  }

  private VsiTypeId type() {
    return grounds.leaseType();
  }

  private static String inWords(LeaseOwner owner) {
    return switch (owner) {
      case LeaseOwner.Group group -> "group " + group.group() + " of type " + group.type();
      case LeaseOwner.Vsi _ -> "this VSI";
    };
  }

  private static Optional<Outcome.Impossible> impossible(String reason, String fix) {
    return Optional.of(new Outcome.Impossible(VdpError.INVALID_VID_GROUP_OR_MAC, reason, fix));
  }
}
