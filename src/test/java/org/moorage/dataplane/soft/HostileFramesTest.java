package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.dataplane.soft.Rig.BROADCAST;
import static org.moorage.dataplane.soft.Rig.FABRIC;
import static org.moorage.dataplane.soft.Rig.P1;
import static org.moorage.dataplane.soft.Rig.P2;
import static org.moorage.dataplane.soft.Rig.anyAddress;
import static org.moorage.dataplane.soft.Rig.frame;
import static org.moorage.dataplane.soft.Rig.open;
import static org.moorage.dataplane.soft.Rig.plan;
import static org.moorage.dataplane.soft.Rig.udp;
import static org.moorage.dataplane.soft.Rig.untagged;
import static org.moorage.dataplane.soft.Rig.withTag;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameSink;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.Dscp;
import org.moorage.profile.FrameRate;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;

/** Octets nobody would send in good faith: counted, never thrown. */
class HostileFramesTest {

  /** Every inspection on. */
  private static final VPortTerms WATCHFUL =
      open(
          Rates.UNLIMITED,
          new Marking(OptionalInt.of(1), Optional.of(new Dscp(10))),
          new Guard(
              Guard.MacGuard.FILTER,
              new Guard.IpGuard.Learned(),
              true,
              true,
              false,
              Optional.of(new FrameRate(1_000_000))));

  private final Rig rig = new Rig();

  @BeforeEach
  void twoVPorts() {
    rig.apply(plan(1, P1, WATCHFUL, untagged(1, 100)));
    rig.apply(plan(2, P2, WATCHFUL, anyAddress(100)));
  }

  @Test
  void whatIsTooShortTooLongOrTaggedTooOftenIsCountedAsSuch() {
    rig.receive(P1, new byte[0]);
    rig.receive(P1, new byte[13]);
    rig.receive(P1, Arrays.copyOf(withTag(frame(1, 2), 100), 17));
    rig.receive(P1, new byte[SoftSwitchSettings.MAX_FRAME + 1]);
    rig.receive(P1, withTag(withTag(frame(1, 2), 100), 100));
    byte[] service = withTag(frame(1, 2), 100);
    Rig.put(service, 12, 0x88A8, 2);
    rig.receive(P1, service);
    rig.plane.receive(P1, new byte[60], 100, rig.now, (port, frame, length) -> {});

    assertThat(rig.drops(P1))
        .isEqualTo(Map.of(DropReason.TOO_SHORT, 3L, DropReason.TOO_LONG, 2L, DropReason.TAGS, 2L));
  }

  @Test
  void everyTruncationOfAGoodFrameIsForwardedOrCounted() {
    byte[] whole = withTag(udp(1, BROADCAST, 0x0A00_0001, 0x0A00_0002, 67, 68, 300), 100);
    for (int size = 0; size <= whole.length; size++) {
      assertForwardedOrCounted(P1, Arrays.copyOf(whole, size));
      assertForwardedOrCounted(FABRIC, Arrays.copyOf(whole, size));
    }
  }

  @Test
  void noiseIsForwardedOrCounted() {
    Random random = new Random(99);
    int[] types = {0x0800, 0x86DD, 0x0806, 0x8100, 0x88A8, 0x0000};
    for (int i = 0; i < 100_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      if (noise.length >= 18 && random.nextInt(10) > 0) {
        Rig.put(noise, 0, Rig.mac(random.nextInt(1, 4)), 6);
        Rig.put(noise, 6, Rig.mac(random.nextInt(1, 4)), 6);
        Rig.put(noise, 12, types[random.nextInt(types.length)], 2);
        noise[14] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
        if (random.nextBoolean()) {
          noise = withTag(noise, random.nextInt(10) == 0 ? random.nextInt(65_536) : 100);
        }
      }
      assertForwardedOrCounted(
          random.nextBoolean() ? P1 : random.nextBoolean() ? P2 : FABRIC, noise);
    }
    assertThat(rig.drops(P1)).containsKeys(DropReason.NO_VPORT, DropReason.SPOOFED_MAC);
  }

  private void assertForwardedOrCounted(PortName in, byte[] frame) {
    long before = drops(in);
    boolean forwarded = !rig.receive(in, frame).isEmpty();
    assertThat(forwarded || drops(in) > before).isTrue();
  }

  private long drops(PortName port) {
    return rig.drops(port).values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void aPermittedFrameAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] out = udp(1, 9, 0x0A00_0001, 0x0A00_0002, 1, 2, 100);
    byte[] in = withTag(udp(9, 1, 0x0A00_0002, 0x0A00_0001, 1, 2, 100), 100);
    byte[] all = withTag(udp(9, BROADCAST, 0x0A00_0002, 0x0A00_0001, 1, 2, 100), 100);
    long[] left = new long[1];
    FrameSink sink =
        new FrameSink() {
          @Override
          public void send(PortName port, byte[] frame, int length) {
            left[0] += length;
          }

          @Override
          public void send(
              PortName port, byte[] head, int headLength, byte[] frame, int from, int length) {
            left[0] += headLength + length - from;
          }
        };
    int frames = 30_000;
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < frames; i++) {
        rig.plane.receive(P1, out, out.length, rig.now, sink);
        rig.plane.receive(FABRIC, in, in.length, rig.now, sink);
        rig.plane.receive(FABRIC, all, all.length, rig.now, sink);
      }
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(left[0]).isPositive();
    assertThat(allocated).as("octets for %d frames", 3 * frames).isLessThan(frames);
  }
}
