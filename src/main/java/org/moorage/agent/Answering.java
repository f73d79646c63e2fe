package org.moorage.agent;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.DataPlane;
import org.moorage.edge.Decision;
import org.moorage.edge.Edge;
import org.moorage.edge.TypeLookup;
import org.moorage.edge.VPort;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortState;
import org.moorage.profile.Lookup;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.PortEffect;
import org.moorage.protocol.stack.VsiAnswer;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * From a request to its answer: look up, decide, program, and only then answer; afterwards remember
 * and tell.
 */
final class Answering {

  private final Edge edge;
  private final TypeLookup types;
  private final DataPlane plane;
  private final AgentJournal journal;
  private final Chronicle chronicle;
  private final Announcer announcer;
  private final LongSupplier nanos;

  private final Consumer<TypeQuestion> asking;

  /** The request being answered right now. */
  private @Nullable Exchange current;

  /** Requests whose type is being asked for: at most one for each VSI a port may hold. */
  private final Map<AssociationId, Waiting> waiting = new LinkedHashMap<>();

  /** A request that waits for what its type is; the port answers by itself when it takes long. */
  record Waiting(AgentPort port, Exchange exchange, PortEffect.Command command) {

    private boolean isFor(VsiTypeId type, VsiTypeVersion version) {
      return command.request().typeId().equals(type) && command.request().version().equals(version);
    }
  }

  Answering(
      Edge edge,
      TypeLookup types,
      DataPlane plane,
      AgentJournal journal,
      Chronicle chronicle,
      Announcer announcer,
      Consumer<TypeQuestion> asking,
      LongSupplier nanos) {
    this.edge = edge;
    this.types = types;
    this.plane = plane;
    this.journal = journal;
    this.chronicle = chronicle;
    this.announcer = announcer;
    this.asking = asking;
    this.nanos = nanos;
  }

  /**
   * Decides and programs. What the switch is to do, it does when this returns. Empty where the type
   * has to be asked for first: then the answer is given later, see {@link #waitingFor}.
   */
  Optional<VsiAnswer> decide(AgentPort port, PortEffect.Command command, Instant now) {
    VsiRequest request = command.request();
    AssociationId id = new AssociationId(port.name, request.vsiId());
    Exchange exchange = new Exchange(id, request, nanos);
    waiting.remove(id);
    chronicle.count(AgentCounter.REQUESTS);
    chronicle.tell(id, new StoryStep.Heard(now, request));
    Lookup answer = types.find(request.typeId(), request.version());
    if (answer instanceof Lookup.NotHere) {
      chronicle.tell(id, new StoryStep.LookedUp(now, exchange.lap(), answer));
      waiting.put(id, new Waiting(port, exchange, command));
      asking.accept(new TypeQuestion(request.typeId(), request.version(), command.answerBy()));
      return Optional.empty();
    }
    return Optional.of(decide(port, exchange, answer, now));
  }

  /** The requests that wait for this type and version; they wait no more. */
  List<Waiting> waitingFor(VsiTypeId type, VsiTypeVersion version) {
    List<Waiting> found =
        waiting.values().stream().filter(each -> each.isFor(type, version)).toList();
    found.forEach(each -> waiting.remove(each.exchange().id()));
    return found;
  }

  /** Decides a request now that it is known what its type is. */
  VsiAnswer decide(Waiting waited, Lookup answer, Instant now) {
    return decide(waited.port(), waited.exchange(), answer, now);
  }

  private VsiAnswer decide(AgentPort port, Exchange exchange, Lookup known, Instant now) {
    AssociationId id = exchange.id();
    VsiRequest request = exchange.request();
    TypeLookup noted =
        (type, version) -> {
          boolean asked = type.equals(request.typeId()) && version.equals(request.version());
          Lookup found = asked ? known : types.find(type, version);
          chronicle.tell(id, new StoryStep.LookedUp(now, exchange.lap(), found));
          return found;
        };
    Decision decision = edge.decide(port.name, request, noted, now);
    chronicle.tell(id, new StoryStep.Decided(now, exchange.lap(), decision));
    VsiAnswer answer =
        switch (decision) {
          case Decision.Accept accept -> program(port, exchange, accept, now);
          case Decision.NoVPort none -> unprogram(port, exchange, none, now);
          case Decision.Refuse refuse -> {
            exchange.refuse(refuse.reason(), refuse.fix());
            yield refuse.answer();
          }
        };
    current = exchange;
    return answer;
  }

