package org.moorage.agent;

import java.util.List;
import java.util.Optional;
import org.moorage.edge.PortName;
import org.moorage.protocol.vdp.VsiId;

/**
 * Where an agent remembers which VSIs it holds. Neither method waits for a disk nor fails: what
 * cannot be written is {@link #trouble()}, and associations go on.
 */
public interface AgentJournal {

  /**
   * What was held when the agent last stopped, however it stopped; in no order. To be asked once,
   * at the start: what was handed over need not be kept twice.
   */
  List<Kept> kept();

  /** This VSI is held like this from now on. */
  void held(Kept kept);

  /** This VSI is no longer held. */
  void released(PortName port, VsiId vsi);

  /**
   * True once after records were lost and writing is possible again: whoever is asked then hands in
   * everything that is held.
   */
  boolean wantsEverything();

  /** Why what is held cannot be written down at the moment, in a sentence with the remedy. */
  Optional<String> trouble();
}
