package org.moorage.agent;

import java.util.List;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.edge.PortName;
import org.moorage.overlay.OverlayChange;
import org.moorage.protocol.Octets;

/** Where an {@link EdgeAgent} puts what it wants done; called while the agent is being called. */
public interface AgentOutput {

  /**
   * Put this frame on a port: a control frame on a station-facing one, an announcement on one that
   * faces the network. It may be lost; that is what ECP is for, and why it is announced again.
   */
  void send(PortName port, Octets frame);

  /**
   * Something happened. Called when the agent has finished its step, so that the receiver may call
   * the agent: to withdraw, for one.
   */
  void event(Numbered<AgentEvent> event);

  /**
   * Whether events of associations are wanted with their stories; taking one costs microseconds.
   */
  default boolean wantsStories() {
    return false;
  }

  /**
   * The same for an event of an association, where stories are wanted.
   *
   * @param story as it was when the event happened; may go to another thread
   */
  default void event(Numbered<AgentEvent> event, Story story) {
    event(event);
  }

  /**
   * Somebody has to be asked for a type: answer with {@link EdgeAgent#resolved}. Asked once for
   * each request that waits for it; only of an agent whose catalogue is a copy.
   */
  default void ask(TypeQuestion question) {}

  /**
   * The overlay became different by what happened at this edge: others are to follow. Called while
   * the agent is in its step.
   */
  default void overlay(List<OverlayChange> changes) {}
}
