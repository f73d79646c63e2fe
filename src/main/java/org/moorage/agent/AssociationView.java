package org.moorage.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.edge.EdgeName;
import org.moorage.edge.Separation;
import org.moorage.edge.Standing;
import org.moorage.edge.VPortId;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.VidField;

/**
 * One association at one moment: a home of a VSI, or why it is none.
 *
 * @param request what the station asked last
 * @param answered the VIDs it was answered, one for each filter entry; empty where refused
 * @param since when it came into its state
 * @param profile {@code web-server/2}; empty where none was found
 * @param standing how it came by that profile; empty where none was found or it has ended
 * @param current whether this home is the one that counts
 * @param vPort the vPort it has; empty without one
 * @param separation how that vPort is told apart from others on its port; empty without one
 * @param channel the S-channel it is on; empty on an uplink's own port
 * @param station what the neighbour calls itself by LLDP; empty before it was heard
 * @param entries of the data plane
 * @param keepAlives heard since the agent started
 * @param lastHeard when the station last said something about it
 * @param micros from request to answer
 * @param reason why it was refused or ended, a sentence without full stop; empty while held
 * @param fix what to do about it; empty where there is nothing to do
 */
public record AssociationView(
    AssociationId id,
    EdgeName edge,
    VsiRequest request,
    List<VidField> answered,
    AssociationState state,
    Instant since,
    Optional<String> profile,
    Optional<Standing> standing,
    boolean current,
    Optional<VPortId> vPort,
    Optional<Separation> separation,
    Optional<SChannel> channel,
    Optional<String> station,
    int entries,
    long keepAlives,
    Instant lastHeard,
    long micros,
    String reason,
    String fix) {

  public AssociationView {
    answered = List.copyOf(answered);
  }
}
