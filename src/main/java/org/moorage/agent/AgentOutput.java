package org.moorage.agent;

import org.moorage.control.EventNumbering.Numbered;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;

/** Where an {@link EdgeAgent} puts what it wants done; called while the agent is being called. */
public interface AgentOutput {

  /** Put this control frame on a station-facing port. It may be lost; that is what ECP is for. */
  void send(PortName port, Octets frame);

  /**
   * Something happened. Called when the agent has finished its step, so that the receiver may call
   * the agent: to withdraw, for one.
   */
  void event(Numbered<AgentEvent> event);
}
