package org.moorage.protocol.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The captures of lldpad in files, as they were recorded. */
final class Captures {

  private Captures() {}

  static byte[] bytes(String name) throws IOException {
    String path = "/captures/" + name + ".pcap";
    try (InputStream in = Captures.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }
}
