package org.moorage.agent;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;
import org.moorage.protocol.stack.PortEffect;

/** What the agent does for those that make and end ports: S-channels, port extenders. */
interface PortHost {

  /** One step of a port; a defect in it stops that port. */
  void guard(AgentPort port, Supplier<List<PortEffect>> step, Instant now);

  /** The link of a port came up or went down; saying the same again is nothing. */
  void linkChanged(AgentPort port, boolean up, Instant now);

  /** What is held on the port. */
  List<Kept> kept(AgentPort port);

  /** VSIs that were held on the port before it went are held again, as after a restart. */
  void takeUp(AgentPort port, List<Kept> kept, Instant now);

  void send(PortName link, Octets frame);

  void alarm(PortName port, String sentence, Instant now);

  /** Nothing of the port is being decided any more. */
  void forget(AgentPort port);
}
