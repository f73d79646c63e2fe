package org.moorage.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.moorage.edge.PortName;
import org.moorage.extender.ExtenderSwitch;
import org.moorage.extender.PortExtender;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;
import org.moorage.frameport.InterfaceSwitch;
import org.moorage.frameport.PacketSocket;
import org.moorage.frameport.SystemInterface;
import org.moorage.protocol.Octets;

/**
 * The real interfaces of a port extender. Upstream, LLDP and ECP without an E-TAG are read apart
 * from all else; on extended ports both are read, and both are frames like any other. One thread
 * calls this.
 */
final class ExtenderPorts implements AutoCloseable {

  /**
   * Looking after ports is put off after so long: who waits for an acknowledgement from upstream
   * gives up after 160 ms, and the kernel takes some milliseconds to open or switch an interface.
   */
  private static final long TURN_NANOS = 20_000_000;

  /** An interface a station is connected to. */
  private static final class Extended {
    final PortName name;
    final PortMembers frames;
    final PortMembers control;

    /** Whether it is to be switched on; the kernel's number of it when that was last done. */
    boolean on;

    int index;

    /** Whether it is to be switched as {@link #on} says when it is looked after next. */
    boolean put;

    /** What the extender was told last. */
    boolean running;

    Extended(PortName name, PortMembers frames, PortMembers control) {
      this.name = name;
      this.frames = frames;
      this.control = control;
    }

    /** Looks after both; an interface that is switched off has nothing to be looked after. */
    boolean isRunning() {
      boolean controlUp = on && control.isUp();
      return on && frames.isUp() && controlUp;
    }
  }

  private final PortMembers upstreamControl;
  private final PortMembers upstreamFrames;
  private final Map<PortName, Extended> extended = new LinkedHashMap<>();
  private final List<Extended> all;
  private final Map<String, String> told = new LinkedHashMap<>();
  private boolean upstreamIsUp;

  /** Which extended port is looked after next, and how many before the round is over. */
  private int next;

  private int left;

  /**
   * @param inbox takes control frames from upstream, on another thread
   */
  ExtenderPorts(ExtenderSwitch plane, FrameReceiver inbox) {
    Map<PortName, Way> ways = new ConcurrentHashMap<>();
    PortName up = plane.upstream();
    upstreamControl = new PortMembers(up, PacketSocket::ofControlFrames, () -> inbox);
    upstreamFrames = forwarding(plane, up, ExtenderPorts::dataFrames, ways);
    ways.put(up, upstreamFrames.way());
    for (PortName name : plane.extended()) {
      PortMembers frames = forwarding(plane, name, ExtenderPorts::dataFrames, ways);
      ways.put(name, frames.way());
      PortMembers control = forwarding(plane, name, PacketSocket::ofAllControlFrames, ways);
      extended.put(name, new Extended(name, frames, control));
    }
    all = List.copyOf(extended.values());
  }

  private static PacketSocket dataFrames(String name) {
    return PacketSocket.ofDataFrames(name, System::nanoTime);
  }

  private static PortMembers forwarding(
      ExtenderSwitch plane,
      PortName name,
      Function<String, PacketSocket> sockets,
      Map<PortName, Way> ways) {
    return new PortMembers(
        name, sockets, () -> new Forwarding(Taking.of(plane.intake(name)), ways, System::nanoTime));
  }

  /**
   * Opens the upstream port; extended ones are opened when they are switched on.
   *
   * @throws FramePortException when that, or switching an extended port, is not possible
   */
  void open() throws FramePortException {
    upstreamControl.open();
    upstreamFrames.open();
    for (Extended each : extended.values()) {
      each.index = SystemInterface.require(each.name.value()).index();
      InterfaceSwitch.set(each.name.value(), false);
    }
  }

  /** A frame of the extender itself; one that cannot be sent is lost, which the protocols bear. */
  void send(Octets frame) {
    upstreamControl.send(frame);
  }

  /** An extended port is switched when it is looked after next; one that is away, when back. */
  void link(PortName name, boolean on) {
    Extended port = extended.get(name);
    if (port != null) {
      port.on = on;
      port.put = true;
      left = all.size();
    }
  }

  /** Whether {@link #watch} is to be called again soon: there are ports it has not got to. */
  boolean isAmidRound() {
    return left > 0;
  }

  private void apply(Extended port) {
    port.put = false;
    port.index = SystemInterface.index(port.name.value());
    try {
      InterfaceSwitch.set(port.name.value(), port.on);
    } catch (FramePortException e) {
      port.index = 0; // tried again
    }
  }

  /**
   * Opens again what came back, and tells the extender what changed; to be called every 200 ms, and
   * again until it is {@linkplain #isAmidRound through}.
   *
   * @return what is not as it should be and was not said before, each a sentence
   */
  List<String> watch(PortExtender extender, Instant now) {
    List<String> news = new ArrayList<>();
    boolean controlUp = upstreamControl.isUp(); // each is looked after, whatever the other is
    boolean up = upstreamFrames.isUp() && controlUp;
    remark("upstream control", upstreamControl.trouble(), news);
    remark("upstream frames", upstreamFrames.trouble(), news);
    if (up != upstreamIsUp) {
      upstreamIsUp = up;
      if (up) {
        extender.linkUp(now);
      } else {
        extender.linkDown(now);
      }
    }
    long until = System.nanoTime() + TURN_NANOS;
    left = left > 0 ? left : all.size();
    do {
      Extended port = all.get(next);
      next = (next + 1) % all.size();
      left--;
      watch(port, extender, now, news);
    } while (left > 0 && System.nanoTime() < until);
    return news;
  }

  private void watch(Extended port, PortExtender extender, Instant now, List<String> news) {
    String name = port.name.value();
    int index = SystemInterface.index(name);
    if (port.put || index != 0 && index != port.index) {
      apply(port); // made anew, it is as whoever made it left it
    }
    boolean running = port.isRunning();
    remark(name + " frames", port.frames.trouble(), news);
    remark(name + " control", port.control.trouble(), news);
    if (running != port.running) {
      port.running = running;
      extender.portLink(port.name, running, SystemInterface.megabits(name), now);
    }
  }

  private void remark(String key, Optional<String> words, List<String> news) {
    String said = words.orElse("");
    if (!said.equals(told.put(key, said)) && !said.isEmpty()) {
      news.add(said);
    }
  }

  /**
   * Leaves the extended ports switched on: without an extender they are nobody's but their own.
   * That comes first, since readers take a while to end and a process may not have it.
   */
  @Override
  public void close() {
    for (Extended each : extended.values()) {
      if (each.index != 0) {
        each.on = true;
        apply(each);
      }
    }
    upstreamControl.close();
    upstreamFrames.close();
    for (Extended each : extended.values()) {
      each.frames.close();
      each.control.close();
    }
  }
}
