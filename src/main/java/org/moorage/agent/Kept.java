package org.moorage.agent;

import java.time.Instant;
import org.moorage.edge.PortName;
import org.moorage.protocol.stack.HeldVsi;

/**
 * A VSI as it is remembered across a restart.
 *
 * @param held the request as the station first made it, without the octets it came as
 * @param since when it came into its state; microseconds, what is finer is lost
 */
public record Kept(PortName port, HeldVsi held, Instant since) {

  AssociationId id() {
    return new AssociationId(port, held.request().vsiId());
  }
}
