package org.moorage.protocol.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.moorage.protocol.Octets;

/**
 * Frames into a capture file with nanoseconds, in big-endian byte order, that tcpdump and Wireshark
 * read.
 */
public final class CaptureWriter {

  private static final int NANOSECOND_RESOLUTION = 9;

  private final OutputStream out;
  private final boolean pcapng;

  private CaptureWriter(OutputStream out, boolean pcapng) {
    this.out = out;
    this.pcapng = pcapng;
  }

  /** Writes the head of a pcap file. The stream stays the caller's to close. */
  public static CaptureWriter pcap(OutputStream out) throws IOException {
    var header = Octets.builder().u32(Integer.toUnsignedLong(PcapFormat.NANOSECONDS));
    header.u16(2).u16(4).u32(0).u32(0).u32(CaptureReader.MAX_FRAME).u32(CaptureReader.ETHERNET);
    out.write(header.build().toArray());
    return new CaptureWriter(out, false);
  }

  /** Writes the head of a pcapng file: a section with one interface. */
  public static CaptureWriter pcapng(OutputStream out) throws IOException {
    CaptureWriter writer = new CaptureWriter(out, true);
    Octets lengthUnknown = Octets.ofHex("ffffffffffffffff");
    writer.block(
        PcapngFormat.SECTION,
        Octets.builder().u32(PcapngFormat.BYTE_ORDER).u16(1).u16(0).octets(lengthUnknown).build());
    writer.block(
        PcapngFormat.INTERFACE,
        Octets.builder()
            .u16(CaptureReader.ETHERNET)
            .u16(0)
            .u32(0)
            .u16(PcapngFormat.OPTION_TIME_RESOLUTION)
            .u16(1)
            .u8(NANOSECOND_RESOLUTION)
            .zeros(3)
            .u32(0)
            .build());
    return writer;
  }

  /**
   * Appends a frame.
   *
   * @throws IllegalArgumentException when it is larger than {@link CaptureReader#MAX_FRAME} or
   *     outside the times the format can say (1970 to 2106 in pcap, to 2262 in pcapng)
   */
  public void write(CapturedFrame captured) throws IOException {
    if (captured.frame().size() > CaptureReader.MAX_FRAME) {
      throw new IllegalArgumentException(
          "frame of " + captured.frame().size() + " octets; at most " + CaptureReader.MAX_FRAME);
    }
    if (pcapng) {
      enhancedPacket(captured);
    } else {
      record(captured);
    }
  }

  private void record(CapturedFrame captured) throws IOException {
    Instant time = captured.time();
    long seconds = time.getEpochSecond();
    int nanos = time.getNano();
    out.write(
        Octets.builder()
            .u32(seconds)
            .u32(nanos)
            .u32(captured.frame().size())
            .u32(captured.originalSize())
            .octets(captured.frame())
            .build()
            .toArray());
  }

  private void enhancedPacket(CapturedFrame captured) throws IOException {
    Instant time = captured.time();
    if (time.isBefore(Instant.EPOCH)) {
      throw new IllegalArgumentException("time " + time + " is before 1970");
    }
    long nanos;
    try {
      nanos =
          Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    } catch (ArithmeticException tooLate) {
      throw new IllegalArgumentException("time " + time + " is beyond pcapng", tooLate);
    }
    int size = captured.frame().size();
    block(
        PcapngFormat.ENHANCED_PACKET,
        Octets.builder()
            .u32(0)
            .u64(nanos)
            .u32(size)
            .u32(captured.originalSize())
            .octets(captured.frame())
            .zeros((4 - size % 4) % 4)
            .build());
  }

  private void block(int type, Octets body) throws IOException {
    int length = body.size() + 12;
    out.write(Octets.builder().u32(type).u32(length).octets(body).u32(length).build().toArray());
  }
}
