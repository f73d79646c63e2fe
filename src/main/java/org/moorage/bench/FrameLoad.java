package org.moorage.bench;

import java.util.ArrayList;
import java.util.List;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.PacketSocket;
import org.moorage.frameport.SendBatch;
import org.moorage.protocol.Octets;

/**
 * TCP segments of many VMs in VLAN {@value BenchProfile#VLAN}, each permitted by another rule, sent
 * as fast as one core sends them.
 */
final class FrameLoad {

  /** Where they all go. */
  static final long DESTINATION = 0x0200_0000_0002L;

  /** The provider addresses of the switch and of whom it sends envelopes to. */
  static final long EDGE = 0xC0A8_0001L;

  static final long OTHER_EDGE = 0xC0A8_0002L;

  private static final long SOURCES = 0x5254_0000_0000L;

  /** Every so often the clock is read. */
  private static final int BATCHES = 16;

  private final List<byte[]> frames = new ArrayList<>();
  private final SendBatch batch = new SendBatch();
  private int next;

  /**
   * @param size octets of each, without FCS, 64..1,518
   * @param rules of which each is met equally often
   * @param vPorts VMs they come from, numbered from 1
   */
  FrameLoad(int size, int rules, int vPorts) {
    int count = Math.max(rules, vPorts);
    for (int i = 0; i < count; i++) {
      // 7 is prime to all numbers of rules in use: neighbours do not meet neighbours.
      frames.add(frame(size, i * 7 % rules, 1 + i % vPorts).toArray());
    }
  }

  static Octets frame(int size, int rule, int vm) {
    Octets header =
        Octets.builder()
            .u16(0x4500)
            .u16(size - 18)
            .u32(0)
            .u8(64)
            .u8(6)
            .u16(0)
            .u32(10L << 24 | 200 << 16 | vm & 0xFFFF)
            .u32(10L << 24 | (long) (rule / 250) << 16 | (rule % 250) << 8 | 9)
            .build();
    long sum = 0;
    for (int i = 0; i < header.size(); i += 2) {
      sum += header.u16(i);
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    Octets summed =
        header
            .slice(0, 10)
            .plus(Octets.builder().u16((int) (~(sum + (sum >>> 16)) & 0xFFFF)).build())
            .plus(header.slice(12, 8));
    return Octets.builder()
        .u48(DESTINATION)
        .u48(SOURCES | vm)
        .u16(0x8100)
        .u16(BenchProfile.VLAN)
        .u16(0x0800)
        .octets(summed)
        .u16(40_000)
        .u16(1_000 + rule)
        .u64(0)
        .u16(0x5010)
        .build()
        .paddedTo(size);
  }

  /** How many frames went out within the time. */
  long flood(PacketSocket port, long nanos) {
    long before = port.counters().framesOut();
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      for (int i = 0; i < BATCHES; i++) {
        fill();
        port.send(batch);
      }
    }
    return port.counters().framesOut() - before;
  }

  private void fill() {
    byte[] frame = frames.get(next);
    while (batch.add(frame, frame.length)) {
      next = next + 1 == frames.size() ? 0 : next + 1;
      frame = frames.get(next);
    }
  }

  /** Says at the network's end where {@link #DESTINATION} is, and that it is the other edge. */
  static void teach(Track track) throws BenchFailure {
    Octets said =
        Octets.builder()
            .u48(0xFFFF_FFFF_FFFFL)
            .u48(DESTINATION)
            .u16(0x8100)
            .u16(BenchProfile.VLAN)
            .u16(0x88B5)
            .build()
            .paddedTo(64);
    Octets edge =
        Octets.builder()
            .u48(0xFFFF_FFFF_FFFFL)
            .u48(DESTINATION)
            .u16(0x0806)
            .u64(0x0001_0800_0604_0002L)
            .u48(DESTINATION)
            .u32(OTHER_EDGE)
            .u48(0)
            .u32(EDGE)
            .build()
            .paddedTo(60);
    try (PacketSocket port = PacketSocket.ofDataFrames(track.networkEnd(), System::nanoTime)) {
      port.start((frame, length) -> {});
      port.send(said);
      port.send(edge);
    } catch (FramePortException failure) {
      throw new BenchFailure(String.valueOf(failure.getMessage()));
    }
  }
}
