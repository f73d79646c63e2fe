package org.moorage.agent;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EdgeReport;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.PortExtension;
import org.moorage.edge.Edge;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.pecsp.CspCodePoints.Command;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspResponse;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtendedPort;
import org.moorage.protocol.pecsp.ExtendedPortCounters;
import org.moorage.protocol.pecsp.PortExtensionTlv;
import org.moorage.protocol.stack.PortEffect;
import org.moorage.protocol.stack.PortExtensionEffect;
import org.moorage.protocol.stack.ReleaseCause;

/**
 * The port extenders behind an agent's cascade ports (IEEE 802.1BR, "controlling bridge"): each
 * port of an extender is a port of the agent and of the data plane for as long as it is there, and
 * everything that runs on a port with a link of its own runs on it through its E-channel.
 *
 * <p>A port keeps its E-channel as long as it has its number. So frames go on when the agent is
 * restarted under a running extender, and what was held is held again.
 */
final class Extenders {

  /** E-channels below are left to whatever the standard reserves some for. */
  private static final int FIRST_CHANNEL = 256;

  private final EdgeAgentSettings settings;
  private final DataPlane plane;
  private final Edge edge;
  private final RandomGenerator random;
  private final Map<PortName, AgentPort> ports;
  private final PortHost host;
  private final Map<PortName, Cascade> cascades = new LinkedHashMap<>();

  /**
   * @param ports the agent's, to which extended ports come and from which they go
   */
  Extenders(
      EdgeAgentSettings settings,
      DataPlane plane,
      Edge edge,
      RandomGenerator random,
      Map<PortName, AgentPort> ports,
      PortHost host) {
    this.settings = settings;
    this.plane = plane;
    this.edge = edge;
    this.random = random;
    this.ports = ports;
    this.host = host;
  }

  /** Opens the ports VSIs were held on before the agent was restarted. */
  void start(List<Kept> kept, Instant now) {
    settings
        .cascades()
        .forEach((name, link) -> cascades.put(name, new Cascade(name, link, random)));
    for (Cascade cascade : cascades.values()) {
      for (int number : cascade.numbersOf(kept)) {
        open(cascade, new ExtendedPort(number, "", false, 0), now);
        cascade.lost(now.plus(AgentPort.LINK_DOWN_HOLD));
      }
    }
  }

  boolean isCascade(PortName link) {
    return cascades.containsKey(link);
  }

  List<ExtenderView> views() {
    return cascades.values().stream().map(each -> each.view(plane.drops(each.name))).toList();
  }

  /** The port a frame in an E-channel is for, which heard it; null where there is none. */
  @Nullable AgentPort portOf(PortName link, Octets frame, Instant now) {
    Cascade cascade = cascades.get(link);
    int channel = ETag.of(frame).map(ETag::channel).orElse(0);
    Behind behind = cascade == null ? null : cascade.ports.get(channel - FIRST_CHANNEL);
    if (behind != null) {
      behind.at().heard.note(ETag.off(frame), now);
    }
    return behind == null ? null : behind.at();
  }

  void receive(PortName link, Octets frame, Instant now) {
    Cascade cascade = cascades.get(link);
    if (cascade != null) {
      step(cascade, () -> cascade.stack.receive(frame, now), now);
    }
  }

  void linkChanged(PortName link, boolean up, Instant now) {
    Cascade cascade = cascades.get(link);
    if (cascade != null && cascade.linkUp != up) {
      cascade.linkUp = up;
      step(cascade, () -> up ? cascade.stack.linkUp(now) : cascade.stack.linkDown(now), now);
    }
  }

  void advance(Instant now) {
    for (Cascade cascade : cascades.values()) {
      Optional<Instant> due = cascade.stack.deadline();
      if (due.isPresent() && !now.isBefore(due.get())) {
        step(cascade, () -> cascade.stack.advance(now), now);
      }
      if (cascade.isForgetDue(now)) {
        List.copyOf(cascade.ports.keySet()).forEach(number -> close(cascade, number, now));
      }
      if (cascade.isCountDue(now)) {
        ask(cascade, new CspRequest.Statistics(0), now);
      }
      replicate(cascade, now);
    }
  }

