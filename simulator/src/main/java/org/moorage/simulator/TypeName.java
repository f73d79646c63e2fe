package org.moorage.simulator;

import org.moorage.protocol.vdp.VsiTypeVersion;

/** A VSI type as scripts write it: the profile's name or the number, and the version. */
record TypeName(String name, VsiTypeVersion version) {

  static TypeName parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      throw new Mistaken("\"" + text + "\" is not a VSI type; write it as web-server/2");
    }
    int version = Quantities.number(text.substring(slash + 1), "version", 0, VsiTypeVersion.MAX);
    return new TypeName(text.substring(0, slash), new VsiTypeVersion(version));
  }

  @Override
  public String toString() {
    return name + "/" + version;
  }
}
