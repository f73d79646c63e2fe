package org.moorage.protocol.capture;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;

/**
 * The pcap file format (libpcap, "PCAP Capture File Format").
 *
 * <pre>
 * file header:   magic (4) version (2+2) zone (4) accuracy (4) snapshot (4) link type (4)
 * each record:   seconds (4) fraction (4) octets kept (4) octets on the wire (4) octets ...
 * </pre>
 */
final class PcapFormat implements CaptureReader.Format {

  static final int MICROSECONDS = 0xA1B2C3D4;
  static final int NANOSECONDS = 0xA1B23C4D;

  private static final int FILE_HEADER_AFTER_MAGIC = 20;
  private static final int RECORD_HEADER = 16;

  private final int nanosPerUnit;

  private PcapFormat(int nanosPerUnit) {
    this.nanosPerUnit = nanosPerUnit;
  }

  static Decoded<PcapFormat> open(CaptureSource source, int magic) throws IOException {
    int swapped = Integer.reverseBytes(magic);
    boolean big = magic == MICROSECONDS || magic == NANOSECONDS;
    if (!big && swapped != MICROSECONDS && swapped != NANOSECONDS) {
      return Decoded.malformed("the file is neither pcap nor pcapng", 0);
    }
    source.littleEndian(!big);
    Optional<Octets> header = source.take(FILE_HEADER_AFTER_MAGIC);
    if (header.isEmpty()) {
      return Decoded.malformed("the pcap file ends inside its header", 4);
    }
    int version = source.u16(header.get(), 0);
    if (version != 2) {
      return Decoded.malformed("pcap version " + version + " is not known; 2 is", 4);
    }
    int linkType = (int) source.u32(header.get(), 16) & 0xFFFF; // above it are bits about the FCS
    if (linkType != CaptureReader.ETHERNET) {
      return Decoded.malformed(CaptureReader.notEthernet(linkType), 20);
    }
    boolean nanos = (big ? magic : swapped) == NANOSECONDS;
    return Decoded.value(new PcapFormat(nanos ? 1 : 1_000));
  }

  @Override
  public Optional<CapturedFrame> next(CaptureSource source) throws IOException {
    source.beginRecord();
    Optional<Octets> header = source.take(RECORD_HEADER);
    if (header.isEmpty()) {
      return source.endedInside()
          ? source.fail("the file ends inside the header of a frame")
          : Optional.empty();
    }
    long kept = source.u32(header.get(), 8);
    long onTheWire = source.u32(header.get(), 12);
    if (kept > CaptureReader.MAX_FRAME) {
      return source.fail(
          "a frame of " + kept + " octets; at most " + CaptureReader.MAX_FRAME + " are read");
    }
    if (onTheWire < kept || onTheWire > Integer.MAX_VALUE) {
      return source.fail("a frame of " + onTheWire + " octets of which " + kept + " were kept");
    }
    Optional<Octets> frame = source.take((int) kept);
    if (frame.isEmpty()) {
      return source.fail("the file ends inside a frame of " + kept + " octets");
    }
    Instant time =
        Instant.ofEpochSecond(
            source.u32(header.get(), 0), source.u32(header.get(), 4) * nanosPerUnit);
    return Optional.of(new CapturedFrame(time, frame.get(), (int) onTheWire));
  }
}
