package org.moorage.protocol.capture;

import org.moorage.protocol.Octets;

/** A ratified ECPDU in words (IEEE 802.1Q, "ECPDU"). */
final class EcpWords {

  private static final int HEADER = 4;
  private static final int REQUEST = 0;
  private static final int ACK = 1;
  private static final int VDP = 1;
  private static final int PE_CSP = 2;

  private EcpWords() {}

  static Explanation explain(Octets frame, int from) {
    Telling told = new Telling(frame);
    int size = frame.size() - from;
    if (size < HEADER) {
      told.malformed("ECP header", from, size, "has 4 octets, " + size + " are here");
      return told.as("ECPDU", from, size, "ECP, cut short");
    }
    int word = frame.u16(from);
    int version = word >>> 12;
    int operation = word >>> 10 & 3;
    int subtype = word & 0x3FF;
    int sequence = frame.u16(from + 2);
    String words =
        "version "
            + version
            + ", "
            + operationName(operation)
            + ", subtype "
            + subtype
            + subtypeName(subtype);
    boolean fine = version == 1 && operation <= ACK && (subtype == VDP || subtype == PE_CSP);
    if (fine) {
      told.field("version, operation, subtype", from, 2, words);
    } else {
      told.malformed(
          "version, operation, subtype", from, 2, words + ": receivers ignore this frame");
    }
    told.field("sequence number", from + 2, 2, Integer.toString(sequence));
    String summary = "ECP " + operationName(operation) + " " + sequence;
    int payload = from + HEADER;
    if (operation == ACK) {
      told.padding(payload);
    } else if (fine && operation == REQUEST && subtype == VDP) {
      Explanation vdp = VdpWords.explain(frame, payload);
      told.add(vdp.withoutWords());
      summary += ", " + vdp.words();
    } else if (payload < frame.size()) {
      told.unknown("Payload", payload, frame.size() - payload);
      summary += subtypeName(subtype);
    }
    return told.as("ECPDU", from, size, summary);
  }

  private static String operationName(int operation) {
    return switch (operation) {
      case REQUEST -> "request";
      case ACK -> "ACK";
      default -> "reserved operation " + operation;
    };
  }

  private static String subtypeName(int subtype) {
    return switch (subtype) {
      case VDP -> " (VDP)";
      case PE_CSP -> " (port extender control and status)";
      default -> " (unknown)";
    };
  }
}
