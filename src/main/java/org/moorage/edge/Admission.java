package org.moorage.edge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.Lookup;
import org.moorage.profile.OverlayTerms;
import org.moorage.profile.PortProfile;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * One request on its way to a decision: type, form, VLANs, virtual subnet, conflicts, bounds, in
 * this order. The first thing that stands against it ends it.
 */
final class Admission {

  private static final String MEND_LINK =
      "bring the manager back, or mend the way to it (moorage edge tells)";

  private final Edge edge;
  private final PortName port;
  private final VsiRequest request;
  private final List<VidField> answeredBefore;
  private final boolean heldBefore;
  private final Instant now;
  private final Optional<VPort> before;
  private final List<String> because = new ArrayList<>();

  private @Nullable Grounds grounds;
  private FilterResolution.Outcome.@Nullable Resolved resolved;
  private Optional<OverlayMembership> membership = Optional.empty();
  private Decision.@Nullable Refuse refusal;

  Admission(
      Edge edge,
      PortName port,
      VsiRequest request,
      List<VidField> answeredBefore,
      boolean heldBefore,
      Instant now) {
    this.edge = edge;
    this.port = port;
    this.request = request;
    this.answeredBefore = answeredBefore;
    this.heldBefore = heldBefore;
    this.now = now;
    this.before = edge.vPort(port, request.vsiId());
  }

  /** Each step says whether to go on. */
  Decision decide(TypeLookup lookup) {
    boolean granted = findTerms(lookup) && checkForm() && chooseVlans() && joinOverlay();
    if (!granted) {
      return Objects.requireNonNull(refusal);
    }
    VPortPlan plan = plan();
    if (!(checkChannel() && checkConflicts(plan) && checkRoom(plan))) {
      return Objects.requireNonNull(refusal);
    }
    FilterResolution.Outcome.Resolved vlans = Objects.requireNonNull(resolved);
    because.add(
        switch (request.type()) {
          case PRE_ASSOCIATE -> "pre-associate sets nothing aside";
          case PRE_ASSOCIATE_RR -> "its entries are set aside; frames pass after the associate";
          case ASSOCIATE, DE_ASSOCIATE -> "frames pass from now on";
        });
    return request.type() == VdpType.PRE_ASSOCIATE
        ? new Decision.NoVPort(plan, vlans.vids(), vlans.leases(), because)
        : new Decision.Accept(plan, vlans.vids(), vlans.leases(), because);
  }

  private boolean findTerms(TypeLookup lookup) {
    Lookup answer = lookup.find(request.typeId(), request.version());
    because.add(answer.sentence());
    return switch (answer) {
      case Lookup.Found(PortProfile profile) -> judgeBy(profile, Standing.KNOWN);
      case Lookup.UnknownType unknown ->
          unknownType(
              lookup,
              answer.sentence(),
              DraftResponse.UNUSED_VTID,
              "let the station ask for a type that exists, or add a profile with `type: "
                  + unknown.type()
                  + "` under `"
                  + unknown.directory()
                  + "`");
      case Lookup.UnknownVersion unknown ->
          unknownType(
              lookup,
              answer.sentence(),
              DraftResponse.VTID_VERSION_VIOLATION,
              "let the station ask for version "
                  + unknown.present().stream()
                      .map(VsiTypeVersion::toString)
                      .collect(Collectors.joining(" or "))
                  + ", or add `"
                  + unknown.directory()
                  + "/v"
                  + unknown.version()
                  + ".yaml`");
      case Lookup.Denied denied ->
          unknownType(lookup, denied.words(), DraftResponse.UNUSED_VTID, denied.fix());
      case Lookup.Retired(PortProfile profile) ->
          holds(profile)
              ? judgeHeld(profile, "the VSI holds it already and keeps it")
              : refuseType(
                  answer.sentence() + ": only VSIs that hold it keep it",
                  DraftResponse.VTID_VERSION_VIOLATION,
                  "let the station ask for a released version of " + profile.name());
      case Lookup.ManagerAway(PortProfile profile) -> managerAway(lookup, profile);
      case Lookup.NotHere notHere -> refuseUnasked(answer.sentence());
      case Lookup.Unreachable unreachable -> refuseUnasked(answer.sentence());
    };
  }

  /** Whether this VSI already has exactly this version on this edge, or had it at a restart. */
  private boolean holds(PortProfile profile) {
    return heldBefore || edge.holds(request.vsiId(), profile.reference());
  }

  private boolean judgeHeld(PortProfile profile, String rule) {
    because.add(rule);
    return judgeBy(profile, Standing.KNOWN);
  }

