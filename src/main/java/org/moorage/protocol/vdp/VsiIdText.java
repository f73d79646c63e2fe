package org.moorage.protocol.vdp;

import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.regex.Pattern;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

/** The text form of a VSIID, one for each format. */
final class VsiIdText {

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32}");
  private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern GROUPS = Pattern.compile("[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){7}");

  private VsiIdText() {}

  static String format(VsiId id) {
    Octets octets = id.octets();
    return switch (id.format()) {
      case UUID -> new UUID(octets.u64(0), octets.u64(8)).toString();
      case MAC -> "mac:" + MacAddress.of(octets, 10);
      case IPV4 -> "ipv4:" + dotted(octets);
      case IPV6 -> "ipv6:" + groups(octets);
      case LOCAL -> "local:" + octets.hex();
    };
  }

  static Optional<VsiId> parse(String text) {
    if (UUID_TEXT.matcher(text).matches()) {
      return Optional.of(VsiId.of(UUID.fromString(text)));
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String value = text.substring(colon + 1);
    try {
      return switch (text.substring(0, colon)) {
        case "mac" -> Optional.of(VsiId.of(MacAddress.parse(value)));
        case "ipv4" -> ipv4(value);
        case "ipv6" -> ipv6(value);
        case "local" ->
            HEX.matcher(value).matches()
                ? Optional.of(new VsiId(VsiId.Format.LOCAL, Octets.ofHex(value)))
                : Optional.empty();
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  private static String dotted(Octets octets) {
    StringJoiner text = new StringJoiner(".");
    for (int i = 12; i < 16; i++) {
      text.add(Integer.toString(octets.u8(i)));
    }
    return text.toString();
  }

  private static String groups(Octets octets) {
    StringJoiner text = new StringJoiner(":");
    for (int i = 0; i < 16; i += 2) {
      text.add(Integer.toHexString(octets.u16(i)));
    }
    return text.toString();
  }

  private static Optional<VsiId> ipv4(String value) {
    if (!DOTTED.matcher(value).matches()) {
      return Optional.empty();
    }
    var out = Octets.builder().zeros(10).u16(0xFFFF);
    for (String part : value.split("\\.", -1)) {
      out.u8(Integer.parseInt(part));
    }
    return Optional.of(new VsiId(VsiId.Format.IPV4, out.build()));
  }

  private static Optional<VsiId> ipv6(String value) {
    if (!GROUPS.matcher(value).matches()) {
      return Optional.empty();
    }
    var out = Octets.builder();
    for (String part : value.split(":", -1)) {
      out.u16(Integer.parseInt(part, 16));
    }
    return Optional.of(new VsiId(VsiId.Format.IPV6, out.build()));
  }
}
