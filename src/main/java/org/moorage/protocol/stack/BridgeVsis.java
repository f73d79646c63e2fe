package org.moorage.protocol.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.SlotMap;
import org.moorage.protocol.Step;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.OrganizationalTlv;
import org.moorage.protocol.vdp.VdpBridge;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VdpStatus;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiCommand;
import org.moorage.protocol.vdp.VsiId;

/** The VSIs of one bridge port: one machine each, one table, one queue of deadlines. */
final class BridgeVsis {

  static final String TABLE_FULL = "port holds as many VSIs as it can";
  static final String STALE_ANSWER = "answer to a command of the past";

  /** How long a restored VSI waits for its link; who drives the port gives up much earlier. */
  private static final Duration UNTIL_LINK_UP = Duration.ofHours(1);

  private static final VdpBridge.Effect KEPT_ALIVE = new VdpBridge.Effect.KeptAlive();

  /** What the port's negotiation means for its VSIs at the moment. */
  interface Terms {
    VdpBridge.Timers timers(Flavour flavour);

    boolean groupIdsUsable();
  }

  /** Where the VSIs' doings go. */
  interface Outlet {
    void say(Flavour flavour, Outbox.Letter letter);

    void effect(PortEffect effect);

    void dropped(String reason);
  }

  /** What stands around a command in the PDU it came in. */
  record Context(VdpStatus status, List<OrganizationalTlv> organization, Octets received) {
    static final Context NONE = new Context(VdpStatus.REQUEST, List.of(), Octets.EMPTY);
  }

  /** How a step is explained: why a release, and how a refusal is said in draft 0. */
  private record Account(Context context, ReleaseCause cause, Optional<DraftResponse> refusal) {
    static Account of(ReleaseCause cause) {
      return new Account(Context.NONE, cause, Optional.empty());
    }
  }

  private final int maxVsis;
  private final Terms terms;
  private final Outlet outlet;
  private final Map<VsiId, PortVsi> vsis = new SlotMap<>();
  private final SharedManagers managers = new SharedManagers();
  private final DeadlineQueue<PortVsi> deadlines = new DeadlineQueue<>();
  private final List<VsiId> restored = new ArrayList<>();
  private long lastCommand;
  private int held;
  private int deciding;
  private Duration keepAlive;
  private Instant noExpiryBefore = Instant.MIN;

  BridgeVsis(int maxVsis, Terms terms, Outlet outlet) {
    this.maxVsis = maxVsis;
    this.terms = terms;
    this.outlet = outlet;
    keepAlive = terms.timers(Flavour.RATIFIED).keepAlive();
  }

  int held() {
    return held;
  }

  int deciding() {
    return deciding;
  }

  /** Whether this repeats what the VSI holds; then it is answered. Needs no decoding. */
  boolean keepAlive(VsiId id, Flavour flavour, VsiCommand command, Instant now) {
    PortVsi vsi = vsis.get(id);
    if (vsi == null
        || !(vsi.state instanceof VdpBridge.State.Held holding)
        || !holding.isRepeatedBy(command)) {
      return false;
    }
    vsi.flavour = flavour;
    step(vsi, new VdpBridge.Input.Commanded(command), Account.of(ReleaseCause.DE_ASSOCIATED), now);
    return true;
  }

  /** A well-formed command; of the octets it was cut from nothing is kept. */
  void command(Flavour flavour, VsiCommand received, Context context, Instant now) {
    VsiCommand command = managers.sharing(received);
    VsiId id = command.vsiId();
    PortVsi known = vsis.get(id);
    PortVsi vsi = known == null ? new PortVsi(id, flavour) : known;
    vsi.flavour = flavour;
    if (known == null && command.type() != VdpType.DE_ASSOCIATE && vsis.size() >= maxVsis) {
      outlet.dropped(TABLE_FULL);
      VdpStatus status = VdpStatus.failure(VdpError.INSUFFICIENT_RESOURCES, false, false);
      say(vsi, command, VdpType.DE_ASSOCIATE, status, Optional.empty(), false);
      return;
    }
    step(
        vsi,
        new VdpBridge.Input.Commanded(command),
        new Account(context, ReleaseCause.DE_ASSOCIATED, Optional.empty()),
        now);
  }

