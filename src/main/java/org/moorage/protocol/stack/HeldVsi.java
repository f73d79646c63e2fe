package org.moorage.protocol.stack;

import java.util.List;
import org.moorage.protocol.vdp.VidField;

/**
 * A VSI a bridge port holds: what the station asked last and what it was answered. Enough to hold
 * it again after a restart.
 *
 * @param answered one for each filter entry of the request, in their order
 */
public record HeldVsi(VsiRequest request, List<VidField> answered) {

  public HeldVsi {
    answered = List.copyOf(answered);
    if (answered.size() != request.filters().entries().size()) {
      throw new IllegalArgumentException(
          answered.size()
              + " answered VIDs for "
              + request.filters().entries().size()
              + " filter entries");
    }
  }
}
