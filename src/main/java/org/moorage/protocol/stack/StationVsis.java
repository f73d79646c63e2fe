package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.Step;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.OrganizationalTlv;
import org.moorage.protocol.vdp.VdpStation;
import org.moorage.protocol.vdp.VdpStatus;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiCommand;
import org.moorage.protocol.vdp.VsiId;

/** The VSIs of one station: one machine each, one table, one queue of deadlines. */
final class StationVsis {

  static final String NOT_OURS = "VDP answer for a VSI we do not have";
  static final String OTHER_KEY = "VDP answer does not match what was asked";
  static final String NOT_AWAITED = "VDP answer nothing waits for";
  static final String REQUEST = "VDP request from a bridge";
  static final String NO_SUCH_VSI = "the station has no such VSI";
  static final String FALLING = "a VSI's mode may stay or rise, never fall";
  static final String TOO_MANY = "the station has as many VSIs as it can";
  static final String NOT_IN_DRAFT =
      "draft 0 knows only MAC/VID filters, VSIs named by a UUID and managers of one octet";

  /** Where the VSIs' doings go. */
  interface Outlet {
    void say(Outbox.Letter letter);

    void effect(StationEffect effect);

    void dropped(String reason);

    VdpStation.Timers timers();
  }

  private final Flavour flavour;
  private final int maxVsis;
  private final Outlet outlet;
  private final Map<VsiId, StationVsi> vsis = new HashMap<>();
  private final DeadlineQueue<StationVsi> deadlines = new DeadlineQueue<>();
  private int confirmed;

  StationVsis(Flavour flavour, int maxVsis, Outlet outlet) {
    this.flavour = flavour;
    this.maxVsis = maxVsis;
    this.outlet = outlet;
  }

  int size() {
    return vsis.size();
  }

  int confirmed() {
    return confirmed;
  }

  /**
   * What the user wants for a VSI.
   *
   * @param inPlace the bridge understands a live VSI whose key changes; else it is ended first
   */
  void request(VsiRequest request, boolean linkUp, boolean inPlace, Instant now) {
    StationVsi known = vsis.get(request.vsiId());
    Optional<String> refusal = refusal(request, known);
    if (refusal.isPresent()) {
      outlet.effect(new StationEffect.Failed(request.vsiId(), refusal.get(), 0));
      return;
    }
    StationVsi vsi = known == null ? new StationVsi(request.vsiId()) : known;
    Optional<VsiCommand> before = vsi.command();
    VsiCommand command = command(request, before);
    vsi.wanted = request.type();
    vsi.hints = VdpStatus.request(request.migrateTo(), request.migrateFrom());
    vsi.organization = encode(request.organization());
    vsis.put(vsi.id, vsi);
    if (known == null && !linkUp) {
      vsi.state = new VdpStation.State.Parked(command, Optional.empty());
      return;
    }
    boolean replaces =
        !inPlace
            && command.type() != VdpType.DE_ASSOCIATE
            && before.isPresent()
            && !before.get().sameKey(command);
    step(
        vsi,
        replaces ? new VdpStation.Input.Replaced(command) : new VdpStation.Input.Wanted(command),
        now);
  }

  private Optional<String> refusal(VsiRequest request, @Nullable StationVsi known) {
    if (known == null && request.type() == VdpType.DE_ASSOCIATE) {
      return Optional.of(NO_SUCH_VSI);
    }
    if (known == null && vsis.size() >= maxVsis) {
      return Optional.of(TOO_MANY);
    }
    if (known != null && !known.wanted.mayBecome(request.type())) {
      return Optional.of(FALLING);
    }
    boolean fitsDraft =
        request.filters().format() == FilterInfo.Format.MAC_VID
            && request.vsiId().format() == VsiId.Format.UUID
            && request.manager().octets().from(1).isAllZero();
    return flavour == Flavour.DRAFT && !fitsDraft ? Optional.of(NOT_IN_DRAFT) : Optional.empty();
  }

  /** The same filters again mean those the bridge answered; an end is about what there is. */
  private static VsiCommand command(VsiRequest request, Optional<VsiCommand> before) {
    VsiCommand asked =
        VsiCommand.of(
            request.manager(),
            new AssociationTlv(
                request.type(),
                0,
                request.typeId(),
                request.version(),
                request.vsiId(),
                request.filters()));
    boolean sameAgain =
        before.isPresent()
            && (request.type() == VdpType.DE_ASSOCIATE || asked.mayBeAnsweredBy(before.get()));
    return sameAgain ? before.get().with(request.type()) : asked;
  }

