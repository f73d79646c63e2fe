package org.moorage.dataplane;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;

/**
 * What a data plane can do that copies frames of vPorts, to a mirror port or to whoever looks at
 * them.
 *
 * <p>A mirror port only sends: nothing is forwarded or flooded to it or learned on it, and what
 * comes in there is nobody's. A frame has there the C-TAG of its network's VLAN, also where the
 * station's link carries it untagged, so that the vPorts that share a mirror port can be told
 * apart. The rest is as on the station's link, without its S-TAG.
 *
 * <p>Any thread.
 */
public interface Mirroring {

  /**
   * A mirror that stands.
   *
   * @param to its mirror port
   */
  record Mirror(VPortId vPort, MirrorTerms which, PortName to) {}

  /** The ports frames can be mirrored to. */
  Set<PortName> mirrorPorts();

  /**
   * From now on copies go to a mirror port, under the terms last said. The mirror stands until it
   * is ended, also while the vPort is away: it is the port's, and its VSI may come back to it.
   *
   * @return what stands in the way; empty when it is done
   */
  Optional<String> mirror(VPortId vPort, MirrorTerms which, PortName to);

  /** Ends a mirror; false where there is none. */
  boolean unmirror(VPortId vPort, PortName to);

  /** Those that stand. */
  List<Mirror> mirrors();

  /**
   * From now on copies go to the sink, until the vPort is gone or {@link #untap} is called.
   *
   * @return what stands in the way; empty when it is done
   */
  Optional<String> tap(VPortId vPort, MirrorTerms which, MirrorSink to);

  /** No copy goes to the sink any more, save those on their way. */
  void untap(VPortId vPort, MirrorSink from);
}
