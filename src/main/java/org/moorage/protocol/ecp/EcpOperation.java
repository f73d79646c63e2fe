package org.moorage.protocol.ecp;

import java.util.Optional;

/** What an ECPDU is for (IEEE 802.1Q, "ECP operation types"). */
public enum EcpOperation {
  REQUEST(0),
  ACK(1);

  private final int code;

  EcpOperation(int code) {
    this.code = code;
  }

  static Optional<EcpOperation> of(int code) {
    return code == 0 ? Optional.of(REQUEST) : code == 1 ? Optional.of(ACK) : Optional.empty();
  }

  int code() {
    return code;
  }
}
