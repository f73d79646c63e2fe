package org.moorage.agent;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.DataPlane;
import org.moorage.edge.Decision;
import org.moorage.edge.Edge;
import org.moorage.edge.PortName;
import org.moorage.edge.TypeLookup;
import org.moorage.edge.VPort;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.VsiId;

/** What an agent does with its journal: takes up what was held, and keeps the journal whole. */
final class Recovery {

  /** Associations told or written down again at once; a thousand take some milliseconds. */
  private static final int AT_ONCE = 1_000;

  private final AgentJournal journal;
  private final Edge edge;
  private final TypeLookup types;
  private final DataPlane plane;
  private final Chronicle chronicle;
  private final Map<PortName, AgentPort> ports;
  private final ArrayDeque<AssociationId> toRemember = new ArrayDeque<>();
  private final ArrayDeque<AssociationId> toTell = new ArrayDeque<>();
  private Optional<String> trouble = Optional.empty();

  /** The first event of a telling that is under way; 0 while none is. */
  private long tellingSince;

  Recovery(
      AgentJournal journal,
      Edge edge,
      TypeLookup types,
      DataPlane plane,
      Chronicle chronicle,
      Map<PortName, AgentPort> ports) {
    this.journal = journal;
    this.edge = edge;
    this.types = types;
    this.plane = plane;
    this.chronicle = chronicle;
    this.ports = ports;
  }

  /** Programs what the journal remembers; what came of it is for the ports' protocols. */
  Map<PortName, List<HeldVsi>> restore(List<Kept> remembered, Instant now) {
    Map<PortName, List<HeldVsi>> restored = new LinkedHashMap<>();
    long lost = 0;
    String reason = "";
    for (Kept kept : remembered) {
      Optional<String> obstacle = restore(kept, now);
      if (obstacle.isEmpty()) {
        restored.computeIfAbsent(kept.port(), any -> new ArrayList<>()).add(kept.held());
      } else {
        journal.released(kept.port(), kept.held().request().vsiId());
        reason = lost++ == 0 ? obstacle.get() : reason;
      }
    }
    chronicle.count(AgentCounter.NOT_RESTORED, lost);
    if (lost > 0) {
      chronicle.alarm(
          Optional.empty(),
          lost
              + (lost == 1 ? " VSI" : " VSIs")
              + " held before the restart could not be taken up again; "
              + (lost == 1 ? "" : "the first one: ")
              + reason,
          now);
    }
    return restored;
  }

  /** The same for a port that is back; what still fits is written down again. */
  List<HeldVsi> takeUp(AgentPort port, List<Kept> remembered, Instant now) {
    List<HeldVsi> taken = new ArrayList<>();
    for (Kept kept : remembered) {
      boolean there = port.associations.containsKey(kept.held().request().vsiId());
      if (!there && restore(kept, now).isEmpty()) {
        journal.held(kept);
        taken.add(kept.held());
      }
    }
    return taken;
  }

  /** What is held on a port, to be written down or taken up again. */
  List<Kept> kept(AgentPort port) {
    List<Kept> kept = new ArrayList<>();
    port.associations.forEach((vsi, association) ->
        port.held(vsi)
            .map(held -> asFirstAsked(port.name, held))
            .ifPresent(
                held -> kept.add(new Kept(port.name, port.channel, held, association.since()))));
    return kept;
  }

  /** Tells of one that is held again. */
  void tellTaken(AgentPort port, HeldVsi held) {
    tell(port, held.request().vsiId());
  }

  /** What stands against a remembered VSI, if anything. */
  private Optional<String> restore(Kept kept, Instant now) {
    AgentPort port = ports.get(kept.port());
    if (port == null) {
      return Optional.of(kept.port() + " is no longer an uplink or S-channel of this edge");
    }
    return switch (edge.decideAgain(port.name, kept.held(), types, now)) {
      case Decision.Refuse refuse -> Optional.of(refuse.reason());
      case Decision.Accept accept -> {
        Optional<String> changed = changed(kept, accept);
        if (changed.isPresent()) {
          yield changed;
        }
        yield switch (plane.apply(accept.plan())) {
          case Applied.Failed(String why) -> Optional.of(why);
          case Applied.Done(int entries) -> {
            edge.commit(accept, now);
            take(port, kept, entries, now);
            yield Optional.empty();
          }
        };
      }
      case Decision.NoVPort none -> {
        Optional<String> changed = changed(kept, none);
        if (changed.isEmpty()) {
          edge.commit(none, now);
          take(port, kept, 0, now);
        }
        yield changed;
      }
    };
  }

