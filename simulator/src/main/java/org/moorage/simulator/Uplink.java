package org.moorage.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.StationPortSettings;
import org.moorage.protocol.stack.StationPortStack;
import org.moorage.protocol.stack.VsiRequest;

/** One port of a station: its protocol stack, and the cable behind it. */
final class Uplink {

  private final PortRef ref;
  private final StationPortSettings settings;
  private final LabWorld world;
  private final Consumer<StationEffect> effects;
  private final RandomGenerator random;
  private final Waker waker;
  private StationPortStack stack;
  private boolean linkUp;

  /**
   * @param effects takes everything the stack wants or says but frames, which go on the wire
   */
  Uplink(
      PortRef ref, StationPortSettings settings, LabWorld world, Consumer<StationEffect> effects) {
    this.ref = ref;
    this.settings = settings;
    this.world = world;
    this.effects = effects;
    random = world.random();
    stack = new StationPortStack(settings, random, world.now());
    waker = new Waker(world.time(), this::deadline, this::advance);
  }

  /** An address of its own for a station's port, made from the port's number in the lab. */
  static MacAddress mac(int number) {
    return new MacAddress(0x0253_0000_0000L + number);
  }

  PortRef ref() {
    return ref;
  }

  Flavour flavour() {
    return settings.flavour();
  }

  void linkUp() {
    linkUp = true;
    done(stack.linkUp(world.now()));
  }

  void linkDown() {
    linkUp = false;
    done(stack.linkDown(world.now()));
  }

  boolean isLinkUp() {
    return linkUp;
  }

  void request(VsiRequest request) {
    done(stack.request(request, world.now()));
  }

  void receive(Octets frame) {
    done(stack.receive(frame, world.now()));
  }

  void transmit(Octets frame) {
    world.transmit(ref, frame);
  }

  /** The machine lost power: nothing of what the stack knew is left. */
  void reset() {
    linkUp = false;
    stack = new StationPortStack(settings, random, world.now());
  }

  private Optional<Instant> deadline() {
    return stack.deadline();
  }

  private void advance() {
    done(stack.advance(world.now()));
  }

  private void done(List<StationEffect> wanted) {
    for (StationEffect effect : wanted) {
      if (effect instanceof StationEffect.Send(Octets frame)) {
        transmit(frame);
      } else {
        effects.accept(effect);
      }
    }
    waker.arm();
  }
}
