package org.moorage.agent;

import java.time.Instant;
import java.util.Optional;
import org.moorage.edge.PortName;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.stack.HeldVsi;

/**
 * A VSI as it is remembered across a restart.
 *
 * @param channel the S-channel the port is; empty where it is an uplink's own
 * @param held the request as the station first made it, without the octets it came as
 * @param since when it came into its state; microseconds, what is finer is lost
 */
public record Kept(PortName port, Optional<SChannel> channel, HeldVsi held, Instant since) {

  /** One on an uplink's own port. */
  public Kept(PortName port, HeldVsi held, Instant since) {
    this(port, Optional.empty(), held, since);
  }

  /** The S-channel of that uplink it is on, if it is on one. */
  Optional<SChannel> channelOf(PortName uap) {
    return channel.filter(of -> port.equals(UapPort.portOf(uap, of)));
  }

  AssociationId id() {
    return new AssociationId(port, held.request().vsiId());
  }
}
