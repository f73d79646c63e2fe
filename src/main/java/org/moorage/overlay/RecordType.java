package org.moorage.overlay;

/** What a lookup record is about (HNV's {@code Type}). */
public enum RecordType {
  /** The customer address is the VM's. */
  STATIC("Static"),
  /** The same, learned from what the VM said. */
  DYNAMIC("Dynamic"),
  /** The VM is there and its addresses are not known: they are learned. */
  L2_ONLY("L2Only"),
  /** The VM is a gateway: it gets what no other record is about. */
  GATEWAY_WILDCARD("GatewayWildcard");

  private final String hnvName;

  RecordType(String hnvName) {
    this.hnvName = hnvName;
  }

  /** As HNV's cmdlets spell it. */
  public String hnvName() {
    return hnvName;
  }

  /** About no address: its customer address is 0.0.0.0 or ::. */
  public boolean hasNoAddress() {
    return this == L2_ONLY || this == GATEWAY_WILDCARD;
  }
}
