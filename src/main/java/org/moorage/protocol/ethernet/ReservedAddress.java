package org.moorage.protocol.ethernet;

/** Group addresses that mean "the nearest ... on this link" (IEEE 802.1Q, reserved addresses). */
public enum ReservedAddress {
  NEAREST_BRIDGE("01:80:c2:00:00:0e"),
  NEAREST_NON_TPMR_BRIDGE("01:80:c2:00:00:03"),
  NEAREST_CUSTOMER_BRIDGE("01:80:c2:00:00:00");

  private final MacAddress mac;

  ReservedAddress(String mac) {
    this.mac = MacAddress.parse(mac);
  }

  public MacAddress mac() {
    return mac;
  }
}
