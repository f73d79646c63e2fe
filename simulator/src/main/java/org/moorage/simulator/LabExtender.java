package org.moorage.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.extender.ExtenderEvent;
import org.moorage.extender.ExtenderOutput;
import org.moorage.extender.ExtenderSwitch;
import org.moorage.extender.PortExtender;
import org.moorage.extender.PortExtenderSettings;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.simulator.LabEvent.Kind;

/** A port extender of a lab: the one that runs on real interfaces, between cables of the lab. */
final class LabExtender implements ExtenderOutput {

  /** The port towards its switch. */
  static final String UP = "up";

  private static final int MEGABITS = 10_000;

  /** Who switches the links of its ports on and off. */
  interface Power {
    void power(PortRef port, boolean on);
  }

  private final String name;
  private final LabWorld world;
  private final Power power;
  private final PortName up = new PortName(UP);
  private final ExtenderSwitch plane;
  private final PortExtender extender;
  private final Waker waker;

  LabExtender(LabFile.Extender file, int number, LabWorld world, Power power) {
    name = file.name();
    this.world = world;
    this.power = power;
    plane = new ExtenderSwitch(up, file.ports().stream().map(PortName::new).toList());
    ExtenderInventory said =
        new ExtenderInventory("", "", "LAB-" + number, "Moorage", "lab port extender");
    PortExtenderSettings settings =
        new PortExtenderSettings(
            new EdgeName(name),
            new MacAddress(0x0258_0000_0000L + number),
            said,
            number,
            CspSpeaker.MAX_GROUPS);
    extender = new PortExtender(settings, plane, this, world.random());
    waker = new Waker(world.time(), extender::deadline, this::advance);
  }

  String name() {
    return name;
  }

  List<String> ports() {
    return plane.extended().stream().map(PortName::value).toList();
  }

  void start() {
    extender.start();
    waker.arm();
  }

  void linkChanged(String port, boolean linkUp) {
    Instant now = world.now();
    if (!port.equals(UP)) {
      extender.portLink(new PortName(port), linkUp, MEGABITS, now);
    } else if (linkUp) {
      extender.linkUp(now);
    } else {
      extender.linkDown(now);
    }
    waker.arm();
  }

  void receive(String port, Octets frame) {
    if (port.equals(UP) && !ETag.isOn(frame)) {
      extender.receive(frame, world.now());
      waker.arm();
      return;
    }
    plane.receive(
        new PortName(port),
        frame.toArray(),
        frame.size(),
        (out, octets, length) ->
            world.transmit(new PortRef(name, out.value()), Octets.copyOf(octets, 0, length)));
  }

  private void advance() {
    extender.advance(world.now());
  }

  @Override
  public void send(Octets frame) {
    world.transmit(new PortRef(name, UP), frame);
  }

  /** What the link says of itself comes back, so not within the step that switches it. */
  @Override
  public void link(PortName port, boolean on) {
    PortRef ref = new PortRef(name, port.value());
    world.time().after(Duration.ZERO, () -> power.power(ref, on));
  }

  @Override
  public void happened(ExtenderEvent event) {
    world.tell(name, event.isAlarm() ? Kind.ALARM : Kind.HAPPENED, event.text());
    world.changed();
  }

  boolean isOpen() {
    return extender.isOpen();
  }
}
