package org.moorage.protocol.capture;

import org.moorage.protocol.Octets;

/** LLDP TLVs that an organization defines, in words. */
final class OrganizationWords {

  static final int IEEE_8021 = 0x0080C2;
  static final int IEEE_8023 = 0x00120F;
  static final int DRAFT = 0x001B3F;

  private OrganizationWords() {}

  /**
   * @param at where the TLV's two header octets are
   * @param length what they claim; that many octets are there
   */
  static Explanation explain(Octets frame, int at, int length) {
    Telling told = new Telling(frame).tlvHeader(at);
    int value = at + 2;
    int end = value + length;
    if (length < 4) {
      told.malformed("OUI and subtype", value, length, "need four octets");
      return told.as("Organizationally specific TLV", at, 2 + length, "malformed");
    }
    int oui = frame.u24(value);
    int subtype = frame.u8(value + 3);
    told.field("OUI", value, 3, Words.oui(oui) + organization(oui));
    told.field("subtype", value + 3, 1, String.format("0x%02x", subtype));
    int from = value + 4;
    if (oui == IEEE_8021) {
      return ieee8021(told, at, from, end, subtype);
    }
    if (oui == DRAFT && subtype == 0) {
      String words = DraftWords.evb(told, from, end);
      return told.as("EVB TLV, draft 0", at, end - at, words);
    }
    if (oui == IEEE_8023 && subtype == 4 && end - from >= 2) {
      String words = frame.u16(from) + " octets";
      told.field("largest frame", from, 2, words).excess(from + 2, end);
      return told.as("Maximum Frame Size", at, end - at, words);
    }
    told.unknown("value", from, end - from);
    return told.asUnknown(
        "Organizationally specific TLV",
        at,
        end - at,
        Words.oui(oui) + " subtype " + subtype + ", not understood");
  }

  private static String organization(int oui) {
    return switch (oui) {
      case IEEE_8021 -> " (IEEE 802.1)";
      case IEEE_8023 -> " (IEEE 802.3)";
      case DRAFT -> " (EVB draft 0)";
      case 0x00000C -> " (Cisco)";
      case 0x0012BB -> " (TIA, LLDP-MED)";
      default -> "";
    };
  }

  private static Explanation ieee8021(Telling told, int at, int from, int end, int subtype) {
    int size = end - at;
    return switch (subtype) {
      case 0x01 -> told.as("Port VLAN ID", at, size, vlan(told, from, end));
      case 0x03 -> told.as("VLAN Name", at, size, vlanName(told, from, end));
      case 0x06 -> told.as("Management VID", at, size, vlan(told, from, end));
      case 0x07 -> told.as("Link Aggregation", at, size, aggregation(told, from, end));
      case 0x0D -> told.as("EVB TLV", at, size, EvbWords.evb(told, from, end));
      case 0x0E -> told.as("CDCP TLV", at, size, EvbWords.cdcp(told, from, end));
      case 0x0F -> told.as("Port Extension TLV", at, size, EvbWords.portExtension(told, from, end));
      default ->
          told.unknown("value", from, end - from)
              .asUnknown(
                  "Organizationally specific TLV",
                  at,
                  size,
                  "IEEE 802.1 subtype " + subtype + ", not understood");
    };
  }

  private static String vlan(Telling told, int from, int end) {
    if (end - from < 2) {
      told.malformed("VID", from, end - from, "needs two octets");
      return "malformed";
    }
    int vid = told.octets.u16(from);
    String words = vid == 0 ? "none" : "VLAN " + vid;
    told.field("VID", from, 2, words).excess(from + 2, end);
    return words;
  }

  private static String vlanName(Telling told, int from, int end) {
    if (end - from < 3 || told.octets.u8(from + 2) > end - from - 3) {
      told.malformed("VID and name", from, end - from, "cut short");
      return "malformed";
    }
    int length = told.octets.u8(from + 2);
    String name = Words.quoted(told.octets.slice(from + 3, length));
    told.field("VID", from, 2, "VLAN " + told.octets.u16(from));
    told.field("name", from + 2, 1 + length, name).excess(from + 3 + length, end);
    return "VLAN " + told.octets.u16(from) + " is " + name;
  }

  private static String aggregation(Telling told, int from, int end) {
    if (end - from < 5) {
      told.malformed("status and port", from, end - from, "need five octets");
      return "malformed";
    }
    int status = told.octets.u8(from);
    String words =
        (status & 1) == 0
            ? "not capable"
            : (status & 2) == 0 ? "capable, not aggregated" : "aggregated";
    told.field("status", from, 1, words);
    told.field("aggregated port", from + 1, 4, Long.toString(told.octets.u32(from + 1)));
    told.excess(from + 5, end);
    return words;
  }
}
