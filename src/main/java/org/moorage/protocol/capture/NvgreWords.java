package org.moorage.protocol.capture;

import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;
import org.moorage.protocol.nvgre.NvgreHeader;
import org.moorage.protocol.nvgre.NvgrePacket;
import org.moorage.protocol.nvgre.OuterHeader;

/** NVGRE in words: the envelope's addresses, whose frame is in it, and the frame. */
final class NvgreWords {

  private static final int FRAGMENT_BITS = 0x3FFF;

  private NvgreWords() {}

  /**
   * An IP packet that carries GRE.
   *
   * @param at where its header begins
   * @return empty where it is any other packet, or not whole
   */
  static Optional<Explanation> explain(Octets frame, int at, IpVersion version) {
    int size = OuterHeader.size(version);
    if (frame.size() < at + size) {
      return Optional.empty();
    }
    return switch (version) {
      case V4 -> {
        int header = (frame.u8(at) & 15) * 4;
        boolean whole =
            frame.u8(at) >>> 4 == 4
                && header >= size
                && frame.u8(at + 9) == NvgreHeader.IP_PROTOCOL
                && (frame.u16(at + 6) & FRAGMENT_BITS) == 0;
        yield whole
            ? told(frame, at, header, Math.min(frame.size(), at + frame.u16(at + 2)), 12, version)
            : Optional.empty();
      }
      case V6 ->
          frame.u8(at) >>> 4 == 6 && frame.u8(at + 6) == NvgreHeader.IP_PROTOCOL
              ? told(
                  frame,
                  at,
                  size,
                  Math.min(frame.size(), at + size + frame.u16(at + 4)),
                  8,
                  version)
              : Optional.empty();
    };
  }

  private static Optional<Explanation> told(
      Octets frame, int at, int header, int end, int source, IpVersion version) {
    int gre = at + header;
    if (end < gre) {
      return Optional.empty();
    }
    int length = version.bits() / 8;
    IpAddress from = IpAddress.of(version, frame, at + source);
    IpAddress to = IpAddress.of(version, frame, at + source + length);
    Telling told = new Telling(frame);
    told.field("IP header", at, source, version + ", " + (end - at) + " octets");
    told.field("Source", at + source, length, from.toString());
    told.field("Destination", at + source + length, length, to.toString());
    int options = at + source + 2 * length;
    if (options < gre) {
      Octets extra = frame.slice(options, gre - options);
      told.field("IP options", options, extra.size(), Words.hex(extra));
    }
    Octets packet = frame.slice(gre, end - gre);
    String summary =
        switch (NvgrePacket.decode(packet)) {
          case Decoded.Value<NvgrePacket>(NvgrePacket nvgre) -> inside(told, gre, nvgre);
          case Decoded.Malformed<NvgrePacket>(String reason, int offset) -> {
            told.malformed("NVGRE", gre, packet.size(), reason + " at octet " + offset);
            yield "GRE that is not NVGRE: " + reason;
          }
        };
    return Optional.of(told.as("NVGRE", at, end - at, from + " > " + to + ", " + summary));
  }

  private static String inside(Telling told, int gre, NvgrePacket nvgre) {
    told.field("GRE", gre, 4, "key present, version 0, Ethernet");
    told.field("VSID", gre + 4, 3, nvgre.header().vsid().toString());
    told.field("FlowID", gre + 7, 1, Integer.toString(nvgre.header().flowId()));
    String frame = FrameWords.explain(nvgre.inner()).words();
    told.field("Frame inside", gre + NvgreHeader.SIZE, nvgre.inner().size(), frame);
    return "VSID " + nvgre.header().vsid() + ": " + frame;
  }
}
