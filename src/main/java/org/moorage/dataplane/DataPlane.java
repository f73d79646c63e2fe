package org.moorage.dataplane;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortPlan;

/**
 * What forwards frames, as the edge sees it. One thread changes it; anybody may ask for counters.
 */
public interface DataPlane extends AutoCloseable {

  /**
   * Creates a vPort, or replaces the one with the same ID; frames meet the old or the new one,
   * never a mixture. Applying the same plan twice changes nothing.
   */
  Applied apply(VPortPlan plan);

  /** Undoes all that was applied for a vPort and nothing else. Does nothing where there is none. */
  void remove(VPortId id);

  /** What passed and what did not, of every vPort. */
  Map<VPortId, VPortCounters> counters();

  /** The same for one vPort; empty where it is not programmed. */
  Optional<VPortCounters> counters(VPortId id);

  /** Frames dropped that came in on a port, by reason; reasons never met left out. */
  Map<DropReason, Long> drops(PortName port);

  /** The vPorts it holds, reserved ones included: what is compared with what should be there. */
  Set<VPortId> programmed();

  /** Whether frames may be sent back out of the station-facing port they came in on. */
  void reflectiveRelay(PortName port, boolean on);

  /**
   * An S-channel came up on a station-facing port: from now on it is a station-facing port of its
   * own, whose frames carry an S-TAG on the link.
   *
   * @param channel the name of the new port
   * @param on the uplink access port whose link it shares
   * @param svid 2..4094, of no other S-channel there
   */
  void openChannel(PortName channel, PortName on, int svid);

  /**
   * The S-channel is gone: no frame of it passes any more. What is applied on it is removed before.
   */
  void closeChannel(PortName channel);

  /** What copies frames of vPorts; empty where nothing can. */
  default Optional<Mirroring> mirroring() {
    return Optional.empty();
  }

  /** What serves port extenders; empty where nothing does. */
  default Optional<PortExtension> extension() {
    return Optional.empty();
  }

  /** What carries the overlay; empty where nothing does. */
  default Optional<OverlayForwarding> overlay() {
    return Optional.empty();
  }

  /** Lets go of what it holds outside this process. */
  @Override
  void close();
}
