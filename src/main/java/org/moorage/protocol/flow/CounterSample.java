package org.moorage.protocol.flow;

import java.nio.charset.StandardCharsets;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;

/**
 * What passed an interface so far (sFlow version 5, {@code counters_sample}): the generic interface
 * counters, and the interface's name, by which a collector knows which vPort an index is.
 *
 * @param sequence of the counter samples of this source, from 1
 * @param source ifIndex, 0..2^24-1
 * @param name at most {@value #MAX_NAME} octets of ASCII
 * @param inFrames received from the VM, {@code inDiscards} besides
 */
public record CounterSample(
    long sequence,
    int source,
    String name,
    long inFrames,
    long inOctets,
    long inDiscards,
    long outFrames,
    long outOctets,
    long outDiscards)
    implements SflowSample {

  public static final int MAX_NAME = 64;

  private static final int TYPE = 2;
  private static final int GENERIC = 1;
  private static final int GENERIC_SIZE = 88;
  private static final int PORT_NAME = 1005;
  private static final int RECORDS = 2;
  private static final int PROPRIETARY_VIRTUAL = 53;
  private static final int FULL_DUPLEX = 1;

  /** ifAdminStatus and ifOperStatus up. */
  private static final int UP = 3;

  /** Where a counter is not kept. */
  private static final long UNKNOWN = 0xFFFF_FFFFL;

  public CounterSample {
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "name of " + name.length() + " octets; at most " + MAX_NAME);
    }
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public Octets body() {
    OctetsBuilder out = Octets.builder().u32(sequence).u32(source).u32(RECORDS);
    out.u32(GENERIC).u32(GENERIC_SIZE);
    out.u32(source).u32(PROPRIETARY_VIRTUAL).u64(0).u32(FULL_DUPLEX).u32(UP);
    out.u64(inOctets).u32(low(inFrames)).u32(UNKNOWN).u32(UNKNOWN);
    out.u32(low(inDiscards)).u32(UNKNOWN).u32(UNKNOWN);
    out.u64(outOctets).u32(low(outFrames)).u32(UNKNOWN).u32(UNKNOWN);
    out.u32(low(outDiscards)).u32(UNKNOWN).u32(0);
    byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
    int padding = -octets.length & 3;
    out.u32(PORT_NAME).u32(4L + octets.length + padding).u32(octets.length);
    return out.octets(Octets.of(octets)).zeros(padding).build();
  }

  private static long low(long count) {
    return count & 0xFFFF_FFFFL;
  }
}
