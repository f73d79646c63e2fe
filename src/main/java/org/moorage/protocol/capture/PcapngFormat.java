package org.moorage.protocol.capture;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;

/**
 * The pcapng file format ("PCAP Next Generation Capture File Format").
 *
 * <pre>
 * each block:    type (4) length of the whole block (4) body, padded to 4 ... length again (4)
 * </pre>
 */
final class PcapngFormat implements CaptureReader.Format {

  static final int SECTION = 0x0A0D0D0A;
  static final int BYTE_ORDER = 0x1A2B3C4D;
  static final int INTERFACE = 1;
  static final int SIMPLE_PACKET = 3;
  static final int STATISTICS = 5;
  static final int ENHANCED_PACKET = 6;
  static final int OPTION_TIME_RESOLUTION = 9;

  private static final int OPTION_TIME_OFFSET = 14;

  /** What stands around a block's body. */
  private static final int FRAMING = 12;

  /** A packet block with the largest frame and options of reasonable size. */
  private static final int MAX_BLOCK_READ = CaptureReader.MAX_FRAME + 65_536;

  /** Captures name a few interfaces; more is a damaged or hostile file. */
  private static final int MAX_INTERFACES = 1_024;

  private final List<CaptureInterface> interfaces = new ArrayList<>();

  private PcapngFormat() {}

  /** Reads the rest of the first section header, whose type was read already. */
  static Decoded<PcapngFormat> open(CaptureSource source) throws IOException {
    PcapngFormat format = new PcapngFormat();
    return format.section(source)
        ? Decoded.value(format)
        : Decoded.malformed(
            source.problem().map(CaptureReader.Problem::reason).orElse("not a section"), 0);
  }

  @Override
  public Optional<CapturedFrame> next(CaptureSource source) throws IOException {
    while (true) {
      source.beginRecord();
      Optional<Integer> tag = source.tag();
      if (tag.isEmpty()) {
        return source.endedInside()
            ? source.fail("the file ends inside a block")
            : Optional.empty();
      }
      if (tag.get() == SECTION) {
        if (!section(source)) {
          return Optional.empty();
        }
        continue;
      }
      long type = source.u32(Octets.builder().u32(Integer.toUnsignedLong(tag.get())).build(), 0);
      Optional<Octets> lengthOctets = source.take(4);
      if (lengthOctets.isEmpty()) {
        return source.fail("the file ends inside a block");
      }
      long length = source.u32(lengthOctets.get(), 0);
      if (length < FRAMING || length % 4 != 0) {
        return source.fail("a block of " + length + " octets");
      }
      Optional<CapturedFrame> frame = block(source, type, length);
      if (frame.isPresent() || source.problem().isPresent()) {
        return frame;
      }
    }
  }

  /** One block of known type and length; empty when it holds no frame for us or is a problem. */
  private Optional<CapturedFrame> block(CaptureSource source, long type, long length)
      throws IOException {
    if (type != INTERFACE && type != SIMPLE_PACKET && type != ENHANCED_PACKET) {
      return source.skip(length - 8)
          ? Optional.empty()
          : source.fail("the file ends inside a block");
    }
    if (length > MAX_BLOCK_READ) {
      return source.fail(
          "a block of " + length + " octets; at most " + MAX_BLOCK_READ + " are read");
    }
    Optional<Octets> rest = source.take((int) length - 8);
    if (rest.isEmpty()) {
      return source.fail("the file ends inside a block of " + length + " octets");
    }
    if (source.u32(rest.get(), (int) length - 12) != length) {
      return source.fail("a block whose two lengths differ");
    }
    Octets body = rest.get().slice(0, (int) length - FRAMING);
    if (type == INTERFACE) {
      addInterface(source, body);
      return Optional.empty();
    }
    return type == ENHANCED_PACKET ? enhanced(source, body) : simple(source, body);
  }

