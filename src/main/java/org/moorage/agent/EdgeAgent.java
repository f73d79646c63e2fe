package org.moorage.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.moorage.dataplane.DataPlane;
import org.moorage.edge.Edge;
import org.moorage.edge.PortName;
import org.moorage.edge.TypeLookup;
import org.moorage.edge.VPort;
import org.moorage.profile.Lookup;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.ServiceTag;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.stack.BridgeUapStack;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.PortEffect;
import org.moorage.protocol.stack.ReleaseCause;
import org.moorage.protocol.stack.VsiAnswer;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * The agent beside one edge switch. A request is heard by a port's protocols, looked up, decided by
 * the edge, programmed by the data plane, and only then answered; what is held is remembered, what
 * ended is undone, and all of it is told.
 *
 * <p>No sockets, no threads, no clock: one thread calls it, says what time it is and calls {@link
 * #advance} when {@link #deadline} is reached. What it wants done goes to an {@link AgentOutput}.
 */
public final class EdgeAgent {

  /** Alarms kept to be shown; each was handed out as an event as well. */
  public static final int MAX_ALARMS = 64;

  /** How long vPorts outlive the link they came over. */
  public static final Duration LINK_DOWN_HOLD = AgentPort.LINK_DOWN_HOLD;

  private final EdgeAgentSettings settings;
  private final Tenancy plane;
  private final AgentJournal journal;
  private final AgentOutput out;
  private final RandomGenerator random;
  private final Edge edge;
  private final Map<PortName, AgentPort> ports = new LinkedHashMap<>();
  private final Chronicle chronicle;
  private final Announcer announcer;
  private final Answering answering;
  private final Recovery recovery;
  private final Endings endings;
  private final SChannels channels;
  private final Extenders extenders;
  private Instant started = Instant.EPOCH;

  /**
   * @param types the catalogue; it must not wait
   * @param random first sequence numbers and the like
   * @param nanos a counter of nanoseconds for the stories, as {@link System#nanoTime}; it decides
   *     nothing
   */
  public EdgeAgent(
      EdgeAgentSettings settings,
      TypeLookup types,
      DataPlane carrier,
      AgentJournal journal,
      AgentOutput out,
      RandomGenerator random,
      LongSupplier nanos) {
    this.settings = settings;
    this.journal = journal;
    this.out = out;
    this.random = random;
    edge = new Edge(settings.name(), settings.edge());
    plane = new Tenancy(carrier, edge, out::overlay);
    chronicle = new Chronicle(settings.identity(), out.wantsStories() ? this::views : null);
    announcer = new Announcer(edge, settings.fabric(), chronicle, out);
    answering = new Answering(edge, types, plane, journal, chronicle, announcer, out::ask, nanos);
    recovery = new Recovery(journal, edge, types, plane, chronicle, ports);
    endings = new Endings(edge, plane, journal, chronicle, answering);
    PortHost host = new Host();
    channels = new SChannels(settings, plane, edge, random, ports, host);
    extenders = new Extenders(settings, plane, edge, random, ports, host);
  }

  /** Begins: programs what the journal remembers, before the first frame. Links are down. */
  public void start(Instant now) {
    started = now;
    plane.at(now);
    settings
        .uplinks()
        .forEach((name, uplink) -> ports.put(name, new AgentPort(name, uplink, random, now)));
    List<Kept> kept = journal.kept();
    channels.start(kept, now);
    extenders.start(kept, now);
    for (Map.Entry<PortName, List<HeldVsi>> each : recovery.restore(kept, now).entrySet()) {
      AgentPort port = ports.get(each.getKey());
      if (port != null) {
        port.linkLost(now);
        guard(port, () -> port.stack().restore(each.getValue(), now), now);
      }
    }
    recovery.tellRestored(now);
    chronicle.deliver(out);
  }

  /** The link of a station-facing port came up or went down. Saying the same again is nothing. */
  public void linkChanged(PortName name, boolean up, Instant now) {
    plane.at(now);
    AgentPort port = ports.get(name);
    if (extenders.isCascade(name)) {
      chronicle.event(new AgentEvent.LinkChanged(now, name, up));
      extenders.linkChanged(name, up, now);
      chronicle.deliver(out);
    }
    if (port == null || port.linkUp() == up) {
      return;
    }
    chronicle.event(new AgentEvent.LinkChanged(now, name, up));
    linkChanged(port, up, now);
    channels.on(name).forEach(each -> linkChanged(each, up, now));
    channels.linkChanged(name, up, now);
    chronicle.deliver(out);
  }

  private void linkChanged(AgentPort port, boolean up, Instant now) {
    if (up) {
      port.linkFound();
      if (port.failed()) {
        List<PortEffect> recovered = port.recover(now);
        guard(port, () -> recovered, now);
      }
      guard(port, () -> port.stack().linkUp(now), now);
    } else {
      port.linkLost(now);
      guard(port, () -> port.stack().linkDown(now), now);
    }
  }

  /**
   * A control frame arrived.
   *
   * @param link the uplink or cascade port it came in on; which of its S-channels or E-channels it
   *     is for is in the frame
   */
  public void receive(PortName link, Octets onLink, Instant now) {
    plane.at(now);
    boolean inEChannel = ETag.isOn(onLink);
    if (extenders.isCascade(link) && !inEChannel) {
      chronicle.count(AgentCounter.FRAMES_RECEIVED);
      extenders.receive(link, onLink, now);
      chronicle.deliver(out);
      return;
    }
    AgentPort port =
        inEChannel ? extenders.portOf(link, onLink, now) : channels.receive(link, onLink, now);
    Octets frame =
        inEChannel ? ETag.off(onLink) : channels.isUap(link) ? ServiceTag.off(onLink) : onLink;
    if (port == null && BridgeUapStack.isFor(onLink) && channels.isUap(link)) {
      chronicle.count(AgentCounter.FRAMES_RECEIVED);
      chronicle.deliver(out);
    } else if (port == null) {
      chronicle.count(AgentCounter.FRAMES_TO_UNKNOWN_PORT);
    } else if (port.failed()) {
      chronicle.count(AgentCounter.FRAMES_TO_FAILED_PORT);
    } else {
      chronicle.count(AgentCounter.FRAMES_RECEIVED);
      guard(port, () -> port.stack().receive(frame, now, each -> send(port, each)), now);
      chronicle.deliver(out);
    }
  }

  /** Does what is due. May be called at any time. */
  public void advance(Instant now) {
    plane.at(now);
    List<PortName> lost = new ArrayList<>(0);
    for (AgentPort port : ports.values()) {
      if (port.isReleaseDue(now)) {
        guard(port, () -> port.stack().releaseAll(port.lostBy, now), now);
        lost.add(port.name);
      }
      Optional<Instant> due = port.failed() ? Optional.empty() : port.stack().deadline();
      if (due.isPresent() && !now.isBefore(due.get())) {
        guard(port, () -> port.stack().advance(now), now);
      }
    }
    lost.forEach(link -> channels.release(link, now));
    channels.advance(now);
    extenders.advance(now);
    announcer.advance(now);
    for (VPort late : edge.overdueReservations(now)) {
      withdraw(late.port(), late.vsi(), StoryWords.overdue(settings.edge().reservationHold()), now);
    }
    recovery.watch(now);
    chronicle.deliver(out);
  }

  /** When {@link #advance} is to be called next. */
  public Optional<Instant> deadline() {
    Optional<Instant> first =
        Stream.of(
                channels.deadline(),
                extenders.deadline(),
                announcer.deadline(),
                edge.nextOverdueReservation())
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    for (AgentPort port : ports.values()) {
      Optional<Instant> due = port.deadline();
      if (due.isPresent() && (first.isEmpty() || due.get().isBefore(first.get()))) {
        first = due;
      }
    }
    return first;
  }

  /** Lets a VSI go on one port and tells its station. Nothing where it is not held. */
  public void withdraw(PortName name, VsiId vsi, String because, Instant now) {
    plane.at(now);
    AgentPort port = ports.get(name);
    if (port == null || !port.associations.containsKey(vsi)) {
      return;
    }
    chronicle.tell(new AssociationId(name, vsi), new StoryStep.Withdrawn(now, because));
    endings.withdrawing(because, () -> guard(port, () -> port.stack().withdraw(vsi, now), now));
    chronicle.deliver(out);
  }

  /** Lets a VSI go wherever this edge holds it. */
  public void withdraw(VsiId vsi, String because, Instant now) {
    for (PortName name : List.copyOf(ports.keySet())) {
      withdraw(name, vsi, because, now);
    }
  }

  /**
   * The answer to an {@link AgentOutput#ask}: what a type and version is. Requests that waited for
   * it are decided; where none does any more, nothing happens. Never called from within {@code
   * ask}.
   */
  public void resolved(VsiTypeId type, VsiTypeVersion version, Lookup answer, Instant now) {
    plane.at(now);
    for (Answering.Waiting waited : answering.waitingFor(type, version)) {
      AgentPort port = waited.port();
      guard(
          port,
          () -> {
            answer(port, waited.command(), answering.decide(waited, answer, now), now);
            return List.of();
          },
          now);
    }
    chronicle.deliver(out);
  }

  /** Tenants' networks at this edge: what it is told there happens now. */
  public Tenancy tenancy(Instant now) {
    plane.at(now);
    return plane;
  }

  /** Tells again of everything that is held, some at a time: somebody has forgotten it. */
  public void tellAgain() {
    recovery.tellAgain();
  }

  /** Tells people about something outside the agent's own steps. */
  public void alarm(String sentence, Instant now) {
    chronicle.alarm(Optional.empty(), sentence, now);
    chronicle.deliver(out);
  }

  /** What can be asked; good until the next call of anything else here. */
  public AgentViews views() {
    return new AgentViews(
        settings, started, edge, plane, ports, channels, extenders, chronicle, recovery.trouble());
  }

  /** One step of one port. A defect in it stops this port and no other. */
  private void guard(AgentPort port, Supplier<List<PortEffect>> step, Instant now) {
    if (port.failed()) {
      return;
    }
    try {
      perform(port, step.get(), now);
    } catch (RuntimeException defect) {
      answering.forget(port);
      port.fail(now);
      chronicle.count(AgentCounter.DEFECTS);
      chronicle.alarm(Optional.of(port.name), StoryWords.defect(defect), now);
    }
  }

  private void perform(AgentPort port, List<PortEffect> effects, Instant now) {
    for (PortEffect effect : effects) {
      switch (effect) {
        case PortEffect.Send(Octets frame) -> send(port, frame);
        case PortEffect.Command command ->
            answering
                .decide(port, command, now)
                .ifPresent(answer -> answer(port, command, answer, now));
        case PortEffect.Answered answered -> answering.answered(port, answered, now);
        case PortEffect.KeptAlive(VsiId vsi) -> keptAlive(port, vsi, now);
        case PortEffect.Released(VsiId vsi, ReleaseCause cause) ->
            endings.released(port, vsi, cause, now);
        case PortEffect.ReflectiveRelay(boolean on) -> {
          plane.reflectiveRelay(port.name, on);
          perform(port, port.stack().reflectiveRelayApplied(on, now), now);
        }
        case PortEffect.NeighbourChanged(Optional<Lldpdu> neighbour) ->
            neighbourChanged(port, neighbour, now);
        case PortEffect.Dropped dropped -> {
          // The stack counts it by reason.
        }
      }
    }
  }

  private void answer(AgentPort port, PortEffect.Command command, VsiAnswer answer, Instant now) {
    VsiId vsi = command.request().vsiId();
    perform(port, port.stack().answer(vsi, command.number(), answer, now), now);
    answering.settle(port, now);
  }

  private void send(AgentPort port, Octets frame) {
    chronicle.count(AgentCounter.FRAMES_SENT);
    out.send(port.link, port.onLink(frame));
  }

  private final class Host implements PortHost {

    @Override
    public void guard(AgentPort port, Supplier<List<PortEffect>> step, Instant now) {
      EdgeAgent.this.guard(port, step, now);
    }

    @Override
    public void linkChanged(AgentPort port, boolean up, Instant now) {
      if (port.linkUp() != up) {
        chronicle.event(new AgentEvent.LinkChanged(now, port.name, up));
        EdgeAgent.this.linkChanged(port, up, now);
      }
    }

    @Override
    public void takeUp(AgentPort port, List<Kept> kept, Instant now) {
      List<HeldVsi> taken = recovery.takeUp(port, kept, now);
      guard(port, () -> port.stack().restore(taken, now), now);
      taken.forEach(held -> recovery.tellTaken(port, held));
    }

    @Override
    public List<Kept> kept(AgentPort port) {
      return recovery.kept(port);
    }

    @Override
    public void send(PortName link, Octets frame) {
      chronicle.count(AgentCounter.FRAMES_SENT);
      out.send(link, frame);
    }

    @Override
    public void alarm(PortName uap, String sentence, Instant now) {
      chronicle.alarm(Optional.of(uap), sentence, now);
    }

    @Override
    public void forget(AgentPort port) {
      answering.forget(port);
    }
  }

  private void keptAlive(AgentPort port, VsiId vsi, Instant now) {
    chronicle.count(AgentCounter.KEEPALIVES);
    Association association = port.associations.get(vsi);
    if (association != null) {
      association.keptAlive(now);
    }
  }

  private void neighbourChanged(AgentPort port, Optional<Lldpdu> neighbour, Instant now) {
    port.station = neighbour.map(NeighbourWords::name);
    if (neighbour.isEmpty() && port.linkUp() && !port.associations.isEmpty()) {
      chronicle.alarm(
          Optional.of(port.name),
          "the station is no longer heard by LLDP; its VSIs stay as long as they are kept alive",
          now);
    }
  }
}