  private VsiAnswer program(
      AgentPort port, Exchange exchange, Decision.Accept accept, Instant now) {
    Applied applied = plane.apply(accept.plan());
    chronicle.tell(
        exchange.id(), new StoryStep.Programmed(now, exchange.lap(), accept.plan(), applied));
    return switch (applied) {
      case Applied.Done(int entries) -> {
        List<VPortMatch> before = forwarded(port, exchange);
        hold(port, exchange, edge.commit(accept, now), entries, now);
        exchange.announces(!before.equals(forwarded(port, exchange)));
        yield accept.answer();
      }
      case Applied.Failed(String reason) -> {
        boolean keep = !forwarded(port, exchange).isEmpty();
        exchange.refuse(reason, "make room in the switch's tables, or start the VM elsewhere");
        yield new VsiAnswer.Refused(VdpError.INSUFFICIENT_RESOURCES, keep, false);
      }
    };
  }

  /** The frames that pass the VSI's vPort; none without one that forwards. */
  private List<VPortMatch> forwarded(AgentPort port, Exchange exchange) {
    return edge.vPort(port.name, exchange.request().vsiId())
        .filter(vPort -> vPort.state() == VPortState.ACTIVE)
        .map(vPort -> vPort.plan().matches())
        .orElse(List.of());
  }

  private VsiAnswer unprogram(
      AgentPort port, Exchange exchange, Decision.NoVPort none, Instant now) {
    plane.remove(none.plan().id());
    chronicle.tell(exchange.id(), new StoryStep.Unprogrammed(now, exchange.lap()));
    hold(port, exchange, edge.commit(none, now), 0, now);
    return none.answer();
  }

  private void hold(AgentPort port, Exchange exchange, VPort vPort, int entries, Instant now) {
    VsiRequest asked = edge.asFirstAsked(port.name, exchange.request());
    HeldVsi held = new HeldVsi(asked, vPort.answered());
    exchange.granted(vPort, held);
    chronicle.ended().forget(exchange.id());
    VsiId vsi = asked.vsiId();
    port.associations.put(vsi, new Association(asked, vPort.since(), now, entries));
  }

  /** An answer, or a de-associate nobody asked for, is on its way to the station. */
  void answered(AgentPort port, PortEffect.Answered answered, Instant now) {
    AssociationId id = new AssociationId(port.name, answered.vsi());
    if (current != null && current.id().equals(id)) {
      chronicle.tell(id, current.answered(answered, now));
      return;
    }
    Waiting waited = waiting.get(id);
    if (waited != null) {
      if (!now.isBefore(waited.command().answerBy())) {
        waiting.remove(id);
        notAskedInTime(waited, answered, now);
      }
      return;
    }
    Optional<VsiRequest> refused = EndedAssociations.refusedByForm(answered);
    if (refused.isEmpty()) {
      return;
    }
    chronicle.tell(id, new StoryStep.Heard(now, refused.get()));
    chronicle.tell(id, Exchange.answeredAlone(answered, now));
    refused(port, id, EndedAssociations.refused(refused.get(), answered.status(), now), now);
  }

  /** The port has answered by itself, because nobody said in time what the type is. */
  private void notAskedInTime(Waiting waited, PortEffect.Answered answered, Instant now) {
    Exchange exchange = waited.exchange();
    chronicle.tell(exchange.id(), exchange.answered(answered, now));
    exchange.refuse(
        "the manager did not say within the resource wait delay what type "
            + exchange.request().typeId()
            + " version "
            + exchange.request().version()
            + " is",
        "see why the manager is slow; the station asks again by itself");
    refused(waited.port(), exchange.id(), EndedAssociations.refused(exchange, now), now);
  }

  /** The VSI is no longer held, nor decided about. */
  void ended(AssociationId id) {
    waiting.remove(id);
  }

  private void refused(AgentPort port, AssociationId id, EndedAssociations.Ended how, Instant now) {
    chronicle.count(AgentCounter.REFUSED);
    if (!port.associations.containsKey(id.vsi())) {
      chronicle.ended().add(id, how);
    }
    chronicle.event(
        new AgentEvent.Refused(now, port.name, id.vsi(), how.reason(), how.fix()), id, how);
  }

  /** After the answer has left: what takes time but changes nothing for the station. */
  void settle(AgentPort port, Instant now) {
    Exchange exchange = current;
    current = null;
    if (exchange == null) {
      return;
    }
    VsiRequest request = exchange.request();
    Association association = port.associations.get(request.vsiId());
    VPort vPort = exchange.vPort();
    if (vPort == null) {
      refused(port, exchange.id(), EndedAssociations.refused(exchange, now), now);
      return;
    }
    chronicle.count(AgentCounter.GRANTED);
    if (association != null) {
      association.took(exchange.total());
      if (exchange.announces()) {
        announcer.associated(exchange.id(), now);
      }
      journal.held(new Kept(port.name, port.channel, exchange.held(), association.since()));
      chronicle.event(
          AgentEvent.Associated.of(port.name, request, vPort, now, false), exchange.id());
    }
  }

  /** A defect: nothing is being answered any more, and nothing will be on this port. */
  void forget(AgentPort port) {
    current = null;
    waiting.values().removeIf(each -> each.port() == port);
  }
}