  /** What the profile says about a time without a manager. */
  private boolean managerAway(TypeLookup lookup, PortProfile profile) {
    if (holds(profile)) {
      return judgeHeld(profile, "the VSI holds it already");
    }
    return switch (profile.whenManagerAway()) {
      case LAST_KNOWN -> judgeHeld(profile, "when-manager-away last-known: it holds as it was");
      case CLOSED ->
          refuse(
              VdpError.UNABLE_TO_CONTACT_MANAGER,
              "the manager is away and "
                  + profile.reference()
                  + " says when-manager-away: closed, so nothing new is admitted",
              MEND_LINK);
      case QUARANTINE -> {
        PortProfile quarantine =
            edge.settings().unknownType()
                    instanceof UnknownTypePolicy.Quarantine(VsiTypeId type, VsiTypeVersion version)
                ? quarantine(lookup.find(type, version))
                : null;
        if (quarantine != null) {
          because.add("when-manager-away quarantine: it gets " + quarantine.reference());
          yield judgeBy(quarantine, Standing.QUARANTINED);
        }
        yield refuse(
            VdpError.UNABLE_TO_CONTACT_MANAGER,
            "the manager is away and "
                + profile.reference()
                + " says when-manager-away: quarantine, but this edge knows no quarantine type",
            MEND_LINK + ", or name one with --unknown-type quarantine:TYPE/VERSION");
      }
    };
  }

  /** A quarantine profile does not go away with the manager. */
  private static @Nullable PortProfile quarantine(Lookup answer) {
    return answer instanceof Lookup.Found(PortProfile found)
        ? found
        : answer instanceof Lookup.ManagerAway(PortProfile cached) ? cached : null;
  }

  private boolean refuseUnasked(String reason) {
    because.removeLast();
    return refuse(VdpError.UNABLE_TO_CONTACT_MANAGER, reason, MEND_LINK);
  }

  private boolean unknownType(TypeLookup lookup, String reason, DraftResponse draft, String fix) {
    return switch (edge.settings().unknownType()) {
      case UnknownTypePolicy.Refuse() -> refuseType(reason, draft, fix);
      case UnknownTypePolicy.Accept() -> {
        because.add("unknown types are accepted on this edge: own VID, no rules");
        grounds =
            new Grounds(
                VPortTerms.unknown("unknown type " + request.typeId() + "/" + request.version()),
                new Grounds.AnyVlan(),
                request.typeId(),
                Optional.empty());
        yield true;
      }
      case UnknownTypePolicy.Quarantine(VsiTypeId type, VsiTypeVersion version) -> {
        PortProfile quarantine = quarantine(lookup.find(type, version));
        if (quarantine != null) {
          because.add("unknown types are quarantined on this edge: " + quarantine.reference());
          yield judgeBy(quarantine, Standing.QUARANTINED);
        }
        yield refuseType(
            reason + "; the quarantine type " + type + "/" + version + " is unknown as well",
            draft,
            "add the quarantine profile, or correct --unknown-type");
      }
    };
  }

  private boolean judgeBy(PortProfile profile, Standing standing) {
    grounds =
        new Grounds(
            edge.terms(profile, standing),
            new Grounds.Of(profile.vlan()),
            profile.type(),
            profile.overlay());
    return true;
  }

  /** The port stack checks these as well; an edge does not rely on who asks it. */
  private boolean checkForm() {
    FilterInfo filters = request.filters();
    if (filters.format().hasGroup() && !request.groupIdsUsable()) {
      return refuse(
          VdpError.INVALID_VID_GROUP_OR_MAC,
          "filter format "
              + filters.format().code()
              + " names groups, and station and edge have"
              + " not both said they can use group IDs",
          "switch group IDs on at both ends, or let the station use filter format "
              + (filters.format().hasMac() ? 2 : 1));
    }
    for (FilterInfo.Entry entry : filters.entries()) {
      if (entry.mac().isPresent() && !entry.mac().get().isUnicast()) {
        return refuse(
            VdpError.INVALID_VID_GROUP_OR_MAC,
            "MAC " + entry.mac().get() + " is not one station's address",
            "give the VSI a unicast address");
      }
      if (filters.format().hasGroup() && entry.group() == 0) {
        return refuse(
            VdpError.INVALID_VID_GROUP_OR_MAC, "0 is not a group ID", "name a group ID above 0");
      }
      if (!entry.vid().isWildcard() && entry.vid().vlan().isEmpty()) {
        return refuse(
            VdpError.INVALID_VID_GROUP_OR_MAC,
            "VID " + entry.vid().vid() + " is not a VLAN",
            "ask with VID 0 or 1..4094");
      }
    }
    return true;
  }

