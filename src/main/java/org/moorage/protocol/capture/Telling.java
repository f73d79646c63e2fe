package org.moorage.protocol.capture;

import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.Octets;
import org.moorage.protocol.capture.Explanation.Verdict;

/** Collects the parts of an explanation in wire order; offsets are those of the whole octets. */
final class Telling {

  /** Parts told one by one: more than the largest frame of a network has TLVs. */
  static final int MAX_PARTS = 4_096;

  final Octets octets;
  private final List<Explanation> parts = new ArrayList<>();

  Telling(Octets octets) {
    this.octets = octets;
  }

  /** A field and its value in words. */
  Telling field(String name, int at, int length, String words) {
    return add(new Explanation(name, at, length, words, Verdict.FINE, List.of()));
  }

  /** Octets nobody here understands, as hex. */
  Telling unknown(String name, int at, int length) {
    String hex = Words.hex(octets.slice(at, length));
    return add(new Explanation(name, at, length, hex, Verdict.UNKNOWN, List.of()));
  }

  /** Octets against the format, and how. */
  Telling malformed(String name, int at, int length, String words) {
    return add(new Explanation(name, at, length, words, Verdict.MALFORMED, List.of()));
  }

  /** The two octets every TLV begins with. */
  Telling tlvHeader(int at) {
    int header = octets.u16(at);
    return field(
        "type and length", at, 2, "type " + (header >>> 9) + ", length " + (header & 0x1FF));
  }

  /** Octets up to {@code to} that the format does not describe; nothing where there are none. */
  Telling excess(int at, int to) {
    return at < to ? unknown("further octets, ignored", at, to - at) : this;
  }

  /** What fills a frame behind its PDU. */
  Telling padding(int at) {
    int length = octets.size() - at;
    if (length == 0) {
      return this;
    }
    return octets.from(at).isAllZero()
        ? field("Padding", at, length, Words.count(length, "zero octet"))
        : unknown("Trailer", at, length);
  }

  Telling add(Explanation part) {
    if (parts.size() < MAX_PARTS) {
      parts.add(part);
    } else if (parts.size() == MAX_PARTS) {
      int rest = octets.size() - part.offset();
      parts.add(
          new Explanation(
              "more", part.offset(), rest, "not told one by one", Verdict.UNKNOWN, List.of()));
    }
    return this;
  }

  /** The whole, once its parts are told. */
  Explanation as(String name, int at, int length, String words) {
    return new Explanation(name, at, length, words, Verdict.FINE, parts);
  }

  Explanation asUnknown(String name, int at, int length, String words) {
    return new Explanation(name, at, length, words, Verdict.UNKNOWN, parts);
  }
}
