package org.moorage.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.AgentLoop;
import org.moorage.agent.AgentOptions;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.NoDataPlane;
import org.moorage.dataplane.OverlayEnd;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.PortName;
import org.moorage.frameport.FramePortCounters;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;
import org.moorage.frameport.PacketSocket;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/**
 * The real interfaces of an agent: control frames of the uplinks to and from its loop and, where we
 * forward ourselves, all other frames to and from the soft switch.
 */
final class AgentPorts implements AutoCloseable {

  private static final String CONTROL = " control";
  private static final String FRAMES = " frames";
  private static final String MEMBERS = " members";

  private final AgentOptions options;
  private final MonotonicClock clock;
  private final DataPlane plane;

  /** Made once; read by the threads of all ports afterwards. */
  private final Map<PortName, PortMembers> control = new ConcurrentHashMap<>();

  private final Map<PortName, PortMembers> frames = new ConcurrentHashMap<>();

  /** The same ports, as the frames of the soft switch leave by them. */
  private final Map<PortName, Way> ways = new ConcurrentHashMap<>();

  /** What the loop was told last: the link of a port, what is said of it. */
  private final Map<PortName, Boolean> links = new LinkedHashMap<>();

  private final Map<String, String> told = new LinkedHashMap<>();

  private @Nullable SflowExport export;

  AgentPorts(AgentOptions options, MonotonicClock clock) {
    this.options = options;
    this.clock = clock;
    plane =
        options.softSwitch()
            ? new SoftSwitch(
                SoftSwitchSettings.of(
                        List.copyOf(options.uplinks().keySet()),
                        options.fabric(),
                        options.mirrorPorts())
                    .withCascades(List.copyOf(options.cascades().keySet())))
            : new NoDataPlane();
  }

  /** Samples go to the collector the options name; nothing where they name none. */
  void export() throws IOException {
    if (plane instanceof SoftSwitch soft && options.sflow().isPresent()) {
      SflowExport opened = SflowExport.open(options.sflow().get(), soft::counters);
      export = opened;
      soft.samplesTo(opened);
      opened.start();
    }
  }

  DataPlane plane() {
    return plane;
  }

  /** Says where control frames go; before the loop starts. */
  void lead(AgentLoop loop) {
    for (PortName name : options.uplinks().keySet()) {
      hear(loop, name, options.addresses(name).groups());
    }
    for (PortName name : options.cascades().keySet()) {
      hear(loop, name, Set.of(ReservedAddress.NEAREST_BRIDGE.mac()));
    }
    if (plane instanceof SoftSwitch soft) {
      List<PortName> all = new ArrayList<>(options.uplinks().keySet());
      all.addAll(options.fabric());
      all.addAll(options.cascades().keySet());
      for (PortName name : all) {
        open(name, () -> new Forwarding(Taking.of(soft.intake(name)), ways, clock::nanos));
      }
      for (PortName name : options.mirrorPorts()) {
        open(name, () -> (frame, length) -> {}); // a mirror port only sends
      }
      Map<PortName, FrameReceiver> inside = new LinkedHashMap<>();
      options.cascades().keySet().forEach(name -> inside.put(name, loop.waitingInbox(name)));
      soft.controlTo((cascade, frame, length) -> {
        FrameReceiver inbox = inside.get(cascade);
        if (inbox != null) {
          inbox.received(frame, length);
        }
      });
    }
  }

  /** The switch carries virtual subnets from now on; before the loop starts. */
  void carry(AgentLoop loop, OverlayEnd end) {
    plane
        .overlay()
        .ifPresent(overlay -> {
          overlay.become(end);
          overlay.learnedTo((vPort, vsid, mac, address) ->
              // One that finds no room is learned from the VM's next frame.
              loop.post(
                  agent -> agent.tenancy(clock.instant()).learned(vPort, vsid, mac, address)));
        });
  }

  private void hear(AgentLoop loop, PortName name, Set<MacAddress> groups) {
    FrameReceiver inbox = inbox(loop, name);
    control.put(
        name,
        new PortMembers(name, each -> PacketSocket.ofControlFrames(each, groups), () -> inbox));
  }

  private FrameReceiver inbox(AgentLoop loop, PortName name) {
    return loop.inbox(name, (agent, why) -> agent.alarm(said(why), clock.instant()));
  }

  private void open(PortName name, Supplier<FrameReceiver> receivers) {
    PortMembers port =
        new PortMembers(name, each -> PacketSocket.ofDataFrames(each, System::nanoTime), receivers);
    frames.put(name, port);
    ways.put(name, port.way());
  }

  /** Opens every interface, or none. */
  void open() throws FramePortException {
    try {
      for (PortMembers each : control.values()) {
        each.open();
      }
      for (PortMembers each : frames.values()) {
        each.open();
      }
    } catch (FramePortException e) {
      close();
      throw e;
    }
  }

  /** Opens again what came back, and tells the loop what changed; to be called every 200 ms. */
  void watch(AgentLoop loop) {
    plane.overlay().ifPresent(overlay -> overlay.advance(clock.instant(), this::sendData));
    frames.forEach((name, port) -> {
      port.isUp();
      tellTrouble(loop, name.value() + FRAMES, port);
    });
    control.forEach((name, port) -> {
      boolean up = port.isUp();
      tellTrouble(loop, name.value() + CONTROL, port);
      tell(loop, name.value() + MEMBERS, port.standing().orElse(""));
      boolean before = links.getOrDefault(name, false);
      if (up != before && loop.post(agent -> agent.linkChanged(name, up, clock.instant()))) {
        links.put(name, up);
      }
    });
  }

  private void tellTrouble(AgentLoop loop, String key, PortMembers port) {
    tell(loop, key, port.trouble().orElse(""));
  }

  private void tell(AgentLoop loop, String key, String words) {
    boolean news = !words.isEmpty() && !words.equals(told.get(key));
    if (!news || loop.post(agent -> agent.alarm(words, clock.instant()))) {
      told.put(key, words);
    }
  }

  /**
   * A frame of the agent itself: on an uplink a control frame, on a fabric port an announcement.
   * One that cannot be sent is lost, which the protocols bear.
   */
  void send(PortName name, Octets frame) {
    PortMembers uplink = control.get(name);
    PortMembers port = uplink == null ? frames.get(name) : uplink;
    if (port != null) {
      port.send(frame);
    }
  }

  private void sendData(PortName name, byte[] frame, int length) {
    send(name, Octets.copyOf(frame, 0, length));
  }

  /** What passed each interface, by its name and what is read there. */
  Map<String, FramePortCounters> counters(AgentLoop loop) {
    Map<String, FramePortCounters> counters = new LinkedHashMap<>();
    control.forEach((name, port) -> port.counters(CONTROL, loop.overflow(name), counters));
    frames.forEach((name, port) -> port.counters(FRAMES, 0, counters));
    return counters;
  }

  private static String said(FramePortException why) {
    return String.valueOf(why.getMessage()) + "; it is opened again when it is back";
  }

  @Override
  public void close() {
    if (export != null) {
      export.close();
    }
    control.values().forEach(PortMembers::close);
    frames.values().forEach(PortMembers::close);
  }
}
