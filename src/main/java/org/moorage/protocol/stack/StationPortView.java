package org.moorage.protocol.stack;

import java.util.Map;
import java.util.Optional;
import org.moorage.protocol.evb.DraftEvbOperation;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.lldp.Lldpdu;

/**
 * A station's uplink at one moment.
 *
 * @param operation what ratified EVB agreed on; our own wish while no bridge is heard
 * @param draftOperation what draft 0 agreed on, where the uplink speaks it
 * @param paced ECPDUs to the bridge are spaced
 * @param vsis VSIs the station has or asks for
 * @param confirmed VSIs the bridge granted, with nothing outstanding
 * @param dropped what was not acted upon, counted by reason since the stack was made
 */
public record StationPortView(
    boolean linkUp,
    EvbOperation operation,
    Optional<DraftEvbOperation> draftOperation,
    Optional<Lldpdu> neighbour,
    boolean paced,
    int vsis,
    int confirmed,
    Map<String, Long> dropped) {

  public StationPortView {
    dropped = Map.copyOf(dropped);
  }
}
