package org.moorage.protocol.stack;

import java.util.List;
import org.moorage.protocol.Octets;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;

/** What a {@link StationPortStack} wants done or has to say, in order. */
public sealed interface StationEffect {

  /** Put this on the wire: a whole Ethernet frame without FCS. */
  record Send(Octets frame) implements StationEffect {}

  /**
   * The bridge granted the request.
   *
   * @param vids one for each filter entry, as the bridge answered them
   */
  record Confirmed(VsiId vsi, VdpType type, List<VidField> vids) implements StationEffect {
    public Confirmed {
      vids = List.copyOf(vids);
    }
  }

  /**
   * A request was not granted. Unless the status keeps the earlier state, or there was nothing to
   * end, an {@link Ended} follows.
   *
   * @param reason in words
   * @param status the status octet of the response (draft 0: the response octet); 0 without one
   */
  record Failed(VsiId vsi, String reason, int status) implements StationEffect {}

  /** The station no longer has the VSI. */
  record Ended(VsiId vsi, EndCause cause) implements StationEffect {}

  /**
   * A frame or part of it was not acted upon.
   *
   * @param reason one of a fixed set of short sentences, usable as a counter's label
   */
  record Dropped(String reason) implements StationEffect {}

  /** What was negotiated with the bridge changed. */
  record OperationChanged(EvbOperation operation) implements StationEffect {}
}
