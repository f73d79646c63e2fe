package org.moorage.dataplane;

import java.util.Arrays;
import org.moorage.edge.PortName;

/** Takes frames the data plane sends. */
@FunctionalInterface
public interface FrameSink {

  /**
   * Puts a frame on a port.
   *
   * @param frame read before this returns and not kept: its owner uses it again
   * @param length octets of it that are the frame, without FCS
   */
  void send(PortName out, byte[] frame, int length);

  /**
   * The same for a frame of which only the beginning was changed: what is made anew, and then the
   * rest as it came. Whoever can put two pieces together where they leave overrides this.
   *
   * @param head read before this returns and not kept, like the frame
   * @param headLength octets of it that the frame begins with
   * @param from where in the frame the rest begins
   * @param length where it ends
   */
  default void send(PortName out, byte[] head, int headLength, byte[] frame, int from, int length) {
    byte[] whole = Arrays.copyOf(head, headLength + length - from);
    System.arraycopy(frame, from, whole, headLength, length - from);
    send(out, whole, whole.length);
  }
}
