package org.moorage.protocol.ethernet;

/** Group addresses that mean "the nearest ... on this link" (IEEE 802.1Q, reserved addresses). */
public enum ReservedAddress {
  NEAREST_BRIDGE("01:80:c2:00:00:0e", "nearest-bridge"),
  NEAREST_NON_TPMR_BRIDGE("01:80:c2:00:00:03", "nearest-non-tpmr"),
  NEAREST_CUSTOMER_BRIDGE("01:80:c2:00:00:00", "nearest-customer");

  private final MacAddress mac;
  private final String word;

  ReservedAddress(String mac, String word) {
    this.mac = MacAddress.parse(mac);
    this.word = word;
  }

  public MacAddress mac() {
    return mac;
  }

  /** How an option names it. */
  public String word() {
    return word;
  }

  /**
   * The address control frames are to be sent to, as somebody wrote it: one of the words, or a
   * group address of the site's own.
   *
   * <p>Other reserved addresses belong to other protocols, and network cards act on some of them.
   *
   * @throws IllegalArgumentException with a sentence that says what to write instead
   */
  public static MacAddress destination(String text) {
    for (ReservedAddress each : values()) {
      if (text.equals(each.word)) {
        return each.mac;
      }
    }
    MacAddress own;
    try {
      own = MacAddress.parse(text);
    } catch (IllegalArgumentException neither) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is neither an address nor a word for one; write " + choices());
    }
    for (ReservedAddress each : values()) {
      if (own.equals(each.mac)) {
        return own;
      }
    }
    if (!own.isGroup()) {
      throw new IllegalArgumentException(
          own + " is one station's address, not a group address; write " + choices());
    }
    if (own.equals(MacAddress.BROADCAST)) {
      throw new IllegalArgumentException(
          own + " goes to every station of the network; write " + choices());
    }
    if (own.isReservedForBridges()) {
      throw new IllegalArgumentException(
          own + " is reserved for other protocols; write " + choices());
    }
    return own;
  }

  private static String choices() {
    return "nearest-customer, nearest-non-tpmr, nearest-bridge, or a group address of your own"
        + " such as 03:00:00:00:00:01";
  }
}
