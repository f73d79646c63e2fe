package org.moorage.protocol.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.moorage.protocol.Decoded;

/**
 * A pcap or pcapng file as frames, one at a time; never more than one frame in memory.
 *
 * <p>Read are pcap with microseconds or nanoseconds and pcapng with its section, interface,
 * enhanced and simple packet blocks, either byte order; other blocks are skipped. A file that ends
 * in the middle or goes wrong gives the frames before that and then a {@link #problem}.
 */
public final class CaptureReader {

  /** The largest frame a capture may hold: what tcpdump keeps at most. */
  public static final int MAX_FRAME = 262_144;

  /** LINKTYPE_ETHERNET of the link-type registry of tcpdump.org. */
  static final int ETHERNET = 1;

  /**
   * What ended the reading before the file's proper end.
   *
   * @param reason a sentence without a full stop
   * @param offset octet of the file at which the unreadable part begins
   */
  public record Problem(String reason, long offset) {}

  /** One of the two file formats. */
  interface Format {
    /** The next frame; empty at the end or at a problem, which it leaves with the source. */
    Optional<CapturedFrame> next(CaptureSource source) throws IOException;
  }

  private final CaptureSource source;
  private final Format format;
  private boolean ended;

  private CaptureReader(CaptureSource source, Format format) {
    this.source = source;
    this.format = format;
  }

  /**
   * Reads the head of a file.
   *
   * @param in best a buffered one; stays the caller's to close
   * @return malformed when it is not a capture of Ethernet frames
   */
  public static Decoded<CaptureReader> open(InputStream in) throws IOException {
    CaptureSource source = new CaptureSource(in);
    Optional<Integer> magic = source.tag();
    if (magic.isEmpty()) {
      return Decoded.malformed("the file is too short to be a capture", 0);
    }
    Decoded<? extends Format> format =
        magic.get() == PcapngFormat.SECTION
            ? PcapngFormat.open(source)
            : PcapFormat.open(source, magic.get());
    return format.map(known -> new CaptureReader(source, known));
  }

  /**
   * The next frame; empty at the end, where {@link #problem} says whether it was the proper end.
   */
  public Optional<CapturedFrame> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    Optional<CapturedFrame> frame = format.next(source);
    ended = frame.isEmpty();
    return frame;
  }

  /** Why reading ended early; empty while it goes on and after the proper end. */
  public Optional<Problem> problem() {
    return source.problem();
  }

  /** Frames left out because they are of a link that is not Ethernet. */
  public long skipped() {
    return source.skipped();
  }

  /** What to say about a link type that is not Ethernet. */
  static String notEthernet(int linkType) {
    String name =
        switch (linkType) {
          case 101 -> " (raw IP)";
          case 113, 276 -> " (Linux cooked capture, from interface \"any\")";
          case 105, 127 -> " (wireless)";
          default -> "";
        };
    return "link type " + linkType + name + " is not Ethernet; capture on one Ethernet interface";
  }
}
