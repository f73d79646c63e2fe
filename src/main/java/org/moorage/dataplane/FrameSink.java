package org.moorage.dataplane;

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
}
