package org.moorage.wire;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.moorage.frameport.FramePort;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.PacketSocket;
import org.moorage.protocol.Octets;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.protocol.stack.ControlAddresses;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.StationPortSettings;
import org.moorage.protocol.stack.StationPortStack;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * Our station side on a real interface, as a process: told {@code TYPE UUID VID MAC} (TYPE of
 * {@link VdpType}), says {@code confirmed UUID TYPE}, {@code failed UUID REASON}, {@code ended UUID
 * CAUSE} and {@code operation ...}.
 */
final class OurStation {

  /** As everywhere in these tests: RTE 10 (10 ms), RKA 18 (2.6 s). */
  static final EvbSettings SETTINGS =
      new EvbSettings(
          true, true, 3, new TimerExponent(10), new TimerExponent(18), new TimerExponent(18));

  private final FramePort port;
  private final StationPortStack stack;
  private final BlockingQueue<Function<Instant, List<StationEffect>>> work =
      new LinkedBlockingQueue<>();

  private OurStation(FramePort port, ControlAddresses addresses) throws FramePortException {
    this.port = port;
    this.stack =
        new StationPortStack(
            StationPortSettings.of(port.mac(), Flavour.RATIFIED).with(SETTINGS).with(addresses),
            RandomGenerator.of("L64X128MixRandom"),
            Instant.now());
  }

  /** The process in the namespace: its interface, and where EVB and ECP go if not as usual. */
  public static void main(String[] args) throws Exception {
    ControlAddresses addresses = ControlAddresses.STANDARD;
    if (args.length > 1) {
      MacAddress own = MacAddress.parse(args[1]);
      addresses = addresses.withEvb(own).withEcp(own);
    }
    try (FramePort port = PacketSocket.ofControlFrames(args[0], addresses.groups())) {
      new OurStation(port, addresses).run();
    }
  }

  private void run() throws Exception {
    port.start((frame, length) -> {
      Octets copy = Octets.copyOf(frame, 0, length);
      work.add(now -> stack.receive(copy, now));
    });
    work.add(stack::linkUp);
    Thread.ofPlatform().daemon().start(this::takeOrders);
    System.out.println(Conversation.READY);
    while (true) {
      Instant now = Instant.now();
      Duration idle =
          stack.deadline().map(due -> Duration.between(now, due)).orElse(Duration.ofSeconds(1));
      @Nullable Function<Instant, List<StationEffect>> next =
          work.poll(Math.max(0, idle.toNanos()), TimeUnit.NANOSECONDS);
      if (next != null) {
        act(next.apply(Instant.now()));
      }
      act(stack.advance(Instant.now()));
    }
  }

  private void takeOrders() {
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        VsiRequest request = request(line.split(" "));
        work.add(now -> stack.request(request, now));
      }
      System.exit(0);
    } catch (Exception broken) {
      System.out.println("broken " + broken);
      System.exit(1);
    }
  }

  private static VsiRequest request(String[] order) {
    return request(order[0], order[1], 4711, 2, order[2], order[3]);
  }

  static VsiRequest request(
      String request, String uuid, int type, int version, String vid, String mac) {
    return VsiRequest.of(
        VdpType.valueOf(request),
        VsiManagerId.ofText("moorage"),
        new VsiTypeId(type),
        new VsiTypeVersion(version),
        VsiId.of(UUID.fromString(uuid)),
        FilterInfo.of(
            FilterInfo.Format.MAC_VID,
            FilterInfo.Entry.of(MacAddress.parse(mac), VidField.ofBits(Integer.parseInt(vid)))));
  }

  private void act(List<StationEffect> effects) throws FramePortException {
    for (StationEffect effect : effects) {
      switch (effect) {
        case StationEffect.Send(Octets frame) -> port.send(frame);
        case StationEffect.Confirmed confirmed ->
            System.out.println("confirmed " + confirmed.vsi() + " " + confirmed.type());
        case StationEffect.Failed failed ->
            System.out.println("failed " + failed.vsi() + " " + failed.reason());
        case StationEffect.Ended ended ->
            System.out.println("ended " + ended.vsi() + " " + ended.cause());
        case StationEffect.OperationChanged changed ->
            System.out.println("operation " + changed.operation());
        case StationEffect.Dropped dropped -> System.out.println("dropped " + dropped.reason());
      }
    }
  }
}
