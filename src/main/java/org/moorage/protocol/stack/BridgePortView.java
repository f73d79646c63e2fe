package org.moorage.protocol.stack;

import java.util.Map;
import java.util.Optional;
import org.moorage.protocol.evb.DraftEvbOperation;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.lldp.Lldpdu;

/**
 * A bridge port at one moment.
 *
 * @param flavour what the station speaks, where it is known or settled
 * @param operation what ratified EVB agreed on; our own offer while no station is heard
 * @param draftOperation what draft 0 agreed on, where the station speaks it
 * @param reflectiveRelayOn the port sends frames back where they came from
 * @param paced ECPDUs to the station are spaced
 * @param held VSIs held, those with a changed command being decided included
 * @param deciding VSIs with a command being decided
 * @param waiting TLVs waiting to be sent
 * @param dropped what was not acted upon, counted by reason since the stack was made
 */
public record BridgePortView(
    boolean linkUp,
    Optional<Flavour> flavour,
    EvbOperation operation,
    Optional<DraftEvbOperation> draftOperation,
    boolean reflectiveRelayOn,
    Optional<Lldpdu> neighbour,
    boolean paced,
    int held,
    int deciding,
    int waiting,
    Map<String, Long> dropped) {

  public BridgePortView {
    dropped = Map.copyOf(dropped);
  }
}
