package org.moorage.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.moorage.protocol.Octets;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ServiceTag;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.StationPortSettings;
import org.moorage.protocol.stack.StationPortStack;
import org.moorage.protocol.stack.StationUapStack;
import org.moorage.protocol.stack.UapEffect;
import org.moorage.protocol.stack.VsiRequest;

/** One port of a station: its protocol stack, those of its S-channels, and the cable behind it. */
final class Uplink {

  /** A link that is down for longer has lost its S-channels, as on the switch. */
  private static final Duration HOLD = Duration.ofSeconds(10);

  private final PortRef ref;
  private final StationPortSettings settings;
  private final boolean channelled;
  private final LabWorld world;
  private final Consumer<StationEffect> effects;
  private final IntConsumer channelLost;
  private final RandomGenerator random;
  private final Waker waker;
  private final Map<Integer, StationPortStack> inside = new LinkedHashMap<>();

  /** Requests for S-channels that are not there yet, by SCID. */
  private final Map<Integer, List<VsiRequest>> waiting = new LinkedHashMap<>();

  private StationPortStack stack;
  private StationUapStack uap;
  private List<SChannel> channels = List.of(SChannel.DEFAULT);
  private boolean linkUp;
  private long flaps;

  /**
   * @param channelled whether the other end has S-channels
   * @param effects takes everything the stacks want or say but frames, which go on the wire
   * @param channelLost told the SCID of an S-channel that is gone with all that was asked for on it
   */
  Uplink(
      PortRef ref,
      StationPortSettings settings,
      boolean channelled,
      LabWorld world,
      Consumer<StationEffect> effects,
      IntConsumer channelLost) {
    this.ref = ref;
    this.settings = settings;
    this.channelled = channelled;
    this.world = world;
    this.effects = effects;
    this.channelLost = channelLost;
    random = world.random();
    stack = new StationPortStack(settings, random, world.now());
    uap = new StationUapStack(settings.mac(), ref.node());
    waker = new Waker(world.time(), this::deadline, this::advance);
  }

  /** An address of its own for a station's port, made from the port's number in the lab. */
  static MacAddress mac(int number) {
    return new MacAddress(0x0253_0000_0000L + number);
  }

  /** Whether a frame is LLDP, ECP or draft ECP, in an S-channel or outside. */
  static boolean isControl(Octets frame) {
    Octets inside = ServiceTag.off(frame);
    if (inside.size() < EthernetFrame.HEADER) {
      return false;
    }
    int type = inside.u16(12);
    return type == EtherType.LLDP.value()
        || type == EtherType.ECP.value()
        || type == EtherType.ECP_DRAFT.value();
  }

  PortRef ref() {
    return ref;
  }

  Flavour flavour() {
    return settings.flavour();
  }

  void linkUp() {
    linkUp = true;
    flaps++;
    done(SChannel.DEFAULT.scid(), stack.linkUp(world.now()));
    each((scid, port) -> done(scid, port.linkUp(world.now())));
    uap(uap.linkUp(world.now()));
  }

  void linkDown() {
    linkUp = false;
    done(SChannel.DEFAULT.scid(), stack.linkDown(world.now()));
    each((scid, port) -> done(scid, port.linkDown(world.now())));
    uap(uap.linkDown(world.now()));
    long flap = flaps;
    if (channelled) {
      world.time().after(HOLD, () -> lostFor(flap));
    }
  }

  private void lostFor(long flap) {
    if (!linkUp && flap == flaps) {
      uap(uap.release(world.now()));
    }
  }

  boolean isLinkUp() {
    return linkUp;
  }

  /** Asks for these S-channels besides the default one, and for no others. */
  void want(List<Integer> scids) {
    if (channelled) {
      waiting.keySet().retainAll(scids);
      uap(uap.want(scids, world.now()));
    }
  }

  /**
   * Asks for something on an S-channel; waits where that is not there yet.
   *
   * @param scid 1 is the default one
   */
  void request(int scid, VsiRequest request) {
    if (scid == SChannel.DEFAULT.scid()) {
      done(scid, stack.request(request, world.now()));
      return;
    }
    StationPortStack port = inside.get(scid);
    if (port == null) {
      waiting.computeIfAbsent(scid, any -> new ArrayList<>()).add(request);
    } else {
      done(scid, port.request(request, world.now()));
    }
  }