  void answer(VsiId id, long number, VsiAnswer answer, Instant now) {
    PortVsi vsi = vsis.get(id);
    if (vsi == null || vsi.command != number || !vsi.isDeciding()) {
      outlet.dropped(STALE_ANSWER);
      return;
    }
    switch (answer) {
      case VsiAnswer.Accepted(List<VidField> vids) ->
          step(vsi, new VdpBridge.Input.Granted(vids), Account.of(ReleaseCause.REFUSED), now);
      case VsiAnswer.Refused(VdpError error, boolean keep, boolean hard, DraftResponse draft) ->
          step(
              vsi,
              new VdpBridge.Input.Refused(error, keep, hard),
              new Account(Context.NONE, ReleaseCause.REFUSED, Optional.of(draft)),
              now);
    }
  }

  /** Ends a VSI and tells the station, if there is one to tell. */
  void withdraw(VsiId id, boolean linkUp, Instant now) {
    PortVsi vsi = vsis.get(id);
    if (vsi != null) {
      step(
          vsi,
          linkUp ? new VdpBridge.Input.BridgeExit() : new VdpBridge.Input.LinkLost(),
          Account.of(ReleaseCause.WITHDRAWN),
          now);
    }
  }

  /** Ends every VSI without a word. */
  void releaseAll(ReleaseCause cause, Instant now) {
    for (PortVsi vsi : List.copyOf(vsis.values())) {
      step(vsi, new VdpBridge.Input.LinkLost(), Account.of(cause), now);
    }
  }

  /**
   * Takes up a VSI that was held before a restart; {@link #linkUp} then speaks to its station.
   *
   * <p>Deviation: after a restart the bridge repeats its last answer to every VSI it held, because
   * a station whose keepalive fell into the gap waits for that answer, asks no more, and ends the
   * VSI when it does not come.
   */
  void restore(HeldVsi before, Instant now) {
    VsiRequest request = before.request();
    if (vsis.containsKey(request.vsiId()) || vsis.size() >= maxVsis) {
      outlet.dropped(TABLE_FULL);
      return;
    }
    AssociationTlv tlv =
        new AssociationTlv(
            request.type(),
            0,
            request.typeId(),
            request.version(),
            request.vsiId(),
            request.filters());
    VsiCommand asked = managers.sharing(VsiCommand.of(request.manager(), tlv));
    PortVsi vsi = new PortVsi(asked.vsiId(), request.flavour());
    VsiCommand granted = asked.granted(before.answered());
    Instant atLatest = now.plus(UNTIL_LINK_UP);
    vsi.state = VdpBridge.restored(asked, granted, terms.timers(vsi.flavour), atLatest);
    vsis.put(vsi.id, vsi);
    held++;
    deadlines.track(vsi);
    restored.add(vsi.id);
  }

  /** From now on restored VSIs can be heard: their time begins. */
  void linkUp(Instant now) {
    for (VsiId id : restored) {
      PortVsi vsi = vsis.get(id);
      if (vsi != null && vsi.state instanceof VdpBridge.State.Held holding) {
        VsiCommand granted = holding.granted();
        vsi.state = VdpBridge.restored(holding.asked(), granted, terms.timers(vsi.flavour), now);
        deadlines.track(vsi);
        if (vsi.flavour == Flavour.RATIFIED) {
          // Draft 0 has no Ack bit that would tell an answer from an order.
          say(vsi, granted, granted.type(), VdpStatus.SUCCESS, Optional.empty(), true);
        }
      }
    }
    restored.clear();
  }

  Optional<HeldVsi> held(VsiId id) {
    PortVsi vsi = vsis.get(id);
    return vsi == null
        ? Optional.empty()
        : vsi.held()
            .map(now -> new HeldVsi(request(vsi, now.asked(), Context.NONE), now.granted().vids()));
  }

  /** Longer timers hold for VSIs that are waiting already: the station goes by them too. */
  void timersChanged(Instant now) {
    Duration changed = terms.timers(Flavour.RATIFIED).keepAlive();
    if (changed.compareTo(keepAlive) > 0) {
      noExpiryBefore = now.plus(changed);
    }
    keepAlive = changed;
  }

