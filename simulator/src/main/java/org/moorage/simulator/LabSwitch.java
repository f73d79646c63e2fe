package org.moorage.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.AgentOutput;
import org.moorage.agent.AgentView;
import org.moorage.agent.CascadeSettings;
import org.moorage.agent.EdgeAgent;
import org.moorage.agent.EdgeAgentSettings;
import org.moorage.agent.EdgeIdentity;
import org.moorage.agent.MemoryJournal;
import org.moorage.agent.Story;
import org.moorage.agent.TypeQuestion;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.OverlayEnd;
import org.moorage.dataplane.OverlayForwarding;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.edge.TypeLookup;
import org.moorage.overlay.OverlayChange;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.PortExtensionSettings;
import org.moorage.protocol.stack.UapSettings;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.simulator.LabEvent.Kind;

/**
 * A switch of a lab: the agent that runs beside real switches, over a soft switch. When its agent
 * stops the soft switch stops with it; what the agent kept on disk stays.
 */
final class LabSwitch implements AgentOutput {

  /** What a switch tells the lab. */
  interface Listener {
    void said(LabSwitch edge, Numbered<AgentEvent> event);

    /** Its agent wants to know what a type is. */
    void asks(LabSwitch edge, TypeQuestion question);

    /** What its agent made of the overlay by itself. */
    void overlay(LabSwitch edge, List<OverlayChange> changes);

    /** A frame leaves for {@code to}, in answer to one that came in from {@code from}. */
    void forwards(LabSwitch edge, PortRef from, PortRef to, Octets in);
  }

  /** Addresses of cascade ports. */
  private static final long CASCADES = 0x0243_0000_0000L;

  /** Addresses with which switches answer for their provider addresses. */
  private static final long PROVIDERS = 0x0244_0000_0000L;

  private static final int MTU = 1_500;

  private final String name;
  private final TypeLookup types;
  private final LabWorld world;
  private final Listener listener;
  private final LabSurroundings surroundings;
  private final Function<SoftSwitchSettings, SwitchParts> parts;
  private final SoftSwitchSettings ports;
  private final MacAddress providerMac;
  private final MemoryJournal journal = new MemoryJournal();

  /** The overlay as the agent has it on disk. */
  private List<OverlayChange> overlay = List.of();

  private final Map<PortName, Boolean> links = new LinkedHashMap<>();
  private final Waker waker;
  private EdgeAgentSettings settings;
  private EdgeAgent agent;
  private WatchedPlane plane;
  private SwitchParts.Forwarding forwarding;
  private boolean running;

  LabSwitch(
      LabFile.Switch file,
      EvbSettings evb,
      int firstPort,
      TypeLookup types,
      LabWorld world,
      Listener listener,
      LabSurroundings surroundings,
      Function<SoftSwitchSettings, SwitchParts> parts) {
    name = file.name();
    this.types = types;
    this.world = world;
    this.listener = listener;
    this.surroundings = surroundings;
    this.parts = parts;
    Map<PortName, BridgePortSettings> uplinks = new LinkedHashMap<>();
    Map<PortName, UapSettings> uaps = new LinkedHashMap<>();
    int number = firstPort;
    for (String port : file.ports()) {
      MacAddress mac = mac(number++);
      uplinks.put(new PortName(port), BridgePortSettings.of(mac).with(evb).withNames(name, port));
      LabFile.ChannelMode mode = file.channels().get(port);
      if (mode != null) {
        uaps.put(
            new PortName(port),
            UapSettings.of(mac)
                .withNames(name, port)
                .withSharedPort(mode == LabFile.ChannelMode.SHARED_PORT));
      }
    }
    Map<PortName, CascadeSettings> cascades = new LinkedHashMap<>();
    for (String port : file.cascades()) {
      MacAddress mac = new MacAddress(CASCADES + (firstPort << 8) + cascades.size());
      CspSpeaker self = CspSpeaker.ofBridge(firstPort * 1_000L, mac);
      cascades.put(
          new PortName(port),
          new CascadeSettings(
              new PortExtensionSettings(mac, name, port, ExtenderInventory.NONE, self),
              BridgePortSettings.of(mac).with(evb).withNames(name, port),
              true));
    }
    List<PortName> fabric = file.fabric().stream().map(PortName::new).toList();
    ports =
        SoftSwitchSettings.of(List.copyOf(uplinks.keySet()), fabric)
            .withCascades(List.copyOf(cascades.keySet()));
    EdgeName edge = new EdgeName(name);
    settings =
        new EdgeAgentSettings(
                edge,
                surroundings.identity(edge, EdgeIdentity.fresh(world.random(), world.now())),
                uplinks,
                uaps,
                fabric,
                file.edge())
            .withCascades(cascades);
    providerMac = new MacAddress(PROVIDERS + firstPort);
    SwitchParts first = parts.apply(ports);
    plane = new WatchedPlane(first.plane());
    forwarding = first.forwarding();
    agent = newAgent();
    waker = new Waker(world.time(), this::deadline, this::advance);
  }

  private static MacAddress mac(int number) {
    return new MacAddress(0x0242_0000_0000L + number);
  }

  private EdgeAgent newAgent() {
    return new EdgeAgent(
        settings, types, plane, journal, this, world.random(), () -> world.time().nanos());
  }

  String name() {
    return name;
  }

  EdgeName edgeName() {
    return settings.name();
  }

  EdgeAgent agent() {
    return agent;
  }

  WatchedPlane plane() {
    return plane;
  }

  boolean hasChannels() {
    return !settings.uaps().isEmpty();
  }

  boolean isRunning() {
    return running;
  }

