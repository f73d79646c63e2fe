package org.moorage.overlay;

import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;

/**
 * A packet's way as the overlay has it now.
 *
 * @param steps the tables it met, to the last one
 * @param blocked why the last one let it go no further; empty where it arrives
 * @param record the record by which it is delivered
 * @param local whether it stays on the sender's edge
 * @param envelope what stands before the VM's frame between the edges: IP and NVGRE header; empty
 *     where it stays or does not leave
 */
public record Walk(
    List<WalkStep> steps,
    Optional<WalkBlock> blocked,
    Optional<LookupRecord> record,
    boolean local,
    Optional<Octets> envelope) {

  public Walk {
    steps = List.copyOf(steps);
  }

  public boolean arrives() {
    return blocked.isEmpty();
  }
}
