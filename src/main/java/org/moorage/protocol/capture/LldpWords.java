package org.moorage.protocol.capture;

import java.util.Set;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

/** An LLDPDU in words (IEEE 802.1AB, "LLDPDU and TLV formats"). */
final class LldpWords {

  private static final int END = 0;
  private static final int CHASSIS_ID = 1;
  private static final int PORT_ID = 2;
  private static final int TIME_TO_LIVE = 3;
  private static final int ORGANIZATIONAL = 127;

  private static final String[] CAPABILITIES = {
    "other",
    "repeater",
    "bridge",
    "WLAN access point",
    "router",
    "telephone",
    "DOCSIS cable device",
    "station only",
    "C-VLAN component",
    "S-VLAN component",
    "two-port MAC relay"
  };

  /** Organizational TLVs named in the summary of a frame. */
  private static final Set<String> NAMED =
      Set.of("EVB TLV", "EVB TLV, draft 0", "CDCP TLV", "Port Extension TLV");

  private LldpWords() {}

  static Explanation explain(Octets frame, int from) {
    Telling told = new Telling(frame);
    StringBuilder summary = new StringBuilder("LLDP");
    int at = from;
    int count = 0;
    boolean ended = false;
    while (!ended && frame.size() - at >= 2) {
      int type = frame.u8(at) >>> 1;
      int length = frame.u16(at) & 0x1FF;
      int left = frame.size() - at - 2;
      if (length > left) {
        told.malformed(name(type), at, left + 2, "claims " + length + " octets, has " + left);
        return told.as("LLDPDU", from, frame.size() - from, summary + ", cut short");
      }
      checkOrder(told, at, type, count++);
      ended = type == END;
      Explanation tlv = tlv(frame, at, type, length);
      told.add(tlv);
      summary.append(said(type, tlv));
      at += 2 + length;
    }
    if (!ended) {
      told.malformed("End of LLDPDU", at, frame.size() - at, "missing");
      return told.as("LLDPDU", from, frame.size() - from, summary.toString());
    }
    told.padding(at);
    return told.as("LLDPDU", from, frame.size() - from, summary.toString());
  }

  private static void checkOrder(Telling told, int at, int type, int count) {
    int expected = count + 1;
    if (expected <= TIME_TO_LIVE && type != expected) {
      told.malformed(name(expected), at, 0, "must be TLV number " + expected + " and is not");
    } else if (expected > TIME_TO_LIVE && type >= CHASSIS_ID && type <= TIME_TO_LIVE) {
      told.malformed(name(type), at, 0, "is there a second time: the LLDPDU is invalid");
    }
  }

  /** What of a TLV belongs into one line about the whole. */
  private static String said(int type, Explanation tlv) {
    return switch (type) {
      case CHASSIS_ID -> " of chassis " + tlv.words();
      case PORT_ID -> ", port " + tlv.words();
      case TIME_TO_LIVE -> ", " + tlv.words();
      case ORGANIZATIONAL ->
          NAMED.contains(tlv.field()) ? "; " + tlv.field() + " " + tlv.words() : "";
      default -> "";
    };
  }

  private static Explanation tlv(Octets frame, int at, int type, int length) {
    int value = at + 2;
    Telling told = new Telling(frame).tlvHeader(at);
    String words =
        switch (type) {
          case END -> end(told, value, length);
          case CHASSIS_ID -> identifier(told, value, length, true);
          case PORT_ID -> identifier(told, value, length, false);
          case TIME_TO_LIVE -> timeToLive(told, value, length);
          case 4, 5, 6 -> text(told, value, length);
          case 7 -> capabilities(told, value, length);
          case 8 -> managementAddress(told, value, length);
          case ORGANIZATIONAL -> "";
          default -> "";
        };
    if (type == ORGANIZATIONAL) {
      return OrganizationWords.explain(frame, at, length);
    }
    if (type > 8) {
      told.unknown("value", value, length);
      return told.asUnknown(name(type), at, 2 + length, "not understood");
    }
    return told.as(name(type), at, 2 + length, words);
  }

  private static String end(Telling told, int at, int length) {
    if (length > 0) {
      told.malformed("length", at, length, "must be 0: these octets belong to nothing");
    }
    return "";
  }

  private static String identifier(Telling told, int at, int length, boolean chassis) {
    if (length < 2) {
      told.malformed("identifier", at, length, "needs a subtype and at least one octet");
      return "malformed";
    }
    int subtype = told.octets.u8(at);
    Octets id = told.octets.slice(at + 1, length - 1);
    String kind = chassis ? chassisKind(subtype) : portKind(subtype);
    String value = identifierText(kind, id);
    told.field("subtype", at, 1, subtype + ": " + kind);
    told.field("identifier", at + 1, length - 1, value);
    return value;
  }

