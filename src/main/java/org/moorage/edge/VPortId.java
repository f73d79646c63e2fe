package org.moorage.edge;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.VsiId;

/**
 * Names one vPort. The same VSI on the same port of the same edge always has the same one, so that
 * after a restart what the data plane still forwards is recognised.
 */
public record VPortId(UUID value) implements Comparable<VPortId> {

  /** The one a VSI has on a port: derived from the three names, no state needed. */
  public static VPortId of(EdgeName edge, PortName port, VsiId vsi) {
    Octets name =
        Octets.builder()
            .octets(vsi.octets())
            .u8(vsi.format().code())
            .octets(Octets.of(edge.value().getBytes(StandardCharsets.US_ASCII)))
            .u8(0)
            .octets(Octets.of(port.value().getBytes(StandardCharsets.US_ASCII)))
            .build();
    return new VPortId(UUID.nameUUIDFromBytes(name.toArray()));
  }

  @Override
  public int compareTo(VPortId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
