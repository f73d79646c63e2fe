package org.moorage.protocol.capture;

import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import org.moorage.protocol.Octets;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.VdpType;

/** Draft 0 in words, as lldpad speaks it under OUI 00-1B-3F: EVB TLV, ECP, VDP. */
final class DraftWords {

  private static final int ECP_HEADER = 9;
  private static final int EVB_SIZE = 9;
  private static final int VDP_FIXED = 30;
  private static final int ACK = 1;
  private static final int MAX_NAMED = 3;

  private DraftWords() {}

  /** From behind OUI and subtype. */
  static String evb(Telling told, int from, int end) {
    Octets octets = told.octets;
    if (end - from < EVB_SIZE) {
      told.malformed("value", from, end - from, "needs 9 octets, has " + (end - from));
      return "malformed";
    }
    TimerExponent ackTimer = new TimerExponent(octets.u8(from + 8) & 0x1F);
    String forwarding = forwarding(octets.u8(from + 2));
    told.field("supported forwarding", from, 1, forwarding(octets.u8(from)));
    told.field("supported capabilities", from + 1, 1, capabilities(octets.u8(from + 1)));
    told.field("current forwarding", from + 2, 1, forwarding);
    told.field("current capabilities", from + 3, 1, capabilities(octets.u8(from + 3)));
    told.field("supported VSIs", from + 4, 2, Integer.toString(octets.u16(from + 4)));
    told.field("current VSIs", from + 6, 2, Integer.toString(octets.u16(from + 6)));
    told.field("RTE", from + 8, 1, ackTimer + ": " + Words.timer(ackTimer));
    told.excess(from + EVB_SIZE, end);
    return "forwarding " + forwarding.substring(6);
  }

  private static String forwarding(int octet) {
    if (octet == 0) {
      return "0x00: not decided";
    }
    return new Words.Flags(octet)
        .bit(0x80, "standard", "")
        .bit(0x40, "reflective relay", "")
        .toString();
  }

  private static String capabilities(int octet) {
    if (octet == 0) {
      return "0x00: none";
    }
    return new Words.Flags(octet).bit(4, "RTE", "").bit(2, "ECP", "").bit(1, "VDP", "").toString();
  }

  /** From behind EtherType 0x88B7. */
  static Explanation explainEcp(Octets frame, int from) {
    Telling told = new Telling(frame);
    int size = frame.size() - from;
    if (size >= 5 && (frame.u24(from) != OrganizationWords.DRAFT || frame.u16(from + 3) != 0)) {
      told.field("OUI", from, 3, Words.oui(frame.u24(from)));
      told.field("protocol ID", from + 3, 2, String.format("0x%04x", frame.u16(from + 3)));
      told.unknown("Payload", from + 5, size - 5);
      return told.asUnknown("OUI extended payload", from, size, "not draft ECP");
    }
    if (size < ECP_HEADER) {
      told.malformed("draft ECP header", from, size, "has 9 octets, " + size + " are here");
      return told.as("Draft ECPDU", from, size, "draft ECP, cut short");
    }
    int mode = frame.u8(from + 6);
    int sequence = frame.u16(from + 7);
    String modeName = mode == 0 ? "request" : mode == ACK ? "ACK" : "mode " + mode;
    told.field("OUI", from, 3, Words.oui(frame.u24(from)) + " (EVB draft 0)");
    told.field("protocol ID", from + 3, 2, "0x0000: ECP draft 0");
    told.field("subtype", from + 5, 1, Integer.toString(frame.u8(from + 5)));
    if (mode <= ACK) {
      told.field("mode", from + 6, 1, mode + ": " + modeName);
    } else {
      told.malformed("mode", from + 6, 1, mode + " is neither request nor ACK");
    }
    told.field("sequence number", from + 7, 2, Integer.toString(sequence));
    String summary = "draft ECP " + modeName + " " + sequence;
    if (mode != 0) {
      told.padding(from + ECP_HEADER);
      return told.as("Draft ECPDU", from, size, summary);
    }
    Explanation vdp = explainVdp(frame, from + ECP_HEADER);
    return told.add(vdp.withoutWords()).as("Draft ECPDU", from, size, summary + ", " + vdp.words());
  }