  private static String chassisKind(int subtype) {
    return switch (subtype) {
      case 1 -> "chassis component";
      case 2 -> "interface alias";
      case 3 -> "port component";
      case 4 -> "MAC address";
      case 5 -> "network address";
      case 6 -> "interface name";
      case 7 -> "locally assigned";
      default -> "reserved";
    };
  }

  private static String portKind(int subtype) {
    return switch (subtype) {
      case 1 -> "interface alias";
      case 2 -> "port component";
      case 3 -> "MAC address";
      case 4 -> "network address";
      case 5 -> "interface name";
      case 6 -> "agent circuit ID";
      case 7 -> "locally assigned";
      default -> "reserved";
    };
  }

  private static String identifierText(String kind, Octets id) {
    return switch (kind) {
      case "MAC address" ->
          id.size() == MacAddress.SIZE ? MacAddress.of(id, 0).toString() : id.hex();
      case "network address" -> networkAddress(id.u8(0), id.from(1));
      case "agent circuit ID", "reserved" -> id.hex();
      default -> Words.quoted(id);
    };
  }

  private static String networkAddress(int family, Octets address) {
    if (family == 1 && address.size() == 4) {
      return Words.ipv4(address);
    }
    if (family == 2 && address.size() == 16) {
      return Words.ipv6(address);
    }
    if (family == 6 && address.size() == MacAddress.SIZE) {
      return MacAddress.of(address, 0).toString();
    }
    return "address family " + family + ", " + Words.hex(address);
  }

  private static String timeToLive(Telling told, int at, int length) {
    if (length < 2) {
      told.malformed("seconds", at, length, "needs two octets");
      return "malformed";
    }
    int seconds = told.octets.u16(at);
    String words =
        seconds == 0 ? "shutdown: forget this neighbour at once" : "valid " + seconds + " s";
    told.field("seconds", at, 2, words).excess(at + 2, at + length);
    return words;
  }

  private static String text(Telling told, int at, int length) {
    String words = Words.quoted(told.octets.slice(at, length));
    told.field("text", at, length, words);
    return words;
  }

  private static String capabilities(Telling told, int at, int length) {
    if (length < 4) {
      told.malformed("capabilities", at, length, "need four octets");
      return "malformed";
    }
    String enabled = capabilities(told.octets.u16(at + 2));
    told.field("can be", at, 2, capabilities(told.octets.u16(at)));
    told.field("is", at + 2, 2, enabled).excess(at + 4, at + length);
    return enabled;
  }

  private static String capabilities(int bits) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      if ((bits & 1 << i) != 0) {
        names.append(names.isEmpty() ? "" : ", ");
        names.append(i < CAPABILITIES.length ? CAPABILITIES[i] : "reserved bit " + i);
      }
    }
    return names.isEmpty() ? "none" : names.toString();
  }

  private static String managementAddress(Telling told, int at, int length) {
    Octets octets = told.octets;
    int addressLength = length == 0 ? 0 : octets.u8(at); // counts the family octet
    int interfaceAt = at + 1 + addressLength;
    int oidAt = interfaceAt + 5;
    if (addressLength < 2 || length < 1 + addressLength + 6) {
      told.malformed("management address", at, length, "cut short");
      return "malformed";
    }
    String address = networkAddress(octets.u8(at + 1), octets.slice(at + 2, addressLength - 1));
    told.field("address length", at, 1, Words.count(addressLength, "octet") + ", family included");
    told.field("address", at + 1, addressLength, address);
    String numbering =
        switch (octets.u8(interfaceAt)) {
          case 2 -> "interface index";
          case 3 -> "system port number";
          default -> "unknown numbering";
        };
    told.field("interface", interfaceAt, 5, numbering + " " + octets.u32(interfaceAt + 1));
    int oidLength = octets.u8(oidAt);
    if (oidAt + 1 + oidLength > at + length) {
      told.malformed("object identifier", oidAt, at + length - oidAt, "cut short");
      return address;
    }
    String oid = oidLength == 0 ? "none" : octets.slice(oidAt + 1, oidLength).hex();
    told.field("object identifier", oidAt, 1 + oidLength, oid);
    told.excess(oidAt + 1 + oidLength, at + length);
    return address;
  }

  private static String name(int type) {
    return switch (type) {
      case END -> "End of LLDPDU";
      case CHASSIS_ID -> "Chassis ID";
      case PORT_ID -> "Port ID";
      case TIME_TO_LIVE -> "Time To Live";
      case 4 -> "Port Description";
      case 5 -> "System Name";
      case 6 -> "System Description";
      case 7 -> "System Capabilities";
      case 8 -> "Management Address";
      case ORGANIZATIONAL -> "Organizationally specific TLV";
      default -> "TLV type " + type;
    };
  }
}
