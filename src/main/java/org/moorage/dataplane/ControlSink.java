package org.moorage.dataplane;

import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;

/**
 * Takes control frames (LLDP, ECP) that the data plane meets because they come in an E-channel;
 * those of a port with a link of its own never reach it. Called by the threads that forward, so it
 * must not wait.
 */
@FunctionalInterface
public interface ControlSink {

  /**
   * A control frame of an extended port.
   *
   * @param frame without its E-TAG
   */
  void received(PortName port, Octets frame);
}
