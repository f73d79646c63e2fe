package org.moorage.protocol.pecsp;

import java.util.Arrays;
import java.util.Optional;

/** Which end of a cascade link somebody is. */
public enum CspRole {
  CONTROLLING_BRIDGE(0),
  PORT_EXTENDER(1);

  final int code;

  CspRole(int code) {
    this.code = code;
  }

  static Optional<CspRole> of(int code) {
    return Arrays.stream(values()).filter(role -> role.code == code).findFirst();
  }

  public CspRole other() {
    return this == CONTROLLING_BRIDGE ? PORT_EXTENDER : CONTROLLING_BRIDGE;
  }
}
