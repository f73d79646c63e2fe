package org.moorage.agent;

import java.time.Instant;
import java.util.Optional;
import org.moorage.dataplane.DataPlane;
import org.moorage.edge.Edge;
import org.moorage.edge.VPort;
import org.moorage.protocol.stack.ReleaseCause;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.VsiId;

/**
 * What is done when a port no longer holds a VSI: everything it had is undone, and that is told.
 */
final class Endings {

  private final Edge edge;
  private final DataPlane plane;
  private final AgentJournal journal;
  private final Chronicle chronicle;
  private final Answering answering;

  /** Why the VSI being withdrawn right now is withdrawn. */
  private Optional<String> withdrawing = Optional.empty();

  Endings(
      Edge edge, DataPlane plane, AgentJournal journal, Chronicle chronicle, Answering answering) {
    this.edge = edge;
    this.plane = plane;
    this.journal = journal;
    this.chronicle = chronicle;
    this.answering = answering;
  }

  /** What is released in this step is withdrawn for this reason. */
  void withdrawing(String because, Runnable step) {
    withdrawing = Optional.of(because);
    step.run();
    withdrawing = Optional.empty();
  }

  void released(AgentPort port, VsiId vsi, ReleaseCause cause, Instant now) {
    AssociationId id = new AssociationId(port.name, vsi);
    answering.ended(id);
    Optional<VPort> released = edge.release(port.name, vsi, now);
    released.ifPresent(gone -> plane.remove(gone.id()));
    Association association = port.associations.remove(vsi);
    if (association == null || released.isEmpty()) {
      return;
    }
    VPort gone = released.get();
    chronicle.count(counterOf(cause));
    if (association.keepAlives() > 0) {
      long times = association.keepAlives();
      chronicle.tell(id, new StoryStep.KeptAlive(association.heard(), times));
    }
    chronicle.tell(id, new StoryStep.Released(now, cause));
    String because = withdrawing.orElseGet(() -> StoryWords.cause(cause));
    VsiRequest request =
        chronicle
            .book()
            .lastRequest(id)
            .orElseGet(() -> association.rebuilt(vsi, gone.plan().matches()));
    chronicle.ended().add(id, EndedAssociations.released(request, gone, because, now));
    if (stationMayNotKnow(cause)) {
      edge.mayReturn(gone);
    }
    journal.released(port.name, vsi);
    chronicle.event(new AgentEvent.Released(now, port.name, vsi, cause, because), id);
  }

  private static boolean stationMayNotKnow(ReleaseCause cause) {
    return switch (cause) {
      case KEEPALIVE_EXPIRED, LINK_DOWN, S_CHANNEL_GONE, EXTENDED_PORT_GONE -> true;
      case DE_ASSOCIATED, WITHDRAWN, REFUSED, RESOURCE_WAIT_EXPIRED -> false;
    };
  }

  private static AgentCounter counterOf(ReleaseCause cause) {
    return switch (cause) {
      case DE_ASSOCIATED -> AgentCounter.DE_ASSOCIATED;
      case KEEPALIVE_EXPIRED -> AgentCounter.KEEPALIVE_EXPIRED;
      case WITHDRAWN -> AgentCounter.WITHDRAWN;
      case REFUSED -> AgentCounter.RELEASED_AFTER_REFUSAL;
      case LINK_DOWN -> AgentCounter.LINK_DOWN;
      case S_CHANNEL_GONE -> AgentCounter.S_CHANNEL_GONE;
      case EXTENDED_PORT_GONE -> AgentCounter.EXTENDED_PORT_GONE;
      case RESOURCE_WAIT_EXPIRED -> AgentCounter.NOT_DECIDED;
    };
  }
}