  private static Explanation explainVdp(Octets frame, int from) {
    Telling told = new Telling(frame);
    StringJoiner summary = new StringJoiner("; ", "VDP ", "");
    summary.setEmptyValue("VDP without a VSI");
    int size = frame.size() - from;
    int at = from;
    int named = 0;
    while (frame.size() - at >= 2) {
      int type = frame.u8(at) >>> 1;
      int length = frame.u16(at) & 0x1FF;
      int left = frame.size() - at - 2;
      if (type == 0) {
        told.field("End TLV", at, 2, "").padding(at + 2);
        return told.as("Draft VDP", from, size, summary.toString());
      }
      if (length > left) {
        told.malformed(
            "TLV type " + type, at, left + 2, "claims " + length + " octets, has " + left);
        return told.as("Draft VDP", from, size, summary + ", cut short");
      }
      Explanation tlv = vdpTlv(frame, at, type, length);
      told.add(tlv);
      if (tlv.field().startsWith("Draft") && named++ < MAX_NAMED) {
        summary.add(tlv.field().substring("Draft ".length()) + " " + tlv.words());
      }
      at += 2 + length;
    }
    if (at < frame.size()) {
      told.unknown("Trailer", at, frame.size() - at);
    } else {
      told.field("End TLV", at, 0, "not there; the end of the frame ends the list");
    }
    return told.as("Draft VDP", from, size, summary.toString());
  }

  private static Explanation vdpTlv(Octets frame, int at, int type, int length) {
    Telling told = new Telling(frame).tlvHeader(at);
    int value = at + 2;
    boolean ours =
        type == 127
            && length >= 4
            && frame.u24(value) == OrganizationWords.DRAFT
            && frame.u8(value + 3) == 2;
    if (!ours) {
      told.unknown("value", value, length);
      return told.asUnknown("TLV type " + type, at, 2 + length, "not understood");
    }
    told.field("OUI", value, 3, Words.oui(OrganizationWords.DRAFT) + " (EVB draft 0)");
    told.field("subtype", value + 3, 1, "0x02: VDP draft 0");
    if (length < VDP_FIXED) {
      told.malformed(
          "value", value + 4, length - 4, "needs at least 30 octets in all, has " + length);
      return told.as("Draft VSI TLV", at, 2 + length, "malformed");
    }
    return association(told, at, value, length);
  }

  private static Explanation association(Telling told, int at, int value, int length) {
    Octets octets = told.octets;
    int mode = octets.u8(value + 4);
    Optional<VdpType> type = VdpType.ofDraftMode(mode);
    if (type.isPresent()) {
      told.field("mode", value + 4, 1, mode + ": " + modeName(type.get()));
    } else {
      told.malformed("mode", value + 4, 1, mode + " is not known");
    }
    int response = octets.u8(value + 5);
    Optional<DraftResponse> known = DraftResponse.of(response);
    String answer = known.map(DraftResponse::text).orElse("not known, receivers drop the TLV");
    if (known.isPresent()) {
      String words =
          response == 0 ? "0: request, or success in an answer" : response + ": " + answer;
      told.field("response", value + 5, 1, words);
    } else {
      told.malformed("response", value + 5, 1, response + " is " + answer);
    }
    told.field("VSI manager ID", value + 6, 1, Integer.toString(octets.u8(value + 6)));
    told.field("VSI type ID", value + 7, 3, VdpWords.typeId(octets.u24(value + 7)));
    told.field("VSI type version", value + 10, 1, Integer.toString(octets.u8(value + 10)));
    UUID instance = new UUID(octets.u64(value + 11), octets.u64(value + 19));
    told.field("VSI instance ID", value + 11, 16, instance.toString());
    VdpWords.filters(told, value + 27, value + length, response != 0);
    return told.as(
        "Draft " + type.map(DraftWords::modeName).orElse("VSI TLV"),
        at,
        2 + length,
        "of "
            + instance
            + ", type "
            + octets.u24(value + 7)
            + "/"
            + octets.u8(value + 10)
            + (response == 0 ? "" : ": " + answer));
  }

  private static String modeName(VdpType type) {
    return switch (type) {
      case PRE_ASSOCIATE -> "Pre-Associate";
      case PRE_ASSOCIATE_RR -> "Pre-Associate with resource reservation";
      case ASSOCIATE -> "Associate";
      case DE_ASSOCIATE -> "De-Associate";
    };
  }
}
