package org.moorage.protocol.vdp;

import java.util.Locale;

/** How the tables of both machines write a type. */
final class MachineTableWords {

  private MachineTableWords() {}

  static String of(VdpType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
