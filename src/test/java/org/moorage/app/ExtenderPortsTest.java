package org.moorage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.extender.ExtenderEvent;
import org.moorage.extender.ExtenderOutput;
import org.moorage.extender.ExtenderSwitch;
import org.moorage.extender.PortExtender;
import org.moorage.extender.PortExtenderSettings;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.PacketSocket;
import org.moorage.frameport.SystemInterface;
import org.moorage.frameport.VethPair;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspResponse;
import org.moorage.protocol.pecsp.CspRole;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.protocol.stack.PortExtensionEffect;
import org.moorage.protocol.stack.PortExtensionSettings;
import org.moorage.protocol.stack.PortExtensionStack;

/** A port extender over real interfaces, a controlling bridge at one, a station at the other. */
class ExtenderPortsTest {

  private static final Octets LLDP =
      Octets.ofHex("0180c200000e 020000000001 88cc 0207").paddedTo(60);
  private static final Octets ARP =
      Octets.ofHex("ffffffffffff 020000000001 0806 0001").paddedTo(60);
  private static final int PATIENCE_SECONDS = 20;

  private final LinkedBlockingQueue<Octets> toBridge = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Octets> toExtender = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Octets> tagged = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Octets> atStation = new LinkedBlockingQueue<>();
  private final MonotonicClock clock = new MonotonicClock();
  private final List<String> happened = new ArrayList<>();

  @Test
  void extendedInterfacesFollowTheUpstreamAndPassFramesBothWays() throws Exception {
    try (VethPair up = VethPair.create();
        VethPair down = VethPair.create();
        PacketSocket control = PacketSocket.ofControlFrames(up.far());
        PacketSocket data = PacketSocket.ofDataFrames(up.far(), System::nanoTime);
        PacketSocket station = PacketSocket.ofDataFrames(down.far(), System::nanoTime)) {
      control.start((frame, length) -> toBridge.add(Octets.copyOf(frame, 0, length)));
      data.start((frame, length) -> tagged.add(Octets.copyOf(frame, 0, length)));
      station.start((frame, length) -> atStation.add(Octets.copyOf(frame, 0, length)));
      ExtenderSwitch plane =
          new ExtenderSwitch(new PortName(up.near()), List.of(new PortName(down.near())));
      try (ExtenderPorts ports =
          new ExtenderPorts(
              plane, (frame, length) -> toExtender.add(Octets.copyOf(frame, 0, length)))) {
        ports.open();
        assertThat(SystemInterface.hasCarrier(down.far())).isFalse();
        PortExtenderSettings settings =
            new PortExtenderSettings(
                new EdgeName("x1"),
                SystemInterface.require(up.near()).mac(),
                ExtenderInventory.NONE,
                1,
                64);
        PortExtender extender =
            new PortExtender(settings, plane, new Output(ports, happened), new SplittableRandom(1));
        PortExtensionStack bridge = bridge(control.mac());
        extender.start();
        fromBridge(bridge, bridge.linkUp(clock.instant()), control);
        await(
            bridge,
            extender,
            ports,
            control,
            () ->
                extender.view().ports().getFirst().up() && SystemInterface.hasCarrier(down.far()));

        for (Octets frame : List.of(ARP, LLDP)) {
          await(
              bridge,
              extender,
              ports,
              control,
              () -> {
                send(station, frame);
                Octets came = next(tagged);
                return came != null && came.equals(new ETag(0, false, 0, 257).on(frame));
              });
        }
        await(
            bridge,
            extender,
            ports,
            control,
            () -> {
              send(data, new ETag(0, false, 0, 257).on(ARP));
              Octets came = next(atStation);
              return came != null && came.equals(ARP);
            });

        up.down(up.far());
        await(bridge, extender, ports, control, () -> !SystemInterface.hasCarrier(down.far()));
        assertThat(happened).anyMatch(each -> each.startsWith("lost the controlling bridge: "));
      }
      assertThat(SystemInterface.hasCarrier(down.far())).isTrue();
    }
  }

  private record Output(ExtenderPorts ports, List<String> happened) implements ExtenderOutput {

    @Override
    public void send(Octets frame) {
      ports.send(frame);
    }

    @Override
    public void link(PortName port, boolean on) {
      ports.link(port, on);
    }

    @Override
    public void happened(ExtenderEvent event) {
      happened.add(event.text());
    }
  }

  private PortExtensionStack bridge(MacAddress mac) {
    CspSpeaker self = new CspSpeaker(CspRole.CONTROLLING_BRIDGE, 5, mac, 256, 64, 8);
    return new PortExtensionStack(
        new PortExtensionSettings(mac, "leaf-1", "c1", ExtenderInventory.NONE, self),
        new SplittableRandom(2));
  }

  private void await(
      PortExtensionStack bridge,
      PortExtender extender,
      ExtenderPorts ports,
      PacketSocket control,
      BooleanSupplier holds)
      throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("happened: %s", happened).isLessThan(end);
      assertThat(ports.watch(extender, clock.instant())).isEmpty();
      extender.advance(clock.instant());
      fromBridge(bridge, bridge.advance(clock.instant()), control);
      for (Octets frame = next(toExtender); frame != null; frame = next(toExtender)) {
        extender.receive(frame, clock.instant());
      }
      for (Octets frame = next(toBridge); frame != null; frame = next(toBridge)) {
        fromBridge(bridge, bridge.receive(frame, clock.instant()), control);
      }
    }
  }

  private void fromBridge(
      PortExtensionStack bridge, List<PortExtensionEffect> effects, PacketSocket control) {
    for (PortExtensionEffect effect : effects) {
      if (effect instanceof PortExtensionEffect.Send(Octets frame)) {
        send(control, frame);
      } else if (effect instanceof PortExtensionEffect.Requested(int number, var request)) {
        CspResponse response =
            request instanceof CspRequest.CreatePort
                ? new CspResponse.Created(new EChannelId(257))
                : CspResponse.done();
        fromBridge(
            bridge, bridge.answer(number, request.command(), response, clock.instant()), control);
      }
    }
  }

  /** A frame that cannot be sent is lost: an interface was just switched. */
  private static void send(PacketSocket port, Octets frame) {
    try {
      port.send(frame);
    } catch (FramePortException lost) {
      assertThat(lost).hasMessageNotContaining("defect");
    }
  }

  private static @Nullable Octets next(LinkedBlockingQueue<Octets> queue) {
    try {
      return queue.poll(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
