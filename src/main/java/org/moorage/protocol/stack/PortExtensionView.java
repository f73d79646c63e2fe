package org.moorage.protocol.stack;

import java.util.Map;
import java.util.Optional;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspSpeaker;

/**
 * One end of a cascade link at one moment.
 *
 * @param neighbour who is heard by LLDP
 * @param other who is at the other end, once PE CSP is open
 * @param refused why the other end refuses to open
 * @param dropped frames not acted upon, by reason
 */
public record PortExtensionView(
    Optional<Lldpdu> neighbour,
    Optional<CspSpeaker> other,
    Optional<Completion> refused,
    Map<String, Long> dropped) {

  public PortExtensionView {
    dropped = Map.copyOf(dropped);
  }
}
