package org.moorage.protocol.pecsp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.Octets;
import org.moorage.protocol.lldp.LldpTlv;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.lldp.OrganizationalTlv;

/**
 * What a port extender says of itself, by the inventory TLVs of LLDP-MED (ANSI/TIA-1057, "Inventory
 * Management TLV Set"), as extenders on the market do. Empty is: not said.
 *
 * @param hardware revision; each at most {@value #MAX} octets
 * @param software revision
 * @param serial number
 * @param manufacturer name
 * @param model name
 */
public record ExtenderInventory(
    String hardware, String software, String serial, String manufacturer, String model) {

  /** Octets of a value, as the TLVs bound it. */
  public static final int MAX = 32;

  public static final ExtenderInventory NONE = new ExtenderInventory("", "", "", "", "");

  private static final int OUI_TIA = 0x0012BB;
  private static final int HARDWARE = 5;
  private static final int SOFTWARE = 7;
  private static final int SERIAL = 8;
  private static final int MANUFACTURER = 9;
  private static final int MODEL = 10;

  public ExtenderInventory {
    for (String each : List.of(hardware, software, serial, manufacturer, model)) {
      int octets = each.getBytes(StandardCharsets.UTF_8).length;
      if (octets > MAX) {
        throw new IllegalArgumentException(
            "inventory value of " + octets + " octets; at most " + MAX);
      }
    }
  }

  /** What a neighbour says; what is too long is cut, what cannot be read replaced. */
  public static ExtenderInventory in(Lldpdu pdu) {
    return new ExtenderInventory(
        said(pdu, HARDWARE),
        said(pdu, SOFTWARE),
        said(pdu, SERIAL),
        said(pdu, MANUFACTURER),
        said(pdu, MODEL));
  }

  private static String said(Lldpdu pdu, int subtype) {
    return pdu.organizational(OUI_TIA, subtype).map(tlv -> printable(tlv.info())).orElse("");
  }

  /** Visible ASCII: it is shown on pages and in terminals, and comes from outside. */
  private static String printable(Octets value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.size() && i < MAX; i++) {
      int octet = value.u8(i);
      text.append(octet >= 0x20 && octet < 0x7F ? (char) octet : '?');
    }
    return text.toString().strip();
  }

  /** Those that are not empty. */
  public List<LldpTlv> tlvs() {
    List<LldpTlv> tlvs = new ArrayList<>(5);
    add(tlvs, HARDWARE, hardware);
    add(tlvs, SOFTWARE, software);
    add(tlvs, SERIAL, serial);
    add(tlvs, MANUFACTURER, manufacturer);
    add(tlvs, MODEL, model);
    return tlvs;
  }

  private static void add(List<LldpTlv> tlvs, int subtype, String value) {
    if (!value.isEmpty()) {
      Octets octets = Octets.of(value.getBytes(StandardCharsets.UTF_8));
      tlvs.add(new OrganizationalTlv(OUI_TIA, subtype, octets));
    }
  }
}