  Optional<AgentView.PortView> port(String port) {
    return agent.views().agent().ports().stream()
        .filter(view -> view.name().value().equals(port))
        .findFirst();
  }

  /** Begins, or begins again with what the journal kept. */
  void start() {
    running = true;
    surroundings.starts(settings, plane);
    plane.overlay().ifPresent(this::carry);
    agent.tenancy(world.now()).follow(overlay);
    agent.start(world.now());
    links.forEach((port, up) -> agent.linkChanged(port, up, world.now()));
    waker.arm();
    world.changed();
  }

  private void carry(OverlayForwarding carrier) {
    carrier.become(new OverlayEnd(name, providerMac, MTU));
    EdgeAgent hearing = agent;
    carrier.learnedTo((vPort, vsid, mac, address) ->
        world
            .time()
            .after(
                Duration.ZERO,
                () -> {
                  if (running && hearing == agent) {
                    agent.tenancy(world.now()).learned(vPort, vsid, mac, address);
                    waker.arm();
                  }
                }));
  }

  /** From the manager. */
  void told(List<OverlayChange> changes) {
    if (running) {
      agent.tenancy(world.now()).follow(changes);
      waker.arm();
    }
  }

  @Override
  public void overlay(List<OverlayChange> changes) {
    listener.overlay(this, changes);
  }

  /** Stops for good. */
  void end() {
    if (running) {
      running = false;
      surroundings.stops(settings.name());
    }
  }

  void restart(Duration after) {
    running = false;
    overlay = agent.tenancy(world.now()).everything();
    surroundings.stops(settings.name());
    world.tell(
        name, Kind.DONE, "agent stops, and the soft switch with it, for " + Quantities.text(after));
    world
        .time()
        .after(
            after,
            () -> {
              EdgeIdentity before = settings.identity();
              settings =
                  new EdgeAgentSettings(
                      settings.name(),
                      new EdgeIdentity(before.id(), before.epoch() + 1),
                      settings.uplinks(),
                      settings.uaps(),
                      anew(settings.cascades(), before.epoch() + 1),
                      settings.fabric(),
                      settings.edge());
              SwitchParts fresh = parts.apply(ports);
              plane = new WatchedPlane(fresh.plane());
              forwarding = fresh.forwarding();
              agent = newAgent();
              world.tell(
                  name, Kind.HAPPENED, "agent starts with " + journal.kept().size() + " VSIs kept");
              start();
            });
  }

  /** As after each start an agent is another session to its extenders. */
  private static Map<PortName, CascadeSettings> anew(
      Map<PortName, CascadeSettings> cascades, long session) {
    Map<PortName, CascadeSettings> anew = new LinkedHashMap<>();
    cascades.forEach((port, before) -> {
      PortExtensionSettings link = before.link();
      CspSpeaker self =
          CspSpeaker.ofBridge(link.self().session() + 1 + session % 1_000, link.self().address());
      anew.put(
          port,
          new CascadeSettings(
              new PortExtensionSettings(
                  link.mac(), link.systemName(), link.portDescription(), link.inventory(), self),
              before.inside(),
              before.sharedPort()));
    });
    return anew;
  }

  /** Whether control frames of that port are the agent's. */
  private boolean isHeard(PortName port) {
    return settings.uplinks().containsKey(port) || settings.cascades().containsKey(port);
  }

  void linkChanged(String port, boolean up) {
    PortName uplink = new PortName(port);
    if (!isHeard(uplink)) {
      return;
    }
    links.put(uplink, up);
    if (running) {
      agent.linkChanged(uplink, up, world.now());
      waker.arm();
    }
  }

  void receive(String port, Octets frame) {
    if (!running) {
      return;
    }
    PortName in = new PortName(port);
    if (Uplink.isControl(ETag.off(frame)) && isHeard(in)) {
      agent.receive(in, frame, world.now());
      waker.arm();
      return;
    }
    PortRef from = new PortRef(name, port);
    forwarding.receive(
        in,
        frame.toArray(),
        frame.size(),
        world.now(),
        (out, octets, length) -> {
          PortRef to = new PortRef(name, out.value());
          listener.forwards(this, from, to, frame);
          world.transmit(to, Octets.copyOf(octets, 0, length));
        });
  }

  /** From the manager. */
  void withdraw(PortName port, VsiId vsi, String because) {
    if (running) {
      agent.withdraw(port, vsi, because, world.now());
      waker.arm();
    }
  }

  /** From outside the lab. */
  void told(BiConsumer<EdgeAgent, Instant> what) {
    if (running) {
      what.accept(agent, world.now());
      waker.arm();
    }
  }

  @Override
  public void send(PortName port, Octets frame) {
    world.transmit(new PortRef(name, port.value()), frame);
  }

  @Override
  public void event(Numbered<AgentEvent> event) {
    listener.said(this, event);
    surroundings.said(edgeName(), event);
  }

  @Override
  public boolean wantsStories() {
    return surroundings.decides();
  }

  @Override
  public void event(Numbered<AgentEvent> event, Story story) {
    listener.said(this, event);
    surroundings.said(edgeName(), event, story);
  }

  @Override
  public void ask(TypeQuestion question) {
    listener.asks(this, question);
  }

  private Optional<Instant> deadline() {
    return running
        ? Stream.concat(
                agent.deadline().stream(),
                plane.overlay().stream().map(carrier -> carrier.due(world.now())))
            .min(Instant::compareTo)
        : Optional.empty();
  }

  private void advance() {
    agent.advance(world.now());
    plane
        .overlay()
        .ifPresent(carrier ->
            carrier.advance(
                world.now(),
                (out, octets, length) ->
                    world.transmit(
                        new PortRef(name, out.value()), Octets.copyOf(octets, 0, length))));
  }
}