  /** A section header behind its type: byte order and version; interfaces begin anew. */
  private boolean section(CaptureSource source) throws IOException {
    Optional<Octets> head = source.take(16);
    if (head.isEmpty()) {
      source.fail("the file ends inside a section header");
      return false;
    }
    long order = head.get().u32(4);
    boolean little = order == Integer.toUnsignedLong(Integer.reverseBytes(BYTE_ORDER));
    if (!little && order != BYTE_ORDER) {
      source.fail("a section header without a byte-order mark");
      return false;
    }
    source.littleEndian(little);
    long length = source.u32(head.get(), 0);
    int version = source.u16(head.get(), 8);
    if (version != 1) {
      source.fail("pcapng version " + version + " is not known; 1 is");
      return false;
    }
    if (length < 28 || length % 4 != 0) {
      source.fail("a section header of " + length + " octets");
      return false;
    }
    if (!source.skip(length - 20)) {
      source.fail("the file ends inside a section header");
      return false;
    }
    interfaces.clear();
    return true;
  }

  private void addInterface(CaptureSource source, Octets body) {
    if (body.size() < 8) {
      source.fail("an interface block of " + body.size() + " octets");
    } else if (interfaces.size() == MAX_INTERFACES) {
      source.fail("more than " + MAX_INTERFACES + " interfaces");
    } else {
      int linkType = source.u16(body, 0);
      CaptureInterface.Clock clock = clock(source, body);
      interfaces.add(new CaptureInterface(linkType, source.u32(body, 4), clock));
    }
  }

  private static CaptureInterface.Clock clock(CaptureSource source, Octets body) {
    int resolution = 6;
    long offset = 0;
    int at = 8;
    while (at + 4 <= body.size()) {
      int code = source.u16(body, at);
      int length = source.u16(body, at + 2);
      if (code == 0 || at + 4 + length > body.size()) {
        break;
      }
      if (code == OPTION_TIME_RESOLUTION && length == 1) {
        resolution = body.u8(at + 4);
      } else if (code == OPTION_TIME_OFFSET && length == 8) {
        offset = source.u64(body, at + 4);
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    return new CaptureInterface.Clock(resolution, offset);
  }

  private Optional<CapturedFrame> enhanced(CaptureSource source, Octets body) {
    if (body.size() < 20) {
      return source.fail("a packet block of " + body.size() + " octets");
    }
    long number = source.u32(body, 0);
    long kept = source.u32(body, 12);
    long onTheWire = source.u32(body, 16);
    if (number >= interfaces.size()) {
      return source.fail("a frame of interface " + number + ", which the file does not describe");
    }
    if (kept > body.size() - 20 || onTheWire < kept || onTheWire > Integer.MAX_VALUE) {
      return source.fail("a frame of " + onTheWire + " octets of which " + kept + " were kept");
    }
    CaptureInterface on = interfaces.get((int) number);
    if (on.linkType() != CaptureReader.ETHERNET) {
      source.countSkipped();
      return Optional.empty();
    }
    Optional<Instant> time = on.clock().at(source.u32(body, 4) << 32 | source.u32(body, 8));
    if (time.isEmpty()) {
      return source.fail("a time nobody can have captured at");
    }
    return Optional.of(new CapturedFrame(time.get(), body.slice(20, (int) kept), (int) onTheWire));
  }

  /** A simple packet block has no time: the beginning of time stands for it. */
  private Optional<CapturedFrame> simple(CaptureSource source, Octets body) {
    if (interfaces.isEmpty() || body.size() < 4) {
      return source.fail("a simple packet block without an interface or a length");
    }
    CaptureInterface on = interfaces.getFirst();
    long onTheWire = source.u32(body, 0);
    long limit = on.snapshot() == 0 ? Integer.MAX_VALUE : on.snapshot();
    long kept = Math.min(Math.min(onTheWire, limit), body.size() - 4L);
    if (onTheWire > Integer.MAX_VALUE) {
      return source.fail("a frame of " + onTheWire + " octets");
    }
    if (on.linkType() != CaptureReader.ETHERNET) {
      source.countSkipped();
      return Optional.empty();
    }
    return Optional.of(
        new CapturedFrame(Instant.EPOCH, body.slice(4, (int) kept), (int) onTheWire));
  }
}
