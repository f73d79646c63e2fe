package org.moorage.protocol.capture;

import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VidField;

/** Filter entries of VDP in words. */
final class FilterWords {

  private FilterWords() {}

  static String name(FilterInfo.Format format) {
    return switch (format) {
      case VID -> "VID";
      case MAC_VID -> "MAC and VID";
      case GROUP_VID -> "group ID and VID";
      case GROUP_MAC_VID -> "group ID, MAC and VID";
    };
  }

  /** One entry, its number from 1; what the standard forbids in it is told as malformed. */
  static void tell(Telling told, FilterInfo.Format format, int at, int number, boolean answer) {
    Octets octets = told.octets;
    StringBuilder words = new StringBuilder();
    boolean wrong = false;
    int next = at;
    if (format.hasGroup()) {
      long group = octets.u32(next);
      wrong = group == 0;
      words.append("group ").append(group).append(String.format(" (0x%08x)", group));
      words.append(group == 0 ? ", which is no group; " : ", ");
      next += 4;
    }
    if (format.hasMac()) {
      MacAddress mac = MacAddress.of(octets, next);
      wrong |= !mac.isUnicast();
      words.append("MAC ").append(mac);
      words.append(mac.isUnicast() ? ", " : ", which is no station's address; ");
      next += MacAddress.SIZE;
    }
    VidField vid = VidField.ofBits(octets.u16(next));
    wrong |= vid.vid() == 0xFFF;
    words.append(vid(vid, answer));
    String name = "entry " + number;
    if (wrong) {
      told.malformed(name, at, format.entrySize(), words.toString());
    } else {
      told.field(name, at, format.entrySize(), words.toString());
    }
  }

  private static String vid(VidField field, boolean answer) {
    String vlan =
        switch (field.vid()) {
          case 0 -> answer ? "VID 0: none supplied" : "VID 0: the bridge is to supply one";
          case 0xFFF -> "VID 4095, which is reserved";
          default -> "VID " + field.vid();
        };
    if (field.pcpSignificant()) {
      return vlan + ", PCP " + field.priority() + " counts (PS)";
    }
    return field.priority() == 0 ? vlan : vlan + ", PCP " + field.priority() + " does not count";
  }
}
