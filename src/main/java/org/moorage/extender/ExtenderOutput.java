package org.moorage.extender;

import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;

/** What a {@link PortExtender} wants done outside itself; called on its own thread. */
public interface ExtenderOutput {

  /** Put this on the upstream port as it is: a whole Ethernet frame without FCS or E-TAG. */
  void send(Octets frame);

  /**
   * Switch the link of an extended port on or off, so that its station notices. What the port says
   * of its link afterwards comes back by {@link PortExtender#portLink}.
   */
  void link(PortName port, boolean on);

  /** For whoever keeps a log. */
  void happened(ExtenderEvent event);
}