  private boolean chooseVlans() {
    FilterResolution.Outcome outcome =
        new FilterResolution(
                edge.leases(),
                request,
                Objects.requireNonNull(grounds),
                answeredBefore,
                before
                    .map(held -> held.plan().matches())
                    .orElseGet(() -> edge.formerOf(port, request.vsiId())),
                now,
                because)
            .resolve();
    return switch (outcome) {
      case FilterResolution.Outcome.Resolved all -> {
        resolved = all;
        yield true;
      }
      case FilterResolution.Outcome.Impossible(VdpError error, String reason, String fix) ->
          refuse(error, reason, fix);
    };
  }

  private VPortPlan plan() {
    return new VPortPlan(
        before.map(VPort::id).orElseGet(() -> VPortId.of(edge.name(), port, request.vsiId())),
        port,
        request.vsiId(),
        edge.isChannel(port) ? Separation.CHANNEL : Separation.FILTER,
        request.type() == VdpType.ASSOCIATE,
        Objects.requireNonNull(resolved).matches(),
        Objects.requireNonNull(grounds).terms(),
        membership);
  }

  private boolean joinOverlay() {
    Optional<OverlayTerms> terms = Objects.requireNonNull(grounds).overlay();
    if (terms.isEmpty()) {
      return true;
    }
    OverlayResolution resolution = new OverlayResolution(edge, request, because);
    return switch (resolution.resolve(terms.get(), Objects.requireNonNull(grounds).terms())) {
      case OverlayResolution.Outcome.Member(OverlayMembership member) -> {
        membership = Optional.of(member);
        yield true;
      }
      case OverlayResolution.Outcome.Impossible(VdpError error, String reason, String fix) ->
          refuse(error, reason, fix);
    };
  }

  /** A channel is one VSI's own, also while that one is only pre-associated. */
  private boolean checkChannel() {
    if (!edge.isChannel(port)) {
      return true;
    }
    Optional<VPort> other =
        edge.vPorts(port).stream().filter(held -> !held.vsi().equals(request.vsiId())).findFirst();
    if (other.isPresent()) {
      return refuse(
          VdpError.INSUFFICIENT_RESOURCES,
          "the S-channel " + port + " is VSI " + other.get().vsi() + "'s own",
          "let the station ask for an S-channel for each VSI, or say `mode: shared-port` for the"
              + " uplink");
    }
    because.add("the S-channel " + port + " is its own");
    return true;
  }

  private boolean checkConflicts(VPortPlan plan) {
    for (VPortMatch match : plan.matches()) {
      Optional<VPort> holder = edge.holder(port, match, request.vsiId());
      if (holder.isPresent()) {
        return refuse(
            VdpError.INVALID_VID_GROUP_OR_MAC,
            match
                + " is held on "
                + port
                + " by VSI "
                + holder.get().vsi()
                + " since "
                + holder.get().since(),
            "give one of the two another address or VLAN, or end VSI " + holder.get().vsi());
      }
    }
    because.add(
        plan.matches().size() == 1
            ? "no other VSI on " + port + " holds " + plan.matches().getFirst()
            : "no other VSI on "
                + port
                + " holds one of its "
                + plan.matches().size()
                + " filters");
    return true;
  }

  private boolean checkRoom(VPortPlan plan) {
    Room room = new Room(edge, port, because);
    Optional<Room.Shortage> shortage =
        request.type() == VdpType.PRE_ASSOCIATE
            ? room.forAnnounced(before)
            : room.forVPort(plan, before.filter(vPort -> vPort.state().holdsEntries()), heldBefore);
    return shortage.isEmpty()
        || refuse(VdpError.INSUFFICIENT_RESOURCES, shortage.get().reason(), shortage.get().fix());
  }

  private boolean refuseType(String reason, DraftResponse draft, String fix) {
    refusal = new Decision.Refuse(VdpError.OTHER_FAILURE, false, true, draft, reason, fix, because);
    return false;
  }

  /** A live VSI keeps what it had: a slip in a change must not cut off a running machine. */
  private boolean refuse(VdpError error, String reason, String fix) {
    boolean keep = before.map(VPort::state).filter(VPortState.ACTIVE::equals).isPresent();
    because.add(reason);
    refusal =
        new Decision.Refuse(error, keep, false, DraftResponse.of(error), reason, fix, because);
    return false;
  }
}
