package org.moorage.frameport;

import java.util.Optional;
import org.moorage.protocol.ethernet.MacAddress;

/** Whether raw frames work on this machine at all, asked without touching an interface. */
public final class RawFrames {

  private static final String ANY = "any interface";

  private RawFrames() {}

  /** Why this process cannot open a packet socket; empty when it can. */
  public static Optional<FramePortException> obstacle() {
    SystemInterface none = new SystemInterface(ANY, 0, MacAddress.ZERO, true, true, 0);
    try {
      RawSocket.open(none).close();
      return Optional.empty();
    } catch (FramePortException refused) {
      return Optional.of(refused);
    }
  }
}
