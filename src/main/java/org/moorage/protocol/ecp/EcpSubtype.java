package org.moorage.protocol.ecp;

import java.util.Arrays;
import java.util.Optional;

/** Which protocol an ECPDU carries (IEEE 802.1Q, "ECP subtypes"). */
public enum EcpSubtype {
  VDP(1),
  /** Port extender control and status protocol (IEEE 802.1BR). */
  PE_CSP(2);

  private final int code;

  EcpSubtype(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  static Optional<EcpSubtype> of(int code) {
    return Arrays.stream(values()).filter(subtype -> subtype.code == code).findFirst();
  }
}
