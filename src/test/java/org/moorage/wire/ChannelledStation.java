package org.moorage.wire;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.frameport.FramePort;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.PacketSocket;
import org.moorage.protocol.Octets;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.ServiceTag;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.StationPortSettings;
import org.moorage.protocol.stack.StationPortStack;
import org.moorage.protocol.stack.StationUapStack;
import org.moorage.protocol.stack.UapEffect;
import org.moorage.protocol.stack.VsiRequest;

/**
 * Our station with S-channels on a real interface, or on several that are one, as a process.
 *
 * <p>Told {@code want SCID ...}, {@code set SCID SVID}, {@code TYPE SCID UUID TYPE-ID VID MAC} and
 * {@code frame SCID HEX}; says {@code channels SCID/SVID ...}, {@code confirmed SCID UUID TYPE},
 * {@code ended SCID UUID CAUSE} and {@code heard SCID HEX} of what is no control frame.
 */
final class ChannelledStation {

  private final FramePort control;
  private final FramePort data;
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final StationUapStack uap;
  private final Map<Integer, StationPortStack> stacks = new HashMap<>();
  private final BlockingQueue<Consumer<Instant>> work = new LinkedBlockingQueue<>();
  private final List<SChannel> byHand = new ArrayList<>();
  private List<SChannel> channels = List.of(SChannel.DEFAULT);

  private ChannelledStation(FramePort control, FramePort data) throws FramePortException {
    this.control = control;
    this.data = data;
    uap = new StationUapStack(control.mac(), "host-a");
    stacks.put(SChannel.DEFAULT.scid(), stack(Instant.now()));
  }

  private StationPortStack stack(Instant now) throws FramePortException {
    return new StationPortStack(
        StationPortSettings.of(control.mac(), Flavour.RATIFIED).with(OurStation.SETTINGS),
        random,
        now);
  }

  /** The process in the namespace. */
  public static void main(String[] args) throws Exception {
    try (FramePort control = port(args, PacketSocket::ofControlFrames);
        FramePort data = port(args, name -> PacketSocket.ofDataFrames(name, System::nanoTime))) {
      new ChannelledStation(control, data).run();
    }
  }

  private static FramePort port(String[] interfaces, Function<String, FramePort> open) {
    List<FramePort> members = Arrays.stream(interfaces).map(open).toList();
    return members.size() == 1 ? members.getFirst() : new Bond(members);
  }

  private void run() throws Exception {
    control.start((frame, length) -> {
      Octets copy = Octets.copyOf(frame, 0, length);
      work.add(now -> received(copy, now));
    });
    data.start((frame, length) -> {
      Octets copy = Octets.copyOf(frame, 0, length);
      work.add(now -> System.out.println("heard " + scid(copy) + " " + copy.hex()));
    });
    work.add(now -> {
      done(SChannel.DEFAULT.scid(), inChannel(SChannel.DEFAULT.scid()).linkUp(now));
      uap(uap.linkUp(now), now);
    });
    Thread.ofPlatform().daemon().start(this::takeOrders);
    System.out.println(Conversation.READY);
    while (true) {
      Instant now = Instant.now();
      Optional<Instant> due = uap.deadline();
      for (StationPortStack stack : stacks.values()) {
        Optional<Instant> other = stack.deadline();
        if (other.isPresent() && (due.isEmpty() || other.get().isBefore(due.get()))) {
          due = other;
        }
      }
      Duration idle = due.map(at -> Duration.between(now, at)).orElse(Duration.ofSeconds(1));
      @Nullable Consumer<Instant> next =
          work.poll(Math.max(0, idle.toNanos()), TimeUnit.NANOSECONDS);
      if (next != null) {
        next.accept(Instant.now());
      }
      for (Map.Entry<Integer, StationPortStack> each : Map.copyOf(stacks).entrySet()) {
        done(each.getKey(), each.getValue().advance(Instant.now()));
      }
      uap(uap.advance(Instant.now()), Instant.now());
    }
  }

  private StationPortStack inChannel(int scid) {
    return Optional.ofNullable(stacks.get(scid)).orElseThrow();
  }

