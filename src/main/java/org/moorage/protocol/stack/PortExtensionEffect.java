package org.moorage.protocol.stack;

import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspResponse;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.PortExtensionTlv;

/** What one end of a cascade link wants done, in order. */
public sealed interface PortExtensionEffect {

  /** Put this on the link as it is: a whole Ethernet frame without FCS and without an E-TAG. */
  record Send(Octets frame) implements PortExtensionEffect {}

  /** The neighbour presents itself as this, or, empty, is not heard any more. */
  record NeighbourChanged(Optional<PortExtensionTlv> neighbour) implements PortExtensionEffect {}

  /** PE CSP is open with the other end; nothing asked before counts. */
  record Opened(CspSpeaker other) implements PortExtensionEffect {}

  /** It was open and is not any more: all E-channels are void. */
  record Lost(String because) implements PortExtensionEffect {}

  /** The other end refuses to open. */
  record Refused(Completion because) implements PortExtensionEffect {}

  /** The other end asks; to be answered by {@link PortExtensionStack#answer}. */
  record Requested(int number, CspRequest request) implements PortExtensionEffect {}

  /** The answer to what was asked under this ticket. */
  record Answered(long ticket, CspResponse response) implements PortExtensionEffect {}

  /** It could not be asked. */
  record NotTaken(long ticket) implements PortExtensionEffect {}

  /**
   * A frame or part of it was not acted upon.
   *
   * @param reason one of a fixed set of short sentences, usable as a counter's label
   */
  record Dropped(String reason) implements PortExtensionEffect {}
}
