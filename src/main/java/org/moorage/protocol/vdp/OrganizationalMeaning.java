package org.moorage.protocol.vdp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.moorage.protocol.Octets;

/** What an {@link OrganizationalTlv} says, as far as hypervisors in the field say something. */
public sealed interface OrganizationalMeaning {

  /** Cisco's OUI, which lldpad uses for these two. */
  int CISCO = 0x00000C;

  /** Oracle's OUI as Wireshark knows it. */
  int ORACLE = 0x0003BA;

  /**
   * The VM behind a VSI (Cisco F1).
   *
   * @param vm zeros where the station does not know it
   * @param name may be empty; characters that are not printable ASCII are shown as {@code ?}
   */
  record VmName(VsiId vsiId, UUID vm, String name) implements OrganizationalMeaning {}

  /**
   * The VM's layer 3 address (Cisco F2).
   *
   * @param family 1 = IPv4, 2 = IPv6
   * @param address in the family's usual text; hex digits where its size does not fit the family
   */
  record VmAddress(VsiId vsiId, int family, String address) implements OrganizationalMeaning {}

  /** How the manager ID is encoded (Oracle 01). 1 = {@code oracle_vsi_v1}. */
  record ManagerEncoding(int encoding) implements OrganizationalMeaning {}

  /** Something else. */
  record Unrecognized() implements OrganizationalMeaning {}

  /** In words, for a story. */
  default String text() {
    return switch (this) {
      case VmName(VsiId vsi, UUID vm, String name) -> "VM name \"" + name + "\", VM UUID " + vm;
      case VmAddress(VsiId vsi, int family, String address) -> "VM address " + address;
      case ManagerEncoding(int encoding) ->
          encoding == 1 ? "manager ID encoding oracle_vsi_v1" : "manager ID encoding " + encoding;
      case Unrecognized() -> "not understood";
    };
  }

  static OrganizationalMeaning of(OrganizationalTlv tlv) {
    Octets content = tlv.content();
    Optional<OrganizationalMeaning> meaning =
        switch (tlv.oui()) {
          case CISCO -> cisco(content);
          case ORACLE ->
              content.size() == 2 && content.u8(0) == 1
                  ? Optional.of(new ManagerEncoding(content.u8(1)))
                  : Optional.empty();
          default -> Optional.empty();
        };
    return meaning.orElseGet(Unrecognized::new);
  }

  private static Optional<OrganizationalMeaning> cisco(Octets content) {
    int named = 2 + VsiId.SIZE;
    if (content.size() < named) {
      return Optional.empty();
    }
    Optional<VsiId> vsi =
        VsiId.Format.of(content.u8(1)).map(f -> new VsiId(f, content.slice(2, VsiId.SIZE)));
    Octets rest = content.from(named);
    return switch (content.u8(0)) {
      case 0xF1 ->
          rest.size() < 17
              ? Optional.empty()
              : vsi.map(
                  id -> new VmName(id, new UUID(rest.u64(1), rest.u64(9)), ascii(rest.from(17))));
      case 0xF2 ->
          rest.size() < 3
              ? Optional.empty()
              : vsi.map(id -> new VmAddress(id, rest.u16(0), address(rest.u16(0), rest.from(2))));
      default -> Optional.empty();
    };
  }

  private static String ascii(Octets octets) {
    String text = new String(octets.toArray(), StandardCharsets.ISO_8859_1);
    return text.replaceAll("[^\\x20-\\x7E]", "?");
  }

  private static String address(int family, Octets octets) {
    if (family == 1 && octets.size() == 4) {
      return octets.u8(0) + "." + octets.u8(1) + "." + octets.u8(2) + "." + octets.u8(3);
    }
    if (family == 2 && octets.size() == 16) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 16; i += 2) {
        text.append(i == 0 ? "" : ":").append(Integer.toHexString(octets.u16(i)));
      }
      return text.toString();
    }
    return octets.hex();
  }
}