  private static Octets encode(List<OrganizationalTlv> tlvs) {
    OctetsBuilder out = Octets.builder();
    tlvs.forEach(tlv -> out.octets(tlv.encode()));
    return out.build();
  }

  /**
   * An association TLV of the bridge.
   *
   * @param status where the flavour has no Ack bit, with it set when an answer is awaited
   */
  void receive(VsiId id, VsiCommand command, VdpStatus status, Instant now) {
    StationVsi vsi = vsis.get(id);
    Optional<VsiCommand> asked = vsi == null ? Optional.empty() : vsi.command();
    if (vsi == null || asked.isEmpty()) {
      outlet.dropped(NOT_OURS);
    } else if (!asked.get().sameKey(command)) {
      outlet.dropped(OTHER_KEY);
    } else if (status.isResponse()) {
      if (vsi.awaitsAnswer()) {
        step(vsi, new VdpStation.Input.Answered(command, status), now);
      } else {
        outlet.dropped(NOT_AWAITED);
      }
    } else if (command.type() == VdpType.DE_ASSOCIATE) {
      step(vsi, new VdpStation.Input.DeAssociated(), now);
    } else {
      outlet.dropped(REQUEST);
    }
  }

  boolean awaitsAnswer(VsiId id) {
    StationVsi vsi = vsis.get(id);
    return vsi != null && vsi.awaitsAnswer();
  }

  void undelivered(List<VsiId> ids, Instant now) {
    for (VsiId id : ids) {
      StationVsi vsi = vsis.get(id);
      if (vsi != null) {
        step(vsi, new VdpStation.Input.Undelivered(), now);
      }
    }
  }

  void linkUp(Instant now) {
    List.copyOf(vsis.values()).forEach(vsi -> step(vsi, new VdpStation.Input.LinkUp(), now));
  }

  void linkDown(Instant now) {
    List.copyOf(vsis.values()).forEach(vsi -> step(vsi, new VdpStation.Input.LinkDown(), now));
  }

  void due(Instant now) {
    for (StationVsi vsi = deadlines.pollDue(now); vsi != null; vsi = deadlines.pollDue(now)) {
      step(vsi, new VdpStation.Input.Due(), now);
    }
  }

  Optional<Instant> deadline() {
    return deadlines.next();
  }

  private void step(StationVsi vsi, VdpStation.Input input, Instant now) {
    boolean wasConfirmed = vsi.isConfirmed();
    Step<VdpStation.State, VdpStation.Effect> step =
        VdpStation.step(vsi.state, input, outlet.timers(), now);
    vsi.state = step.state();
    confirmed += (vsi.isConfirmed() ? 1 : 0) - (wasConfirmed ? 1 : 0);
    if (vsi.state instanceof VdpStation.State.Ended) {
      vsis.remove(vsi.id);
      deadlines.forget(vsi);
    } else {
      deadlines.track(vsi);
    }
    for (VdpStation.Effect effect : step.effects()) {
      carryOut(vsi, effect);
    }
  }

  private void carryOut(StationVsi vsi, VdpStation.Effect effect) {
    switch (effect) {
      case VdpStation.Effect.Transmit(VsiCommand command) -> {
        Octets tlvs =
            switch (flavour) {
              case RATIFIED -> command.encode(vsi.hints.octet()).plus(vsi.organization);
              case DRAFT -> command.encodeDraft(DraftResponse.SUCCESS);
            };
        outlet.say(Outbox.Letter.asked(vsi.id, command.manager(), tlvs));
      }
      case VdpStation.Effect.Confirm(VsiCommand command) ->
          outlet.effect(new StationEffect.Confirmed(vsi.id, command.type(), command.vids()));
      case VdpStation.Effect.Fail(String reason, VdpStatus status) -> {
        vsi.command().ifPresent(kept -> vsi.wanted = kept.type());
        outlet.effect(new StationEffect.Failed(vsi.id, reason, status.octet()));
      }
      case VdpStation.Effect.End(VdpStation.Cause cause) ->
          outlet.effect(new StationEffect.Ended(vsi.id, endCause(cause)));
    }
  }

  private static EndCause endCause(VdpStation.Cause cause) {
    return switch (cause) {
      case DE_ASSOCIATED -> EndCause.DE_ASSOCIATED;
      case WITHDRAWN -> EndCause.WITHDRAWN;
      case REFUSED -> EndCause.REFUSED;
      case UNANSWERED -> EndCause.UNANSWERED;
    };
  }
}
