package org.moorage.protocol.capture;

import java.util.Optional;
import java.util.StringJoiner;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpStatus;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;

/** What a ratified ECPDU carries for VDP, in words (IEEE 802.1Q, "VDP TLVs"). */
final class VdpWords {

  private static final int END = 0;
  private static final int MANAGER = 5;
  private static final int ORGANIZATIONAL = 127;
  private static final int FIXED = 25;

  /** TLVs named in the summary of a frame. */
  private static final int MAX_NAMED = 3;

  private VdpWords() {}

  static Explanation explain(Octets frame, int from) {
    Telling told = new Telling(frame);
    StringJoiner summary = new StringJoiner("; ");
    int size = frame.size() - from;
    int at = from;
    int managers = 0;
    int associations = 0;
    while (frame.size() - at >= 2) {
      int type = frame.u8(at) >>> 1;
      int length = frame.u16(at) & 0x1FF;
      int left = frame.size() - at - 2;
      if (type == END) {
        told.field("End TLV", at, 2, "");
        told.padding(at + 2);
        return told.as("VDP", from, size, said(summary, associations));
      }
      if (length > left) {
        told.malformed(
            name(type),
            at,
            left + 2,
            "claims " + length + " octets, has " + left + ": the whole payload is dropped");
        return told.as("VDP", from, size, said(summary, associations) + ", cut short");
      }
      if (at == from && type != MANAGER) {
        told.malformed(
            "VSI Manager ID", at, 0, "must come first and does not: the whole payload is dropped");
      }
      managers += type == MANAGER ? 1 : 0;
      if (type == MANAGER && managers == 2) {
        told.malformed(
            "VSI Manager ID", at, 0, "is there a second time: the whole payload is dropped");
      }
      Explanation tlv = tlv(frame, at, type, length);
      told.add(tlv);
      if (VdpType.of(type).isPresent() && associations++ < MAX_NAMED) {
        summary.add(tlv.field() + " " + tlv.words());
      }
      at += 2 + length;
    }
    if (at < frame.size()) {
      told.unknown("Trailer", at, frame.size() - at);
    } else {
      told.field("End TLV", at, 0, "not there; the end of the frame ends the list");
    }
    return told.as("VDP", from, size, said(summary, associations));
  }

  private static String said(StringJoiner summary, int associations) {
    if (associations == 0) {
      return "VDP without a VSI";
    }
    int unnamed = associations - MAX_NAMED;
    return "VDP " + summary + (unnamed > 0 ? " and " + unnamed + " more" : "");
  }

  private static Explanation tlv(Octets frame, int at, int type, int length) {
    Telling told = new Telling(frame).tlvHeader(at);
    int value = at + 2;
    if (VdpType.of(type).isPresent()) {
      return association(told, at, type, length);
    }
    if (type == MANAGER) {
      return manager(told, at, length);
    }
    if (type == ORGANIZATIONAL) {
      return VmWords.explain(frame, at, length);
    }
    told.unknown("value", value, length);
    return told.asUnknown(name(type), at, 2 + length, "not understood, receivers skip it");
  }

  private static Explanation manager(Telling told, int at, int length) {
    int value = at + 2;
    if (length != VsiManagerId.SIZE) {
      told.malformed("value", value, length, "has 16 octets, " + length + " are here");
      return told.as(name(MANAGER), at, 2 + length, "malformed");
    }
    Octets id = told.octets.slice(value, length);
    String words = managerText(id);
    told.field("manager", value, length, words);
    return told.as(name(MANAGER), at, 2 + length, words);
  }

  private static String managerText(Octets id) {
    if (id.isAllZero()) {
      return "the bridge's default manager";
    }
    boolean mapped = id.slice(0, 10).isAllZero() && id.u16(10) == 0xFFFF;
    return mapped ? Words.ipv4(id.from(12)) : new VsiManagerId(id).toString();
  }

