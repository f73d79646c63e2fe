package org.moorage.protocol.capture;

import java.util.UUID;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.OrganizationalMeaning;

/** Organizationally defined TLVs of VDP in words: what hypervisors add about the VM. */
final class VmWords {

  private static final int CISCO_NAME = 0xF1;
  private static final int CISCO_ADDRESS = 0xF2;

  /** OUI, subtype, VSIID format and VSIID. */
  private static final int CISCO_HEAD = 3 + 1 + 1 + 16;

  private VmWords() {}

  /**
   * @param at where the TLV's two header octets are
   * @param length what they claim; that many octets are there
   */
  static Explanation explain(Octets frame, int at, int length) {
    String name = "Organizationally defined TLV";
    Telling told = new Telling(frame).tlvHeader(at);
    int value = at + 2;
    int end = value + length;
    if (length < 3) {
      told.malformed("OUI", value, length, "needs three octets");
      return told.as(name, at, 2 + length, "malformed");
    }
    int oui = frame.u24(value);
    boolean cisco = oui == OrganizationalMeaning.CISCO;
    told.field("OUI", value, 3, Words.oui(oui) + (cisco ? " (Cisco)" : ""));
    int subtype = length > 3 ? frame.u8(value + 3) : -1;
    if (cisco && subtype == CISCO_NAME && length >= CISCO_HEAD + 17) {
      return told.as("VM name", at, 2 + length, vmName(told, value, end));
    }
    if (cisco && subtype == CISCO_ADDRESS && length >= CISCO_HEAD + 2) {
      return told.as("VM address", at, 2 + length, vmAddress(told, value, end));
    }
    if (oui == OrganizationalMeaning.ORACLE && subtype == 1 && length >= 5) {
      int encoding = frame.u8(value + 4);
      String words = encoding + (encoding == 1 ? ": oracle_vsi_v1" : "");
      told.field("subtype", value + 3, 1, "0x01").field("encoding", value + 4, 1, words);
      told.excess(value + 5, end);
      return told.as("VSI manager ID encoding", at, 2 + length, words);
    }
    if (length > 3) {
      told.unknown("value", value + 3, length - 3);
    }
    return told.asUnknown(name, at, 2 + length, Words.oui(oui) + ", not understood");
  }

  private static String vmName(Telling told, int value, int end) {
    Octets octets = told.octets;
    told.field("subtype", value + 3, 1, "0xf1: name of the VM");
    VdpWords.vsiId(told, value + 4);
    int at = value + CISCO_HEAD;
    Octets vm = octets.slice(at + 1, 16);
    String uuid = vm.isAllZero() ? "not given" : new UUID(vm.u64(0), vm.u64(8)).toString();
    String name = Words.quoted(octets.slice(at + 17, end - at - 17));
    told.field("VM ID format", at, 1, octets.u8(at) + (octets.u8(at) == 5 ? ": UUID" : ""));
    told.field("VM UUID", at + 1, 16, uuid);
    told.field("VM name", at + 17, end - at - 17, name);
    return name + ", UUID " + uuid;
  }

  private static String vmAddress(Telling told, int value, int end) {
    Octets octets = told.octets;
    told.field("subtype", value + 3, 1, "0xf2: network address of the VM");
    VdpWords.vsiId(told, value + 4);
    int at = value + CISCO_HEAD;
    int family = octets.u16(at);
    Octets address = octets.slice(at + 2, end - at - 2);
    boolean ipv4 = family == 1 && address.size() == 4;
    boolean ipv6 = family == 2 && address.size() == 16;
    String kind = family == 1 ? ": IPv4" : family == 2 ? ": IPv6" : "";
    String words = ipv4 ? Words.ipv4(address) : ipv6 ? Words.ipv6(address) : Words.hex(address);
    told.field("address family", at, 2, family + kind);
    if ((family == 1 || family == 2) && !ipv4 && !ipv6) {
      told.malformed("address", at + 2, address.size(), "does not fit its family: " + words);
    } else {
      told.field("address", at + 2, address.size(), words);
    }
    return words;
  }
}