  /** The station goes on using the VIDs it was answered, so others will not do. */
  private static Optional<String> changed(Kept kept, Decision.Granted granted) {
    return granted.vids().equals(kept.held().answered())
        ? Optional.empty()
        : Optional.of("its profile no longer gives it the VLAN it was answered");
  }

  private void take(AgentPort port, Kept kept, int entries, Instant now) {
    VsiRequest request = kept.held().request();
    port.associations.put(request.vsiId(), new Association(request, kept.since(), now, entries));
    chronicle.tell(kept.id(), new StoryStep.Restored(now, kept.since()));
    chronicle.count(AgentCounter.RESTORED);
  }

  /** Everything taken up again becomes an event, and that this was all. */
  void tellRestored(Instant now) {
    tellingSince = chronicle.nextNumber();
    ports.values().forEach(port -> port.associations.keySet().forEach(vsi -> tell(port, vsi)));
    toldAll(now);
  }

  private void toldAll(Instant now) {
    int held = ports.values().stream().mapToInt(port -> port.associations.size()).sum();
    chronicle.event(new AgentEvent.ToldAll(now, tellingSince, held));
    tellingSince = 0;
  }

  /** The same later and in steps. */
  void tellAgain() {
    toTell.clear();
    addAll(toTell);
    tellingSince = chronicle.nextNumber();
  }

  private void tell(AgentPort port, VsiId vsi) {
    Association association = port.associations.get(vsi);
    Optional<VPort> vPort = edge.vPort(port.name, vsi);
    if (association == null || vPort.isEmpty()) {
      return;
    }
    VsiRequest request =
        port.held(vsi)
            .map(HeldVsi::request)
            .orElseGet(() -> association.rebuilt(vsi, vPort.get().plan().matches()));
    chronicle.event(
        AgentEvent.Associated.of(port.name, request, vPort.get(), association.since(), true),
        new AssociationId(port.name, vsi));
  }

  private void addAll(ArrayDeque<AssociationId> ids) {
    for (AgentPort port : ports.values()) {
      port.associations.keySet().forEach(vsi -> ids.add(new AssociationId(port.name, vsi)));
    }
  }

  /** Raises an alarm when the disk refuses, and hands in what it missed when it takes again. */
  void watch(Instant now) {
    Optional<String> before = trouble;
    trouble = journal.trouble();
    if (trouble.isPresent() && before.isEmpty()) {
      chronicle.alarm(Optional.empty(), trouble.get(), now);
    }
    if (journal.wantsEverything()) {
      toRemember.clear();
      addAll(toRemember);
    }
    for (int i = 0; i < AT_ONCE && !toTell.isEmpty(); i++) {
      AssociationId id = toTell.removeFirst();
      AgentPort port = ports.get(id.port());
      if (port != null) {
        tell(port, id.vsi());
      }
    }
    if (tellingSince > 0 && toTell.isEmpty()) {
      toldAll(now);
    }
    for (int i = 0; i < AT_ONCE && !toRemember.isEmpty(); i++) {
      AssociationId id = toRemember.removeFirst();
      AgentPort port = ports.get(id.port());
      Association association = port == null ? null : port.associations.get(id.vsi());
      if (port != null && association != null) {
        port.held(id.vsi())
            .map(held -> asFirstAsked(id.port(), held))
            .ifPresent(
                held -> journal.held(new Kept(id.port(), port.channel, held, association.since())));
      }
    }
  }

  private HeldVsi asFirstAsked(PortName port, HeldVsi held) {
    return new HeldVsi(edge.asFirstAsked(port, held.request()), held.answered());
  }

  Optional<String> trouble() {
    return trouble;
  }
}