  private static Explanation association(Telling told, int at, int type, int length) {
    Octets octets = told.octets;
    int value = at + 2;
    int end = value + length;
    if (length < FIXED) {
      told.malformed(
          "value", value, length, "needs at least 25 octets, has " + length + ": not answered");
      return told.as(name(type), at, 2 + length, "malformed");
    }
    VdpStatus status = new VdpStatus(octets.u8(value));
    String statusWords = statusWords(type, status);
    told.field("status", value, 1, status + ": " + statusWords);
    told.field("VSI type ID", value + 1, 3, typeId(octets.u24(value + 1)));
    told.field("VSI type version", value + 4, 1, Integer.toString(octets.u8(value + 4)));
    String vsi = vsiId(told, value + 5);
    filters(told, value + 22, end, status.isResponse());
    String words =
        "of "
            + vsi
            + ", type "
            + octets.u24(value + 1)
            + "/"
            + octets.u8(value + 4)
            + ": "
            + statusWords;
    return told.as(name(type), at, 2 + length, words);
  }

  /** What the type and the status say together. */
  private static String statusWords(int type, VdpStatus status) {
    String reserved = (status.octet() & 0x80) != 0 ? ", reserved bit 0x80 is set" : "";
    if (status.isResponse()) {
      return "answer: " + status.text() + reserved;
    }
    String unused = status.errorCode() != 0 ? ", error bits are set in a request" : "";
    return status.text()
        + (type == VdpType.DE_ASSOCIATE.code() ? ", or notice from the bridge" : "")
        + unused
        + reserved;
  }

  static String typeId(int id) {
    return id + String.format(" (0x%06x)", id);
  }

  /** Tells format and identifier; returns the identifier in words. */
  static String vsiId(Telling told, int at) {
    int code = told.octets.u8(at);
    Octets octets = told.octets.slice(at + 1, VsiId.SIZE);
    Optional<VsiId.Format> format = VsiId.Format.of(code);
    if (format.isEmpty()) {
      told.malformed("VSIID format", at, 1, code + " is not known");
      told.unknown("VSIID", at + 1, VsiId.SIZE);
      return octets.hex();
    }
    String text = new VsiId(format.get(), octets).toString();
    told.field("VSIID format", at, 1, code + ": " + formatName(format.get()));
    told.field("VSIID", at + 1, VsiId.SIZE, text);
    return text;
  }

  private static String formatName(VsiId.Format format) {
    return switch (format) {
      case IPV4 -> "IPv4 address";
      case IPV6 -> "IPv6 address";
      case MAC -> "MAC address";
      case LOCAL -> "locally defined";
      case UUID -> "UUID";
    };
  }

  /** Tells filter format, count and entries. */
  static void filters(Telling told, int at, int end, boolean answer) {
    int code = told.octets.u8(at);
    int count = told.octets.u16(at + 1);
    int entries = at + 3;
    Optional<FilterInfo.Format> format = FilterInfo.Format.of(code);
    if (format.isEmpty()) {
      told.malformed("filter info format", at, 1, code + " is not known");
      told.field("number of entries", at + 1, 2, Integer.toString(count));
      if (entries < end) {
        told.unknown("filter entries", entries, end - entries);
      }
      return;
    }
    told.field("filter info format", at, 1, code + ": " + FilterWords.name(format.get()));
    int size = format.get().entrySize();
    if (count == 0 || count * size != end - entries) {
      told.malformed(
          "number of entries",
          at + 1,
          2,
          count + " of " + size + " octets are announced, " + (end - entries) + " octets follow");
    } else {
      told.field("number of entries", at + 1, 2, Integer.toString(count));
    }
    int next = entries;
    for (int i = 1; next + size <= end; i++, next += size) {
      FilterWords.tell(told, format.get(), next, i, answer);
    }
    if (next < end) {
      told.unknown("rest", next, end - next);
    }
  }

  private static String name(int type) {
    return switch (type) {
      case END -> "End TLV";
      case 1 -> "Pre-Associate";
      case 2 -> "Pre-Associate with resource reservation";
      case 3 -> "Associate";
      case 4 -> "De-Associate";
      case MANAGER -> "VSI Manager ID";
      case ORGANIZATIONAL -> "Organizationally defined TLV";
      default -> "TLV type " + type;
    };
  }
}
