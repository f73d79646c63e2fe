package org.moorage.protocol.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;

/**
 * Frames into a capture file with nanoseconds, in big-endian byte order, that tcpdump and Wireshark
 * read.
 */
public final class CaptureWriter {

  private static final int NANOSECOND_RESOLUTION = 9;

  /** Names and comments in a file are words of ours, never more; longer ones are cut. */
  private static final int MAX_TEXT = 1_024;

  // Options of "PCAP Next Generation Capture File Format", sections "Options" and those of blocks.
  private static final int COMMENT = 1;
  private static final int APPLICATION = 4;
  private static final int INTERFACE_NAME = 2;
  private static final int INTERFACE_DESCRIPTION = 3;
  private static final int PACKET_FLAGS = 2;
  private static final int STATISTICS_PASSED = 4;
  private static final int STATISTICS_MISSING = 5;

  /** What a statistics block of this writer takes at most, with the longest comment. */
  public static final int MAX_STATISTICS = 56 + MAX_TEXT;

  /** Which way a frame passed an interface. */
  public enum Direction {
    INBOUND(1),
    OUTBOUND(2);

    private final int flags;

    Direction(int flags) {
      this.flags = flags;
    }
  }

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
    return pcapng(out, "", "", "", 0);
  }

  /**
   * The same, with names; empty ones are left out.
   *
   * @param application that writes the file
   * @param name of the interface
   * @param description of it
   * @param snapshot octets kept of a frame at most; 0 for no bound
   */
  public static CaptureWriter pcapng(
      OutputStream out, String application, String name, String description, int snapshot)
      throws IOException {
    CaptureWriter writer = new CaptureWriter(out, true);
    Octets lengthUnknown = Octets.ofHex("ffffffffffffffff");
    OctetsBuilder section =
        Octets.builder().u32(PcapngFormat.BYTE_ORDER).u16(1).u16(0).octets(lengthUnknown);
    text(section, APPLICATION, application);
    if (!application.isEmpty()) {
      section.u32(0);
    }
    writer.block(PcapngFormat.SECTION, section.build());
    OctetsBuilder on = Octets.builder().u16(CaptureReader.ETHERNET).u16(0).u32(snapshot);
    text(on, INTERFACE_NAME, name);
    text(on, INTERFACE_DESCRIPTION, description);
    on.u16(PcapngFormat.OPTION_TIME_RESOLUTION).u16(1).u8(NANOSECOND_RESOLUTION).zeros(3).u32(0);
    writer.block(PcapngFormat.INTERFACE, on.build());
    return writer;
  }

  /**
   * Appends a frame.
   *
   * @throws IllegalArgumentException when it is larger than {@link CaptureReader#MAX_FRAME} or
   *     outside the times the format can say (1970 to 2106 in pcap, to 2262 in pcapng)
   */
  public void write(CapturedFrame captured) throws IOException {
    check(captured);
    if (pcapng) {
      block(PcapngFormat.ENHANCED_PACKET, enhancedPacket(captured).build());
    } else {
      record(captured);
    }
  }

  /** Appends a frame to a pcapng file: which way it went, and what is to be said about it. */
  public void write(CapturedFrame captured, Direction direction, String comment)
      throws IOException {
    check(captured);
    OctetsBuilder packet = enhancedPacket(captured);
    text(packet, COMMENT, comment);
    packet.u16(PACKET_FLAGS).u16(4).u32(direction.flags).u32(0);
    block(PcapngFormat.ENHANCED_PACKET, packet.build());
  }

  /**
   * Appends to a pcapng file what came of the capture.
   *
   * @param passed frames there were to capture
   * @param missing those of them that are not in the file
   */
  public void statistics(Instant at, long passed, long missing, String comment) throws IOException {
    OctetsBuilder figures = Octets.builder().u32(0).u64(nanos(at));
    text(figures, COMMENT, comment);
    figures.u16(STATISTICS_PASSED).u16(8).u64(passed);
    figures.u16(STATISTICS_MISSING).u16(8).u64(missing).u32(0);
    block(PcapngFormat.STATISTICS, figures.build());
  }

  private static void check(CapturedFrame captured) {
    if (captured.frame().size() > CaptureReader.MAX_FRAME) {
      throw new IllegalArgumentException(
          "frame of " + captured.frame().size() + " octets; at most " + CaptureReader.MAX_FRAME);
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

  private static OctetsBuilder enhancedPacket(CapturedFrame captured) {
    int size = captured.frame().size();
    return Octets.builder()
        .u32(0)
        .u64(nanos(captured.time()))
        .u32(size)
        .u32(captured.originalSize())
        .octets(captured.frame())
        .zeros((4 - size % 4) % 4);
  }

  private static long nanos(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      throw new IllegalArgumentException("time " + time + " is before 1970");
    }
    try {
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    } catch (ArithmeticException tooLate) {
      throw new IllegalArgumentException("time " + time + " is beyond pcapng", tooLate);
    }
  }

  /** An option of text, in UTF-8; nothing where there is none. */
  private static void text(OctetsBuilder block, int code, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, MAX_TEXT);
    if (length > 0) {
      block.u16(code).u16(length).octets(Octets.copyOf(bytes, 0, length));
      block.zeros((4 - length % 4) % 4);
    }
  }

  private void block(int type, Octets body) throws IOException {
    int length = body.size() + 12;
    out.write(Octets.builder().u32(type).u32(length).octets(body).u32(length).build().toArray());
  }
}