  Optional<Instant> deadline() {
    return cascades.values().stream()
        .filter(cascade -> !cascade.failed)
        .flatMap(cascade -> Stream.of(cascade.stack.deadline(), cascade.deadline(), due(cascade)))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Groups that do not follow the vPorts yet are due at once. */
  private Optional<Instant> due(Cascade cascade) {
    return isBehind(cascade) ? Optional.of(Instant.EPOCH) : Optional.empty();
  }

  private boolean isBehind(Cascade cascade) {
    return cascade.stack.isOpen() && edge.floodSets().changes(cascade.name) != cascade.replicated;
  }

  /** A defect stops one cascade port; its ports stay as they are. */
  private void step(Cascade cascade, Supplier<List<PortExtensionEffect>> step, Instant now) {
    if (cascade.failed) {
      return;
    }
    try {
      step.get().forEach(effect -> perform(cascade, effect, now));
    } catch (RuntimeException defect) {
      cascade.failed = true;
      host.alarm(
          cascade.name,
          "a defect stopped PE CSP on this port, the extender's ports stay as they are: "
              + defect
              + "; restart the agent, and report it",
          now);
    }
  }

  private void perform(Cascade cascade, PortExtensionEffect effect, Instant now) {
    switch (effect) {
      case PortExtensionEffect.Send(Octets frame) -> host.send(cascade.name, frame);
      case PortExtensionEffect.NeighbourChanged(Optional<PortExtensionTlv> neighbour) -> {
        cascade.identity = neighbour.map(PortExtensionTlv::address);
        apart(now);
      }
      case PortExtensionEffect.Opened(CspSpeaker other) -> opened(cascade, other, now);
      case PortExtensionEffect.Lost(String because) -> lost(cascade, because, now);
      case PortExtensionEffect.Refused(Completion because) ->
          host.alarm(cascade.name, "the port extender refuses to be led: " + because.words(), now);
      case PortExtensionEffect.Requested(int number, CspRequest request) -> {
        CspResponse response = asked(cascade, request, now);
        Command command = request.command();
        step(cascade, () -> cascade.stack.answer(number, command, response, now), now);
        answered(cascade, request, response, now);
      }
      case PortExtensionEffect.Answered(long ticket, CspResponse response) ->
          told(cascade, ticket, response, now);
      case PortExtensionEffect.NotTaken(long ticket) -> {
        CspRequest request = cascade.asked.remove(ticket);
        if (request != null) {
          cascade.groups.answered(request, CspResponse.refused(Completion.NO_RESOURCES));
        }
      }
      case PortExtensionEffect.Dropped dropped -> {
        // The stack counts it by reason.
      }
    }
  }

  /**
   * An extender is led over one cascade port. A second one that shows the same address waits until
   * the first is gone.
   */
  private void apart(Instant now) {
    for (Cascade cascade : cascades.values()) {
      Optional<PortName> rival =
          cascade.identity.flatMap(identity ->
              cascades.values().stream()
                  .filter(other -> other != cascade && other.stack.isOpen())
                  .filter(other -> other.identity.equals(Optional.of(identity)))
                  .map(other -> other.name)
                  .findFirst());
      boolean bar = rival.isPresent();
      if (bar && cascade.rival.isEmpty()) {
        host.alarm(
            cascade.name,
            "the port extender here shows the address "
                + cascade.identity.orElseThrow()
                + " of the one on "
                + rival.get()
                + ": it is not used; unplug one of the two",
            now);
      }
      cascade.rival = rival;
      step(cascade, () -> cascade.stack.bar(bar, now), now);
    }
  }

  private void opened(Cascade cascade, CspSpeaker other, Instant now) {
    cascade.opened(other, now);
    apart(now);
    host.alarm(
        cascade.name,
        "port extender " + cascade.called() + " is connected, it has " + other.ports() + " ports",
        now);
  }

  /** Everything behind it is as if its cable were pulled. */
  private void lost(Cascade cascade, String because, Instant now) {
    boolean any =
        cascade.ports.values().stream().anyMatch(port -> !port.at().associations.isEmpty());
    host.alarm(
        cascade.name,
        "port extender "
            + cascade.called()
            + " is gone: "
            + because
            + (any ? "; its ports' vPorts are held for 10 s and then released" : ""),
        now);
    cascade.lost(now.plus(AgentPort.LINK_DOWN_HOLD));
    plane.extension().ifPresent(extension -> extension.replicate(cascade.name, List.of()));
    for (Behind port : cascade.ports.values()) {
      cascade.remember(port.said().number(), host.kept(port.at()), now);
      host.linkChanged(port.at(), false, now);
      port.at().lostBy = ReleaseCause.EXTENDED_PORT_GONE;
    }
    apart(now);
  }

  /** What an extender asks is done before it is answered. */
  private CspResponse asked(Cascade cascade, CspRequest request, Instant now) {
    return switch (request) {
      case CspRequest.CreatePort(ExtendedPort port) -> open(cascade, port, now);
      case CspRequest.PortStatus(ExtendedPort port) -> {
        Behind behind = cascade.ports.get(port.number());
        if (behind == null) {
          yield CspResponse.refused(Completion.UNKNOWN_PORT);
        }
        cascade.ports.put(port.number(), behind.saying(port));
        yield CspResponse.done();
      }
      case CspRequest.DeletePort(int number) -> {
        boolean there = cascade.ports.containsKey(number);
        close(cascade, number, now);
        yield CspResponse.refused(there ? Completion.SUCCESS : Completion.UNKNOWN_PORT);
      }
      case CspRequest.Open _,
          CspRequest.SetPort _,
          CspRequest.Register _,
          CspRequest.Unregister _,
          CspRequest.Statistics _ ->
          CspResponse.refused(Completion.WRONG_ROLE);
    };
  }

  /** What follows once the extender knows: only now do frames reach the port. */
  private void answered(Cascade cascade, CspRequest request, CspResponse response, Instant now) {
    if (response.completion() != Completion.SUCCESS) {
      return;
    }
    if (request instanceof CspRequest.CreatePort(ExtendedPort port)) {
      ask(cascade, new CspRequest.SetPort(port.number(), true, 0), now);
      linkChanged(cascade, port, now);
    } else if (request instanceof CspRequest.PortStatus(ExtendedPort port)) {
      linkChanged(cascade, port, now);
    }
  }

  private void linkChanged(Cascade cascade, ExtendedPort said, Instant now) {
    Behind port = cascade.ports.get(said.number());
    if (port != null) {
      host.linkChanged(port.at(), said.up(), now);
    }
  }

  private CspResponse open(Cascade cascade, ExtendedPort said, Instant now) {
    Behind before = cascade.ports.get(said.number());
    if (before != null) {
      cascade.ports.put(said.number(), before.saying(said));
      host.takeUp(before.at(), cascade.remembered(said.number(), now), now);
      return new CspResponse.Created(before.channel());
    }
    Optional<PortExtension> extension = plane.extension();
    boolean room =
        cascade.ports.size() < CspSpeaker.MAX_PORTS && ports.size() < EdgeReport.MAX_UPLINKS;
    if (extension.isEmpty() || !room) {
      host.alarm(
          cascade.name,
          "port "
              + said.number()
              + " of the port extender is not taken: "
              + (room
                  ? "the data plane cannot serve port extenders"
                  : "this edge has as many ports as it takes"),
          now);
      return CspResponse.refused(Completion.NO_RESOURCES);
    }
    PortName name = cascade.portOf(said.number());
    EChannelId channel = new EChannelId(FIRST_CHANNEL + said.number());
    AgentPort port =
        AgentPort.ofExtender(name, cascade.name, channel, cascade.settings.inside(), random, now);
    extension.get().openExtendedPort(name, cascade.name, channel);
    edge.openExtendedPort(name, cascade.name, !cascade.settings.sharedPort());
    ports.put(name, port);
    cascade.ports.put(said.number(), new Behind(port, channel, said));
    port.linkLost(now);
    port.lostBy = ReleaseCause.EXTENDED_PORT_GONE;
    host.takeUp(port, cascade.remembered(said.number(), now), now);
    return new CspResponse.Created(channel);
  }

  private void close(Cascade cascade, int number, Instant now) {
    Behind gone = cascade.ports.remove(number);
    if (gone == null) {
      return;
    }
    AgentPort port = gone.at();
    if (port.failed()) {
      List<PortEffect> recovered = port.recover(now);
      host.guard(port, () -> recovered, now);
    }
    host.guard(port, () -> port.stack().releaseAll(ReleaseCause.EXTENDED_PORT_GONE, now), now);
    host.forget(port);
    cascade.counted.remove(number);
    edge.closeChannel(port.name);
    ports.remove(port.name);
    plane.extension().ifPresent(extension -> extension.closeExtendedPort(port.name));
  }

  private void ask(Cascade cascade, CspRequest request, Instant now) {
    long ticket = cascade.ask(request);
    step(cascade, () -> cascade.stack.ask(request, ticket, now), now);
  }

  private void told(Cascade cascade, long ticket, CspResponse response, Instant now) {
    CspRequest request = cascade.asked.remove(ticket);
    if (request == null) {
      return;
    }
    if (response instanceof CspResponse.Counted(List<ExtendedPortCounters> counts, boolean more)) {
      counts.forEach(each -> cascade.counted.put(each.number(), each));
      if (more && !counts.isEmpty()) {
        ask(cascade, new CspRequest.Statistics(counts.getLast().number()), now);
      }
    }
    cascade.groups.answered(request, response);
    if (request instanceof CspRequest.Register || request instanceof CspRequest.Unregister) {
      regroup(cascade, now);
    }
  }

  /** Groups follow the vPorts: new ones are used once confirmed, old ones given back after. */
  private void replicate(Cascade cascade, Instant now) {
    if (isBehind(cascade)) {
      cascade.replicated = edge.floodSets().changes(cascade.name);
      regroup(cascade, now);
    }
  }

  private void regroup(Cascade cascade, Instant now) {
    int most = cascade.other.map(CspSpeaker::groups).orElse(0);
    cascade.groups.want(edge.floodSets().of(cascade.name));
    List<CspRequest> requests = cascade.groups.next(most, cascade::channelOf);
    plane
        .extension()
        .ifPresent(extension -> extension.replicate(cascade.name, cascade.groups.usable()));
    requests.forEach(request -> ask(cascade, request, now));
  }
}
