package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiId;

/** What a {@link BridgePortStack} wants done, in order. */
public sealed interface PortEffect {

  /** Put this on the wire: a whole Ethernet frame without FCS. */
  record Send(Octets frame) implements PortEffect {}

  /**
   * Decide, program, and call {@link BridgePortStack#answer}. Never about a De-Associate: that
   * needs no decision and arrives as {@link Released}.
   *
   * @param number identifies this command of this port; a later command for the same VSI makes the
   *     answer to an earlier one stale
   * @param answerBy when the stack answers by itself (resourceWaitDelay)
   */
  record Command(long number, VsiRequest request, Instant answerBy) implements PortEffect {}

  /** The station still has the VSI; it was answered. */
  record KeptAlive(VsiId vsi) implements PortEffect {}

  /**
   * The VSI is no longer held, nor decided about: remove what was programmed for it, if anything.
   */
  record Released(VsiId vsi, ReleaseCause cause) implements PortEffect {}

  /** Switch reflective relay, then call {@link BridgePortStack#reflectiveRelayApplied}. */
  record ReflectiveRelay(boolean on) implements PortEffect {}

  /** What the LLDP neighbour says changed, or it is gone. */
  record NeighbourChanged(Optional<Lldpdu> neighbour) implements PortEffect {}

  /**
   * A frame or part of it was not acted upon.
   *
   * @param reason one of a fixed set of short sentences, usable as a counter's label
   */
  record Dropped(String reason) implements PortEffect {}

  /**
   * An association TLV was answered, or a de-associate sent unasked; for the story.
   *
   * @param type as sent
   * @param status the status octet as sent; in draft 0 the response octet
   * @param sent the TLV, header included
   */
  record Answered(VsiId vsi, VdpType type, int status, Octets sent) implements PortEffect {}
}
