package org.moorage.agent;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.edge.PortName;
import org.moorage.protocol.vdp.VsiId;

/**
 * Names the association of one VSI with one port: {@code VSIID@port}, the same before and after a
 * restart.
 */
public record AssociationId(PortName port, VsiId vsi) {

  public static Optional<AssociationId> parse(String text) {
    int at = text.indexOf('@');
    if (at < 0 || at == text.length() - 1) {
      return Optional.empty();
    }
    String port = text.substring(at + 1);
    if (port.length() > PortName.MAX_LENGTH || !port.chars().allMatch(c -> c > ' ' && c <= '~')) {
      return Optional.empty();
    }
    return VsiId.parse(text.substring(0, at))
        .map(vsi -> new AssociationId(new PortName(port), vsi));
  }

  /** The VSI tells most apart. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof AssociationId(PortName on, VsiId of)
            && vsi.equals(of)
            && port.equals(on));
  }

  @Override
  public int hashCode() {
    return 31 * port.hashCode() + vsi.hashCode();
  }

  @Override
  public String toString() {
    return vsi + "@" + port;
  }
}