  void due(Instant now) {
    for (PortVsi vsi = deadlines.pollDue(now); vsi != null; vsi = deadlines.pollDue(now)) {
      boolean expires = vsi.state instanceof VdpBridge.State.Held;
      if (expires && now.isBefore(noExpiryBefore)) {
        deadlines.defer(vsi, noExpiryBefore);
      } else {
        ReleaseCause cause =
            expires ? ReleaseCause.KEEPALIVE_EXPIRED : ReleaseCause.RESOURCE_WAIT_EXPIRED;
        step(vsi, new VdpBridge.Input.Due(), Account.of(cause), now);
      }
    }
  }

  Optional<Instant> deadline() {
    return deadlines.next();
  }

  private void step(PortVsi vsi, VdpBridge.Input input, Account account, Instant now) {
    boolean wasHeld = vsi.isHeld();
    boolean wasDeciding = vsi.isDeciding();
    Step<VdpBridge.State, VdpBridge.Effect> step =
        VdpBridge.step(vsi.state, input, terms.timers(vsi.flavour), now);
    vsi.state = step.state();
    held += (vsi.isHeld() ? 1 : 0) - (wasHeld ? 1 : 0);
    deciding += (vsi.isDeciding() ? 1 : 0) - (wasDeciding ? 1 : 0);
    if (vsi.state instanceof VdpBridge.State.Released) {
      vsis.remove(vsi.id);
      deadlines.forget(vsi);
    } else {
      vsis.putIfAbsent(vsi.id, vsi);
      deadlines.track(vsi);
    }
    boolean isKeepAlive = step.effects().contains(KEPT_ALIVE);
    for (VdpBridge.Effect effect : step.effects()) {
      carryOut(vsi, effect, account, isKeepAlive, now);
    }
  }

  private void carryOut(
      PortVsi vsi, VdpBridge.Effect effect, Account account, boolean quiet, Instant now) {
    switch (effect) {
      case VdpBridge.Effect.Decide(VsiCommand command, Instant answerBy) -> {
        vsi.command = ++lastCommand;
        VsiRequest request = request(vsi, command, account.context());
        outlet.effect(new PortEffect.Command(vsi.command, request, answerBy));
      }
      case VdpBridge.Effect.Respond(VsiCommand command, VdpType type, VdpStatus status) -> {
        say(vsi, command, type, status, account.refusal(), quiet);
        if (status.keepsState() && vsi.flavour == Flavour.DRAFT) {
          // A draft station leaves on any refusal: there is nothing left to keep.
          step(vsi, new VdpBridge.Input.LinkLost(), Account.of(ReleaseCause.REFUSED), now);
        }
      }
      case VdpBridge.Effect.DeAssociate(VsiCommand command) ->
          say(vsi, command, VdpType.DE_ASSOCIATE, VdpStatus.REQUEST, Optional.empty(), quiet);
      case VdpBridge.Effect.KeptAlive kept -> outlet.effect(new PortEffect.KeptAlive(vsi.id));
      case VdpBridge.Effect.Release release ->
          outlet.effect(new PortEffect.Released(vsi.id, account.cause()));
    }
  }

  private void say(
      PortVsi vsi,
      VsiCommand command,
      VdpType type,
      VdpStatus status,
      Optional<DraftResponse> refusal,
      boolean quiet) {
    boolean isDraft = vsi.flavour == Flavour.DRAFT;
    DraftResponse response =
        refusal.orElseGet(() -> DraftResponse.of(VdpError.of(status.errorCode()).orElseThrow()));
    Octets tlv =
        isDraft ? command.encodeDraft(response) : command.with(type).encode(status.octet());
    Outbox.Letter letter =
        status.isResponse()
            ? Outbox.Letter.asked(vsi.id, command.manager(), tlv)
            : Outbox.Letter.unasked(vsi.id, command.manager(), tlv);
    outlet.say(vsi.flavour, letter);
    if (!quiet) {
      int code = isDraft ? response.code() : status.octet();
      outlet.effect(new PortEffect.Answered(vsi.id, type, code, tlv));
    }
  }

  private VsiRequest request(PortVsi vsi, VsiCommand command, Context context) {
    AssociationTlv tlv = command.tlv(0);
    return new VsiRequest(
        command.type(),
        context.status().migrateTo(),
        context.status().migrateFrom(),
        command.manager(),
        tlv.typeId(),
        tlv.version(),
        vsi.id,
        tlv.filters(),
        vsi.flavour == Flavour.RATIFIED && terms.groupIdsUsable(),
        context.organization(),
        vsi.flavour,
        context.received());
  }
}
