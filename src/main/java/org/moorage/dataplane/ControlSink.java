package org.moorage.dataplane;

import org.moorage.edge.PortName;

/**
 * Takes control frames (LLDP, ECP) that the data plane meets because they come in an E-channel;
 * those of a port with a link of its own never reach it. Called by the threads that forward, so it
 * must not wait.
 */
@FunctionalInterface
public interface ControlSink {

  /**
   * A control frame of an extended port that there is.
   *
   * @param cascade the port it came in on
   * @param frame as it came, with its E-TAG; read before this returns and not kept
   * @param length octets of it that are the frame, without FCS
   */
  void received(PortName cascade, byte[] frame, int length);
}