  /** The SCID of the S-channel a frame came in on; 0 where it is of none. */
  int sChannel(Octets frame) {
    int svid = ServiceTag.vid(frame);
    return svid == 0
        ? SChannel.DEFAULT.scid()
        : channels.stream()
            .filter(channel -> channel.svid() == svid)
            .mapToInt(SChannel::scid)
            .findFirst()
            .orElse(0);
  }

  void receive(Octets frame) {
    int scid = sChannel(frame);
    StationPortStack port = inside.get(scid);
    if (channelled && StationUapStack.isFor(frame)) {
      uap(uap.receive(frame, world.now()));
    } else if (scid == SChannel.DEFAULT.scid()) {
      done(scid, stack.receive(frame, world.now()));
    } else if (port != null) {
      done(scid, port.receive(ServiceTag.off(frame), world.now()));
    }
  }

  /** Sends a frame on an S-channel; without that it is gone. */
  void transmit(int scid, Octets frame) {
    if (scid == SChannel.DEFAULT.scid()) {
      world.transmit(ref, frame);
      return;
    }
    channels.stream()
        .filter(channel -> channel.scid() == scid)
        .findFirst()
        .ifPresent(channel -> world.transmit(ref, ServiceTag.on(frame, 0, channel.svid())));
  }

  /** The machine lost power: nothing of what the stacks knew is left. */
  void reset() {
    linkUp = false;
    flaps++;
    stack = new StationPortStack(settings, random, world.now());
    uap = new StationUapStack(settings.mac(), ref.node());
    channels = List.of(SChannel.DEFAULT);
    inside.clear();
    waiting.clear();
  }

  private Optional<Instant> deadline() {
    Optional<Instant> first = stack.deadline();
    if (channelled) {
      first = earlier(first, uap.deadline());
      for (StationPortStack port : inside.values()) {
        first = earlier(first, port.deadline());
      }
    }
    return first;
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && (other.isEmpty() || one.get().isBefore(other.get())) ? one : other;
  }

  private void advance() {
    done(SChannel.DEFAULT.scid(), stack.advance(world.now()));
    if (channelled) {
      each((scid, port) -> done(scid, port.advance(world.now())));
      uap(uap.advance(world.now()));
    }
  }

  private interface Port {
    void take(int scid, StationPortStack port);
  }

  private void each(Port port) {
    Map.copyOf(inside).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> port.take(each.getKey(), each.getValue()));
  }

  private void uap(List<UapEffect> wanted) {
    if (!channelled) {
      return;
    }
    for (UapEffect effect : wanted) {
      switch (effect) {
        case UapEffect.Send(Octets frame) -> world.transmit(ref, frame);
        case UapEffect.ChannelsChanged(List<SChannel> now) -> change(now);
        case UapEffect.ChannelsRefused refused -> world.changed();
        case UapEffect.Dropped dropped -> world.changed();
      }
    }
    waker.arm();
  }

  /** A stack for each S-channel that came; what was on one that went has to be asked for again. */
  private void change(List<SChannel> now) {
    List<SChannel> before = channels;
    channels = now;
    for (SChannel gone : before) {
      if (!now.contains(gone)) {
        StationPortStack port = inside.remove(gone.scid());
        if (port != null) {
          port.linkDown(world.now());
        }
      }
    }
    for (SChannel come : now) {
      if (!come.isDefault() && !inside.containsKey(come.scid())) {
        StationPortStack port = new StationPortStack(settings, random, world.now());
        inside.put(come.scid(), port);
        if (linkUp) {
          done(come.scid(), port.linkUp(world.now()));
        }
        List<VsiRequest> asked = waiting.remove(come.scid());
        if (asked != null) {
          asked.forEach(request -> done(come.scid(), port.request(request, world.now())));
        }
      }
    }
    world.changed();
    before.stream()
        .filter(gone -> now.stream().noneMatch(each -> each.scid() == gone.scid()))
        .forEach(gone -> channelLost.accept(gone.scid()));
  }

  private void done(int scid, List<StationEffect> wanted) {
    for (StationEffect effect : wanted) {
      if (effect instanceof StationEffect.Send(Octets frame)) {
        transmit(scid, frame);
      } else {
        effects.accept(effect);
      }
    }
    waker.arm();
  }
}
