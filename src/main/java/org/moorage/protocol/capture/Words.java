package org.moorage.protocol.capture;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.moorage.protocol.Octets;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/** Small values in words. */
final class Words {

  /** More hex than this helps nobody. */
  private static final int MAX_HEX = 64;

  private Words() {}

  static String hex(Octets octets) {
    return octets.size() <= MAX_HEX
        ? octets.hex()
        : octets.slice(0, MAX_HEX).hex() + " and " + (octets.size() - MAX_HEX) + " more octets";
  }

  static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** An address, and what it stands for where it stands for something. */
  static String mac(MacAddress mac) {
    if (mac.equals(MacAddress.BROADCAST)) {
      return mac + " (broadcast)";
    }
    for (ReservedAddress reserved : ReservedAddress.values()) {
      if (reserved.mac().equals(mac)) {
        return mac
            + switch (reserved) {
              case NEAREST_BRIDGE -> " (nearest bridge)";
              case NEAREST_NON_TPMR_BRIDGE -> " (nearest non-TPMR bridge)";
              case NEAREST_CUSTOMER_BRIDGE -> " (nearest customer bridge)";
            };
      }
    }
    return mac + (mac.isReservedForBridges() ? " (reserved, not forwarded by bridges)" : "");
  }

  /** {@code RTE 14} and the time it stands for. */
  static String timer(TimerExponent exponent) {
    return time(exponent.micros());
  }

  /** Microseconds in the unit a person would choose. */
  static String time(long micros) {
    if (micros < 1_000) {
      return micros + " us";
    }
    return micros < 1_000_000 ? decimal(micros, 3, 2) + " ms" : decimal(micros, 6, 3) + " s";
  }

  private static String decimal(long value, int shift, int places) {
    return BigDecimal.valueOf(value, shift)
        .setScale(places, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Text from the wire in quotes; what could move a terminal's cursor is escaped. */
  static String quoted(Octets octets) {
    String text = new String(octets.toArray(), StandardCharsets.UTF_8);
    StringBuilder safe = new StringBuilder("\"");
    text.codePoints()
        .forEach(character -> {
          if (isHarmless(character)) {
            safe.appendCodePoint(character);
          } else {
            safe.append(String.format("\\u%04x", character));
          }
        });
    return safe.append('"').toString();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> character != '"' && character != '\\';
    };
  }

  static String ipv4(Octets octets) {
    StringJoiner text = new StringJoiner(".");
    for (int i = 0; i < 4; i++) {
      text.add(Integer.toString(octets.u8(i)));
    }
    return text.toString();
  }

  static String ipv6(Octets octets) {
    StringJoiner text = new StringJoiner(":");
    for (int i = 0; i < 16; i += 2) {
      text.add(Integer.toHexString(octets.u16(i)));
    }
    return text.toString();
  }

  /** {@code 00-80-C2}. */
  static String oui(int oui) {
    return String.format("%02X-%02X-%02X", oui >>> 16, oui >>> 8 & 0xFF, oui & 0xFF);
  }

  /** Names of the bits that are set, and of those that should not be. */
  static final class Flags {
    private final int octet;
    private final StringJoiner names = new StringJoiner("; ");
    private int known;

    Flags(int octet) {
      this.octet = octet;
    }

    Flags bit(int mask, String ifSet, String ifClear) {
      known |= mask;
      String words = (octet & mask) != 0 ? ifSet : ifClear;
      if (!words.isEmpty()) {
        names.add(words);
      }
      return this;
    }

    /** Bits told elsewhere. */
    Flags told(int mask, String words) {
      known |= mask;
      names.add(words);
      return this;
    }

    @Override
    public String toString() {
      int others = octet & ~known;
      return String.format("0x%02x: ", octet)
          + names
          + (others == 0 ? "" : String.format("; reserved bits 0x%02x are set", others));
    }
  }
}