  private int scid(Octets frame) {
    int svid = ServiceTag.vid(frame);
    return channels.stream()
        .filter(channel -> svid == 0 ? channel.scid() == 1 : channel.svid() == svid)
        .mapToInt(SChannel::scid)
        .findFirst()
        .orElse(0);
  }

  private void received(Octets frame, Instant now) {
    if (StationUapStack.isFor(frame)) {
      uap(uap.receive(frame, now), now);
      return;
    }
    StationPortStack stack = stacks.get(scid(frame));
    if (stack != null) {
      done(scid(frame), stack.receive(ServiceTag.off(frame), now));
    }
  }

  private void takeOrders() {
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] order = line.split(" ");
        work.add(now -> obey(order, now));
      }
      System.exit(0);
    } catch (Exception broken) {
      System.out.println("broken " + broken);
      System.exit(1);
    }
  }

  private void obey(String[] order, Instant now) {
    switch (order[0]) {
      case "want" -> {
        List<Integer> scids = new ArrayList<>();
        Arrays.stream(order).skip(1).map(Integer::valueOf).forEach(scids::add);
        uap(uap.want(scids, now), now);
      }
      case "set" -> {
        SChannel channel = new SChannel(Integer.parseInt(order[1]), Integer.parseInt(order[2]));
        byHand.add(channel);
        channels = Stream.concat(channels.stream(), Stream.of(channel)).toList();
        open(channel.scid(), now);
      }
      case "frame" -> send(data, Integer.parseInt(order[1]), Octets.ofHex(order[2]));
      default -> {
        int scid = Integer.parseInt(order[1]);
        done(scid, inChannel(scid).request(request(order), now));
      }
    }
  }

  private static VsiRequest request(String[] order) {
    return OurStation.request(
        order[0], order[2], Integer.parseInt(order[3]), 1, order[4], order[5]);
  }

  private void uap(List<UapEffect> effects, Instant now) {
    for (UapEffect effect : effects) {
      switch (effect) {
        case UapEffect.Send(Octets frame) -> send(control, SChannel.DEFAULT.scid(), frame);
        case UapEffect.ChannelsChanged(List<SChannel> changed) -> {
          channels = Stream.concat(changed.stream(), byHand.stream()).toList();
          List<Integer> scids = channels.stream().map(SChannel::scid).toList();
          stacks.keySet().retainAll(scids);
          scids.stream().filter(scid -> !stacks.containsKey(scid)).forEach(scid -> open(scid, now));
          System.out.println(
              "channels " + String.join(" ", changed.stream().map(SChannel::toString).toList()));
        }
        case UapEffect.ChannelsRefused(List<Integer> scids) ->
            System.out.println("refused " + scids);
        case UapEffect.Dropped dropped -> System.out.println("dropped " + dropped.reason());
      }
    }
  }

  private void open(int scid, Instant now) {
    try {
      StationPortStack fresh = stack(now);
      stacks.put(scid, fresh);
      done(scid, fresh.linkUp(now));
    } catch (FramePortException e) {
      throw new IllegalStateException(e);
    }
  }

  private void done(int scid, List<StationEffect> effects) {
    for (StationEffect effect : effects) {
      switch (effect) {
        case StationEffect.Send(Octets frame) -> send(control, scid, frame);
        case StationEffect.Confirmed confirmed ->
            System.out.println(
                "confirmed " + scid + " " + confirmed.vsi() + " " + confirmed.type());
        case StationEffect.Failed failed ->
            System.out.println("failed " + scid + " " + failed.vsi() + " " + failed.reason());
        case StationEffect.Ended ended ->
            System.out.println("ended " + scid + " " + ended.vsi() + " " + ended.cause());
        case StationEffect.OperationChanged changed -> {}
        case StationEffect.Dropped dropped -> System.out.println("dropped " + dropped.reason());
      }
    }
  }

  private void send(FramePort port, int scid, Octets frame) {
    Octets tagged =
        channels.stream()
            .filter(channel -> channel.scid() == scid && scid != SChannel.DEFAULT.scid())
            .map(channel -> ServiceTag.on(frame, 0, channel.svid()))
            .findFirst()
            .orElse(frame);
    try {
      port.send(tagged);
    } catch (FramePortException e) {
      System.out.println("not sent: " + e.getMessage());
    }
  }
}
