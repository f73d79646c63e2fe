package org.moorage.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.AgentLoop;
import org.moorage.agent.AgentOptions;
import org.moorage.agent.PortKeeper;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.FrameSink;
import org.moorage.dataplane.NoDataPlane;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.PortName;
import org.moorage.frameport.FramePortCounters;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;
import org.moorage.frameport.PacketSocket;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * The real interfaces of an agent: control frames of the uplinks to and from its loop and, where we
 * forward ourselves, all other frames to and from the soft switch.
 */
final class AgentPorts implements FrameSink, AutoCloseable {

  private static final String CONTROL = " control";
  private static final String FRAMES = " frames";

  private final AgentOptions options;
  private final InstantSource clock;
  private final DataPlane plane;

  /** Made once; read by the threads of all ports afterwards. */
  private final Map<PortName, PortKeeper> control = new ConcurrentHashMap<>();

  private final Map<PortName, PortKeeper> frames = new ConcurrentHashMap<>();

  /** What the loop was told last: the link of a port, the trouble with it. */
  private final Map<PortName, Boolean> links = new LinkedHashMap<>();

  private final Map<String, String> troubles = new LinkedHashMap<>();

  private @Nullable SflowExport export;

  AgentPorts(AgentOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    plane =
        options.softSwitch()
            ? new SoftSwitch(
                SoftSwitchSettings.of(List.copyOf(options.uplinks().keySet()), options.fabric()))
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
      FrameReceiver inbox =
          loop.inbox(name, (agent, why) -> agent.alarm(said(why), clock.instant()));
      Set<MacAddress> groups = options.addresses(name).groups();
      control.put(name, new PortKeeper(PacketSocket.ofControlFrames(name.value(), groups), inbox));
    }
    if (plane instanceof SoftSwitch soft) {
      List<PortName> all = new ArrayList<>(options.uplinks().keySet());
      all.addAll(options.fabric());
      for (PortName name : all) {
        FrameReceiver towardsSwitch =
            (frame, length) -> soft.receive(name, frame, length, clock.instant(), this);
        frames.put(name, new PortKeeper(PacketSocket.ofDataFrames(name.value()), towardsSwitch));
      }
    }
  }

  /** Opens every interface, or none. */
  void open() throws FramePortException {
    try {
      for (PortKeeper each : control.values()) {
        each.open();
      }
      for (PortKeeper each : frames.values()) {
        each.open();
      }
    } catch (FramePortException e) {
      close();
      throw e;
    }
  }

  /** Opens again what came back, and tells the loop what changed; to be called every 200 ms. */
  void watch(AgentLoop loop) {
    frames.forEach((name, keeper) -> {
      keeper.isUp();
      tellTrouble(loop, name.value() + FRAMES, keeper);
    });
    control.forEach((name, keeper) -> {
      boolean up = keeper.isUp();
      tellTrouble(loop, name.value() + CONTROL, keeper);
      boolean before = links.getOrDefault(name, false);
      if (up != before && loop.post(agent -> agent.linkChanged(name, up, clock.instant()))) {
        links.put(name, up);
      }
    });
  }

  private void tellTrouble(AgentLoop loop, String key, PortKeeper keeper) {
    String trouble = keeper.trouble().orElse("");
    boolean news = !trouble.isEmpty() && !trouble.equals(troubles.get(key));
    if (!news || loop.post(agent -> agent.alarm(trouble, clock.instant()))) {
      troubles.put(key, trouble);
    }
  }

  /**
   * A frame of the agent itself: on an uplink a control frame, on a fabric port an announcement.
   * One that cannot be sent is lost, which the protocols bear.
   */
  void send(PortName name, Octets frame) {
    PortKeeper uplink = control.get(name);
    PortKeeper keeper = uplink == null ? frames.get(name) : uplink;
    if (keeper != null) {
      try {
        keeper.port().send(frame);
      } catch (FramePortException e) {
        keeper.countUnsent();
      }
    }
  }

  /** A frame the soft switch forwards; one that cannot be sent is dropped and counted. */
  @Override
  public void send(PortName out, byte[] frame, int length) {
    PortKeeper keeper = frames.get(out);
    if (keeper != null) {
      try {
        keeper.port().send(frame, length);
      } catch (FramePortException e) {
        keeper.countUnsent();
      }
    }
  }

  /** What passed each interface, by its name and what is read there. */
  Map<String, FramePortCounters> counters(AgentLoop loop) {
    Map<String, FramePortCounters> counters = new LinkedHashMap<>();
    control.forEach((name, keeper) ->
        counters.put(name.value() + CONTROL, keeper.counters(loop.overflow(name))));
    frames.forEach((name, keeper) -> counters.put(name.value() + FRAMES, keeper.counters(0)));
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
    control.values().forEach(PortKeeper::close);
    frames.values().forEach(PortKeeper::close);
  }
}
